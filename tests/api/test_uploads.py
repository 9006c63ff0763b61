"""Uploads over HTTP, on a server with a local disk and on one with S3."""

import hashlib
import http.client
import io
import json
import os
import pathlib
import random
import re
import secrets
import socket
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from PIL import Image

from tests.support import api, patience, pictures, s3, shapes

LIMIT = 10 * 1024 * 1024


@pytest.fixture(scope="module", params=["disk", "s3"])
def deployment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Deployment]:
    """Shape A, with its files on disk or in S3."""
    settings: dict[str, str] = {}
    if request.param == "s3":
        server: s3.S3 = request.getfixturevalue("s3_server")
        settings = server.environment | {"SMOOCH_BLOBS_URL": server.url(secrets.token_hex(4))}
    with shapes.sqlite(tmp_path_factory.mktemp("uploads"), settings=settings) as shape:
        yield api.deployment(shape)


def post(
    shop: api.Shop,
    content: bytes,
    name: str = "notes.txt",
    declared: str | None = None,
    *,
    query: str = "access=public",
    expect: int | None = 201,
    prefix: str | None = None,
    end: bytes = b"\r\n",
) -> api.Answer:
    body, kind = pictures.form([("source", content, name, declared)], end=end)
    path = f"{prefix if prefix is not None else f'/v1.1/apps/{shop.app_id}'}/attachments?{query}"
    headers = shop.auth | {"Content-Type": kind}
    return api.call(shop.deployment.agent_url, "POST", path, body, headers=headers, expect=expect)


def url_of(shop: api.Shop, content: bytes, name: str = "notes.txt", **options: Any) -> str:
    return str(post(shop, content, name, **options).json["mediaUrl"])


def get(url: str, method: str = "GET", *, expect: int | None = None, **headers: str) -> api.Answer:
    parts = urllib.parse.urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.call(f"{parts.scheme}://{parts.netloc}", method, path, headers=given, expect=expect)


def remove(shop: api.Shop, url: str, *, expect: int) -> api.Answer:
    return shop.rest("POST", "/attachments/remove", {"mediaUrl": url}, expect=expect)


# ---- what comes back -------------------------------------------------------------------------------


def test_a_file_is_stored_and_served(shop: api.Shop) -> None:
    answer = post(shop, b"some notes", "My notes.txt")
    assert set(answer.json) == {"mediaUrl", "mediaType"}
    assert answer.json["mediaType"] == "text/plain"
    assert re.fullmatch(rf"{shop.deployment.agent_url}/files/[0-9a-f]{{32}}/My%20notes\.txt", answer.json["mediaUrl"])
    got = get(answer.json["mediaUrl"], expect=200)
    assert got.body == b"some notes"
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert got.headers["Content-Disposition"].startswith('attachment; filename="My notes.txt"')
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got.headers["Cache-Control"] == "public, max-age=3600"
    assert got.headers["Content-Length"] == "10"
    assert "Set-Cookie" not in got.headers


@pytest.mark.parametrize("prefix", ["/v1", "/v1.1", "/v1/apps/{app}", "/V1.1/Apps/{app}"])
def test_every_address_of_the_route_works(shop: api.Shop, prefix: str) -> None:
    post(shop, b"x", prefix=prefix.format(app=shop.app_id))


def test_an_image_is_shown_and_has_lost_its_metadata(shop: api.Shop) -> None:
    answer = post(shop, pictures.photo(), "photo.jpg", "image/jpeg")
    got = get(answer.json["mediaUrl"], expect=200)
    assert answer.json["mediaType"] == got.headers["Content-Type"] == "image/jpeg"
    assert got.headers["Content-Disposition"].startswith("inline")
    assert b"TAKEN-AT-HOME" not in got.body
    assert Image.open(io.BytesIO(got.body)).size == (16, 32)


