"""The aiohttp driver against servers of this machine that behave as they please."""

import asyncio
import contextlib
import datetime
import gzip
import ipaddress
import pathlib
import ssl
from collections.abc import AsyncIterator

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from smooch_server.httpclient import base, client, guard
from tests.support import patience, sinks

pytestmark = pytest.mark.anyio

ELSEWHERE = guard.Policy(allow_networks=(ipaddress.ip_network("192.0.2.0/24"),))  # where no test goes
POLICY = guard.Policy(allow_networks=(ipaddress.ip_network("127.0.0.0/8"),))


@contextlib.asynccontextmanager
async def outgoing(
    policy: guard.Policy = POLICY, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[client.AiohttpClient]:
    made = client.AiohttpClient(policy, version="1.2.3", lookup=lambda host: ["127.0.0.1"], tls=tls)
    try:
        yield made
    finally:
        await made.close()


async def test_bytes_and_headers_go_out_as_given() -> None:
    async with (
        sinks.sink(sinks.answer("200 OK", body=b"fine", headers="Retry-After: 9\r\nX-Other: 1\r\n")) as server,
        outgoing() as http,
    ):
        url = f"http://hooks.test:{server.port}/in%2Fside?a=1&b=x+y#part"
        response = await http.post(
            url, body=b'{"a": 1}', headers={"Content-Type": "application/json", "X-API-Key": "k"}
        )
    head, body = server.requests[0].split(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert response == base.Response(status=200, headers={"retry-after": "9"}, body=b"fine")
    assert body == b'{"a": 1}'
    assert lines[0] == "POST /in%2Fside?a=1&b=x+y HTTP/1.1"
    assert f"Host: hooks.test:{server.port}" in lines
    assert "User-Agent: Smooch-Server/1.2.3" in lines
    assert "X-API-Key: k" in lines
    assert not [line for line in lines if line.lower().startswith("cookie")]


async def test_a_redirect_is_an_answer() -> None:
    async with sinks.sink(b"") as elsewhere:
        moved = sinks.answer("307 Temporary Redirect", headers=f"Location: http://127.0.0.1:{elsewhere.port}/\r\n")
        async with sinks.sink(moved) as server, outgoing() as http:
            response = await http.post(f"http://hooks.test:{server.port}/", body=b"{}", headers={})
        assert response.status == 307
        assert elsewhere.connections == 0


async def test_cookies_are_not_kept_but_the_connection_is() -> None:
    async with sinks.sink(sinks.answer("200 OK", headers="Set-Cookie: a=b\r\n")) as server, outgoing() as http:
        for _ in range(2):
            await http.post(f"http://hooks.test:{server.port}/", body=b"{}", headers={})
    assert server.connections == 1
    assert b"ookie" not in server.requests[1].split(b"\r\n\r\n")[0]


async def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    async with sinks.sink(b"") as proxy, sinks.sink(sinks.answer("200 OK")) as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        async with outgoing() as http:
            await http.post(f"http://hooks.test:{server.port}/", body=b"{}", headers={})
        assert proxy.connections == 0


async def test_an_endless_body_is_cut() -> None:
    hung_up = asyncio.Event()

    async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                writer.write(b"x" * 65_536)
                await writer.drain()
        finally:
            hung_up.set()

    async with sinks.sink(endless) as server, outgoing() as http:
        response = await http.post(f"http://hooks.test:{server.port}/", body=b"{}", headers={})
        await asyncio.wait_for(hung_up.wait(), patience.SECONDS)
    assert (response.status, len(response.body)) == (200, base.BODY_BYTES)


async def test_a_compressed_body_is_not_inflated() -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    async with (
        sinks.sink(sinks.answer("200 OK", body=bomb, headers="Content-Encoding: gzip\r\n")) as server,
        outgoing() as http,
    ):
        response = await http.post(f"http://hooks.test:{server.port}/", body=b"{}", headers={})
    assert response.body == bomb


async def failure_of(
    http: client.AiohttpClient, url: str, *, total_seconds: float = patience.SECONDS
) -> tuple[str, bool]:
    with pytest.raises(base.RequestFailed) as failure:
        await http.post(url, body=b"{}", headers={}, total_seconds=total_seconds)
    return failure.value.reason, failure.value.retry


async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()


async def dripping(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.05)


async def hanging_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


@pytest.mark.parametrize(
    ("behaviour", "reason", "seconds"),
    [
        (silent, "timeout", 0.3),
        (dripping, "timeout", 0.3),
        (hanging_up, "protocol", patience.SECONDS),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "protocol", patience.SECONDS),
    ],
    ids=["silent", "dripping", "hanging up", "SSH"],
)
async def test_bad_servers(behaviour: bytes | sinks.Answer, reason: str, seconds: float) -> None:
    async with sinks.sink(behaviour) as server, outgoing() as http:
        assert await failure_of(http, f"http://hooks.test:{server.port}/", total_seconds=seconds) == (reason, True)


async def test_nobody_there() -> None:
    async with sinks.sink(b"") as server:
        pass
    async with outgoing() as http:
        assert await failure_of(http, f"http://hooks.test:{server.port}/") == ("connect", True)
        assert await failure_of(http, f"http://127.0.0.1:{server.port}/") == ("connect", True)


async def test_a_name_that_does_not_exist() -> None:
    def unknown(host: str) -> list[str]:
        raise OSError("Name or service not known")

    made = client.AiohttpClient(POLICY, version="0", lookup=unknown)
    assert await failure_of(made, "http://nowhere.test/") == ("dns", True)
    await made.close()


async def test_the_guard_stands_before_every_connection() -> None:
    async with sinks.sink(sinks.answer("200 OK")) as server, outgoing(ELSEWHERE) as http:
        assert await failure_of(http, "http://hooks.test/") == ("address", True)
        assert await failure_of(http, f"http://127.0.0.1:{server.port}/") == ("url", False)
        assert await failure_of(http, "ftp://hooks.test/") == ("url", False)
    assert server.connections == 0


async def test_a_literal_address_is_checked_at_connect_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    async with sinks.sink(sinks.answer("200 OK")) as server, outgoing(ELSEWHERE) as http:
        monkeypatch.setattr(guard, "_check_host", lambda *_: None)
        assert await failure_of(http, f"http://127.0.0.1:{server.port}/") == ("address", True)
    assert server.connections == 0


async def test_the_name_is_resolved_once_a_connection() -> None:
    asked: list[str] = []

    def rebinding(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    async with sinks.sink(sinks.answer("200 OK", headers="Connection: close\r\n")) as server:
        made = client.AiohttpClient(POLICY, version="0", lookup=rebinding)
        url = f"http://rebind.test:{server.port}/"
        assert (await made.post(url, body=b"{}", headers={})).status == 200
        assert asked == ["rebind.test"]
        assert await failure_of(made, url) == ("address", True)
        await made.close()


async def test_one_bad_answer_of_the_resolver_spoils_the_good_one() -> None:
    async with sinks.sink(sinks.answer("200 OK")) as server:
        made = client.AiohttpClient(POLICY, version="0", lookup=lambda host: ["127.0.0.1", "10.0.0.1"])
        assert await failure_of(made, f"http://mixed.test:{server.port}/") == ("address", True)
        await made.close()
    assert server.connections == 0


async def test_a_closed_client_says_so() -> None:
    async with outgoing() as http:
        pass
    assert await failure_of(http, "http://hooks.test/") == ("closed", True)


def certificate(folder: pathlib.Path) -> pathlib.Path:
    """Make a certificate for `hooks.test` with its key, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.test")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "hooks.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file


async def test_tls_keeps_the_name_and_checks_it(tmp_path: pathlib.Path) -> None:
    file = certificate(tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(file)
    trusting = ssl.create_default_context(cafile=str(file))
    async with sinks.sink(sinks.answer("200 OK"), tls=serving) as server:
        async with outgoing(tls=trusting) as http:
            assert (await http.post(f"https://hooks.test:{server.port}/", body=b"{}", headers={})).status == 200
            assert server.server_names == ["hooks.test"]
            assert await failure_of(http, f"https://other.test:{server.port}/") == ("tls", True)
        async with outgoing() as http:  # which trusts the public authorities only
            assert await failure_of(http, f"https://hooks.test:{server.port}/") == ("tls", True)
    assert len(server.requests) == 1
