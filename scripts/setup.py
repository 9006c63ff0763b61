"""Bring a checkout to the state where it runs: `python3 scripts/setup.py serve|dev`.

Standard library only. Each step is done when its inputs changed since it was last done, which a stamp under
`.venv/stamps` remembers; when nothing changed this takes a moment and prints nothing.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("setup: Python 3.11 or newer is needed, this is %s (%s)" % (sys.version.split()[0], sys.executable))

import hashlib
import importlib.util
import os
import pathlib
import shutil
import subprocess
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
WEB = ROOT / "web"
CLIENTS = ROOT / "tests" / "clients"
STATIC = ROOT / "src" / "smooch_server" / "static"
NOT_INPUTS = {"node_modules", "dist", "__pycache__", "coverage"}


def main(arguments: list[str]) -> int:
    if arguments not in (["serve"], ["dev"]):
        print("usage: setup.py serve|dev", file=sys.stderr)
        return 2
    dev = arguments == ["dev"]
    try:
        venv_is_new = _step("venv", _digest_text(f"{ROOT} {sys.version}"), "Python environment in .venv", _make_venv)
        packages = _digest_files([ROOT / "pyproject.toml", ROOT / "uv.lock"])
        if dev or venv_is_new or _stamp("packages-dev") != packages:
            name = "packages-dev" if dev else "packages"
            _step(name, packages, "Python packages", lambda: _sync_packages(dev=dev))
        _step("node", _digest_files(_manifests(WEB)), "Node packages", _npm_ci(WEB), gives=WEB / "node_modules")
        _step("web", _digest_files(_files(WEB)), "web pages", _build_web, gives=STATIC)
        if dev:
            published, gives = _digest_files(_manifests(CLIENTS)), CLIENTS / "node_modules"
            _step("clients", published, "published clients for the tests", _npm_ci(CLIENTS), gives=gives)
    except subprocess.CalledProcessError as error:
        print(f"setup: {' '.join(map(str, error.cmd))} failed (exit {error.returncode})", file=sys.stderr)
        return 1
    return 0


def _step(name: str, digest: str, title: str, work: Callable[[], None], *, gives: pathlib.Path = VENV) -> bool:
    """Do `work` unless it was done for the same `digest` and what it gives is there; tell whether it was done."""
    if _stamp(name) == digest and gives.exists():
        return False
    print(f"setup: {title} ...", flush=True)
    began = time.monotonic()
    work()
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(digest)
    print(f"setup: {title} done in {time.monotonic() - began:.1f} s", flush=True)
    return True


def _stamp(name: str) -> str:
    try:
        return (STAMPS / name).read_text()
    except OSError:
        return ""


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("setup: Python's venv module is incomplete; install it (Debian: apt install python3-venv)")
    clear = ["--clear"] if VENV.exists() else []
    _run(sys.executable, "-m", "venv", *clear, VENV)
    _run(VENV / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", _uv_requirement())


def _uv_requirement() -> str:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    found = [line for group in groups.values() for line in group if isinstance(line, str) and line.startswith("uv==")]
    return str(found[0])


def _sync_packages(*, dev: bool) -> None:
    only = ["--all-groups"] if dev else ["--no-default-groups", "--group", "build", "--inexact"]
    _run(VENV / "bin" / "uv", "sync", "--quiet", "--frozen", *only)


def _manifests(folder: pathlib.Path) -> list[pathlib.Path]:
    return [path for path in _files(folder) if path.name in ("package.json", "package-lock.json", ".npmrc")]


def _npm_ci(folder: pathlib.Path) -> Callable[[], None]:
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    return lambda: _run(VENV / "bin" / "npm", "ci", *options, folder=folder)


def _build_web() -> None:
    _run(VENV / "bin" / "npm", "run", "--silent", "build", folder=WEB)
    if not STATIC.is_dir():
        sys.exit(f"setup: the web build left nothing in {STATIC.relative_to(ROOT)}")


def _run(*command: str | pathlib.Path, folder: pathlib.Path | None = None) -> None:
    """Run a command; what it prints is shown when it fails.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = os.environ | {"PATH": path, "VIRTUAL_ENV": str(VENV), "UV_PROJECT_ENVIRONMENT": str(VENV)}
    found = shutil.which(command[0], path=path) or str(command[0])
    words = [found, *map(str, command[1:])]
    done = subprocess.run(
        words, cwd=folder or ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        raise subprocess.CalledProcessError(done.returncode, words)


def _files(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_INPUTS]
        yield from (pathlib.Path(parent, name) for name in names)


def _digest_files(paths: Iterable[pathlib.Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _digest_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
