"""The guard, address by address and spelling by spelling."""

import ipaddress
from collections.abc import AsyncIterator

import pytest

from smooch_server.httpclient import base, client, guard

PUBLIC = guard.Policy()
ELSEWHERE = guard.Policy(allow_networks=(ipaddress.ip_network("192.0.2.0/24"),))  # where no test goes
LOOPBACK = guard.Policy(allow_networks=(ipaddress.ip_network("127.0.0.0/8"),))

BAD = [
    # what `is_global` lets through
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::",
    "::127.0.0.1",
    "::10.0.0.1",
    "192.88.99.1",
    "224.0.0.1",
    "239.255.255.250",
    "ff0e::1",
    "ff02::1",
    "fec0::1",
    "feff::1",
    "5f00::1",
    "3fff::1",
    "100::1",
    "64:ff9b:1::1",
    "2001::1",
    "2001:1ff::1",
    "2001:db8::1",
    # the ordinary private ones
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%1",
    # the same inside IPv6
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0.0.0.0",
]
GOOD = ["1.1.1.1", "8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("text", BAD)
def test_addresses_that_are_not_public(text: str) -> None:
    assert not guard.is_public(ipaddress.ip_address(text))
    with pytest.raises(guard.Refused):
        guard.check_connect(text, 443, PUBLIC)


@pytest.mark.parametrize("text", GOOD)
def test_addresses_that_are_public(text: str) -> None:
    assert guard.is_public(ipaddress.ip_address(text))
    guard.check_connect(text, 443, PUBLIC)


@pytest.mark.parametrize("host", ["example.com", "127.1", "0x7f.1", "2130706433", "①②⑦.0.0.1", ""])
def test_only_numeric_addresses_are_connected_to(host: str) -> None:
    with pytest.raises(guard.Refused):
        guard.check_connect(host, 443, PUBLIC)


@pytest.mark.parametrize(
    ("address", "port", "policy", "allowed"),
    [
        ("8.8.8.8", 443, PUBLIC, True),
        ("8.8.8.8", 8443, PUBLIC, True),
        ("8.8.8.8", 80, PUBLIC, False),
        ("8.8.8.8", 80, LOOPBACK, False),
        ("8.8.8.8", 22, LOOPBACK, False),
        ("127.0.0.1", 22, LOOPBACK, True),
        ("::ffff:127.0.0.1", 22, LOOPBACK, True),
        ("::1", 22, LOOPBACK, False),
        ("10.0.0.1", 443, LOOPBACK, False),
    ],
)
def test_ports_and_the_operators_networks(address: str, port: int, policy: guard.Policy, *, allowed: bool) -> None:
    if allowed:
        guard.check_connect(address, port, policy)
    else:
        with pytest.raises(guard.Refused):
            guard.check_connect(address, port, policy)


@pytest.mark.parametrize(
    ("url", "policy"),
    [
        ("https://ops.harbour.test/hook", PUBLIC),
        ("https://ops.harbour.test:8443/hook?x=1#y", PUBLIC),
        ("HTTPS://OPS.harbour.test/", PUBLIC),
        ("http://ops.harbour.test/", LOOPBACK),  # judged when it is resolved
        ("https://8.8.8.8/", PUBLIC),
        ("http://127.0.0.1:9000/", LOOPBACK),
        ("http://localhost:9000/", LOOPBACK),  # judged when it is resolved
        ("https://[2606:4700:4700::1111]/", PUBLIC),
    ],
)
def test_urls_that_may_be_tried(url: str, policy: guard.Policy) -> None:
    guard.parse_url(url, policy)


@pytest.mark.parametrize(
    ("url", "policy", "problem"),
    [
        ("http://ops.harbour.test/", PUBLIC, "https://"),
        ("ftp://ops.harbour.test/", LOOPBACK, "https://"),
        ("javascript:alert(1)", PUBLIC, "https://"),
        ("ops.harbour.test", PUBLIC, "https://"),
        ("//ops.harbour.test/", PUBLIC, "https://"),
        ("", PUBLIC, "https://"),
        ("https://", PUBLIC, "URL"),
        ("https:///hook", PUBLIC, "URL"),
        ("https://user@ops.harbour.test/", PUBLIC, "user name"),
        ("https://user:pw@ops.harbour.test/", PUBLIC, "user name"),
        ("https://:pw@ops.harbour.test/", PUBLIC, "user name"),
        ("https://ops.harbour.test:22/", PUBLIC, "port"),
        ("https://ops.harbour.test:80/", PUBLIC, "port"),
        ("https://ops.harbour.test:99999/", PUBLIC, "URL"),
        ("http://ops.harbour.test:443/", LOOPBACK, "must be a URL that starts with https://"),
        ("http://8.8.8.8/", LOOPBACK, "must be a URL that starts with https://"),
        ("http://8.8.8.8:443/", LOOPBACK, "must be a URL that starts with https://"),
        ("http://10.0.0.1/", LOOPBACK, "private"),
        ("https://8.8.8.8:22/", LOOPBACK, "port"),
        ("https://127.0.0.1/", PUBLIC, "private"),
        ("https://[::1]/", PUBLIC, "private"),
        ("https://[::ffff:127.0.0.1]/", PUBLIC, "private"),
        ("https://①②⑦.0.0.1/", PUBLIC, "private"),
        ("https://169.254.169.254/latest/", LOOPBACK, "private"),
        ("https://ops.harbour.test /", PUBLIC, "spaces"),
        ("https://ops.harbour.test/\r\nX: y", PUBLIC, "spaces"),
        ("https://good.test\\@evil.test/", PUBLIC, "backslashes"),
        ("https://ops.harbour.test/" + "a" * 2048, PUBLIC, "longer"),
    ],
)
def test_urls_that_are_never_tried(url: str, policy: guard.Policy, problem: str) -> None:
    with pytest.raises(guard.Refused, match=problem):
        guard.parse_url(url, policy)


@pytest.fixture
async def public_client() -> AsyncIterator[client.AiohttpClient]:
    """The real client with the real resolver: everything asked of it here is answered on this machine."""
    made = client.AiohttpClient(ELSEWHERE, version="0")
    yield made
    await made.close()


@pytest.mark.anyio
@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "0",
        "①②⑦.0.0.1",
        "127.0.0.1",
        "[::1]",
        "[::]",
        "localhost",
        "LOCALHOST",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "169.254.169.254",
    ],
)
async def test_no_spelling_of_this_machine_is_connected_to(public_client: client.AiohttpClient, host: str) -> None:
    with pytest.raises(base.RequestFailed) as failure:
        await public_client.post(f"http://{host}/", body=b"{}", headers={})
    assert failure.value.reason in {"address", "url"}


