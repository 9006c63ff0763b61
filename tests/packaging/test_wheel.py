"""The wheel holds the web pages, is refused without them, and runs in an environment that has no Node."""

import pathlib
import shutil
import subprocess
import sys
import urllib.request

import pytest

from tests.support import patience, server

ROOT = pathlib.Path(__file__).resolve().parents[2]
UV = pathlib.Path(sys.executable).with_name("uv")


def _run(*command: str | pathlib.Path, folder: pathlib.Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False)


def _build(folder: pathlib.Path, out: pathlib.Path) -> subprocess.CompletedProcess[str]:
    return _run(UV, "build", "--wheel", "--out-dir", out, folder=folder)


def test_wheel_without_web_pages_is_refused(tmp_path: pathlib.Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copytree(ROOT / "scripts", tree / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    done = _build(tree, tmp_path / "dist")
    assert done.returncode != 0
    assert "build the web pages first" in done.stderr


@pytest.mark.long
def test_installed_wheel_serves_without_node(tmp_path: pathlib.Path) -> None:
    built = _build(ROOT, tmp_path / "dist")
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv = tmp_path / "venv"
    assert _run(UV, "venv", "--python", sys.executable, venv).returncode == 0
    installed = _run(UV, "pip", "install", "--python", venv / "bin" / "python", wheel)
    assert installed.returncode == 0, installed.stderr
    assert not (venv / "bin" / "node").exists()

    settings = {"PATH": str(venv / "bin"), "PYTHONPATH": "", "VIRTUAL_ENV": str(venv)}
    running = server.Server(tmp_path / "server", settings, command=[venv / "bin" / "smooch", "serve"])
    running.start()
    try:
        for page in ("/demo", "/inbox"):
            with urllib.request.urlopen(running.url + page, timeout=patience.SECONDS) as answer:
                assert answer.status == 200
                assert b"<script" in answer.read()
    finally:
        assert running.stop() == 0
