"""One operation of the reference, from its handler, its policy and its note."""

import dataclasses
import inspect
import json
import re
import shlex
import typing
from collections.abc import Mapping
from typing import Any, Final

import litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import RequestBody

from smooch_server.api import additions, policy
from smooch_server.api.reference import answers, notes, parameters
from smooch_server.conversations import drafts

_NAME: Final = re.compile(r"\{(\w+)\}")
PUBLIC_API: Final = ("/v1/", "/v1.1/")
_NOT_QUERIES: Final = ("request", "data", "body", "state", "scope", "headers", "cookies")

# Which credentials serve a policy. The app token exists under version 1 alone.
SECURITY: Final[Mapping[policy.Policy, tuple[str, ...]]] = {
    policy.Policy.PUBLIC: (),
    policy.Policy.OWNER: ("accountKey", "accountJwt"),
    policy.Policy.ACCOUNT: ("accountKey", "accountJwt"),
    policy.Policy.APP: ("appKey", "accountKey", "appJwt", "accountJwt"),
    policy.Policy.USER: ("appKey", "accountKey", "appJwt", "accountJwt", "userJwt"),
    policy.Policy.PROVED_USER: ("appKey", "accountKey", "appJwt", "accountJwt", "userJwt"),
    policy.Policy.SDK: (),
    policy.Policy.SDK_USER: ("userJwt", "session"),
    policy.Policy.INBOX: (),
    policy.Policy.AGENT: ("agent",),
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Operation:
    """A handler at one of its addresses."""

    method: str
    path: str
    handler: HTTPRouteHandler

    @property
    def name(self) -> str:
        return str(self.handler.fn.__name__)

    @property
    def key(self) -> str:
        """What tells it from every other: two modules may use one name."""
        return f"{self.handler.fn.__module__}.{self.name}"

    @property
    def note(self) -> notes.Note:
        return notes.NOTES.get(self.name, notes.NONE)

    @property
    def policy(self) -> policy.Policy:
        found: policy.Policy = self.handler.opt[policy.OPT]
        return found

    @property
    def names(self) -> list[str]:
        return _NAME.findall(self.path)

    @property
    def answer(self) -> Any:
        declared = (self.handler.responses or {}).get(self.handler.status_code)
        if declared is not None:
            return declared.data_container
        told = self.handler.parsed_fn_signature.return_type.annotation
        whole = isinstance(typing.get_origin(told), type) and issubclass(typing.get_origin(told), litestar.Response)
        return typing.get_args(told)[0] if whole else told

    @property
    def body(self) -> Any:
        field = self.handler.parsed_data_field
        return None if field is None else field.annotation

    @property
    def form(self) -> RequestBody | None:
        """The body of a handler that reads it by hand, from its `operation_class`."""
        declared = getattr(self.handler.operation_class(responses=None), "request_body", None)
        return declared if isinstance(declared, RequestBody) else None

    @property
    def is_addition(self) -> bool:
        return issubclass(self.handler.operation_class, additions.Addition)

    @property
    def is_idempotent(self) -> bool:
        """Whether an `Idempotency-Key` makes its repetition harmless."""
        return self.method == "POST" and self.path.startswith(PUBLIC_API)

    @property
    def queries(self) -> dict[str, parameters.InQuery]:
        """Every query key by name: those of the signature, and those that the note says the handler reads."""
        found = {}
        for name, field in self.handler.parsed_fn_signature.parameters.items():
            if name in (*_NOT_QUERIES, *self._all_names):
                continue
            declared = field.kwarg_definition
            shown = getattr(declared, "name", None) or name
            known = parameters.QUERY.get(shown, _UNKNOWN)
            about = getattr(declared, "description", None) or known.about
            found[shown] = dataclasses.replace(known, about=about, required=known.required or not field.has_default)
        for name in self.note.reads:
            found[name] = parameters.QUERY[name]
        return found

    @property
    def _all_names(self) -> set[str]:
        return {name for path in self.handler.paths for name in re.findall(r"\{(\w+):", path)}


_UNKNOWN: Final = parameters.InQuery(about="", schema={"type": "string"})


def words(operation: Operation) -> tuple[str, str]:
    """Return summary and description: the first sentence of the handler's docstring, and all of it."""
    text = inspect.cleandoc(operation.handler.fn.__doc__ or "")
    first, _, _ = text.partition("\n\n")
    summary = " ".join(first.split())
    sentence = re.split(r"(?<=[.:;])\s", summary, maxsplit=1)[0]
    return sentence.rstrip(".:;"), text


def camel(name: str) -> str:
    """Return a name of Python as JSON has it."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def public_path(path: str) -> str:
    """Return an address with the reference's names for its parameters."""
    return _NAME.sub(lambda found: "{" + _path_parameter(found[1]).name + "}", path)


def _path_parameter(name: str) -> parameters.InPath:
    return parameters.PATH.get(name) or parameters.InPath(name=camel(name), about="", schema={"type": "string"})


def describe(operation: Operation, schemas: Mapping[str, Any], *, identity: str, public: bool) -> dict[str, Any]:
    """Return the operation as it stands in the document; `public` gives its parameters the reference's names."""
    summary, text = words(operation)
    queries = operation.queries
    body = _body(operation, schemas)
    given: dict[str, Any] = {
        "operationId": identity,
        "summary": summary,
        "description": f"{text}\n\n```sh\n{example(operation)}\n```" if public else text,
        "tags": list(operation.handler.tags or ()),
        "parameters": [*_in_path(operation, public=public), *_in_query(queries), *_headers(operation)],
        "responses": _answers(operation, schemas, reads=bool(queries or body or operation.is_idempotent)),
        "security": [{name: []} for name in security(operation)],
    }
    if body:
        given["requestBody"] = body
    if operation.handler.deprecated:
        given["deprecated"] = True
    if operation.is_addition:
        given["x-smooch-addition"] = True
    return given


def security(operation: Operation) -> tuple[str, ...]:
    """Return the names of the security schemes that serve the operation."""
    known = SECURITY.get(operation.policy, ())
    version_1 = operation.policy is policy.Policy.USER and operation.path.startswith("/v1/")
    return (*known, "appToken") if version_1 else known


def _in_path(operation: Operation, *, public: bool) -> list[dict[str, Any]]:
    found = []
    for name in operation.names:
        known = _path_parameter(name)
        shown = known.name if public else name
        about = {"description": known.about} if known.about else {}
        found.append({"name": shown, "in": "path", "required": True, **about, "schema": dict(known.schema)})
    return found


def _in_query(queries: Mapping[str, parameters.InQuery]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "query",
            **({"required": True} if query.required else {"allowEmptyValue": True}),  # an empty one is as good as none
            **({"description": query.about} if query.about else {}),
            "schema": dict(query.schema),
        }
        for name, query in queries.items()
    ]


