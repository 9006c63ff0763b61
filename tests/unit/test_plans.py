"""How SQLite, which keeps no statistics here, finds the rows of statements that every request or deletion runs.

What is looked at may grow with what belongs to one user, never with all that an app or the installation has.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest

from smooch_server import erasure
from smooch_server.apps import keys, vault
from smooch_server.apps import store as app_store
from smooch_server.appusers import device_store, users
from smooch_server.appusers import store as user_store
from smooch_server.conversations import store as conversation_store
from smooch_server.erasure import said
from smooch_server.identity import login, merging
from smooch_server.outbox import store as outbox
from smooch_server.storage import base, sqlite
from smooch_server.uploads import files
from smooch_server.uploads import store as upload_store
from tests.support import domain

pytestmark = pytest.mark.anyio

NOW = domain.NOW
LARGE = {"client", "upload", "app_user", "message", "event", "outbox", "conversation", "session", "first_answer"}
_STEP = re.compile(
    r"(?P<how>SCAN|SEARCH) (?P<table>\w+)(?: EXISTS)?(?: USING.* INDEX (?P<index>\w+))?(?: \((?P<by>.*)\))?"
)
_ALIAS = re.compile(r"(?:FROM|JOIN) (\w+) (?:AS )?(\w+)")


def is_too_much(sql: str, step: str) -> bool:
    """Whether this step of a plan looks at all rows of a large table, or at all that one app has of them."""
    found = _STEP.match(step)
    if found is None:
        return False
    names = {alias: table for table, alias in _ALIAS.findall(sql)}
    if names.get(found["table"], found["table"]) not in LARGE:
        return False
    if found["how"] == "SCAN":
        return found["index"] is None or "autoindex" in found["index"]  # the others have what waits, or is dead
    by = set(found["by"].split(" AND "))
    return by <= {"app_id=?", "dead_ms>?"} or found["by"].split(" AND ")[0].endswith("<?")


class Watched:
    """A transaction that notes how each statement finds its rows."""

    def __init__(self, tx: base.Tx) -> None:
        self._tx = tx
        self.found: list[tuple[str, str]] = []
        self.dialect = tx.dialect
        self.emit = tx.emit

    async def _note(self, sql: str, args: tuple[base.Value, ...]) -> None:
        if not sql.lstrip().startswith("INSERT"):
            rows = await self._tx.all(f"EXPLAIN QUERY PLAN {sql}", *args)
            self.found += [(" ".join(sql.split()), str(row[3])) for row in rows]

    async def all(self, sql: str, *args: base.Value) -> Sequence[base.Row]:
        await self._note(sql, args)
        return await self._tx.all(sql, *args)

    async def one(self, sql: str, *args: base.Value) -> base.Row | None:
        await self._note(sql, args)
        return await self._tx.one(sql, *args)

    async def run(self, sql: str, *args: base.Value) -> int:
        await self._note(sql, args)
        return await self._tx.run(sql, *args)


Step = Callable[[base.Tx], Awaitable[object]]


@pytest.fixture
async def database() -> AsyncIterator[base.Database]:
    opened = await sqlite.open(":memory:")
    await domain.install(opened)
    yield opened
    await opened.close()


async def test_nothing_looks_at_all_that_an_app_has(database: base.Database) -> None:
    app = await domain.make_app(database)
    anna, berta, clara = [await domain.make_user(database, app.app_id, name) for name in "abc"]
    for user in (anna, berta, clara):
        await domain.say(database, user, 2)
    conversation = await database.read(lambda tx: conversation_store.of_user(tx, app.app_id, anna.app_user_id))
    assert conversation is not None
    newest = await database.read(lambda tx: conversation_store.page(tx, conversation.conversation_id, limit=1))
    box = vault.Vault(bytes(32))

    async def erased(tx: base.Tx) -> None:
        whom = {"app_id": app.app_id, "app_user_id": clara.app_user_id}
        await erasure.prepare_user(tx, **whom)
        await erasure.user(tx, **whom, now_ms=NOW)

    steps: dict[str, Step] = {
        "lock an app": lambda tx: app_store.lock(tx, app.app_id),
        "make a key": lambda tx: keys.Keyring(box).create(
            tx, account_id=app.account_id, app_id=app.app_id, name="k", now_ms=NOW
        ),
        "clients of a user": lambda tx: user_store.clients(tx, app.app_id, anna.app_user_id),
        "clients of a page": lambda tx: user_store.clients_of(tx, app.app_id, [anna.app_user_id, berta.app_user_id]),
        "users of a page": lambda tx: user_store.by_ids(tx, app.app_id, [f"{number:024x}" for number in range(26)]),
        "clear a profile": lambda tx: users.clear_profile(tx, anna),
        "users of an address": lambda tx: user_store.newest(
            tx, app.app_id, before=(NOW * 2, ""), since_ms=0, email="a@b.test", limit=26
        ),
        "log in": lambda tx: login.attach(tx, anna, domain.device(1), integration_id=None, now_ms=NOW),
        "owners of a device": lambda tx: device_store.owners(tx, app.app_id, "device-001"),
        "merge": lambda tx: merging.merge(
            tx, app_id=app.app_id, surviving_id=anna.app_user_id, discarded_id=berta.app_user_id, reason="api"
        ),
        "export": lambda tx: upload_store.of_user(
            tx, app.app_id, anna.app_user_id, conversation.conversation_id, after="", limit=200
        ),
        "erase a message": lambda tx: said.message(tx, conversation, newest[0].message_id),
        "erase a conversation": lambda tx: said.begin(
            tx, app_id=app.app_id, conversation_id=conversation.conversation_id
        ),
        "take an upload away": lambda tx: files.erase_message(tx, app.app_id, newest[0].message_id),
        "erase a user": erased,
        "move a lane": lambda tx: outbox.move_lane(tx, app_id=app.app_id, target_ids=["t"], order_key="a", to="b"),
        "forget a target": lambda tx: outbox.forget_target(tx, "t"),
        "forget what it was owed": lambda tx: outbox.forget_some(tx, limit=1),
        "measure": outbox.backlog,
        "expire": lambda tx: outbox.expire(tx, now_ms=NOW),
    }
    wrong = []
    for name, step in steps.items():

        async def watch(tx: base.Tx, step: Step = step) -> list[tuple[str, str]]:
            watched = Watched(tx)
            await step(watched)
            return watched.found

        wrong += [(name, how, sql) for sql, how in await database.write(watch) if is_too_much(sql, how)]
    assert wrong == []
