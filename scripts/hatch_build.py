"""Build hook: a wheel without the web pages is refused."""

import pathlib
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = pathlib.Path("src", "smooch_server", "static")


class WebPagesHook(BuildHookInterface):  # type: ignore[type-arg, misc, unused-ignore]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # a checkout builds the pages after its Python packages
            return
        folder = pathlib.Path(self.root, STATIC)
        if not folder.is_dir() or not any(folder.iterdir()):
            raise RuntimeError(f"{STATIC} is missing: build the web pages first (make build)")
