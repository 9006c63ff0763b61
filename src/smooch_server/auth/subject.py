"""Who makes a request, as a typed value. No subject means refusal."""

import dataclasses


@dataclasses.dataclass(frozen=True, kw_only=True)
class Account:
    """The business as a whole, by an account key; or a service account, which reaches only apps granted to it."""

    account_id: str
    service_account_id: str | None
    key_id: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class App:
    """One app's own key."""

    app_id: str
    key_id: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class AppUser:
    """An end user, known by a session token (then `app_user_id`) or by a JWT (then `user_id`).

    `proved`: the business vouched for the session, which is as good as a JWT.
    """

    app_id: str
    app_user_id: str | None
    user_id: str | None
    proved: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class AppToken:
    """Whoever knows an app's public token, through version 1: an end user whom no JWT secures."""

    app_id: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Agent:
    """A person of the business who answers in the inbox."""

    agent_id: str
    account_id: str
    email: str
    name: str
    has_password: bool


Subject = Account | App | AppUser | AppToken | Agent
