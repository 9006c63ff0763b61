"""No secret of anybody stands in a server's log."""

import pytest

from tests.support import api, logs, realtime

CANARY = "canary-in-a-query"


@pytest.mark.anyio
async def test_what_provokes_a_log_leaves_no_secret_in_it(shop: api.Shop, agent: api.Agent) -> None:
    """What all other tests made the servers log is looked at when the shape stops."""
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
    assert len(api.SECRETS) >= 5
    assert visitor.session_token
    logs.check(shop.deployment.shape.servers, [CANARY, visitor.session_token, shop.secret])
