"""A shop's bot: greets, shows things, takes reservations, tells the opening hours, hands over to a person.

It hears of messages and pressed buttons through a webhook and answers through the REST API, with the client `smooch`
5.34.0 from PyPI as it is. `make bot-python` starts it beside `make serve`; ../README.md says how to start it elsewhere.
"""

import base64
import collections
import datetime
import hashlib
import hmac
import http.server
import json
import os
import signal
import sys
import time

import smooch
from smooch.rest import ApiException

URL = os.environ["SMOOCH_URL"]  # http://127.0.0.1:8080
APP_ID, KEY_ID, SECRET = (os.environ[name] for name in ("APP_ID", "KEY_ID", "SECRET"))
PORT = int(os.environ.get("PORT", "9001"))
MY_URL = os.environ.get("MY_URL", f"http://127.0.0.1:{PORT}/smooch")  # where the server reaches this program

GOODS = {
    "teapot": ("Morning Teapot", "68 €. Enamelled steel, for four cups"),
    "lamp": ("Dusk Lamp", "189 €. Spun shade, brass stem, a warm dim light"),
    "stool": ("Three-legged Stool", "145 €. Solid oak, stands on any floor"),
}
OPEN_FROM, OPEN_UNTIL = 9, 18  # o'clock, Monday to Saturday
# What people type, and the button that says the same: not everybody presses buttons.
WORDS = {
    "GOODS": ("goods", "show", "sell", "products", "price", *GOODS),
    "HOURS": ("open", "hours", "when", "closed"),
    "PERSON": ("person", "human", "agent", "help", "somebody"),
}
KEEP = ("keep", "reserve")  # with the name of a thing
HELLO = (
    "Hello! I am the bot of Larkfield. "
    "Write “show” to see our things, “hours” for when we are open, “person” for a person."
)
MENU = [
    smooch.Action(type="reply", text="Show me your things", payload="GOODS"),
    smooch.Action(type="reply", text="When are you open?", payload="HOURS"),
    smooch.Action(type="reply", text="I want a person", payload="PERSON"),
]

settings = smooch.Configuration()
settings.host, settings.username, settings.password = URL, KEY_ID, SECRET
webhooks, users = smooch.WebhookApi(), smooch.AppUserApi()


class Talk:
    """The answers to one event. Each has a key, so that the same event twice gives every answer once."""

    def __init__(self, user_id: str, event_id: str) -> None:
        self.user_id, self.event_id, self.said = user_id, event_id, 0

    def say(self, **message: object) -> None:
        self.said += 1
        client = smooch.ApiClient(header_name="Idempotency-Key", header_value=f"{self.event_id}-{self.said}")
        body = smooch.MessagePost(**{"role": "appMaker", "type": "text", "name": "Larkfield's bot"} | message)
        smooch.ConversationApi(client).post_message(APP_ID, self.user_id, body)

    def answer(self, wanted: str) -> None:
        """Do what a button's payload asks for."""
        typing = smooch.ConversationActivity(role="appMaker", type="typing:start")
        smooch.ConversationApi().conversation_activity(APP_ID, self.user_id, typing)
        what, _, which = wanted.partition(":")
        if what == "GOODS":
            self.say(type="carousel", items=[card(name) for name in GOODS])
            self.say(text="Write “keep the lamp”, and one is yours until tomorrow at noon.")
        elif what == "RESERVE" and which in GOODS:
            self.say(text=f"I keep one {GOODS[which][0]} for you until tomorrow at noon.", actions=MENU[1:])
        elif what == "HOURS":
            self.say(text=hours(datetime.datetime.now()), actions=MENU[:1] + MENU[2:])
        elif what == "PERSON":
            self.say(text="A person will answer you here. Write “bot” when you want me back.")
            remember(self.user_id, with_person=True)
        else:
            self.say(text=HELLO, actions=MENU)


def card(name: str) -> smooch.MessageItem:
    title, description = GOODS[name]
    look = smooch.Action(type="link", text="Look at it", uri=f"{URL}/demo#/objects/{name}")
    reserve = smooch.Action(type="postback", text="Keep one for me", payload=f"RESERVE:{name}")
    return smooch.MessageItem(title=title, description=description, actions=[look, reserve])


