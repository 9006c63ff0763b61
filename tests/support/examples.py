"""The examples of the reference as calls: each is run as it stands, with ids that earlier ones answered."""

import dataclasses
import re
import shlex
import string
from collections.abc import Iterable
from typing import Any

from smooch_server.api.reference import operations, parameters
from tests.support import api, pictures

_FENCE = re.compile(r"```sh\n(.*?)\n```", re.DOTALL)
_FILE = re.compile(r"@([\w.]+);type=([\w/]+)")


def commands(reference: dict[str, Any]) -> dict[str, str]:
    """The command line of each operation by its id."""
    return {
        operation["operationId"]: _FENCE.findall(operation["description"])[0]
        for methods in reference["paths"].values()
        for operation in methods.values()
    }


# What needs something that does not last, and what makes it anew: a link that no channel answers fails after 3 s.
PASSING = {"unlink_channel": "link_channel"}
TRIES = 10


class Examples:
    """Runs the examples of one reference with a key of the account."""

    def __init__(self, reference: dict[str, Any], found: Iterable[operations.Operation], shop: api.Deployment) -> None:
        self._base = shop.agent_url
        self._commands = commands(reference)
        for each in shop.account("GET", "/serviceaccounts?limit=100", expect=200).json["serviceAccounts"]:
            shop.account("DELETE", f"/serviceaccounts/{each['_id']}")  # their names must be free
        self._operations = {each.name: each for each in found}
        self._answers: dict[str, api.Answer] = {}
        self.values = {"SMOOCH_URL": self._base, "SMOOCH_KEY": f"{shop.key_id}:{shop.secret}"}

    def all(self) -> dict[str, api.Answer]:
        """Run every example in an order in which none takes away what another needs: deletions last, apps at the end."""
        rank = sorted(
            self._operations.values(),
            key=lambda each: (each.method == "DELETE", -each.path.count("/") if each.method == "DELETE" else 0),
        )
        return {each.name: self.run(each.name) for each in rank}

    def made(self, *, public: bool) -> dict[str, list[str]]:
        """Run what deletes nothing; return the ids that there are now, by the reference's or the routes' names."""
        for each in self._operations.values():
            if each.method != "DELETE":
                self.run(each.name)
        known = {
            (each.name if public else name): operations.shell_name(each.name) for name, each in parameters.PATH.items()
        }
        return {name: [self.values[variable]] for name, variable in known.items() if variable in self.values}

    def run(self, name: str) -> api.Answer:
        """Run an example, once, after those that it needs."""
        if name in self._answers:
            return self._answers[name]
        operation = self._operations[name]
        makers = [parameters.PATH[each].maker for each in operation.names if each not in operation.note.path]
        for needed in (*makers, *operation.note.first):
            self.run(needed)
        for needed, body in operation.note.given.items():
            self.run(needed)
            other = self._operations[needed]
            self._call(operations.example(other, dataclasses.replace(other.note, body=body)))
        answer = self._call(self._commands[operations.camel(name)])
        for _ in range(TRIES):
            if name not in PASSING or answer.status < 400:
                break
            self._call(self._commands[operations.camel(PASSING[name])])
            answer = self._call(self._commands[operations.camel(name)])
        self._answers[name] = answer
        gives = {
            operations.shell_name(each.name): each.pointer for each in parameters.PATH.values() if each.maker == name
        }
        for key, pointer in {**gives, **operation.note.gives}.items():
            assert answer.status in (200, 201), (name, answer)
            self.values[key] = _at(answer.json, pointer)
        return answer

    def _call(self, command: str) -> api.Answer:
        words = [string.Template(word).substitute(self.values) for word in shlex.split(command.replace("\\\n", ""))]
        assert words.pop(0) == "curl", command
        method, address = "GET", ""
        headers: dict[str, str] = {}
        body: bytes | None = None
        fields: list[pictures.Field] = []
        rest = iter(words)
        for word in rest:
            if word == "-X":
                method = next(rest)
            elif word == "-u":
                headers |= api.basic(*next(rest).split(":", 1))
            elif word == "-H":
                name, _, value = next(rest).partition(": ")
                headers[name] = value
            elif word == "-d":
                body = next(rest).encode()
            elif word == "-F":
                fields.append(_field(next(rest)))
            else:
                address = word
        if fields:
            body, headers["Content-Type"] = pictures.form(fields)
        return api.call(self._base, method, address.removeprefix(self._base), body, headers=headers)


def _field(text: str) -> pictures.Field:
    name, _, value = text.partition("=")
    file = _FILE.fullmatch(value)
    return (name, pictures.image(), file[1], file[2]) if file else (name, value.encode())


def _at(value: Any, pointer: str) -> str:
    for key in pointer.strip("/").split("/"):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return str(value)
