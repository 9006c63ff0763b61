"""The calls of the public API, each against the barest program's answer to the same need."""

import functools
import json
import pathlib
import secrets
import time
from collections.abc import Mapping, Sequence

from bench import load, measures, subjects, table
from smooch_server.core import ids
from tests.support import api

SLICES = 4  # turns in the time of one round
PEOPLE = 20
PAGE = 100
UPLOAD_BYTES = 10_000_000
UPLOADS = 20
UPLOAD_ROUNDS = 6
UPLOAD_CONNECTIONS = 4
POST_SHARE = 0.35  # of the limit: it writes as much, but knows nobody and checks nothing
SEND_SHARE = 0.25  # of the same, for a visitor's send: it looks for the same send before
READ_SHARE = 0.2
FLAT_MIB = 16  # what 4 uploads at once of 10 MB may add to the server, whatever they are in all

SDK = "SDK session"
_SEND_ID = b"0" * 32  # in a request: another one goes out each time


async def calls(folder: pathlib.Path, sizes: measures.Sizes) -> list[table.Line]:
    """Posts through each version and each way to prove oneself; a page of messages; a user."""
    with subjects.both(folder / "calls") as (limit, smooch):
        people = await smooch.add_people(PEOPLE)
        posts = await _compare(smooch, limit, _posts(smooch, people), _turns(limit.posts(PEOPLE)), sizes)
        await _fill(smooch, limit, people)
        pages = await _compare(
            smooch, limit, {"messages page of 100": _turns(smooch.pages(people))}, _turns(limit.pages(PEOPLE)), sizes
        )
        users = await _compare(
            smooch, limit, {"user get": _turns(_users(smooch, people))}, _turns(limit.users(PEOPLE)), sizes
        )
    lines = [_line(f"post, {name}", pace, SEND_SHARE if name == SDK else POST_SHARE) for name, pace in posts.items()]
    return lines + [_line(name, pace, READ_SHARE) for name, pace in (pages | users).items()]


def _line(what: str, pace: measures.Pace, wanted: float) -> table.Line:
    return table.Line(
        what=what,
        figure=f"{pace.ours:,.0f}/s",
        limit=f"{pace.limit:,.0f}/s",
        ratio=pace.ratio,
        target=f">= {wanted:.2f} of the limit",
        ok=pace.ratio >= wanted,
    )


async def _compare(
    smooch: subjects.Smooch,
    limit: subjects.Limit,
    ours: Mapping[str, load.Request],
    theirs: load.Request,
    sizes: measures.Sizes,
) -> dict[str, measures.Pace]:
    """Measure every kind of request, each turn beside one of the limit; the order changes with every round."""
    pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in ours}
    seconds = sizes.seconds / SLICES
    names = list(ours)
    for number in range(sizes.rounds + 1):
        for name in names if number % 2 else reversed(names):
            floor = 0.0 if number % 2 else await _rate(limit.port, theirs, seconds)
            figure = await _rate(smooch.port, ours[name], seconds)
            floor = floor or await _rate(limit.port, theirs, seconds)
            if number:  # the first round warms up
                pairs[name].append((figure, floor))
    return {
        name: measures.Pace(
            ours=load.median([mine for mine, _ in measured]),
            limit=load.median([floor for _, floor in measured]),
            ratio=load.median([mine / floor for mine, floor in measured]),
        )
        for name, measured in pairs.items()
    }


async def _rate(port: int, request: load.Request, seconds: float) -> float:
    return (await load.closed_loop(port, request, connections=measures.CONNECTIONS, seconds=seconds)).rate


def _turns(requests: list[bytes]) -> load.Request:
    return functools.partial(measures.nth, requests)


def _posts(smooch: subjects.Smooch, people: Sequence[subjects.Person]) -> dict[str, load.Request]:
    """Requests that post a text, by what they are called."""
    app = smooch.app
    account = smooch.cli.create_account_key()
    key = {"Authorization": app.basic}
    keys = {
        "app key, basic": key,
        "app key, JWT": api.bearer(api.sign({"scope": "app"}, app.secret, kid=app.key_id)),
        "account key, basic": api.basic(account.key_id, account.secret),
    }
    made: dict[str, load.Request] = {}
    for version in ("v1", "v1.1"):
        root = f"/{version}/apps/{app.app_id}/appusers"
        for name, headers in keys.items():
            made[f"{version}, {name}"] = _turns(
                [_post(f"{root}/{person.app_user_id}/messages", headers, "appMaker") for person in people]
            )
    token = {"app-token": app.app_token}
    own = f"/v1/apps/{app.app_id}/appusers"
    made["v1, app token"] = _turns(
        [_post(f"{own}/{person.app_user_id}/messages", token, "appUser") for person in people]
    )
    for version in ("v1", "v1.1"):
        made[f"{version}, appUser JWT"] = _turns(
            [
                _post(f"/{version}/appusers/{user_id}/messages", headers, "appUser")
                for user_id, headers in _known_users(smooch, version)
            ]
        )
    sends = [_sdk_post(smooch, person) for person in people]
    made[SDK] = lambda number: measures.nth(sends, number).replace(_SEND_ID, secrets.token_hex(16).encode())
    return made


