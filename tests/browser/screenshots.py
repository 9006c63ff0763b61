"""Make the pictures of the README: `python -m tests.browser.screenshots` writes `docs/images/`.

With `--all FOLDER` it also makes the ones a designer looks at: phone, dark, right to left.
"""

import argparse
import pathlib
import tempfile

from playwright import sync_api

from tests.browser import drivers, inboxes, sites, widgets
from tests.support import api, shapes

IMAGES = pathlib.Path(__file__).parents[2] / "docs/images"
DESKTOP = {"width": 1280, "height": 800}
DESK = {"width": 1440, "height": 900}
PHONE = {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}

PEOPLE = [
    ("Tomasz", "Wilk", "tomasz.wilk@example.com", ["Is the linen throw machine washable?"], ["It is, at 30 degrees."]),
    ("Amara", "Okafor", "amara@okafor.example", ["My parcel shows delivered, but there is nothing here."], []),
    ("Lucía", "Herrera", "lucia.h@example.com", ["Do you restock the oak board soon?"], ["Next week, by all we know."]),
    ("Jonas", "Lindqvist", "", ["Can I change the address of order 20417?"], ["Done. It leaves tomorrow morning."]),
    ("Mei", "Tanaka", "mei.tanaka@example.com", ["Thank you, the lamp is lovely!"], []),
    ("Priya", "Raman", "priya@example.com", ["Two boxes came instead of one. What should I do?"], []),
    ("Sam", "Adeyemi", "", ["Which bulb fits the reading lamp?"], ["A small E14, up to 8 watts."]),
]
TALK = [
    ("appUser", "Hi! Is the big mug dishwasher safe?"),
    ("appMaker", "Hello! It is: top rack, and it will look the same in ten years."),
    ("appMaker", "The small one is too, by the way."),
    ("appUser", "Perfect. And can you gift-wrap it? It's for my sister's birthday on Friday."),
    ("appMaker", "Of course. Write a line for the card at the checkout, and it will be there on Thursday."),
    ("appUser", "Wonderful, I'm ordering now. Thank you!"),
    ("appMaker", "A pleasure. Happy birthday to your sister!"),
]


def shop_of(deployment: api.Deployment, demo: widgets.Demo) -> api.Shop:
    """The demo's own app, by a key made for this."""
    key = deployment.account("POST", f"/apps/{demo.app_id}/keys", {"name": "pictures"}, expect=201).json["key"]
    return api.Shop(deployment=deployment, app_id=demo.app_id, key_id=key["_id"], secret=key["secret"])


def people(shop: api.Shop) -> None:
    for given, surname, email, asks, answers in PEOPLE:
        props = {"givenName": given, "surname": surname} | ({"email": email} if email else {})
        user = shop.make_user(userId=f"customer-{given.lower()}", **props)["_id"]
        for text in asks:
            shop.say(user, text, role="appUser")
        for text in answers:
            shop.say(user, text, name="Nora")


def visitor_talks(page: sync_api.Page, demo: widgets.Demo, shop: api.Shop, talk: list[tuple[str, str]]) -> str:
    """A visitor with the widget open in the middle of a conversation; the user's id."""
    widget = widgets.Widget(page)
    page.goto(demo.url)
    sync_api.expect(widget.launcher).to_be_visible()
    widget.launcher.click()
    sync_api.expect(widget.log).to_be_visible()
    for at, (role, text) in enumerate(talk):
        if role == "appUser":
            page.evaluate("(text) => Smooch.sendMessage(text)", text)
        else:
            shop.say(page.evaluate("Smooch.getUser()._id"), text, name="Nora")
        sync_api.expect(widget.texts).to_have_count(at + 1)
    sync_api.expect(widget.frame.locator("header .badge")).to_have_count(0)
    user: str = page.evaluate("Smooch.getUser()._id")
    if talk is not TALK:
        return user
    fields = {"givenName": "Hannah", "surname": "Berger", "email": "hannah.berger@example.com"}
    shop.rest("PUT", f"/appusers/{user}", fields | {"properties": {"plan": "Friends of the house", "orders": 3}})
    return user


def settle(page: sync_api.Page) -> None:
    """Until nothing moves."""
    for frame in page.frames:
        frame.evaluate("() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {})))")


def shoot(page: sync_api.Page, path: pathlib.Path) -> None:
    settle(page)
    page.screenshot(path=path)
    print(f"{path}  {path.stat().st_size // 1000} kB")