def test_names_are_cleaned_and_travel_in_both_forms(shop: api.Shop) -> None:
    url = url_of(shop, b"x", "..%2Fa\u202e/\u200bübung\u0308 \u201a1;.txt")
    got = get(url, expect=200)
    assert urllib.parse.unquote(url).rpartition("/")[2] == "übung̈ \u201a1;.txt"
    assert "filename*=UTF-8''%C3%BCbung%CC%88%20%E2%80%9A1%3B.txt" in got.headers["Content-Disposition"]
    assert 'filename="_bung_ _1_.txt"' in got.headers["Content-Disposition"]


def test_a_closing_boundary_needs_no_line_break_and_the_body_no_length(shop: api.Shop) -> None:
    url_of(shop, b"x", end=b"")
    body, kind = pictures.form([("type", b"text/plain"), ("source", b"chunked" * 50_000, "c.txt", None)], end=b"")
    parts = urllib.parse.urlsplit(shop.deployment.agent_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=patience.SECONDS)
    headers = shop.auth | {"Content-Type": kind}
    pieces = [body[start : start + 10_007] for start in range(0, len(body), 10_007)]
    connection.request("POST", "/v1.1/attachments?access=public", iter(pieces), headers, encode_chunked=True)
    response = connection.getresponse()
    assert response.status == 201
    assert len(get(json.loads(response.read())["mediaUrl"], expect=200).body) == 350_000
    connection.close()


# ---- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[object FormData]", None),
        (b"[object FormData]", "text/plain;charset=UTF-8"),
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"--x--\r\n", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"nonsense" * 100, "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="source"; filename="a.txt"\r\n\r\nhalf', "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="source"; filename="a.txt"\r\n\r\n\r\n--x--', "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\nv\r\n--x--', "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n\xff\r\n--x--', "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary="),
    ],
)  # fmt: skip
def test_what_is_no_form_is_a_bad_request(shop: api.Shop, body: bytes, kind: str | None) -> None:
    headers = dict(shop.auth)
    parts = urllib.parse.urlsplit(shop.deployment.agent_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=patience.SECONDS)
    if kind is not None:
        headers["Content-Type"] = kind
    connection.request("POST", "/v1.1/attachments?access=public", body, headers)
    response = connection.getresponse()
    assert (response.status, json.loads(response.read())["error"]["code"]) == (400, "bad_request")
    connection.close()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "access"),
        ("access=secret", "access"),
        ("access=public&for=lunch", "for"),
        ("access=public&userId=a&appUserId=b", "userId"),
    ],
)
def test_bad_queries_are_refused(shop: api.Shop, query: str, field: str) -> None:
    refused = post(shop, b"x", query=query, expect=400)
    assert refused.code == "bad_request"
    assert refused.json["error"]["description"].startswith(f"{field}: ")


def test_an_unknown_user_is_refused(shop: api.Shop) -> None:
    assert post(shop, b"x", query="access=public&userId=nobody", expect=404).code == "user_not_found"


@pytest.mark.parametrize(
    ("content", "name", "declared"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg", "image/svg+xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "image/png"),
        (b"<!doctype html><script>alert(1)</script>", "a.html", "text/html"),
        (b"<html></html>", "a.txt", "text/plain"),
        (pictures.image("PNG"), "a.jpg", "image/jpeg"),
        (pictures.image("PNG"), "a.png", "image/jpeg"),
        (pictures.image("PNG")[:40], "a.png", "image/png"),
        (b"MZ\x90\x00", "a.exe", None),
        (b"\x00\x01", "", None),
    ],
)
def test_files_that_lie_are_refused(shop: api.Shop, content: bytes, name: str, declared: str | None) -> None:
    assert post(shop, content, name, declared, expect=415).code == "unsupported_media_type"


