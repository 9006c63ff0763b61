"""The addresses of the public API: each exists under both versions, with and without the app in it."""

from typing import Any

import litestar

VERSIONS = ("v1", "v1.1")


def app_paths(path: str) -> list[str]:
    """Return the four addresses of a route of an app."""
    return [f"/{version}{prefix}{path}" for version in VERSIONS for prefix in ("/apps/{app_id:str}", "")]


def v1_paths(path: str) -> list[str]:
    """Return the two addresses of a route of an app that only version 1 has."""
    return [each for each in app_paths(path) if each.startswith("/v1/")]


def account_paths(path: str) -> list[str]:
    """Return the two addresses of a route of the account."""
    return [f"/{version}{path}" for version in VERSIONS]


def version(request: litestar.Request[Any, Any, Any]) -> str:
    """Return `v1` or `v1.1`."""
    return "v1.1" if request.scope["path"].startswith("/v1.1/") else "v1"
