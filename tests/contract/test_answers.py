"""First answers on each database: who is first, for how long, and what goes with whom."""

import asyncio
import dataclasses

import pytest

from smooch_server import erasure
from smooch_server.answers import model, store
from smooch_server.core import errors
from smooch_server.storage import base
from tests.support import domain

pytestmark = pytest.mark.anyio

NOW = domain.NOW
DAY = model.KEPT_MS


@pytest.fixture
async def call(database: base.Database) -> model.Call:
    await domain.install(database)
    app = await domain.make_app(database)
    return model.Call(owner=f"app:{app.app_id}", route="/v1.1/x", key="k", app_id=app.app_id, digest=b"d")


async def _find(database: base.Database, call: model.Call, now_ms: int) -> model.First | None:
    return await database.read(lambda tx: store.find(tx, call, now_ms=now_ms))


async def test_a_name_is_claimed_once_a_day(database: base.Database, call: model.Call) -> None:
    assert await _find(database, call, NOW) is None
    await database.write(lambda tx: store.claim(tx, call, now_ms=NOW))
    assert await _find(database, call, NOW) == model.First(digest=b"d", status=None, answer=None, created_ms=NOW)
    for now_ms in (NOW, NOW + DAY - 1):
        with pytest.raises(errors.Conflict) as refused:
            await database.write(lambda tx, now_ms=now_ms: store.claim(tx, call, now_ms=now_ms))  # type: ignore[misc]
        assert refused.value.retry_after == 1
    another = [
        dataclasses.replace(call, owner="o"),
        dataclasses.replace(call, route="r"),
        dataclasses.replace(call, key="x"),
    ]
    for other in another:
        await database.write(lambda tx, other=other: store.claim(tx, other, now_ms=NOW))  # type: ignore[misc]


async def test_the_day_after_it_is_free(database: base.Database, call: model.Call) -> None:
    async def first(tx: base.Tx) -> None:
        await store.claim(tx, call, now_ms=NOW)
        await store.note(tx, call, status=201, answer=b"a", app_user_id=None)

    await database.write(first)
    found = await _find(database, call, NOW + DAY - 1)
    assert found == model.First(digest=b"d", status=201, answer=b"a", created_ms=NOW)
    assert await _find(database, call, NOW + DAY) is None
    later = dataclasses.replace(call, digest=b"e")
    await database.write(lambda tx: store.claim(tx, later, now_ms=NOW + DAY))
    found = await _find(database, call, NOW + DAY)
    assert found == model.First(digest=b"e", status=None, answer=None, created_ms=NOW + DAY)


async def test_of_two_at_once_one_is_first_and_the_other_does_nothing(
    database: base.Database, call: model.Call
) -> None:
    async def write(tx: base.Tx) -> None:
        await store.claim(tx, call, now_ms=NOW)
        await tx.run(
            "INSERT INTO account (account_id, created_ms) VALUES ($1, 0)", f"made {id(asyncio.current_task())}"
        )

    before = await domain.count(database, "account")
    outcomes = await asyncio.gather(*(database.write(write) for _ in range(8)), return_exceptions=True)
    refused = [each for each in outcomes if each is not None]
    assert (len(refused), {type(each) for each in refused}) == (7, {errors.Conflict})
    assert await domain.count(database, "account") == before + 1


async def test_a_call_that_fails_was_never_made(database: base.Database, call: model.Call) -> None:
    async def write(tx: base.Tx) -> None:
        await store.claim(tx, call, now_ms=NOW)
        raise errors.UserNotFound

    with pytest.raises(errors.UserNotFound):
        await database.write(write)
    assert await _find(database, call, NOW) is None


async def test_answers_go_with_user_and_app_and_when_they_are_old(database: base.Database, call: model.Call) -> None:
    app_id = str(call.app_id)
    user = await domain.make_user(database, app_id, "ann")

    async def note(tx: base.Tx) -> None:
        for key, now_ms, shown in (("old", NOW, None), ("of ann", NOW + 1, user.app_user_id), ("other", NOW + 1, None)):
            each = dataclasses.replace(call, key=key)
            await store.claim(tx, each, now_ms=now_ms)
            await store.note(tx, each, status=200, answer=b"a", app_user_id=shown)

    await database.write(note)
    await erasure.purge(database, now_ms=NOW + DAY)
    assert await domain.count(database, "first_answer") == 2
    await database.write(lambda tx: tx.run("DELETE FROM app_user WHERE app_user_id = $1", user.app_user_id))
    assert await domain.count(database, "first_answer") == 1
    await database.write(lambda tx: tx.run("DELETE FROM app WHERE app_id = $1", app_id))
    assert await domain.count(database, "first_answer") == 0
    with pytest.raises(errors.AppNotFound):
        await database.write(lambda tx: store.claim(tx, call, now_ms=NOW))
