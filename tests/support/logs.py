"""What must not stand in a server's log."""

import re
from collections.abc import Iterable

from tests.support import server


def check(servers: Iterable[server.Server], secrets: Iterable[str]) -> None:
    """No secret of the tests, no credentials, and no failure that the server did not expect."""
    for each in servers:
        text = each.process.log.read_text(errors="replace")
        assert sorted(secret for secret in secrets if secret in text) == []
        assert re.search(r"(?i)\b(basic|bearer) (?!\[redacted\])[a-z0-9+/=_.-]{16}", text) is None
        unexpected = [line for line in text.splitlines() if "unexpected failure" in line or "Traceback" in line]
        assert unexpected == [], "the tests made a server fail"
