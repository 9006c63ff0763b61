"""Addresses of files: whose they are, and when a signature opens one."""

import dataclasses

from smooch_server.uploads import links, model

LINKS = links.Links("https://chat.test", bytes(32))
UPLOAD = model.Upload(
    key="0123456789abcdef" * 2,
    app_id="5f00000000000000000000aa",
    app_user_id=None,
    name="ä b.txt",
    media_type="text/plain",
    size=1,
    digest=bytes(32),
    access="private",
    for_message=False,
    state="stored",
    created_ms=0,
    attached_ms=None,
)
NOW_MS = 1_600_000_000_000


def parts(address: str) -> tuple[str, str]:
    query = dict(pair.split("=") for pair in address.partition("?")[2].split("&"))
    return query["expires"], query["signature"]


def test_a_public_file_has_one_address() -> None:
    public = dataclasses.replace(UPLOAD, access="public")
    address = f"https://chat.test/files/{UPLOAD.key}/%C3%A4%20b.txt"
    assert LINKS.open_address(public, now_ms=NOW_MS) == LINKS.address(public) == address
    assert LINKS.opens(public, expires=None, signature=None, now_ms=NOW_MS)


def test_a_signature_ends_after_a_quarter_of_an_hour() -> None:
    expires, signature = parts(LINKS.open_address(UPLOAD, now_ms=NOW_MS))
    for later_ms, opens in ((0, True), (899_999, True), (900_000, False), (10_000_000, False)):
        now_ms = NOW_MS + later_ms
        assert LINKS.opens(UPLOAD, expires=expires, signature=signature, now_ms=now_ms) is opens


def test_a_signature_of_another_key_or_file_opens_nothing() -> None:
    other_file = dataclasses.replace(UPLOAD, key="f" * 32)
    other_links = links.Links("https://chat.test", b"x" * 32)
    for expires, signature in (
        parts(LINKS.open_address(other_file, now_ms=NOW_MS)),
        parts(other_links.open_address(UPLOAD, now_ms=NOW_MS)),
    ):
        assert not LINKS.opens(UPLOAD, expires=expires, signature=signature, now_ms=NOW_MS)
    assert not LINKS.opens(UPLOAD, expires=None, signature=None, now_ms=NOW_MS)


def test_only_our_own_addresses_name_an_upload() -> None:
    address = LINKS.open_address(UPLOAD, now_ms=NOW_MS)
    assert LINKS.key_of(address) == LINKS.key_of(LINKS.address(UPLOAD)) == UPLOAD.key
    for other in ("", "/files/x", address.replace("https", "http"), address.replace("chat", "evil"), address.upper()):
        assert LINKS.key_of(other) is None
    assert LINKS.key_of("https://chat.test/files/short/a.txt") is None
