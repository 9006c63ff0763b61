"""Pictures and files on their way from the widget: chosen, dropped or pasted."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright import sync_api

from tests.browser import drivers, inboxes, sites, widgets
from tests.support import api, pictures

pytestmark = pytest.mark.parametrize("shape", ["sqlite"], indirect=True)
expect = sync_api.expect
INVALID = "Only images are supported. Choose a file with a supported extension (jpg, jpeg, png, gif, or bmp)."
Files = list[tuple[str, str, bytes]]  # name, media type, content
# Files come over the widget by the pointer or the clipboard, as the browser tells it.
BRING = """([type, files, words]) => {
  const frame = document.querySelector('#web-messenger-container').contentWindow;
  const data = new frame.DataTransfer();
  for (const [name, type, bytes] of files) data.items.add(new frame.File([new Uint8Array(bytes)], name, { type }));
  if (words) data.setData('text/plain', words);
  const target = frame.document.querySelector(type === 'paste' ? 'textarea' : '.list');
  const about = { bubbles: true, cancelable: true };
  const event = type === 'paste'
    ? new frame.ClipboardEvent('paste', { ...about, clipboardData: data })
    : new frame.DragEvent(type, { ...about, dataTransfer: data });
  target.dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.fixture
def come(people: drivers.Profiles, site: sites.Site, shop: api.Shop) -> Callable[..., widgets.Widget]:
    """Opens the widget with more options for `init`, on a page of its own."""

    def opened(options: str = "", **look: Any) -> widgets.Widget:
        widget = widgets.Widget(people.page(**look))
        widget.page.goto(site.add(sites.with_stub(shop, f"Smooch.init({{appId: APP, {options}}})")))
        widget.launcher.click()
        expect(widget.field).to_be_visible()
        return widget

    return opened


def attach(widget: widgets.Widget) -> sync_api.Locator:
    return widget.frame.get_by_role("button", name="Attach")


def choose(widget: widgets.Widget, item: str, name: str, kind: str, content: bytes) -> None:
    """By the menu."""
    attach(widget).click()
    with widget.page.expect_file_chooser() as chooser:
        widget.frame.get_by_role("menuitem", name=item).click()
    chooser.value.set_files({"name": name, "mimeType": kind, "buffer": content})


def bring(widget: widgets.Widget, how: str, *files: tuple[str, str, bytes], words: str = "") -> bool:
    """Tells whether the widget took it instead of the browser."""
    carried = [[name, kind, list(content)] for name, kind, content in files]
    taken: bool = widget.page.evaluate(BRING, [how, carried, words])
    return taken


def stored(widget: widgets.Widget, shop: api.Shop, count: int) -> list[dict[str, Any]]:
    """The messages that the business finds, once there are so many."""
    user = widget.page.wait_for_function("Smooch.getUser()?._id").json_value()
    path = f"/appusers/{user}/messages"

    def found() -> list[dict[str, Any]] | None:
        messages: list[dict[str, Any]] = shop.rest("GET", path, expect=200).json["messages"]
        return messages if len(messages) == count else None

    return list(api.eventually(found))


def fetched(widget: widgets.Widget, url: str) -> Image.Image:
    answer = widget.page.request.get(url)
    assert answer.ok, answer.status
    return Image.open(io.BytesIO(answer.body()))


def large() -> bytes:
    """Wider than a screen, clear on its left half."""
    picture = Image.new("RGBA", (3000, 1500), (0, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (1500, 0, 3000, 1500))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.mark.rule(
    "6.9.chooser", "6.9.upright", "6.9.shrunk", "6.9.never-enlarged", "6.9.jpeg", "6.9.still", "6.9.again"
)
def test_pictures_become_jpegs_that_are_upright_and_not_too_large(
    come: Callable[..., widgets.Widget], shop: api.Shop, desk: inboxes.Account
) -> None:
    widget = come()
    widget.page.evaluate("Smooch.on('message:sent', (message) => { window.told = message })")
    photo = pictures.photo(6)
    choose(widget, "Send a picture", "beach.jpeg", "image/jpeg", photo)
    [first] = stored(widget, shop, 1)
    assert (first["role"], first["type"], first["mediaType"]) == ("appUser", "image", "image/jpeg")
    upright = fetched(widget, first["mediaUrl"])
    assert upright.size == (16, 32)
    top, bottom = (upright.convert("RGB").getpixel((8, y)) for y in (4, 27))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > 60 > top[2], "what was left is above"
    assert bottom[2] > 200
    assert not upright.getexif()
    widget.page.wait_for_function("id => window.told?._id === id", arg=first["_id"])

    choose(widget, "Send a picture", "beach.jpeg", "image/jpeg", photo)  # the same again is another message
    stored(widget, shop, 2)
    choose(widget, "Send a picture", "plan.png", "image/png", large())
    plan = fetched(widget, stored(widget, shop, 3)[2]["mediaUrl"])
    assert (plan.format, plan.size) == ("JPEG", (1280, 640))
    left, right = (plan.convert("RGB").getpixel((x, 320)) for x in (100, 1100))
    assert left == (255, 255, 255), "what was clear is white"
    assert isinstance(right, tuple)
    assert right[2] > 240
    choose(widget, "Send a picture", "cat.gif", "image/gif", pictures.animation("GIF", 4))
    last = stored(widget, shop, 4)[3]
    assert last["mediaUrl"].endswith("cat.jpg")
    assert fetched(widget, last["mediaUrl"]).size == (10, 8)


@pytest.mark.rule("6.9.images-only", "6.9.undecodable", "3.invalidFileError")
def test_what_is_no_picture_is_refused(come: Callable[..., widgets.Widget], shop: api.Shop) -> None:
    widget = come("menuItems: {fileUpload: false, shareLocation: false}")
    alert = widget.frame.get_by_role("alert")
    sent = widgets.requests(widget.page, "/images", "POST")
    with widget.page.expect_file_chooser() as chooser:
        attach(widget).click()  # there is one thing to choose: no menu
    assert not chooser.value.is_multiple()
    assert chooser.value.element.get_attribute("accept") == "image/*"
    chooser.value.set_files({"name": "list.txt", "mimeType": "text/plain", "buffer": b"Bread"})
    expect(alert).to_contain_text(INVALID)
    alert.click()
    expect(alert).to_have_text("")
    assert bring(widget, "drop", ("photo.jpg", "image/jpeg", b"Bread, butter"))
    expect(alert).to_contain_text(INVALID)
    alert.click()
    expect(alert).to_have_text("")
    assert bring(widget, "drop", ("a.png", "image/png", pictures.image()), ("b.pdf", "application/pdf", b"%PDF-1.4"))
    expect(alert).to_contain_text(INVALID)
    assert sent == []
    expect(widget.log.locator(".message")).to_have_count(0)


@pytest.mark.rule("10.files", "10.several-files")
def test_files_go_one_after_the_other(
    come: Callable[..., widgets.Widget], shop: api.Shop, desk: inboxes.Account, people: drivers.Profiles
) -> None:
    widget = come()
    sent = widgets.requests(widget.page, "/appusers/", "POST")
    text = b"Milk\nHoney\n"
    assert bring(
        widget,
        "drop",
        ("list.txt", "text/plain", text),
        ("roof.png", "image/png", pictures.image(size=(40, 20))),
        ("more.csv", "text/csv", b"a,b\n1,2\n"),
    )
    first, second, third = stored(widget, shop, 3)
    assert [first["type"], second["type"], third["type"]] == ["file", "image", "file"]
    assert first["mediaUrl"].endswith("/list.txt")
    assert widget.page.request.get(first["mediaUrl"]).body() == text
    paths = [url.rsplit("/", 1)[1] for url in sent if url.endswith(("/files", "/images"))]
    assert paths == ["files", "images", "files"]
    inbox = inboxes.Inbox(people.page(), desk)
    inbox.sign_in(shop.app_id)
    inbox.rows.first.click()
    expect(inbox.page.get_by_role("link", name=re.compile("list.txt")).first).to_be_visible()


@pytest.mark.rule("10.file-refused", "10.file-too-large")
def test_a_file_that_cannot_be_sent_is_refused_with_the_reason(
    come: Callable[..., widgets.Widget], shop: api.Shop
) -> None:
    widget = come()
    alert = widget.frame.get_by_role("alert")
    sent = widgets.requests(widget.page, "/files", "POST")
    assert bring(widget, "drop", ("run.exe", "application/x-msdownload", b"MZ"))
    expect(alert).to_contain_text("Files of this type can’t be sent.")
    assert sent == []
    assert bring(widget, "drop", ("list.pdf", "application/pdf", b"This is no PDF"))  # only the server can tell
    expect(alert).to_contain_text("Files of this type can’t be sent.")
    expect(widget.log.locator(".message")).to_have_count(0)
    assert len(sent) == 1
    route = re.compile("/config$")

    def little(route: sync_api.Route) -> None:
        answer = route.fetch()
        config = answer.json()
        config["config"]["uploads"]["maxUploadBytes"] = 1_572_864
        route.fulfill(response=answer, json=config)

    widget.page.route(route, little)
    widget.page.reload()
    widget.launcher.click()
    assert bring(widget, "drop", ("big.txt", "text/plain", b"x" * 1_600_000))
    expect(alert).to_contain_text("This file is too large. The limit is 1.5 MB.")
    assert len(sent) == 1


@pytest.mark.rule("6.9.drop", "6.9.paste", "10.paste-preview", "10.drop-target")
def test_a_drop_target_and_a_preview_of_what_is_pasted(come: Callable[..., widgets.Widget], shop: api.Shop) -> None:
    widget = come()
    roof = ("roof.png", "image/png", pictures.image(size=(400, 200)))
    target = widget.frame.get_by_text("Drop files here to send them")
    assert bring(widget, "dragover", roof)
    expect(target).to_be_visible()
    assert bring(widget, "drop", roof)
    expect(target).to_have_count(0)
    stored(widget, shop, 1)
    assert bring(widget, "dragover", roof)
    expect(target).to_be_visible()
    expect(target).to_have_count(0)  # the pointer went away without a word

    asking = widget.frame.get_by_role("dialog", name="Send this picture?")
    widget.field.fill("A word with it")
    assert bring(widget, "paste", roof)
    expect(asking.get_by_role("img")).to_be_visible()
    expect(asking.get_by_role("button", name="Send")).to_be_focused()
    widget.page.keyboard.press("Tab")
    expect(asking.get_by_role("button", name="Remove")).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(asking).to_have_count(0)
    expect(widget.field).to_be_focused()
    expect(widget.field).to_have_value("A word with it")
    assert widget.page.evaluate("Smooch.isOpened()") is True
    assert bring(widget, "paste", roof)
    widget.page.keyboard.press("Enter") if asking.count() else asking.get_by_role("button", name="Send").click()
    expect(asking).to_have_count(0)
    stored(widget, shop, 2)
    assert not bring(widget, "paste", roof, words="A cell of a sheet")  # words win: the browser pastes them
    expect(asking).to_have_count(0)


@pytest.mark.rule("2.2.imageUploadEnabled", "2.3.menuItems", "6.9.disabled")
def test_the_page_decides_what_can_be_sent(come: Callable[..., widgets.Widget]) -> None:
    roof = ("roof.png", "image/png", pictures.image())

    def offered(options: str) -> list[str]:
        widget = come(options)
        attach(widget).click()
        expect(widget.frame.get_by_role("menu")).to_be_visible()
        return widget.frame.get_by_role("menuitem").all_inner_texts()

    everything = ["Send a picture", "Send a file", "Send your location"]
    assert offered("") == everything
    assert offered("menuItems: {imageUpload: true}") == everything
    assert offered("menuItems: {fileUpload: false}") == ["Send a picture", "Send your location"]
    assert offered("imageUploadEnabled: true, menuItems: {shareLocation: false}") == ["Send a picture", "Send a file"]
    for options in (
        "imageUploadEnabled: false, menuItems: {shareLocation: false}",
        "menuItems: {imageUpload: false, fileUpload: false, shareLocation: false}",
    ):
        widget = come(options)
        expect(attach(widget)).to_have_count(0)
        loaded = widgets.requests(widget.page, "attaching")
        for how in ("dragover", "drop", "paste"):
            assert bring(widget, how, roof), "the frame must not turn into the picture"
        widget.say("Only words")
        expect(widget.log.locator(".message")).to_have_count(1)
        assert loaded == []


@pytest.mark.rule("6.9.optimistic", "6.9.preview-stays", "6.9.retry", "10.upload-cancel")
def test_an_upload_is_seen_cancelled_and_tried_again(come: Callable[..., widgets.Widget], shop: api.Shop) -> None:
    widget = come()
    made = widget.page.evaluate_handle("""() => {
      const frame = document.querySelector('#web-messenger-container').contentWindow;
      const alive = new Set();
      const { createObjectURL, revokeObjectURL } = frame.URL;
      frame.URL.createObjectURL = (blob) => { const url = createObjectURL.call(frame.URL, blob); alive.add(url); return url; };
      frame.URL.revokeObjectURL = (url) => { alive.delete(url); revokeObjectURL.call(frame.URL, url); };
      return alive;
    }""")
    held: list[sync_api.Route] = []

    def hold(route: sync_api.Route) -> None:
        held.append(route)

    widget.page.route("**/images", hold)
    choose(widget, "Send a picture", "roof.png", "image/png", pictures.image(size=(300, 200)))
    bubble = widget.log.locator(".message")
    expect(bubble).to_have_class(re.compile("sending"))
    picture = bubble.locator("img")
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    expect(picture).to_have_accessible_name("Uploaded image")
    expect(bubble.get_by_role("progressbar")).to_have_accessible_name(re.compile(r"^\d+% uploaded$"))
    bubble.get_by_role("button", name="Cancel upload").click()
    expect(bubble).to_have_count(0)
    widget.page.wait_for_function("(alive) => alive.size === 0", arg=made)
    held[0].abort()

    choose(widget, "Send a picture", "roof.png", "image/png", pictures.image(size=(300, 200)))
    expect(bubble).to_have_class(re.compile("sending"))
    api.eventually(lambda: len(held) == 2 or widget.page.evaluate("0"))
    held[1].fulfill(status=403, json={"error": {"code": "forbidden", "description": "Not now"}})
    expect(widget.failed).to_be_visible()
    expect(bubble.locator(".status")).to_have_text("Message not delivered. Click to retry.")
    widget.page.unroute("**/images")
    own = "Smooch.getConversation().messages[0]"
    client_id = widget.page.evaluate(own)["_clientId"]
    stop: list[sync_api.Route] = []

    def wait(route: sync_api.Route) -> None:
        stop.append(route)

    widget.page.route("**/files/**", wait)
    widget.failed.click()
    [message] = stored(widget, shop, 1)
    assert widget.page.evaluate(own)["_clientId"] == client_id
    expect(bubble.locator(".status")).to_contain_text("Delivered")
    expect(picture.first).to_have_attribute("src", re.compile("^blob:"))  # until the stored one is here
    api.eventually(lambda: stop or widget.page.evaluate("0"))
    for route in stop:
        route.continue_()
    expect(picture).to_have_count(1)
    expect(picture).to_have_attribute("src", message["mediaUrl"])
    widget.page.wait_for_function("(alive) => alive.size === 0", arg=made)
