"""Every method of every published client works, and the page that says so is what the run says."""

import pathlib

import pytest

from tests.clients import driving, python_client, results
from tests.support import api, shapes


@pytest.mark.parametrize("client", results.CLIENTS, ids=lambda client: f"{client.name}-{client.version}")
def test_every_method(
    client: results.Client, deployment: api.Deployment, shape: shapes.Shape, tmp_path: pathlib.Path
) -> None:
    found = driving.drive(client, deployment, tmp_path)
    failed = [f"{each.method}: {each.error}" for each in found if each.error]
    assert not failed, "\n".join([f"{client.title} on {shape.name}: {len(failed)} methods failed", *failed])
    page = results.written(client, shape.name, results.PAGE.read_text())
    assert page == [f"{each.row} | {each.outcome}" for each in found], "run `python -m tests.clients.table`"


def test_no_method_of_the_python_client_is_without_a_scenario() -> None:
    assert sorted(python_client.methods()) == sorted(driving.PYTHON)
