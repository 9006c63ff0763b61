"""axe-core, the same in every engine."""

import pathlib
from typing import Any

from playwright import sync_api

AXE = pathlib.Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
# Half-faded text has no contrast of its own; an endless animation cannot be finished and stays.
FINISH = "for (const animation of document.getAnimations()) { try { animation.finish() } catch {} }"
RUN = "axe.run(document, {resultTypes: ['violations'], iframes: false}).then((found) => found.violations)"


def problems(found: list[dict[str, Any]]) -> list[str]:
    """What is serious or critical, each with the places."""
    return [
        f"{item['impact']} {item['id']}: {item['help']}: " + "; ".join(node["html"][:160] for node in item["nodes"][:4])
        for item in found
        if item["impact"] in ("serious", "critical")
    ]


def check(frame: sync_api.Page | sync_api.Frame) -> None:
    """One document, without the frames in it, when its animations have ended."""
    frame.evaluate(f"() => {{ {FINISH} }}")
    frame.evaluate(AXE.read_text())
    found = problems(frame.evaluate(f"() => {RUN}"))
    assert not found, "\n".join(found)


def inside(page: sync_api.Page, selector: str) -> sync_api.Frame:
    """The document in a frame of the page."""
    element = page.locator(selector).element_handle()
    frame = element.content_frame()
    assert frame
    return frame