def _known_users(smooch: subjects.Smooch, version: str) -> list[tuple[str, dict[str, str]]]:
    """Make users with a `userId` and return the ids with the headers that prove them."""
    app = smooch.app
    base, path = f"http://127.0.0.1:{smooch.port}", f"/v1.1/apps/{app.app_id}/appusers"
    made = []
    for number in range(PEOPLE):
        user_id = f"{version}-user-{number}"
        api.call(base, "POST", path, {"userId": user_id}, headers={"Authorization": app.basic}, expect=201)
        token = api.sign({"scope": "appUser", "userId": user_id}, app.secret, kid=app.key_id)
        made.append((user_id, api.bearer(token)))
    return made


def _post(path: str, headers: Mapping[str, str], role: str) -> bytes:
    body = json.dumps({"role": role, "type": "text", "text": subjects.TEXT}).encode()
    return load.http_request("POST", path, body, headers=headers)


def _sdk_post(smooch: subjects.Smooch, person: subjects.Person) -> bytes:
    path = f"/sdk/apps/{smooch.app.app_id}/appusers/{person.app_user_id}/messages"
    body = json.dumps({"message": {"type": "text", "text": subjects.TEXT, "_clientId": _SEND_ID.decode()}}).encode()
    return load.http_request("POST", path, body, headers=api.basic(person.app_user_id, person.token))


def _users(smooch: subjects.Smooch, people: Sequence[subjects.Person]) -> list[bytes]:
    root = f"/v1.1/apps/{smooch.app.app_id}/appusers"
    return [
        load.http_request("GET", f"{root}/{person.app_user_id}", authorization=smooch.app.basic) for person in people
    ]


async def _fill(smooch: subjects.Smooch, limit: subjects.Limit, people: list[subjects.Person]) -> None:
    """Make sure that every conversation has a full page."""
    for port, requests in ((smooch.port, smooch.posts(people)), (limit.port, limit.posts(PEOPLE))):
        each = functools.partial(measures.nth, requests)
        await load.closed_loop(port, each, connections=measures.CONNECTIONS, count=PAGE * PEOPLE)


async def uploads(folder: pathlib.Path, sizes: measures.Sizes) -> list[table.Line]:
    """Files of 10 MB: bytes a second against a program that writes and syncs them; then what the server keeps of them."""
    rounds = UPLOAD_ROUNDS if sizes.rounds > measures.QUICK.rounds else UPLOAD_ROUNDS // 2
    with subjects.both(folder / "uploads") as (limit, smooch):
        body, kind = _file()
        path = f"/v1.1/apps/{smooch.app.app_id}/attachments?access=public"
        ours = load.http_request("POST", path, body, headers={"Authorization": smooch.app.basic, "Content-Type": kind})
        theirs = load.http_request("POST", "/uploads", body, headers={"Content-Type": kind})
        mine, floor = [], []
        for number in range(rounds + 1):
            pair = await _upload(limit.port, theirs, 4), await _upload(smooch.port, ours, 4)
            if number:  # the first round warms up
                floor.append(pair[0])
                mine.append(pair[1])
        before = subjects.rss_kib(smooch.process.pid)
        subjects.forget_peak(smooch.process.pid)
        await _upload(smooch.port, ours, UPLOADS)
        grown = (subjects.peak_kib(smooch.process.pid) - before) / 1024
    ratio = load.median([one / other for one, other in zip(mine, floor, strict=True)])
    return [
        table.Line(
            what="upload of 10 MB",
            figure=f"{load.median(mine) / 1e6:,.0f} MB/s",
            limit=f"{load.median(floor) / 1e6:,.0f} MB/s",
            ratio=ratio,
            target=">= 0.20 of the limit",
            ok=ratio >= 0.2,
        ),
        table.Line(
            what=f"memory that {UPLOADS} uploads of 10 MB add, at most",
            figure=f"{grown:.1f} MiB",
            limit=f"{UPLOAD_CONNECTIONS} at once",
            ratio=UPLOAD_CONNECTIONS * UPLOAD_BYTES / 2**20 / max(grown, 0.1),
            target=f"<= {FLAT_MIB} MiB",
            ok=grown <= FLAT_MIB,
        ),
    ]


async def _upload(port: int, request: bytes, count: int) -> float:
    """Bytes a second."""
    began = time.perf_counter()
    await load.closed_loop(port, lambda _: request, connections=UPLOAD_CONNECTIONS, count=count)
    return count * UPLOAD_BYTES / (time.perf_counter() - began)


def _file() -> tuple[bytes, str]:
    """A form with a file, and its content type."""
    mark = ids.new_id(0)
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="source"; filename="plan.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
    ).encode()
    return head + secrets.token_bytes(
        UPLOAD_BYTES
    ) + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"
