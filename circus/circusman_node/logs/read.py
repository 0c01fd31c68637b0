"""Bytes of a log from a position on, or before it, over all its files."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from circusman_node.logs.files import Changed, Entry, LogFile, entries, opened, unchanged
from circusman_node.logs.position import Identity
from circusman_node.logs.sources import Source

#: Bytes at the beginning of two files that must be the same for one to be taken for a copy of the other.
_ENOUGH = 32


@dataclass(frozen=True)
class Place:
    """Where a client is in a log, and which way it goes: without `file` at the log's beginning, or, `back`, at its end; without `offset`
    at the end of the file."""

    file: Identity | None = None
    offset: int | None = None
    back: bool = False


@dataclass(frozen=True)
class Found:
    """Where there is something to read: before `offset` in `file` when it goes back, else from there on.

    `older` and `newer` are the files beside it. `is_lost`: the client was in bytes that are gone.
    """

    file: LogFile
    entry: Entry
    offset: int
    older: list[Entry]
    newer: list[Entry]
    is_lost: bool
    back: bool

    @property
    def available(self) -> int:
        """Bytes in this file, in the direction."""
        return self.offset if self.back else self.file.size - self.offset

    @property
    def left(self) -> int:
        """Bytes in all the files, in the direction."""
        return self.available + sum(one.size for one in (self.older if self.back else self.newer))


@contextmanager
def found(source: Source, folder: int, place: Place) -> Iterator[Found | None]:
    """Where the client's place is now; None when the log has no file."""
    assert source.path is not None
    log = source.path.name

    def look() -> tuple[Found | None, ExitStack]:
        with ExitStack() as held:
            chain = entries(folder, log, source.others)
            return (_find(_Chain(folder, chain, held), place) if chain else None), held.pop_all()

    here, held = unchanged(log, look)
    with held:
        yield here


@dataclass(frozen=True)
class _Chain:
    folder: int
    entries: list[Entry]
    held: ExitStack

    def open(self, index: int) -> LogFile:
        return self.held.enter_context(opened(self.folder, self.entries[index]))

    def born(self, index: int) -> int:
        with opened(self.folder, self.entries[index]) as file:
            return file.identity.born


def _find(chain: _Chain, place: Place) -> Found:
    last = len(chain.entries) - 1
    if place.file is None:
        index = last if place.back else 0
        return _moved(chain, index, chain.open(index), None if place.back else 0, place.back, is_lost=False)
    for index, entry in enumerate(chain.entries):
        if entry.inode == place.file.inode:
            file = chain.open(index)
            if file.is_same(place.file) and (place.offset or 0) <= file.size:
                return _moved(chain, index, file, place.offset, place.back, is_lost=False)
            if file.is_of(place.file):  # truncated: all that was in it is gone, or is now in a copy of it
                return _copied(chain, index, place) or _moved(chain, index, file, 0, place.back, is_lost=True)
    # Removed: what was made after it comes after it.
    older = [index for index in range(last + 1) if chain.born(index) < place.file.born]
    if place.back or len(older) == last + 1:
        index = max(older, default=0)
        return _moved(chain, index, chain.open(index), None if older else 0, place.back, is_lost=True)
    index = max(older, default=-1) + 1
    return _moved(chain, index, chain.open(index), 0, place.back, is_lost=True)


def _copied(chain: _Chain, truncated: int, place: Place) -> Found | None:
    """The place in the older file that what was in the truncated one was copied to before: one made later that has its beginning."""
    known = place.file
    if known is None or known.first < _ENOUGH or not known.born:
        return None
    for index in range(truncated):
        with opened(chain.folder, chain.entries[index]) as file:
            is_copy = file.identity.born > known.born and file.begins_as(known) and (place.offset or 0) <= file.size
        if is_copy:
            return _moved(chain, index, chain.open(index), place.offset, place.back, is_lost=False)
    return None


def _moved(chain: _Chain, index: int, file: LogFile, offset: int | None, back: bool, is_lost: bool) -> Found:
    """The place itself, or, at an end of a file, the one in the next that has something; None as offset: the file's end."""
    offset = file.size if offset is None else offset
    others = range(index - 1, -1, -1) if back else range(index + 1, len(chain.entries))
    if offset == (0 if back else file.size):
        following = next((one for one in others if chain.entries[one].size > 0), None)
        if following is not None:
            index, file = following, chain.open(following)
            offset = file.size if back else 0
    entries = chain.entries
    return Found(file, entries[index], offset, entries[:index], entries[index + 1 :], is_lost, back)


def read(folder: int, here: Found, count: int) -> dict[str, Any]:
    """So many bytes in the direction, at most, as `data`; with all that the command `log` says of them."""
    count = min(count, here.available)
    start = here.offset - count if here.back else here.offset
    data = here.file.read(start, count)
    if len(data) < count or not here.file.is_same(here.file.identity):  # truncated in this moment: the next call sees how it is now
        data, start = b"", here.offset
    return {
        "data": data,
        "name": here.entry.name,
        "start": here.file.identity.at(start),
        "end": _end(folder, here, start + len(data)),
        "modified": here.entry.modified / 1e9,
        "left": here.left - len(data),
        "lost": None if here.is_lost else 0,
    }


def _end(folder: int, here: Found, offset: int) -> dict[str, Any]:
    """Where to go on forwards."""
    following = next((one for one in here.newer if one.size > 0), None)
    if offset == here.file.size and following is not None:
        with suppress(Changed), opened(folder, following) as file:
            return file.identity.at(0)
    return here.file.identity.at(offset)
