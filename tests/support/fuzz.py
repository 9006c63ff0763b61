"""Schemathesis against a running deployment: calls made up from the served reference, each judged by it."""

import dataclasses
import json
import pathlib
import subprocess
import sys
from collections.abc import Mapping, Sequence

# No 5xx, no status, header, type or body but those of the reference; what breaks its rules is refused; credentials are
# needed; what was made is there and what was deleted is not. Left out: `positive_data_acceptance`, since what two
# fields may not say together, or what a value must name, no schema can tell.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "use_after_free",
    "ensure_resource_availability",
    "ignored_auth",
)
ALL_PHASES = ("examples", "coverage", "fuzzing", "stateful")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Report:
    calls: int
    operations: int
    wrong: tuple[str, ...]  # kinds of failures, with the operations
    output: str


def run(
    url: str,
    folder: pathlib.Path,
    *,
    credentials: tuple[str, str],
    values: Mapping[str, Sequence[str]],
    seed: int,
    cases: int,
    phases: Sequence[str] = ALL_PHASES,
    only: str | None = None,
    seconds: int = 900,
) -> Report:
    """Fuzz the API that `url` describes; `cases` an operation and phase. `only` is a pattern of addresses.

    `values` are ids that exist, by the name of the parameter: most calls take one of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings, report = folder / "schemathesis.toml", folder / "report.json"
    settings.write_text(_settings(credentials, values))
    command = [
        *(str(pathlib.Path(sys.executable).with_name("schemathesis")), "--config-file", str(settings), "run", url),
        *("--seed", str(seed), "--max-examples", str(cases), "--phases", ",".join(phases)),
        *("--checks", ",".join(CHECKS), "--no-color", "--report", "json", "--report-json-path", str(report)),
        *(("--include-path-regex", only) if only else ()),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds)
    (folder / "output.txt").write_text(done.stdout + done.stderr)
    assert report.exists(), done.stdout + done.stderr
    told = json.loads(report.read_text())
    assert told["complete"], done.stdout
    return Report(
        calls=told["test_cases"]["generated"],
        operations=told["operations"]["tested"],
        wrong=tuple(f"{each['title']}: {', '.join(each['operations'])}" for each in told["failures"] + told["errors"]),
        output=done.stdout,
    )


def _settings(credentials: tuple[str, str], values: Mapping[str, Sequence[str]]) -> str:
    name, secret = credentials
    lines = [
        "continue-on-failure = true",
        'generation.database = "none"',
        f"auth.basic.username = {json.dumps(name)}",
        f"auth.basic.password = {json.dumps(secret)}",
    ]
    for parameter, known in values.items():
        lines.append(f"dictionaries.{parameter}.values = {json.dumps(list(known))}")
        lines.append(f'parameters."path.{parameter}" = {{ dictionary = "{parameter}", probability = 0.8 }}')
    return "\n".join(lines) + "\n"