def test_too_large_files_are_refused_whether_announced_or_not(shop: api.Shop) -> None:
    exact = url_of(shop, b"y" * LIMIT)
    assert get(exact, "HEAD", expect=200).headers["Content-Length"] == str(LIMIT)
    assert post(shop, b"y" * (LIMIT + 1), expect=413).code == "request_entity_too_large"
    parts = urllib.parse.urlsplit(shop.deployment.agent_url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=patience.SECONDS) as raw:
        auth = shop.auth["Authorization"]
        head = f"POST /v1.1/attachments?access=public HTTP/1.1\r\nHost: x\r\nAuthorization: {auth}\r\n"
        raw.sendall(
            head.encode() + b"Content-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        start = b'--x\r\nContent-Disposition: form-data; name="source"; filename="a.txt"\r\n\r\n'
        raw.sendall(b"%x\r\n%b\r\n" % (len(start), start))
        for _ in range(LIMIT // 65_536 + 2):
            raw.sendall(b"10000\r\n" + b"y" * 65_536 + b"\r\n")
        # The body has no end yet: the answer comes while it streams.
        assert raw.recv(65_536).startswith(b"HTTP/1.1 413 ")


def test_images_beyond_the_limits_are_refused(shop: api.Shop) -> None:
    large = post(shop, pictures.png_claiming(6410, 6400), "a.png", expect=413)
    assert "40 megapixels" in large.json["error"]["description"]
    assert post(shop, pictures.animation("GIF", 201), "a.gif", expect=413).code == "request_entity_too_large"


# ---- who may ---------------------------------------------------------------------------------------


def test_only_the_business_uploads_and_removes(shop: api.Shop) -> None:
    url = url_of(shop, b"x")
    visitor = shop.known_visitor()
    body, kind = pictures.form([("source", b"x", "a.txt", None)])
    base, path = shop.deployment.agent_url, f"/v1.1/apps/{shop.app_id}/attachments"
    for headers, status in ((visitor.credentials, 403), ({}, 401), (api.basic("", ""), 401)):
        sent = headers | {"Content-Type": kind}
        assert api.call(base, "POST", f"{path}?access=public", body, headers=sent).status == status
        assert api.call(base, "POST", f"{path}/remove", {"mediaUrl": url}, headers=headers).status == status
    get(url, expect=200)


def test_another_app_can_do_nothing_with_a_file(deployment: api.Deployment, shop: api.Shop) -> None:
    other = deployment.make_shop()
    url, user = url_of(shop, b"x"), shop.make_user()
    assert remove(other, url, expect=404).code == "attachment_not_found"
    get(url, expect=200)
    query = f"access=public&appUserId={user['_id']}"
    assert post(other, b"x", query=query, expect=404).code == "user_not_found"
    assert post(other, b"x", prefix=f"/v1.1/apps/{shop.app_id}", expect=403).code == "forbidden"


# ---- removal ---------------------------------------------------------------------------------------


def test_a_removed_file_is_gone_at_once(shop: api.Shop) -> None:
    url = url_of(shop, b"x")
    assert remove(shop, url, expect=200).json == {}
    assert get(url).code == "not_found"
    assert remove(shop, url, expect=404).code == "attachment_not_found"


@pytest.mark.parametrize(
    "url", ["", "https://elsewhere.test/files/x", "{base}/files/", "{base}/files/../x", "{base}/x"]
)
def test_removing_what_is_not_ours_is_not_found(shop: api.Shop, url: str) -> None:
    assert remove(shop, url.format(base=shop.deployment.agent_url), expect=404).code == "attachment_not_found"


def test_a_deleted_user_takes_the_files_along(shop: api.Shop) -> None:
    user = shop.make_user()
    own = url_of(shop, b"x", query=f"access=public&userId={user['userId']}")
    private = url_of(shop, b"x", query=f"access=private&for=message&appUserId={user['_id']}")
    other = url_of(shop, b"x")
    shop.rest("DELETE", f"/appusers/{user['_id']}", expect=200)
    assert [get(url).status for url in (own, private, other)] == [404, 404, 200]


# ---- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "status", "content", "told"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=8-", 206, b"89", "bytes 8-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=4-99", 206, b"456789", "bytes 4-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=5-4", 200, b"0123456789", None),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_ranges(shop: api.Shop, asked: str, status: int, content: bytes, told: str | None) -> None:
    got = get(url_of(shop, b"0123456789"), Range=asked, expect=status)
    assert (got.body, got.headers["Content-Range"]) == (content, told)
    assert got.headers["Content-Length"] == str(len(content))
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_a_range_across_a_large_file(shop: api.Shop) -> None:
    content = random.Random(76).randbytes(3_000_000).hex().encode()
    url = url_of(shop, content)
    assert get(url, Range="bytes=2999999-4000001", expect=206).body == content[2_999_999:4_000_002]
    assert hashlib.sha256(get(url, expect=200).body).digest() == hashlib.sha256(content).digest()


def test_etags_spare_the_body(shop: api.Shop) -> None:
    url = url_of(shop, b"0123456789")
    etag = get(url, expect=200).headers["ETag"]
    for given in (etag, f'"other", {etag}', "*"):
        again = get(url, If_None_Match=given, expect=304)
        assert (again.body, again.headers["ETag"]) == (b"", etag)
    get(url, If_None_Match='"other"', expect=200)
    get(url, If_Range=etag, Range="bytes=1-2", expect=206)
    get(url, If_Range='"other"', Range="bytes=1-2", expect=200)


def test_head_and_other_methods(shop: api.Shop) -> None:
    url = url_of(shop, b"0123456789")
    head = get(url, "HEAD", expect=200)
    assert (head.body, head.headers["Content-Length"], head.headers["Accept-Ranges"]) == (b"", "10", "bytes")
    assert [get(url, method).status for method in ("POST", "PUT", "DELETE")] == [405, 405, 405]


@pytest.mark.parametrize("path", ["/files", "/files/", "/files/x/y", "/files/{key}", "/files/{key}/", "/files/{key}/b.txt",
                                  "/files/{key}/a.txt/x", "/files/%2e%2e/{key}/a.txt", "/files/{upper}/a.txt", "/files/{key}/%ff"])  # fmt: skip
def test_other_addresses_are_not_found(shop: api.Shop, path: str) -> None:
    key = url_of(shop, b"x", "a.txt").split("/")[-2]
    path = path.format(key=key, upper=key.upper() if key.upper() != key else "X")
    assert api.call(shop.deployment.agent_url, "GET", path).status == 404


def _signed(url: str, **changes: str) -> str:
    base, _, query = url.partition("?")
    return f"{base}?{urllib.parse.urlencode(dict(urllib.parse.parse_qsl(query)) | changes)}"


def test_a_private_file_opens_with_its_signature_only(shop: api.Shop) -> None:
    url = url_of(shop, b"secret", query="access=private")
    got = get(url, expect=200)
    assert (got.body, got.headers["Cache-Control"]) == (b"secret", "private, no-store")
    query = dict(urllib.parse.parse_qsl(url.partition("?")[2]))
    assert 890 <= int(query["expires"]) - time.time() <= 900
    other = url_of(shop, b"other", query="access=private")
    for wrong in (
        url.partition("?")[0],
        _signed(url, expires=str(int(query["expires"]) + 1)),
        _signed(url, expires="x"),
        _signed(url, expires="²"),
        _signed(url, signature=query["signature"][:-1]),
        _signed(url, signature=query["signature"].translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))),
        _signed(url, signature="é" * 64),
        _signed(url, signature=""),
        url.partition("?")[0] + "?" + other.partition("?")[2],
    ):
        assert get(wrong).code == "not_found", wrong
    remove(shop, url, expect=200)
    get(url, expect=404)


