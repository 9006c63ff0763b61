"""Read what strace wrote: which POST was answered when, and what reached the disk in between."""

import dataclasses
import re
from collections.abc import Iterable

# A socket may be called <TCP:[a->b]>: its name ends where an argument ends.
_CALL = re.compile(r"(?P<pid>\d+)\s+(?P<name>\w+)\((?P<fd>\d+)<(?P<what>.*?)>(?=[,)\s])(?P<rest>.*)")
_RESUMED = re.compile(r"(?P<pid>\d+)\s+<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)")
_UNFINISHED = "<unfinished ...>"
_SYNCS = {"fdatasync", "fsync"}
_WRITES = {"write", "writev", "sendto", "sendmsg"}
_READS = {"read", "recvfrom", "recvmsg"}
_POST = re.compile(r'"POST /v1\.1/\S+/messages\?mark=(?P<mark>[\w-]+) ')


@dataclasses.dataclass(frozen=True, kw_only=True)
class Exchange:
    """One POST of a message: the lines of the trace where it came in and where its 201 began to leave.

    `synced`: between the two this message was written to the write-ahead log, and then a sync of that began and ended.
    Which write is this message's is known by its mark, which stands in the POST's address and in its text.
    """

    received: int
    answered: int
    synced: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Call:
    name: str
    fd: str
    what: str  # the file or socket
    text: str
    begun: int  # line
    done: int  # line


def exchanges(lines: Iterable[str]) -> list[Exchange]:
    """Every answered POST, in the order of the answers."""
    calls = list(_calls(lines))
    wal = [call for call in calls if call.what.endswith("-wal")]
    writes = [call for call in wal if call.name == "pwrite64"]
    syncs = [(call.begun, call.done) for call in wal if call.name in _SYNCS]
    waiting: dict[str, tuple[str, int]] = {}
    found = []
    for call in sorted(calls, key=lambda call: call.done if call.name in _READS else call.begun):
        if call.name in _READS and (post := _POST.search(call.text)):
            waiting[call.fd] = post["mark"], call.done
        elif call.name in _WRITES and "HTTP/1.1 201 " in call.text and call.fd in waiting:
            (mark, received), answered = waiting.pop(call.fd), call.begun
            own = [write.done for write in writes if write.done > received and f"{mark}\\" in write.text]
            good = any(write < begun and done < answered for write in own for begun, done in syncs)
            found.append(Exchange(received=received, answered=answered, synced=good))
    return found


def _calls(lines: Iterable[str]) -> Iterable[_Call]:
    """Calls with their beginning and end; one that another thread interrupted in the trace takes two lines."""
    open_calls: dict[str, tuple[int, re.Match[str]]] = {}
    for number, line in enumerate(lines):
        if match := _CALL.match(line):
            if line.endswith(_UNFINISHED):
                open_calls[match["pid"]] = (number, match)
            else:
                yield _call(match, match["rest"], number, number)
        elif (match := _RESUMED.match(line)) and (begun := open_calls.pop(match["pid"], None)):
            first, head = begun
            yield _call(head, head["rest"] + match["rest"], first, number)


def _call(head: re.Match[str], text: str, begun: int, done: int) -> _Call:
    return _Call(name=head["name"], fd=head["fd"], what=head["what"], text=text, begun=begun, done=done)
