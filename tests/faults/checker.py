"""Judge a run by its records alone: what was acknowledged, what each reader saw, what is stored.

C1 every acknowledged message is in every reader's log. C2 no message is there twice, however often it was sent.
C3 each log is strictly increasing and without a gap. C4 all logs are equal. C5 a message that was never
acknowledged is there once or not at all. C8 the database holds exactly what the readers saw.
"""

import collections
import dataclasses
import itertools
from collections.abc import Iterable, Sequence


@dataclasses.dataclass(frozen=True)
class Ack:
    """The server said 201: the message with this text has this id."""

    text: str
    id: str


@dataclasses.dataclass(frozen=True)
class Seen:
    """One message in a reader's log. `place` is its `seq`, or for a reader of pages its `received`."""

    place: float
    id: str
    text: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReaderLog:
    """All that one reader saw, in its order. `numbers` are the `seq` of all events, messages or not."""

    name: str
    seen: Sequence[Seen]
    numbers: Sequence[int] = ()
    first: int = 0  # the cursor it began with
    epochs: frozenset[str] = frozenset()
    gaps: Sequence[str] = ()
    resets: int = 0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Records:
    """Everything a run left behind. `sent` are the texts of all attempts, `stored` the ids in the database."""

    sent: frozenset[str]
    acks: Sequence[Ack]
    logs: Sequence[ReaderLog]
    stored: Sequence[str]


Violations = dict[str, list[str]]


def check(records: Records) -> Violations:
    """What is wrong, by the name of the check; a check that holds has an empty list."""
    return {
        "C1 acknowledged is read by all": _acknowledged(records),
        "C2 nothing twice": _twice(records),
        "C3 in order, no gap": _order(records.logs),
        "C4 all logs equal": _equal(records.logs),
        "C5 unacknowledged at most once": _unacknowledged(records),
        "C8 stored is what was read": _stored(records),
    }


def _acknowledged(records: Records) -> list[str]:
    wanted = {(ack.id, ack.text) for ack in records.acks}
    found = []
    for log in records.logs:
        lost = wanted - {(item.id, item.text) for item in log.seen}
        found += [f"{log.name} misses {text} ({id_})" for id_, text in sorted(lost)]
    return found


def _twice(records: Records) -> list[str]:
    found = []
    for log in records.logs:
        found += [f"{log.name} has id {name} {n} times" for name, n in _repeated(item.id for item in log.seen)]
        found += [f"{log.name} has text {name} {n} times" for name, n in _repeated(item.text for item in log.seen)]
    answers = collections.defaultdict(set)
    for ack in records.acks:
        answers[ack.text].add(ack.id)
    return found + [f"{text} was answered with {sorted(ids)}" for text, ids in answers.items() if len(ids) > 1]


def _order(logs: Iterable[ReaderLog]) -> list[str]:
    found = []
    for log in logs:
        places = [item.place for item in log.seen]
        found += [f"{log.name}: {b} after {a}" for a, b in itertools.pairwise(places) if b <= a]
        expected = range(log.first + 1, log.first + 1 + len(log.numbers))
        if list(log.numbers) != list(expected):
            found.append(f"{log.name}: its numbers are not {expected}")
        found += [f"{log.name} was sent {gap}" for gap in log.gaps]
        if log.resets:
            found.append(f"{log.name} was reset {log.resets} times")
    return found


def _equal(logs: Sequence[ReaderLog]) -> list[str]:
    if not logs:
        return ["there is no log"]
    first = [(item.id, item.text) for item in logs[0].seen]
    found = [f"{log.name} differs from {logs[0].name}" for log in logs if [(i.id, i.text) for i in log.seen] != first]
    epochs = frozenset[str]().union(*(log.epochs for log in logs))
    return found + ([f"there were several epochs: {sorted(epochs)}"] if len(epochs) > 1 else [])


def _unacknowledged(records: Records) -> list[str]:
    never = records.sent - {ack.text for ack in records.acks}
    found = []
    for log in records.logs:
        texts = collections.Counter(item.text for item in log.seen)
        found += [f"{log.name} has {text} {texts[text]} times" for text in sorted(never) if texts[text] > 1]
        found += [f"{log.name} has {text}, which nobody sent" for text in sorted(set(texts) - records.sent)]
    return found


def _stored(records: Records) -> list[str]:
    found = [f"{name} is stored {n} times" for name, n in _repeated(records.stored)]
    stored = set(records.stored)
    for log in records.logs:
        read = {item.id for item in log.seen}
        if read != stored:
            found.append(f"{log.name}: {len(stored - read)} stored but not read, {len(read - stored)} read, not stored")
    return found


def _repeated(names: Iterable[str]) -> list[tuple[str, int]]:
    return [(name, count) for name, count in collections.Counter(names).items() if count > 1]