def hours(now: datetime.datetime) -> str:
    is_open = now.weekday() < 6 and OPEN_FROM <= now.hour < OPEN_UNTIL
    return f"We are {'open' if is_open else 'closed'} now. Monday to Saturday, {OPEN_FROM} to {OPEN_UNTIL} h."


def remember(user_id: str, *, with_person: bool) -> None:
    """Keep with the user who talks to them: agents see it, and a new start of the bot finds it."""
    users.update_app_user(APP_ID, user_id, smooch.AppUserUpdate(properties={"withPerson": with_person}))


def wanted_by(message: dict[str, object]) -> str:
    """The payload of the pressed reply, or of the button that says what was typed."""
    words = str(message.get("text", "")).lower()
    kept = next((name for name in GOODS if name in words and any(word in words for word in KEEP)), None)
    if kept:
        return f"RESERVE:{kept}"
    typed = (payload for payload, known in WORDS.items() if any(word in words for word in known))
    return str(message.get("payload") or next(typed, "GREET"))


def handle(event: dict, event_id: str) -> None:
    user = event["appUser"]
    talk = Talk(user["_id"], event_id)
    with_person = user.get("properties", {}).get("withPerson", False)
    if event["trigger"] == "postback":
        talk.answer(event["postbacks"][0]["action"]["payload"])
        return
    for message in event["messages"]:
        if message["role"] == "appMaker":
            if message["source"]["type"] != "api" and not with_person:  # somebody answers from the inbox
                remember(user["_id"], with_person=True)
        elif not with_person:
            talk.answer(wanted_by(message))
        elif message.get("text", "").strip().lower() == "bot":
            remember(user["_id"], with_person=False)
            talk.answer("GREET")


done: "collections.deque[str]" = collections.deque(maxlen=10_000)  # ids of deliveries


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes the webhook. 200 comes after the work: whatever fails before is delivered again."""

    secret = ""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if not self.is_genuine(body):
            self.answer(401)
            return
        event_id = self.headers["webhook-id"]
        if event_id not in done:
            try:
                handle(json.loads(body), event_id)
            except ApiException as error:
                print(f"Could not answer: {error.status} {error.body}", file=sys.stderr, flush=True)
                self.answer(503)
                return
            done.append(event_id)
        self.answer(200)

    def is_genuine(self, body: bytes) -> bool:
        """Whether our webhook's secret signed this very body, not long ago."""
        given = {name: self.headers.get(name, "") for name in ("x-api-key", "webhook-id", "webhook-timestamp")}
        when = given["webhook-timestamp"]
        if not when.isdecimal() or abs(time.time() - int(when)) > 300:
            return False
        key = hmac.digest(self.secret.encode(), b"smooch-webhook-signing-key-v1", "sha256")
        signed = f"{given['webhook-id']}.{when}.".encode() + body
        expected = b"v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256))
        signatures = self.headers.get("webhook-signature", "").encode().split(b" ")
        return hmac.compare_digest(given["x-api-key"].encode(), self.secret.encode()) and any(
            hmac.compare_digest(each, expected) for each in signatures
        )

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing for each request."""


def my_webhook() -> smooch.Webhook:
    """The webhook of the last start, or a new one."""
    triggers = ["message:appUser", "message:appMaker", "postback"]
    found = [each for each in webhooks.list_webhooks(APP_ID).webhooks if each.target == MY_URL]
    return found[0] if found else webhooks.create_webhook(APP_ID, smooch.WebhookCreate(MY_URL, triggers)).webhook


def main() -> int:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Receiver)
    try:
        webhook = my_webhook()
    except ApiException as error:
        print(f"The server refused the webhook to {MY_URL}: {error.body}", file=sys.stderr)
        if error.status == 400:  # it calls nobody on its own machine, unless it is told to
            print("Stop it and start it so: SMOOCH_OUTBOX_ALLOW=127.0.0.0/8 make serve", file=sys.stderr)
        return 1
    Receiver.secret = webhook.secret
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    print(f"The bot listens. Write to it on {URL}/demo (Ctrl-C stops it).", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        webhooks.delete_webhook(APP_ID, webhook.id)  # or the server would go on trying to reach nobody
    return 0


if __name__ == "__main__":
    sys.exit(main())
