"""The programs of the how-to that verify a signature, run as they stand there."""

import json
import pathlib
import re
import subprocess
import sys
import time

import pytest

from smooch_server.webhooks import model, sign

HOWTO = pathlib.Path(__file__).parents[2] / "docs" / "howto" / "webhooks.md"
NODE = pathlib.Path(sys.executable).with_name("node")
NEW, OLD, OTHER = "3b1f0c9ad2e47856b0a1c2d3e4f5061728394a5b", "a" * 40, "b" * 40
BODY = '{"text":"Ahoj, světe"}'


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", HOWTO.read_text(), re.DOTALL)
    assert found is not None
    return found[1]


def run(language: str, headers: dict[str, str], secret: str) -> bool:
    given = json.dumps(headers)
    if language == "python":
        last = f"print(str(genuine({given}, {BODY!r}.encode(), {secret!r})).lower())"
        command = [sys.executable, "-c", block("python") + last]
    else:
        last = f"console.log(genuine({given}, Buffer.from({json.dumps(BODY)}), {json.dumps(secret)}));"
        command = [str(NODE), "-e", block("js") + last]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "true"


@pytest.mark.parametrize("language", ["python", "js"])
def test_the_howto_verifies_what_we_send(language: str) -> None:
    now_ms = time.time_ns() // 1_000_000
    both = sign.headers(BODY.encode(), secrets=[NEW, OLD], delivery_id="d1", now_ms=now_ms)
    assert [run(language, both, secret) for secret in (NEW, OLD, OTHER)] == [True, True, False]
    assert not run(language, both | {"webhook-id": "d2"}, NEW)
    old = sign.headers(BODY.encode(), secrets=[NEW], delivery_id="d1", now_ms=now_ms - 600_000)
    assert not run(language, old, NEW)


def test_the_howto_names_every_trigger() -> None:
    text = HOWTO.read_text().replace(
        "`, `:user`, `:failure`", "` `notification:delivery:user` `notification:delivery:failure`"
    )
    assert [trigger for trigger in model.TRIGGERS if f"`{trigger}`" not in text] == []
