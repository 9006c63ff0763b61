"""The table: one line for each promise, printed as soon as it is known."""

import dataclasses


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """One measurement. `ratio` is ours to the limit's, turned so that more is better."""

    what: str
    figure: str
    limit: str
    ratio: float
    target: str
    ok: bool


_LAYOUT = "{:<52} {:>22} {:>22} {:>6}  {:<28} {}"


def print_head() -> None:
    print(_LAYOUT.format("what", "smooch", "limit", "ratio", "target", ""), flush=True)


def print_line(line: Line) -> None:
    verdict = "ok" if line.ok else "NOT OK"
    print(_LAYOUT.format(line.what, line.figure, line.limit, f"{line.ratio:.2f}", line.target, verdict), flush=True)
