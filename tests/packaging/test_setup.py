"""scripts/setup.py does what is needed, once; its commands are recorded here instead of run."""

import pathlib
import subprocess
import sys

import pytest

from scripts import setup

SOURCE = pathlib.Path(setup.__file__)


class Tree:
    """A small checkout."""

    def __init__(self, root: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.ran: list[str] = []
        web = root / "web"
        places = {
            "ROOT": root,
            "VENV": root / ".venv",
            "STAMPS": root / ".venv" / "stamps",
            "WEB": web,
            "CLIENTS": root / "tests" / "clients",
            "STATIC": root / "src" / "smooch_server" / "static",
        }
        for name, path in places.items():
            monkeypatch.setattr(setup, name, path)
        monkeypatch.setattr(setup, "_run", self._run)
        web.mkdir()
        places["CLIENTS"].mkdir(parents=True)
        self.write("pyproject.toml", '[dependency-groups]\nbuild = ["uv==1.2.3"]\n')
        self.write("uv.lock", "")
        self.write("web/package-lock.json", "{}")
        self.write("web/main.ts", "")
        self.write("tests/clients/package-lock.json", "{}")

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text)

    def setup(self, what: str = "dev") -> list[str]:
        """Run it; what it did."""
        self.ran.clear()
        assert setup.main([what]) == 0
        return list(self.ran)

    def _run(self, *command: str | pathlib.Path, folder: pathlib.Path | None = None) -> None:
        words = [pathlib.Path(part).name if isinstance(part, pathlib.Path) else part for part in command]
        self.ran.append(" ".join(words).removeprefix(f"{sys.executable} "))
        gives = {"-m venv": self.root / ".venv", "npm run": self.root / "src/smooch_server/static"}
        if folder is not None:
            gives["npm ci"] = folder / "node_modules"
            self.ran[-1] += f" ({folder.relative_to(self.root)})"
        for beginning, path in gives.items():
            if self.ran[-1].startswith(beginning):
                path.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def tree(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    return Tree(tmp_path, monkeypatch)


NPM_CI = "npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error (web)"
NPM_BUILD = "npm run --silent build (web)"
NPM_CLIENTS = NPM_CI.replace("(web)", "(tests/clients)")


def test_first_run_does_everything_and_the_second_nothing(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert tree.setup() == [
        "-m venv .venv",
        "pip install --quiet --disable-pip-version-check uv==1.2.3",
        "uv sync --quiet --frozen --all-groups",
        NPM_CI,
        NPM_BUILD,
        NPM_CLIENTS,
    ]
    capsys.readouterr()
    assert tree.setup() == []
    assert capsys.readouterr().out == ""


def test_serve_takes_less_and_is_content_with_a_developers_setup(tree: Tree) -> None:
    ran = tree.setup("serve")
    assert "uv sync --quiet --frozen --no-default-groups --group build --inexact" in ran
    assert NPM_CLIENTS not in ran
    assert tree.setup("serve") == []
    assert tree.setup("dev") == ["uv sync --quiet --frozen --all-groups", NPM_CLIENTS]
    assert tree.setup("serve") == []


@pytest.mark.parametrize(
    ("name", "text", "ran"),
    [
        pytest.param("uv.lock", "new", ["uv sync --quiet --frozen --all-groups"], id="a Python package"),
        pytest.param("web/package-lock.json", "{ }", [NPM_CI, NPM_BUILD], id="a Node package"),
        pytest.param("web/main.ts", "new", [NPM_BUILD], id="a source of the pages"),
        pytest.param("tests/clients/package-lock.json", "{ }", [NPM_CLIENTS], id="a published client"),
    ],
)
def test_only_what_changed_is_done_again(tree: Tree, name: str, text: str, ran: list[str]) -> None:
    tree.setup()
    tree.write(name, text)
    assert tree.setup() == ran
    assert tree.setup() == []


def test_pages_that_were_removed_are_built_again(tree: Tree) -> None:
    tree.setup()
    (tree.root / "src" / "smooch_server" / "static").rmdir()
    assert tree.setup() == [NPM_BUILD]


def test_a_failed_command_is_named_in_one_line(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*command: str | pathlib.Path, folder: pathlib.Path | None = None) -> None:
        raise subprocess.CalledProcessError(7, [str(part) for part in command])

    monkeypatch.setattr(setup, "_run", fail)
    assert setup.main(["serve"]) == 1
    assert capsys.readouterr().err.splitlines()[0].endswith("failed (exit 7)")


def test_what_a_command_prints_is_shown_when_it_fails(capsys: pytest.CaptureFixture[str]) -> None:
    def work(code: int) -> None:
        chatter = f"import os; os.write(1, b'added'); os.write(2, b'no such package'); raise SystemExit({code})"
        setup._run(sys.executable, "-c", chatter)

    work(0)
    assert capsys.readouterr() == ("", "")
    with pytest.raises(subprocess.CalledProcessError):
        work(3)
    assert capsys.readouterr().err == "addedno such package"


def test_an_old_python_is_refused_in_one_line() -> None:
    source = SOURCE.read_text().replace("(3, 11)", "(99, 0)", 1)
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "3.11 or newer is needed" in done.stderr