def _headers(operation: Operation) -> list[dict[str, Any]]:
    if not operation.is_idempotent:
        return []
    return [parameters.idempotency_key(drafts.MAX_KEY_CHARS)]


def _body(operation: Operation, schemas: Mapping[str, Any]) -> dict[str, Any] | None:
    if operation.form is not None:
        shown: dict[str, Any] = operation.form.to_schema()
        return shown
    if operation.body is None:
        return None
    media: dict[str, Any] = {"schema": schemas[f"{operation.key} body"]}
    if operation.note.body is not None:
        media["example"] = operation.note.body
    return {"required": True, "content": {"application/json": media}}


def _answers(operation: Operation, schemas: Mapping[str, Any], *, reads: bool) -> dict[str, Any]:
    done: dict[str, Any] = {
        "description": "Made" if operation.handler.status_code == 201 else "Done",
        "content": {"application/json": {"schema": schemas[f"{operation.key} answer"]}},
    }
    if operation.path.startswith(PUBLIC_API):
        done["headers"] = answers.told(idempotent=operation.is_idempotent)
    failing = answers.failing(
        operation.policy,
        method=operation.method,
        names=bool(operation.names),
        reads=reads,
        idempotent=operation.is_idempotent,
        rarer=operation.note.fails,
    )
    failures = {str(status): answers.refer(status) for status in failing}
    return failures if operation.note.never else {str(operation.handler.status_code): done, **failures}


def example(operation: Operation, note: notes.Note | None = None) -> str:
    """Return a call that works, as a command line. What begins with `$` is the caller's own."""
    note = note or operation.note
    query = "&".join(f"{name}={value}" for name, value in note.query.items())
    address = _NAME.sub(
        lambda found: note.path.get(found[1]) or "$" + shell_name(_path_parameter(found[1]).name), operation.path
    )
    parts = ["curl"]
    if operation.method != "GET":
        parts.append(f"-X {operation.method}")
    parts.append(f'"$SMOOCH_URL{address}{"?" + query if query else ""}"')
    scheme = security(operation)
    if scheme:
        parts.append('-u "$SMOOCH_KEY"')
    if note.key:
        parts.append(f"-H 'Idempotency-Key: {note.key}'")
    if note.body is not None:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d {_quoted(json.dumps(note.body))}")
    parts += [f"-F {shlex.quote(f'{name}={value}')}" for name, value in note.form.items()]
    return " \\\n  ".join(parts)


def _quoted(text: str) -> str:
    """Return a word of a command line in which the caller's own values are put in."""
    return '"' + text.replace('"', '\\"') + '"' if "$" in text else shlex.quote(text)


def shell_name(name: str) -> str:
    """Return `appId` as `APP_ID`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()