@pytest.mark.anyio
@pytest.mark.parametrize(
    "addresses",
    [("8.8.8.8", "127.0.0.1"), ("2606:4700:4700::1111", "::1"), ("10.0.0.1",), ("64:ff9b::7f00:1",)],
)
async def test_every_answer_of_the_resolver_has_to_pass(addresses: tuple[str, ...]) -> None:
    made = client.AiohttpClient(PUBLIC, version="0", lookup=lambda host: addresses)
    with pytest.raises(base.RequestFailed) as failure:
        await made.post("https://rebind.test/", body=b"{}", headers={})
    await made.close()
    assert (failure.value.reason, failure.value.retry) == ("address", True)


@pytest.mark.anyio
async def test_plain_http_never_leaves_the_allowed_networks() -> None:
    made = client.AiohttpClient(LOOPBACK, version="0", lookup=lambda host: ["8.8.8.8"])
    for url, reason in (
        ("http://hooks.test/", "address"),
        ("http://hooks.test:443/", "url"),
        ("http://8.8.8.8/", "url"),
    ):
        with pytest.raises(base.RequestFailed) as failure:
            await made.post(url, body=b"{}", headers={})
        assert failure.value.reason == reason, url
    await made.close()


@pytest.mark.anyio
@pytest.mark.parametrize("spelling", ["127.1", "0x7f.1", "2130706433", "0177.0.0.1", "0"])
async def test_what_the_system_makes_of_a_spelling_is_judged(spelling: str) -> None:
    assert all(not guard.is_public(ipaddress.ip_address(found)) for found in client.system_lookup(spelling))
    made = client.AiohttpClient(ELSEWHERE, version="0", lookup=lambda host: client.system_lookup(spelling))
    with pytest.raises(base.RequestFailed) as failure:
        await made.post("http://weird.test/", body=b"{}", headers={})
    await made.close()
    assert failure.value.reason == "address"
