"""PyPI `smooch` 5.34.0: its methods, found by looking, and callers of them."""

import contextlib
import dataclasses
import importlib
import inspect
import json
import pathlib
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.clients import results
from tests.support import api, patience

with warnings.catch_warnings():  # its own sources warn when they are compiled
    warnings.simplefilter("ignore")
    smooch: Any = importlib.import_module("smooch")
    rest: Any = importlib.import_module("smooch.rest")

Credentials = Mapping[str, str]
_CALL_SECONDS = patience.SECONDS  # a lost answer shows as an error instead of hanging


def methods() -> list[str]:
    """Every public method, as `Class.method`. The `_with_http_info` twins are what these call."""
    return [
        f"{name}.{method}"
        for name, found in sorted(vars(importlib.import_module("smooch.apis")).items())
        if inspect.isclass(found)
        for method in sorted(vars(found))
        if not method.startswith("_") and not method.endswith("_with_http_info")
    ]


class Refused(Exception):
    """The server refused a call, in the contract's form."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


@dataclasses.dataclass
class Caller:
    """Calls methods by name, and remembers which."""

    shop: api.Shop
    app: Credentials
    account: Credentials
    folder: pathlib.Path
    called: set[str] = dataclasses.field(default_factory=set)

    @property
    def app_id(self) -> str:
        return self.shop.app_id

    def call(self, method: str, *arguments: Any, **options: Any) -> Any:
        """Call with the credentials that the method wants here: the account's for what only an account may do."""
        return self._call(self.app, method, arguments, options)

    def by_account(self, method: str, *arguments: Any, **options: Any) -> Any:
        return self._call(self.account, method, arguments, options)

    def _call(self, credentials: Credentials, method: str, arguments: Any, options: Any) -> Any:
        # The library's configuration is one for the whole process, so it is set before each call.
        settings = smooch.Configuration()
        settings.host, settings.api_client = self.shop.deployment.agent_url, None
        settings.username, settings.password = credentials.get("username", ""), credentials.get("password", "")
        settings.api_key = {"Authorization": credentials["jwt"]} if "jwt" in credentials else {}
        settings.api_key_prefix = {"Authorization": "Bearer"} if "jwt" in credentials else {}
        name, _, function = method.partition(".")
        called = getattr(getattr(smooch, name)(smooch.ApiClient()), function)
        self.called.add(method)
        try:
            return called(*arguments, _request_timeout=_CALL_SECONDS, **options)
        except rest.ApiException as error:
            raise Refused(error.status, json.loads(error.body)["error"]["code"]) from error

    @contextlib.contextmanager
    def refused(self, status: int, code: str) -> Iterator[None]:
        """What is called inside must be refused so."""
        with pytest.raises(Refused, match=f"^{status} {code}$"):
            yield

    def file(self, name: str, data: bytes) -> str:
        """The path of a file with `data`."""
        path = self.folder / name
        path.write_bytes(data)
        return str(path)


Scenario = Callable[[Caller], str | None]  # the honest refusal, or None for "works"; the docstring is what is checked


def same(sent: Any, got: Any, *, but: frozenset[str] = frozenset(), at: str = "") -> None:
    """Every attribute that was sent, at any depth, must come back; `but` those."""
    if hasattr(sent, "swagger_types"):
        for name in sent.swagger_types:
            if getattr(sent, name) is not None and name not in but:
                same(getattr(sent, name), getattr(got, name), but=but, at=f"{at}.{name}")
    elif isinstance(sent, list):
        assert len(got or []) == len(sent), f"{at}: {got} instead of {sent}"
        for number, each in enumerate(sent):
            same(each, got[number], but=but, at=f"{at}[{number}]")
    else:
        assert got == sent, f"{at}: {got!r} instead of {sent!r}"


def drive(deployment: api.Deployment, folder: pathlib.Path, scenarios: Mapping[str, Scenario]) -> list[results.Result]:
    """Run every scenario with each kind of credentials; one result a method, in the order of `methods()`."""
    of_account = {"username": deployment.key_id, "password": deployment.secret}
    token = {"jwt": api.sign({"scope": "account"}, deployment.secret, kid=deployment.key_id)}
    first, second = deployment.make_shop(), deployment.make_shop()
    of_app = {"username": first.key_id, "password": first.secret}
    callers = [
        Caller(shop=first, app=of_app, account=of_account, folder=folder),
        Caller(shop=second, app=token, account=token, folder=folder),
    ]
    return [_drive(method, scenarios[method], callers) for method in methods()]


def _drive(method: str, scenario: Scenario, callers: list[Caller]) -> results.Result:
    outcomes, error = [], None
    try:
        for caller in callers:
            outcomes.append(scenario(caller) or results.WORKS)
            assert method in caller.called, f"the scenario of {method} does not call it"
        assert len(set(outcomes)) == 1, outcomes
    except Exception as problem:  # noqa: BLE001  # whatever goes wrong is this method's result; the others go on
        error = f"{type(problem).__name__}: {problem}"
    checked = " ".join((scenario.__doc__ or "").split()).rstrip(".")
    outcome = "fails" if error else outcomes[0]
    return results.Result(method=method, outcome=outcome, credentials="key, account", checked=checked, error=error)
