"""By what a log's file is known again, however it is renamed meanwhile."""

import re
from dataclasses import dataclass
from typing import Any

from circusman_node.errors import NodeError

_TEXT = re.compile(r"([0-9a-f]{1,16})-([0-9a-f]{1,16})-(\d{1,2})-([0-9a-f]{8})")

#: Bytes at a file's beginning that its checksum is made of, when it has so many.
FIRST = 64


@dataclass(frozen=True)
class Identity:
    """Inode and birth (nanoseconds since the epoch, 0: unknown) of a file, and the checksum of its `first` bytes.

    The checksum tells what was truncated and written anew, and, where the birth is unknown, another file that got the inode. The device is
    left out: a log's files are on one, whose number may be another after a boot.
    """

    inode: int
    born: int
    first: int
    checksum: int

    @property
    def text(self) -> str:
        """As a client gets it, who has no need to understand it."""
        return f"{self.inode:x}-{self.born:x}-{self.first}-{self.checksum:08x}"

    def at(self, offset: int) -> dict[str, Any]:
        """A position in it, in bytes, as a client gets and sends it."""
        return {"file": self.text, "offset": offset}


def identity(text: str) -> Identity:
    """What `Identity.text` was made of; NodeError for a text that it never was."""
    found = _TEXT.fullmatch(text)
    if found is None or int(found[3]) > FIRST:
        raise NodeError("'file' is none that an answer of this node gave")
    return Identity(int(found[1], 16), int(found[2], 16), int(found[3]), int(found[4], 16))
