"""What old browsers load."""

import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.mark.rule("9.es5-syntax")
def test_old_browsers_can_read_all_they_get() -> None:
    node = pathlib.Path(sys.executable).parent / "node"
    told = subprocess.run([node, ROOT / "web/es5.mjs"], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "files are ES5" in told.stdout
