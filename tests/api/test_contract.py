"""Calls made up from the reference: the server answers as it says, and never with a failure of its own."""

import pathlib
from collections.abc import Sequence

import pytest

from smooch_server.api.reference import document
from tests.support import api, examples, fuzz, routes

SEED = 20190416
REFERENCE = "/docs/openapi.json"
EVERYTHING = "/docs/schema/openapi.json"
# The addresses that name no app, of both versions, and those of version 1 that do.
OTHERS = r"^/(v1|v1\.1)/(?!apps|serviceaccounts|whatsapp)|^/v1/"


def _fuzz(
    deployment: api.Deployment,
    folder: pathlib.Path,
    *,
    account: bool,
    cases: int,
    phases: Sequence[str] = fuzz.ALL_PHASES,
    others: bool = False,
) -> fuzz.Report:
    """Let calls be made up for a new app, in which every example of the reference has been run."""
    reference = api.call(deployment.agent_url, "GET", REFERENCE, expect=200).json
    told = examples.Examples(reference, document.public(routes.application_of_routes()), deployment)
    values = told.made(public=not others)
    app_id = told.values["APP_ID"]
    key = deployment.account("POST", f"/apps/{app_id}/keys", {"name": "of the calls"}, expect=201).json["key"]
    return fuzz.run(
        deployment.agent_url + (EVERYTHING if others else REFERENCE),
        folder,
        credentials=(deployment.key_id, deployment.secret) if account else (key["_id"], key["secret"]),
        values=values,
        seed=SEED,
        cases=cases,
        phases=phases,
        only=OTHERS if others else None,
    )


def test_made_up_calls_are_answered_as_the_reference_says(deployment: api.Deployment, tmp_path: pathlib.Path) -> None:
    """A look; the long run takes its time. One key on each shape."""
    account = deployment.shape.name == "sqlite"
    report = _fuzz(deployment, tmp_path, account=account, cases=1, phases=("examples", "fuzzing", "stateful"))
    assert report.wrong == (), report.output
    assert report.calls > 100


@pytest.mark.long
def test_ten_thousand_made_up_calls(
    deployment: api.Deployment, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = {
        "app key": _fuzz(deployment, tmp_path / "app", account=False, cases=5),
        "account key": _fuzz(deployment, tmp_path / "account", account=True, cases=5),
        "other addresses": _fuzz(
            deployment, tmp_path / "others", account=False, cases=5, phases=("fuzzing", "stateful"), others=True
        ),
    }
    total = sum(report.calls for report in runs.values())
    with capsys.disabled():
        told = ", ".join(f"{report.calls:,} with {name}" for name, report in runs.items())
        print(f"\n{deployment.shape.name}: {total:,} calls of schemathesis ({told}), seed {SEED}")
    for name, report in runs.items():
        assert report.wrong == (), (name, report.output)
    assert total >= 10_000
