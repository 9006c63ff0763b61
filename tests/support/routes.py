"""The server's routes without a server."""

import warnings

import litestar

from smooch_server.api import application


def application_of_routes() -> litestar.Litestar:
    """An application with every route, which serves nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what Litestar 3 will want; a server only logs it
        return litestar.Litestar(application.HANDLERS, openapi_config=None)
