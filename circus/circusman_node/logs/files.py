"""The files of one log in its folder, as they lie at one moment, though they are renamed, removed and truncated at any."""

import errno
import os
import stat
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from circusman_node.errors import NodeError
from circusman_node.logs.birth import born
from circusman_node.logs.position import FIRST, Identity
from circusman_node.logs.rotated import age, is_rotated

#: How often a folder is looked at anew when its files were renamed meanwhile.
_TRIES = 100

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


T = TypeVar("T")


class NotRead(NodeError):
    """Why a file is not read; the sentence begins with its name in the folder."""


class Changed(Exception):
    """A file of a listing was renamed or removed before it was opened."""


@dataclass(frozen=True)
class Entry:
    """A file as the folder showed it: `size` in bytes, `modified` in nanoseconds since the epoch."""

    name: str
    device: int
    inode: int
    size: int
    modified: int

    @property
    def inode_of(self) -> tuple[int, int]:
        """By what it is known again, until its inode is another file's."""
        return self.device, self.inode


class LogFile:
    """One that is open. `size` is that of the moment it was opened."""

    def __init__(self, descriptor: int, status: os.stat_result) -> None:
        self._descriptor = descriptor
        self.size = status.st_size
        head = self.read(0, min(FIRST, self.size))
        self.identity = Identity(status.st_ino, born(descriptor), len(head), zlib.crc32(head))

    def read(self, offset: int, count: int) -> bytes:
        """So many bytes from there on, less only where the file ends."""
        pieces: list[bytes] = []
        while count > 0 and (piece := os.pread(self._descriptor, count, offset)):
            pieces.append(piece)
            offset, count = offset + len(piece), count - len(piece)
        return b"".join(pieces)

    def is_same(self, known: Identity) -> bool:
        """Whether it is the file that was known, with the beginning that it had."""
        return self.is_of(known) and self.begins_as(known)

    def begins_as(self, known: Identity) -> bool:
        """Whether it has the beginning that the other file had when it was known."""
        return zlib.crc32(self.read(0, known.first)) == known.checksum

    def is_of(self, known: Identity) -> bool:
        """Whether it is the file that was known, whatever is in it now."""
        mine = self.identity
        return mine.inode == known.inode and (mine.born == known.born or not mine.born or not known.born)


def entries(folder: int, log: str, others: Collection[str]) -> list[Entry]:
    """The files of the log, oldest first, the one that is written to last; `others` in the folder are logs of their own.

    NotRead when the log is no plain file; NodeError when they are renamed faster than can be looked at.
    """

    def look() -> list[Entry]:
        # A look that falls into a rotation misses files or sees them twice: only what two looks agree on was there.
        seen, again = _look(folder, log, others), _look(folder, log, others)
        if [(one.name, one.inode_of) for one in again] != [(one.name, one.inode_of) for one in seen]:
            raise Changed
        return again

    return unchanged(log, look)


@contextmanager
def opened(folder: int, entry: Entry) -> Iterator[LogFile]:
    """The file. Changed when another one, or none, has its name by now; NotRead when it must not be read; OSError when it cannot."""
    try:
        descriptor = os.open(entry.name, _FLAGS, dir_fd=folder)
    except FileNotFoundError:
        raise Changed from None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # a link, or a socket, is in its place
            raise Changed from None
        raise
    try:
        status = os.fstat(descriptor)
        if (status.st_dev, status.st_ino) != entry.inode_of or not stat.S_ISREG(status.st_mode):
            raise Changed
        _refuse_other_name(folder, entry.name, status)
        yield LogFile(descriptor, status)
    finally:
        os.close(descriptor)


def unchanged(log: str, look: Callable[[], T]) -> T:
    """What `look` sees; it is called again when it is interrupted by Changed. NodeError when it always is."""
    for _ in range(_TRIES):
        with suppress(Changed):
            return look()
    raise NodeError(f"the files of {log} are renamed faster than they can be read; make them larger")


def is_trusted(folder: os.stat_result) -> bool:
    """Whether nobody but root, and whom circusd runs as, can put anything into the folder."""
    return folder.st_uid in (0, os.geteuid()) and not folder.st_mode & 0o022


def _refuse_other_name(folder: int, name: str, status: os.stat_result) -> None:
    """Where others may write, a second name of a file that they could not read would have circusd read it to them."""
    if status.st_nlink > 1 and not status.st_mode & stat.S_IROTH and not is_trusted(os.fstat(folder)):
        raise NotRead(f"{name} is not read, as it is a file of another place, too (a hard link); remove it")


def _look(folder: int, log: str, others: Collection[str]) -> list[Entry]:
    found: list[Entry] = []
    with suppress(FileNotFoundError):  # the folder was removed since it was opened
        for name in os.listdir(folder):
            if name == log or is_rotated(name, log, others):
                with suppress(FileNotFoundError):
                    found += _entry(folder, name, name == log)
    return sorted(found, key=lambda one: (one.name == log, one.modified, age(one.name, log)))


def _entry(folder: int, name: str, is_log: bool) -> Iterator[Entry]:
    status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if stat.S_ISREG(status.st_mode):
        yield Entry(name, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
    elif is_log:
        kind = "a link" if stat.S_ISLNK(status.st_mode) else "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe, socket or device"
        raise NotRead(f"{name} is {kind}, which is not read; have the log written to a plain file")