# ---- under load and under fire ---------------------------------------------------------------------


def _resident(pid: int) -> int:
    """Bytes of memory that a process holds now."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


def _reset_peak(pid: int) -> None:
    pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")


def _peak(pid: int) -> int:
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def test_memory_stays_flat(deployment: api.Deployment, shop: api.Shop) -> None:
    content = random.Random(76).randbytes(LIMIT // 2).hex().encode()
    pid = deployment.shape.visitor.process.pid
    for _ in range(3):
        get(url_of(shop, content), expect=200)
    before = _resident(pid)
    _reset_peak(pid)
    for _ in range(8):
        get(url_of(shop, content), expect=200)
    assert _peak(pid) - before < 30_000_000  # 80 MB went in and out; parts for S3 are 5 MiB
    assert _resident(pid) - before < 15_000_000


def stored(shape: shapes.Shape) -> Mapping[str, int]:
    """The files of a server with a local disk."""
    folder = shape.folder / "data" / "blobs"
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def test_a_kill_during_uploads_leaves_no_address_without_a_file(tmp_path: pathlib.Path) -> None:
    with shapes.sqlite(tmp_path) as shape:
        shop = api.deployment(shape).make_shop()
        acknowledged = [url_of(shop, b"kept %d" % number) for number in range(3)]
        content = random.Random(76).randbytes(LIMIT // 2).hex().encode()
        body, kind = pictures.form([("source", content, "a.txt", None)])
        for share in (0.1, 0.5, 0.9, 1.0):
            parts = urllib.parse.urlsplit(shape.agent_url)
            with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=patience.SECONDS) as raw:
                auth = shop.auth["Authorization"]
                head = f"POST /v1.1/attachments?access=public HTTP/1.1\r\nHost: x\r\nAuthorization: {auth}\r\n"
                raw.sendall(f"{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode())
                raw.sendall(body[: int(len(body) * share)])
                shape.visitor.kill()
            shape.visitor.start()
        assert [get(url, expect=200).body for url in acknowledged] == [b"kept 0", b"kept 1", b"kept 2"]
        whole = {size for name, size in stored(shape).items() if "#" not in name}
        assert whole <= {6, len(content)}


def test_a_sender_that_hangs_up_leaves_nothing(tmp_path: pathlib.Path) -> None:
    with shapes.sqlite(tmp_path) as shape:
        shop = api.deployment(shape).make_shop()
        parts = urllib.parse.urlsplit(shape.agent_url)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=patience.SECONDS) as raw:
            auth = shop.auth["Authorization"]
            head = f"POST /v1.1/attachments?access=public HTTP/1.1\r\nHost: x\r\nAuthorization: {auth}\r\n"
            raw.sendall(
                f"{head}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 999999\r\n\r\n".encode()
            )
            raw.sendall(
                b'--x\r\nContent-Disposition: form-data; name="source"; filename="a.txt"\r\n\r\n' + b"y" * 500_000
            )
        url_of(shop, b"after")
        assert list(stored(shape).values()) == [5]
        assert shape.visitor.stop() == 0
        assert "unexpected failure" not in shape.visitor.process.tail()


def test_the_server_sweeps_what_a_killed_one_left(tmp_path: pathlib.Path) -> None:
    half = tmp_path / "data" / "blobs" / "uploads" / "00" / "half#1"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    os.utime(half, (1_000, 1_000))
    with shapes.sqlite(tmp_path):
        api.eventually(lambda: not half.exists())


def test_a_store_that_is_away_is_told_without_its_address(tmp_path: pathlib.Path) -> None:
    away = s3.S3(tmp_path / "s3")  # never started
    settings = away.environment | {"SMOOCH_BLOBS_URL": away.url("x")}
    with shapes.sqlite(tmp_path, settings=settings) as shape:
        shop = api.deployment(shape).make_shop()
        answer = post(shop, b"x", expect=503)
        assert answer.code == "service_unavailable"
        assert answer.headers["Retry-After"]
        assert str(away.port).encode() not in answer.body
        shop.make_user()  # the rest of the server does not mind
