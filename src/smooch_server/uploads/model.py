"""Values of uploads."""

import dataclasses
from typing import Final, Literal

Access = Literal["public", "private"]
# `stored`: nothing points at it yet. `attached`: a message does. `doomed`: nobody gets it any more, the sweeper removes it.
State = Literal["stored", "attached", "doomed"]

UNATTACHED_MS: Final = 24 * 3_600_000  # how long an upload for a message may wait for that message


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kind:
    """A type of file that is accepted."""

    name: str
    media_type: str  # as it is served, whatever the sender called it
    extensions: tuple[str, ...]  # the first is given to a name without one
    declared: tuple[str, ...]  # other media types under which senders send it
    inline: bool  # shown in the page; only what cannot hold a script and, for images, was written anew
    image: str | None = None  # what Pillow calls it


@dataclasses.dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that is stored, or was."""

    key: str  # 128 random bits in hex; public, part of its address
    app_id: str
    app_user_id: str | None  # whose it is: it goes when the user goes
    name: str  # what it is called when it is saved
    media_type: str
    size: int  # bytes
    digest: bytes  # SHA-256 of what is stored
    access: Access
    for_message: bool  # it lives as long as the messages that show it
    state: State
    created_ms: int
    attached_ms: int | None

    @property
    def blob_key(self) -> str:
        """The key of its content: sharded, so that one shard can be listed at a time."""
        return blob_key(self.app_id, self.key)


BLOBS: Final = "uploads"


def blob_key(app_id: str, key: str) -> str:
    return f"{BLOBS}/{key[:2]}/{app_id}/{key}"


def shard_prefix(shard: int) -> str:
    """Return the prefix of the blobs whose upload keys begin with this byte."""
    return f"{BLOBS}/{shard:02x}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Doomed:
    """Emitted when uploads were taken away: what is stored of them may go now."""