def inbox(profiles: drivers.Profiles, account: inboxes.Account, app_id: str, **look: object) -> inboxes.Inbox:
    made = inboxes.Inbox(profiles.page(**look), account)
    made.sign_in(app_id)
    return made


def readme(profiles: drivers.Profiles, demo: widgets.Demo, shop: api.Shop, account: inboxes.Account) -> str:
    people(shop)
    page = profiles.page(viewport=DESKTOP)
    user = visitor_talks(page, demo, shop, TALK)
    shoot(page, IMAGES / "messenger.png")
    desk = inbox(profiles, account, demo.app_id, viewport=DESK)
    desk.open("Hannah")
    sync_api.expect(desk.texts).to_have_count(len(TALK))
    shoot(desk.page, IMAGES / "inbox.png")
    return user


def others(
    profiles: drivers.Profiles, demo: widgets.Demo, shop: api.Shop, account: inboxes.Account, to: pathlib.Path
) -> None:
    """What a reader of the README does not see, and a visitor or an agent may."""
    phone = profiles.page(**PHONE)
    visitor_talks(phone, demo, shop, TALK[:3])
    shoot(phone, to / "phone.png")
    phone.evaluate("Smooch.close()")
    sync_api.expect(widgets.Widget(phone).launcher).to_be_visible()
    shoot(phone, to / "phone-shop.png")
    dark = profiles.page(viewport=DESKTOP, color_scheme="dark")
    visitor_talks(dark, demo, shop, TALK[:1])
    shoot(dark, to / "shop-dark.png")
    fresh = profiles.page(viewport=DESKTOP)
    fresh.goto(demo.url)
    sync_api.expect(widgets.Widget(fresh).launcher).to_be_visible()
    shoot(fresh, to / "shop.png")
    widgets.Widget(fresh).open()
    shoot(fresh, to / "new-visitor.png")
    with sites.Site() as site:
        arabic = profiles.page(viewport=DESKTOP)
        arabic.goto(site.add(sites.with_snippet(shop, html='lang="ar" dir="rtl"').replace(sites.STYLE, "")))
        widget = widgets.Widget(arabic)
        widget.open()
        widget.say("مرحبا، هل الكوب الكبير آمن؟")
        sync_api.expect(widget.statuses).to_have_text(["Delivered · Just now"])
        shop.say(arabic.evaluate("Smooch.getUser()._id"), "نعم، يمكن غسله في الآلة.", name="نورا")
        sync_api.expect(widget.texts).to_have_count(2)
        shoot(arabic, to / "rtl.png")
        tab = profiles.page(viewport=DESKTOP)
        tab.goto(site.add(sites.with_stub(shop, "Smooch.init({appId: APP, displayStyle: 'tab'})")))
        sync_api.expect(widgets.Widget(tab).launcher).to_be_visible()
        shoot(tab, to / "tab.png")
    desk = inbox(profiles, account, demo.app_id, viewport=DESK, color_scheme="dark")
    shoot(desk.page, to / "inbox-list-dark.png")
    desk.open("Amara")
    sync_api.expect(desk.texts.first).to_be_visible()
    shoot(desk.page, to / "inbox-dark.png")
    small = inbox(profiles, account, demo.app_id, **PHONE)
    shoot(small.page, to / "inbox-phone-list.png")
    small.row("Jonas").tap()
    sync_api.expect(small.texts.first).to_be_visible()
    shoot(small.page, to / "inbox-phone.png")
    door = profiles.page(viewport=DESK)
    door.goto(f"{account.url}/inbox")
    sync_api.expect(door.get_by_label("E-mail")).to_be_visible()
    shoot(door, to / "sign-in.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=pathlib.Path, metavar="FOLDER", dest="folder")
    folder: pathlib.Path | None = parser.parse_args().folder
    IMAGES.mkdir(parents=True, exist_ok=True)
    engines = drivers.Engines()
    with tempfile.TemporaryDirectory() as data, shapes.sqlite(pathlib.Path(data)) as shape:
        deployment, demo = api.deployment(shape), widgets.Demo(shape)
        profiles = drivers.Profiles(engines.browser("chromium"))
        with engines.driving():
            shop, account = shop_of(deployment, demo), inboxes.make_account(shape, name="nora")
            readme(profiles, demo, shop, account)
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
                others(profiles, demo, shop, account, folder)
            profiles.close()
    engines.stop()


if __name__ == "__main__":
    main()
