"""No secret of anybody stands in a server's log."""

import asyncio
import re

import pytest

from tests.support import api, realtime

CANARY = "canary-in-a-query"


@pytest.mark.anyio
async def test_the_session_s_logs_hold_no_secret(shop: api.Shop, agent: api.Agent) -> None:
    """Runs after every other test of its shape, whose secrets were all noted; provokes what may log besides."""
    visitor = shop.visitor()
    for base in (shop.deployment.visitor_url, shop.deployment.agent_url):
        api.call(base, "GET", f"/v1.1/apps/{shop.app_id}?token={CANARY}", headers=shop.auth, expect=200)
        api.call(base, "GET", f"/nothing?token={CANARY}", headers=shop.auth, expect=404)
        api.call(base, "POST", f"/v1.1/apps/{shop.app_id}/appusers?a={CANARY}", b"{", headers=shop.auth, expect=400)
        api.call(base, "GET", f"/v1.1/apps?a={CANARY}", headers=api.bearer("not.a.token-at-all"), expect=401)
    shop.rest("POST", "/webhooks", {"target": f"http://127.0.0.1:9/?a={CANARY}"}, expect=201)
    visitor.say("to a webhook that nobody answers")
    async with realtime.connect(f"{visitor.url}/sdk/realtime?a={CANARY}") as line:
        await line.send(visitor.live.connect(visitor.cursor) | {"sessionToken": f"{visitor.session_token}x"})
        assert await line.closed() == 4401
    async with realtime.agent(agent.url, shop.app_id, agent.cookie):
        pass
    logs = [server.process.log.read_text(errors="replace") for server in shop.deployment.shape.servers]
    assert len(api.SECRETS) >= 5
    await asyncio.to_thread(_check, logs)


def _check(logs: list[str]) -> None:
    for text in logs:
        assert CANARY not in text
        assert sorted(secret for secret in api.SECRETS if secret in text) == []
        assert re.search(r"(?i)\b(basic|bearer) (?!\[redacted\])[a-z0-9+/=_.-]{16}", text) is None
        unexpected = [line for line in text.splitlines() if "unexpected failure" in line or "Traceback" in line]
        assert unexpected == [], "the tests made a server fail"
