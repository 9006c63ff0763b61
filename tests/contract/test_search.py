"""The search index on every database: what is in it, in which order, and for how long."""

import pytest

from smooch_server.apps import model as app_model
from smooch_server.appusers import model as user_model
from smooch_server.conversations import messages, model
from smooch_server.conversations import store as conversation_store
from smooch_server.erasure import said
from smooch_server.search import indexer, store, words
from smooch_server.storage import base
from tests.support import domain
from tests.support.domain import LOG, NOW, WEB

pytestmark = pytest.mark.anyio


async def say(database: base.Database, user: user_model.AppUser, text: str, *, now_ms: int = NOW) -> model.Message:
    draft = model.Draft(
        role="appUser",
        author_id=user.app_user_id,
        content=model.Content(type="text", source=WEB, text=text),
        send_id=None,
        digest=b"",
    )
    outcome = await database.write(lambda tx: messages.post(tx, LOG, user, draft, now_ms=now_ms))
    return outcome.message


async def index(database: base.Database, *, limit: int = 200) -> int:
    """Index to the end; return in how many steps."""
    after, steps = "", 0
    while await database.read(lambda tx: store.count_waiting(tx, limit=1)):
        _, after, _ = await database.write(lambda tx, after=after: indexer.step(tx, after=after, limit=limit))  # type: ignore[misc]
        steps += 1
        assert steps < 100
    return steps


async def find(database: base.Database, app_id: str, asked: str, **more: object) -> list[str]:
    parsed = words.of_query(asked)
    assert parsed is not None
    question = store.Question(app_id=app_id, words=parsed[0], beginning=parsed[1], **more)  # type: ignore[arg-type]
    return [hit.message.content.text for hit in await database.read(lambda tx: store.find(tx, question, limit=10))]


async def test_messages_are_found_newest_first_by_words_in_any_order(
    installed: base.Database, app: app_model.App
) -> None:
    anna, other = [await domain.make_user(installed, app.app_id) for _ in range(2)]
    texts = ["The boat is late", "Late again: which BOAT?", "My boats are here", "nothing", "…"]
    for number, text in enumerate(texts):
        await say(installed, (anna, other)[number % 2], text, now_ms=NOW + 1000 * number)
    assert await find(installed, app.app_id, "boat") == []
    await index(installed, limit=2)
    assert await find(installed, app.app_id, "boat") == [texts[2], texts[1], texts[0]]
    assert await find(installed, app.app_id, "boat late") == [texts[1], texts[0]]
    assert await find(installed, app.app_id, "boats h") == [texts[2]]
    assert await find(installed, app.app_id, "oat") == []
    conversation = await installed.read(lambda tx: conversation_store.of_user(tx, app.app_id, other.app_user_id))
    assert conversation is not None
    assert await find(installed, app.app_id, "boat", conversation_id=conversation.conversation_id) == [texts[1]]
    assert await find(installed, app.app_id, "boat", since_ms=NOW + 1000) == [texts[2], texts[1]]
    bound = (NOW + 2000) << store.PLACE_BITS
    assert await find(installed, app.app_id, "boat", before_place=bound) == [texts[1], texts[0]]
    assert await index(installed) == 0


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Hol a hajóm? Árvíztűrő tükörfúrógép", "ARVIZTURO tukorf"),
        ("Die Straße nach Lübeck", "strasse lub"),
        ("我喜欢北京烤鸭", "北京"),
        ("我喜欢北京烤鸭", "北"),
        ("東京タワーはどこ", "タワー"),
        ("हिन्दी में लिखो", "लिखो"),
        ("สวัสดีครับ", "สวัสดี"),
        ("Заказ ещё не пришёл", "еще заказ"),
        ("it's the O'Neil account", "o'neil"),
        ("x" * 200, "x" * 190),
    ],
)
async def test_scripts_are_found(installed: base.Database, app: app_model.App, text: str, asked: str) -> None:
    user = await domain.make_user(installed, app.app_id)
    await say(installed, user, "something else 上海 Wien")
    await say(installed, user, text)
    await index(installed)
    assert await find(installed, app.app_id, asked) == [text]


async def test_a_text_does_not_enter_another_app_by_naming_it(installed: base.Database, app: app_model.App) -> None:
    other = await domain.make_app(installed)
    user = await domain.make_user(installed, other.app_id)
    await say(installed, user, f"secret §{app.app_id} {app.app_id}")
    await index(installed)
    assert await find(installed, app.app_id, "secret") == []
    assert await find(installed, app.app_id, app.app_id) == []
    assert len(await find(installed, other.app_id, "secret")) == 1


async def test_a_question_is_never_a_command(installed: base.Database, app: app_model.App) -> None:
    user = await domain.make_user(installed, app.app_id)
    await say(installed, user, "near and not or")
    await index(installed)
    for asked in (
        '"near',
        "near)",
        "NOT or",
        "and*",
        "words:near",
        "near' | '",
        "-near",
        "^near",
        "near\\",
        "near:*&!x",
    ):
        await find(installed, app.app_id, asked)
    assert await find(installed, app.app_id, "NEAR NOT or") == ["near and not or"]
    assert words.of_query(" …!? ") is None


async def test_messages_of_one_millisecond_are_all_found(installed: base.Database, app: app_model.App) -> None:
    for _ in range(30):
        await say(installed, await domain.make_user(installed, app.app_id), "hello")
    await index(installed, limit=7)
    assert await domain.count(installed, "message_search") == 30


async def test_what_is_erased_is_not_found_and_nothing_is_read_again(
    installed: base.Database, app: app_model.App
) -> None:
    user = await domain.make_user(installed, app.app_id)
    first = await say(installed, user, "hello one")
    await say(installed, user, "hello two")
    await index(installed)
    conversation = await installed.read(lambda tx: conversation_store.of_user(tx, app.app_id, user.app_user_id))
    assert conversation is not None
    await installed.write(lambda tx: said.message(tx, conversation, first.message_id))
    assert await find(installed, app.app_id, "hello") == ["hello two"]
    assert await index(installed) == 0
    await say(installed, user, "hello three")
    await index(installed)
    assert await find(installed, app.app_id, "hello") == ["hello three", "hello two"]
    await said.everything(installed, app_id=app.app_id, conversation_id=conversation.conversation_id)
    assert await domain.count(installed, "message_search") == 0


async def test_a_log_that_began_anew_is_read_anew(installed: base.Database, app: app_model.App) -> None:
    """As after a merge, which moves messages in front of what was read."""
    user = await domain.make_user(installed, app.app_id)
    for number in range(5):
        await say(installed, user, f"hello {number}")
    await index(installed)
    await installed.write(lambda tx: tx.run("UPDATE conversation SET epoch = epoch + 1"))
    assert await index(installed, limit=2) >= 3
    assert len(await find(installed, app.app_id, "hello")) == 5


async def test_one_process_at_a_time_indexes(installed: base.Database, app: app_model.App) -> None:
    user = await domain.make_user(installed, app.app_id)
    one, two = indexer.Indexer(installed), indexer.Indexer(installed)
    await say(installed, user, "hello")
    assert await one.turn() == 1
    assert await one.turn() == 0
    await say(installed, user, "hello")
    assert await two.turn() == 0
    assert await one.turn() == 1
