"""A long history: what is seen of it stands in the document, and the rest costs nothing."""

import pathlib

import pytest
from playwright import sync_api

from tests.browser import drivers, rich, sites
from tests.support import api, histories, shapes

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
DESK = {"width": 1280, "height": 800}
MOST_MESSAGES = 220  # in the document at once
GROWTH_MIB = 4

# What moves on the page without the visitor's doing.
WATCH = """
window.shifts = [];
new PerformanceObserver((seen) => shifts.push(...seen.getEntries().filter((e) => !e.hadRecentInput).map((e) => e.value)))
  .observe({ type: 'layout-shift', buffered: true });
"""
TO_THE_BEGINNING = """(list) => new Promise((done) => {
  const timer = setInterval(() => {
    const more = list.querySelector('button.history');
    if (more) more.click();
    else if (list.querySelector('.intro') && list.scrollTop <= 0) { clearInterval(timer); done(); }
    list.scrollTop = 0;
  }, 20);
})"""
SHOWN = "(list) => list.querySelectorAll('.message').length"
# Scrolls, and says by how much more or less the messages in view moved than the list was scrolled.
SCROLL = """(list, by) => new Promise((done) => {
  const places = () => new Map([...list.querySelectorAll('.message')].map((e) => [e, e.getBoundingClientRect().top]));
  const seen = list.getBoundingClientRect();
  const before = [...places()].filter(([, top]) => top > seen.top && top < seen.bottom);
  list.scrollTop += by;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const after = places();
    done(before.map(([message, top]) => Math.round(top - by - after.get(message))));
  }));
})"""


def heap(page: sync_api.Page) -> float:
    """MiB of what is alive in the page and its frames."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return float(used) / 2**20


@pytest.mark.rule("10.long-window", "10.long-place", "10.long-said", "10.long-forgotten")
@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_long_history(
    people: drivers.Profiles, site: sites.Site, shop: api.Shop, shape: shapes.Shape, count: int
) -> None:
    visitor = shop.visitor()
    visitor.say(histories.text(1))
    histories.fill(pathlib.Path(shape.folder) / "data" / "smooch.db", visitor, count)
    room = rich.enter(people, site, shop, visitor, viewport=DESK)
    page, widget, log = room.page, room.widget, room.widget.log
    page.set_default_timeout(count * 60)
    page.evaluate(WATCH)

    def to_the_beginning() -> None:
        expect(widget.texts).to_have_count(50)
        log.evaluate(TO_THE_BEGINNING)
        expect(widget.texts.first).to_have_text(histories.text(1))
        assert log.evaluate(SHOWN) <= MOST_MESSAGES

    to_the_beginning()
    for by in (300, 550, 400, 500, -500, 450, -300):
        moved = log.evaluate(SCROLL, by)
        assert moved, by
        assert not any(moved), (by, moved)
        assert log.evaluate(SHOWN) <= MOST_MESSAGES
    log.evaluate("(list) => { list.scrollTop = list.scrollHeight / 2 }")
    shop.say(visitor.app_user_id, "Are you reading?", name="Nora")
    expect(log.locator(".unseen", has_text="Nora: Are you reading?")).to_have_count(1)
    expect(widget.texts.filter(has_text="Are you reading?")).to_have_count(0)
    widget.frame.get_by_role("button", name="Newest messages").click()
    expect(widget.texts.last).to_have_text("Are you reading?")
    expect(widget.texts.last).to_be_in_viewport()
    expect(log.locator(".unseen", has_text="Nora: Are you reading?")).to_have_count(0)

    widget.close()
    kept = widget.frame.locator(".list .bubble .text")  # hidden, and so without a role
    expect(kept).to_have_count(50)
    widget.open()
    expect(widget.texts.last).to_be_in_viewport()
    opened = heap(page)
    to_the_beginning()
    shown = heap(page)
    widget.close()
    expect(kept).to_have_count(50)
    closed = heap(page)
    assert shown - opened <= GROWTH_MIB, (opened, shown)
    assert closed <= 1.1 * opened, (opened, shown, closed)
    assert page.evaluate("shifts") == []
