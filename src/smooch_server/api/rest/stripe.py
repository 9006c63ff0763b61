"""`/stripe`: payments. This server takes none, and says so with the status that the contract has for it."""

from typing import Any, NoReturn

import litestar

from smooch_server.api import edge, policy, services
from smooch_server.api.rest import paths
from smooch_server.appusers import access
from smooch_server.core import errors
from smooch_server.wire import sdk

Request = litestar.Request[Any, Any, Any]
_USER = {policy.OPT: policy.Policy.USER}
_PROVED_USER = {policy.OPT: policy.Policy.PROVED_USER}
_USERS = "/appusers/{user:str}/stripe"


@litestar.get(paths.app_paths("/stripe/account"), tags=["Payments"], opt=_USER)
async def get_stripe_account(request: Request) -> sdk.Empty:
    """Answer 404: this server takes no payments."""
    _refuse()


@litestar.post(paths.app_paths(f"{_USERS}/customer"), tags=["Payments"], opt=_PROVED_USER, status_code=200)
async def create_stripe_customer(request: Request, user: str) -> sdk.Empty:
    """Answer 404: this server takes no payments."""
    await _reach(request, user)
    _refuse()


@litestar.post(paths.app_paths(f"{_USERS}/transaction"), tags=["Payments"], opt=_USER, status_code=200)
async def create_stripe_transaction(request: Request, user: str) -> sdk.Empty:
    """Answer 404: this server takes no payments."""
    await _reach(request, user)
    _refuse()


async def _reach(request: Request, user: str) -> None:
    """Refuse a caller who has no right to the user, as every route of the user does."""
    who, key = policy.caller(request), edge.segment(user)
    await services.of(request).database.read(lambda tx: access.reach(tx, policy.subject_of(who), who.app_id, key))


def _refuse() -> NoReturn:
    raise errors.NotFound("This server takes no payments")


HANDLERS = [get_stripe_account, create_stripe_customer, create_stripe_transaction]
