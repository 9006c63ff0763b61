"""People who speak to a running deployment over HTTP: the business with its keys, visitors, agents.

Everything here goes through public interfaces. What is secret is noted in `SECRETS`, so that a test can look
for it in the servers' logs.
"""

import base64
import dataclasses
import hashlib
import hmac
import http.client
import itertools
import json
import secrets
import time
import urllib.parse
from collections.abc import Mapping
from typing import Any

from tests.support import patience, pictures, realtime, shapes

SECRETS: set[str] = set()
_SECRET_KEYS = frozenset({"secret", "jwt", "sessionToken"})
_sources = itertools.count(2)


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of an error; its body must be exactly of the contract's form."""
        value = self.json
        assert set(value) == {"error"}, value
        assert set(value["error"]) == {"code", "description"}, value
        assert value["error"]["description"], value
        return str(value["error"]["code"])


class Refused(AssertionError):
    """A call had another status than the test needs."""


def call(
    base: str,
    method: str,
    path: str,
    body: Any = None,
    *,
    headers: Mapping[str, str] | None = None,
    expect: int | None = None,
    source: str = "127.0.0.1",
) -> Answer:
    """One request on a connection of its own. `path` is sent as it is; a body that is not bytes is sent as JSON.

    `source` is the address the request comes from: limits for each address see another visitor.
    """
    url = urllib.parse.urlsplit(base)
    assert url.hostname
    connection = http.client.HTTPConnection(
        url.hostname, url.port, timeout=patience.SECONDS, source_address=(source, 0)
    )
    sent = {"Content-Type": "application/json"} | dict(headers or {})
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    _note(sent.get("Authorization"), sent.get("Cookie"))
    try:
        connection.request(method, path, data, sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
    finally:
        connection.close()
    _note_body(answer)
    if expect is not None and answer.status != expect:
        raise Refused(f"{method} {path}: {answer.status} instead of {expect}: {answer.body[:500]!r}")
    return answer


def _note(*values: str | None) -> None:
    for value in values:
        if value:
            secret = value.rpartition(" ")[2].rpartition("=")[2] or value.rpartition(" ")[2]
            if len(secret) >= 12:
                SECRETS.add(secret)


def _note_body(answer: Answer) -> None:
    if not answer.body or answer.headers.get_content_type() != "application/json":
        return
    values: list[Any] = [answer.json]
    while values:
        value = values.pop()
        if isinstance(value, dict):
            SECRETS.update(item for key, item in value.items() if key in _SECRET_KEYS and isinstance(item, str))
            values += value.values()
        elif isinstance(value, list):
            values += value


def basic(name: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


def bearer(token: str) -> dict[str, str]:
    SECRETS.add(token)
    return {"Authorization": f"Bearer {token}"}


_HASHES: Mapping[str, Any] = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}


def sign(claims: Mapping[str, Any], secret: str, *, kid: str | None, alg: str = "HS256") -> str:
    """A JWT, valid or not: made by hand, because a library would refuse some of what tests must send."""
    header = {"alg": alg, "typ": "JWT"} | ({} if kid is None else {"kid": kid})
    signed = ".".join(_base64url(json.dumps(part).encode()) for part in (header, claims))
    digest = _HASHES.get(alg)
    signature = b"" if digest is None else hmac.new(secret.encode(), signed.encode(), digest).digest()
    made = f"{signed}.{_base64url(signature)}"
    SECRETS.add(made)
    return made


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def address() -> str:
    """An address of this machine that no other test uses."""
    return f"127.0.{next(_sources)}.9"


def unique(prefix: str = "u") -> str:
    return f"{prefix}-{secrets.token_hex(6)}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shop:
    """An app with a key of its own. The REST API is asked on the agents' server, the SDK on the visitors'."""

    deployment: "Deployment"
    app_id: str
    key_id: str
    secret: str

    @property
    def auth(self) -> dict[str, str]:
        return basic(self.key_id, self.secret)

    def token(self, scope: str = "app", **claims: Any) -> str:
        """A JWT signed by the app's key."""
        return sign({"scope": scope, **claims}, self.secret, kid=self.key_id)

    def rest(self, method: str, path: str, body: Any = None, *, expect: int | None = None, **headers: str) -> Answer:
        """A call with the app's key; `path` goes on after `/v1.1/apps/{appId}`."""
        given = self.auth | {name.replace("_", "-"): value for name, value in headers.items()}
        return call(
            self.deployment.agent_url, method, f"/v1.1/apps/{self.app_id}{path}", body, headers=given, expect=expect
        )

    def make_user(self, **fields: Any) -> dict[str, Any]:
        user: dict[str, Any] = self.rest("POST", "/appusers", {"userId": unique()} | fields, expect=201).json["appUser"]
        return user

    def say(self, user: str, text: str, *, role: str = "appMaker", expect: int = 201, **fields: Any) -> dict[str, Any]:
        """Post a text over the REST API; the reply."""
        body = {"role": role, "type": "text", "text": text} | fields
        posted: dict[str, Any] = self.rest("POST", f"/appusers/{user}/messages", body, expect=expect).json
        return posted

    def visitor(self, **props: Any) -> "Visitor":
        """A new anonymous visitor with a conversation."""
        device = secrets.token_hex(16)
        body = {"client": {"id": device, "platform": "web", "info": {"URL": "shop.test"}}} | props
        session = self.sdk("POST", "/appusers", body, expect=201).json
        return Visitor(
            shop=self,
            app_user_id=session["appUser"]["_id"],
            conversation_id=session["conversation"]["_id"],
            cursor=session["cursor"],
            device=device,
            credentials=basic(session["appUser"]["_id"], session["sessionToken"]),
            session_token=session["sessionToken"],
        )

    def known_visitor(self, user_id: str | None = None) -> "Visitor":
        """A new visitor whom a JWT proves, with a conversation."""
        user_id, device = user_id or unique("known"), secrets.token_hex(16)
        token = self.token("appUser", userId=user_id)
        body = {"client": {"id": device, "platform": "web"}, "userId": user_id}
        session = self.sdk("POST", "/appusers", body, headers=bearer(token), expect=201).json
        return Visitor(
            shop=self,
            app_user_id=session["appUser"]["_id"],
            conversation_id=session["conversation"]["_id"],
            cursor=session["cursor"],
            device=device,
            credentials=bearer(token),
            jwt=token,
        )

    def sdk(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        expect: int | None = None,
    ) -> Answer:
        """A call of the widget; `path` goes on after `/sdk/apps/{appId}`."""
        return call(
            self.deployment.visitor_url, method, f"/sdk/apps/{self.app_id}{path}", body, headers=headers, expect=expect
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody with the widget open."""

    shop: Shop
    app_user_id: str
    conversation_id: str
    cursor: dict[str, Any]
    device: str
    credentials: dict[str, str]
    session_token: str | None = None
    jwt: str | None = None

    @property
    def live(self) -> realtime.Visitor:
        return realtime.Visitor(
            app_id=self.shop.app_id,
            app_user_id=self.app_user_id,
            session_token=self.session_token,
            jwt=self.jwt,
        )

    @property
    def url(self) -> str:
        return self.shop.deployment.visitor_url

    def sdk(self, method: str, path: str, body: Any = None, *, expect: int | None = None) -> Answer:
        """A call on the own user; `path` goes on after `/appusers/{id}`."""
        return self.shop.sdk(
            method, f"/appusers/{self.app_user_id}{path}", body, headers=self.credentials, expect=expect
        )

    def say(self, text: str, *, client_id: str | None = None, expect: int = 201) -> dict[str, Any]:
        body = {"message": {"type": "text", "text": text, "_clientId": client_id or secrets.token_hex(8)}}
        posted: dict[str, Any] = self.sdk("POST", "/messages", body, expect=expect).json
        return posted

    def upload(
        self,
        path: str,
        content: bytes,
        name: str = "photo.png",
        declared: str | None = "image/png",
        *,
        message: Any = None,
        client: Any = None,
        expect: int | None = 201,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Post a file to `/images` or `/files`; `message` and `client` are sent as JSON, bytes as they are."""
        texts = [("message", message), ("client", client)]
        fields: list[pictures.Field] = [
            (field, value if isinstance(value, bytes) else json.dumps(value).encode())
            for field, value in texts
            if value is not None
        ]
        body, kind = pictures.form([*fields, ("source", content, name, declared)])
        given = self.credentials | {"Content-Type": kind} | dict(headers or {})
        return self.shop.sdk("POST", f"/appusers/{self.app_user_id}{path}", body, headers=given, expect=expect)

    def messages(self, query: str = "") -> dict[str, Any]:
        page: dict[str, Any] = self.sdk("GET", f"/messages{query}", expect=200).json
        return page


@dataclasses.dataclass(frozen=True, kw_only=True)
class Agent:
    """Somebody signed in to the inbox."""

    url: str
    email: str
    cookie: str
    source: str = "127.0.0.1"

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        expect: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """A call of the inbox page; `path` goes on after `/inbox/api`."""
        sent = {"Cookie": self.cookie, "X-Smooch-Inbox": "1", "Origin": self.url} | dict(headers or {})
        return call(self.url, method, f"/inbox/api{path}", body, headers=sent, expect=expect, source=self.source)


def cookie_of(answer: Answer) -> str:
    """The `Cookie` header that a browser would send after this answer."""
    return answer.headers["Set-Cookie"].partition(";")[0]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Deployment:
    """A running shape with an account key."""

    shape: shapes.Shape
    key_id: str
    secret: str

    @property
    def visitor_url(self) -> str:
        return self.shape.visitor_url

    @property
    def agent_url(self) -> str:
        return self.shape.agent_url

    @property
    def auth(self) -> dict[str, str]:
        return basic(self.key_id, self.secret)

    def account(self, method: str, path: str, body: Any = None, *, expect: int | None = None) -> Answer:
        """A call with the account's key; `path` goes on after `/v1.1`."""
        return call(self.agent_url, method, f"/v1.1{path}", body, headers=self.auth, expect=expect)

    def make_shop(self, name: str = "Test shop") -> Shop:
        app_id = self.account("POST", "/apps", {"name": name}, expect=201).json["app"]["_id"]
        key = self.account("POST", f"/apps/{app_id}/keys", {"name": "tests"}, expect=201).json["key"]
        return Shop(deployment=self, app_id=app_id, key_id=key["_id"], secret=key["secret"])

    def make_agent(self) -> Agent:
        """A new agent, signed in by the link that the command prints."""
        made = self.shape.cli.create_agent(f"{unique('agent')}@example.com")
        token = made.sign_in_url.partition("#token=")[2]
        SECRETS.add(token)
        source = address()
        answer = call(
            self.agent_url,
            "POST",
            "/inbox/api/session/link",
            {"token": token},
            headers={"X-Smooch-Inbox": "1", "Origin": self.agent_url},
            expect=200,
            source=source,
        )
        cookie = cookie_of(answer)
        _note(cookie)
        return Agent(url=self.agent_url, email=made.email, cookie=cookie, source=source)


def deployment(shape: shapes.Shape) -> Deployment:
    key = shape.cli.create_account_key()
    SECRETS.add(key.secret)
    return Deployment(shape=shape, key_id=key.key_id, secret=key.secret)


def eventually(check: Any, *, within: float = patience.SECONDS, every: float = 0.02) -> Any:
    """The first true value of `check()`; for what has no event to wait on."""
    deadline = time.monotonic() + within
    while not (value := check()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{check} stayed false for {within} s")
        time.sleep(every)
    return value
