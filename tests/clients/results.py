"""What came of driving a client, and the page that shows it."""

import dataclasses
import pathlib
from collections.abc import Mapping, Sequence

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "clients.md"
SHAPES = {"sqlite": "SQLite", "postgres-nats": "PostgreSQL and NATS"}
WORKS = "works"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Result:
    """One method of one client."""

    method: str
    outcome: str  # `WORKS`, or the refusal that is right for this server
    credentials: str
    checked: str
    error: str | None = None  # what failed, when it did

    @property
    def row(self) -> str:
        """The line of the page, without the results."""
        return f"`{self.method}` | {self.credentials} | {self.checked}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Client:
    """A published client."""

    name: str
    registry: str
    version: str
    note: str

    @property
    def title(self) -> str:
        return f"`{self.name}` {self.version} ({self.registry})"


PYTHON = Client(
    name="smooch",
    registry="PyPI",
    version="5.34.0",
    note="Each scenario runs with a key's id and secret (`key`), then with a JWT of an account (`account`).",
)
CORE_8 = Client(
    name="smooch-core",
    registry="npm",
    version="8.11.4",
    note="Each scenario runs once for every scope a JWT may have for it.",
)
CORE_3 = Client(
    name="smooch-core",
    registry="npm",
    version="3.5.0",
    note="It speaks version 1. Each scenario runs once for every scope a JWT may have for it, and with an app token.",
)
CLIENTS = (PYTHON, CORE_8, CORE_3)
Run = Mapping[Client, Mapping[str, Sequence[Result]]]  # client -> shape -> results

_HEAD = """\
# What the published clients can do here

The REST clients of the hosted service, as they are on PyPI and npm, work against this server unchanged but for the
address ([how to move](howto/migrate.md)). Every public method they have is called with realistic arguments, on both
deployments that the tests run on; what comes back, parsed by the client, is compared with what was sent. The methods are
listed by looking at the clients, so that none is forgotten. This page is written by that run
(`python -m tests.clients.table`), and a test fails when it says anything else than the run.

*works* means that every check passed. *answers …* is a method whose honest result here is a refusal, and *no call* one
that the client itself refuses; what is checked says why.
"""


def page(run: Run) -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(section(client, run[client]) for client in CLIENTS)])


def section(client: Client, shapes: Mapping[str, Sequence[Result]]) -> str:
    """The table of one client."""
    columns = " | ".join(SHAPES[name] for name in shapes)
    count = len(next(iter(shapes.values())))
    lines = [f"## {client.title}", "", f"{count} methods. {client.note}", ""]
    lines += [f"| method | as | what is checked | {columns} |", "|---|---|---|" + "---|" * len(shapes)]
    for same in zip(*shapes.values(), strict=True):
        assert len({each.row for each in same}) == 1, same
        lines.append(f"| {same[0].row} | {' | '.join(each.outcome for each in same)} |")
    return "\n".join([*lines, ""])


def written(client: Client, shape: str, text: str) -> list[str]:
    """The lines of a page for one client and shape: method, credentials, checks, outcome."""
    found = text.partition(f"## {client.title}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in found.splitlines() if line.startswith("| `")]
    column = 3 + list(SHAPES).index(shape)
    return [" | ".join([*row[:3], row[column]]) for row in rows]
