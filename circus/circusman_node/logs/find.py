"""Looks for the lines of a log that have a text, over all its files, so far as one call's time allows."""

import base64
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from circusman_node.logs.needle import Needle
from circusman_node.logs.position import Identity
from circusman_node.logs.read import Found, Place, found
from circusman_node.logs.sources import Source

#: A call ends when it has looked at so many bytes, or for so many seconds, or its answer has so many bytes.
_MOST_BYTES = 16_000_000
_MOST_TIME = 0.1
_MOST_ANSWER = 240_000

#: Bytes read at once, and of a line that is taken whole: a longer one is taken as several.
_PIECE = 500_000
_LONGEST_LINE = 4_000_000

#: Bytes of a line that are told, and of its hit besides these.
_SHOWN = 4096
_PER_HIT = 160

#: Seconds without a change after which a last line that has no end counts as one.
_AT_REST = 2.0


def find(source: Source, folder: int, place: Place, needle: Needle, most: int) -> dict[str, Any]:
    """The answer of the command `log-find`, with at most so many hits."""
    search = _Search(place, needle, most)
    deadline = time.monotonic() + _MOST_TIME
    while search.goes_on:
        if search.has_progress and (search.read >= _MOST_BYTES or time.monotonic() >= deadline):
            break
        with found(source, folder, search.place) as here:
            if here is None or (here.is_lost and search.read > 0):  # what goes on after a gap is another call's
                break
            search.look(here)
    return search.answer() if search.parts else nothing_found(place)


def nothing_found(place: Place) -> dict[str, Any]:
    """The answer of a log that has no file (yet)."""
    return {"hits": [], "end": None, "left": 0, "scanned": 0, "lost": 0 if place.file is None else None}


@dataclass
class _Part:
    """A stretch of one file within what was read: its first byte is byte `start` of that, and byte `offset` of the file."""

    start: int
    file: Identity
    offset: int


@dataclass
class _Search:
    """One search, piece by piece. What it reads has numbers of its own over all files, from 0 on, or down from 0 when it goes back."""

    place: Place
    needle: Needle
    most: int
    #: Bytes read, and how far lines were looked at; both count down when it goes back.
    at: int = 0
    done: int = 0
    #: What is read and not looked at yet: a part of a line.
    rest: bytes = b""
    hits: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0
    left: int = 0
    is_lost: bool = False
    goes_on: bool = True
    #: Whether there was nothing more to read.
    is_over: bool = False
    parts: list[_Part] = field(default_factory=list)

    @property
    def back(self) -> bool:
        return self.place.back

    @property
    def read(self) -> int:
        return abs(self.at)

    @property
    def has_progress(self) -> bool:
        return self.done != 0

    def look(self, here: Found) -> None:
        """Takes the next piece in."""
        self.is_lost = self.is_lost or here.is_lost
        count = min(_PIECE, here.available)
        if count == 0:
            self._finish(here)
            return
        start = here.offset - count if self.back else here.offset
        piece = here.file.read(start, count)
        if len(piece) < count:  # truncated in this moment
            self.goes_on = False
            return
        self.left = here.left - count
        self.place = Place(here.file.identity, start if self.back else start + count, self.back)
        if self.back:
            self.at -= count
            self.parts.insert(0, _Part(self.at, here.file.identity, start))
            block = piece + self.rest
            whole = block.find(b"\n", 0, count) + 1 or (0 if len(block) >= _LONGEST_LINE else len(block))
            self._match(self.at + whole, block[whole:])
            self.rest = block[:whole]
        else:
            self.parts.append(_Part(self.at, here.file.identity, start))
            begin = self.at - len(self.rest)
            self.at += count
            block = self.rest + piece
            whole = block.rfind(b"\n", len(self.rest)) + 1 or (len(block) if len(block) >= _LONGEST_LINE else 0)
            self._match(begin, block[:whole])
            self.rest = block[whole:]

    def _finish(self, here: Found) -> None:
        """There is nothing more in this direction."""
        self.goes_on, self.is_over = False, True
        if not self.parts:
            self.parts.append(_Part(0, here.file.identity, here.offset))
        if self.back:
            self._match(self.at, self.rest)
            self.rest = b""
        elif self.rest and time.time() - here.entry.modified / 1e9 > _AT_REST:
            self._match(self.at - len(self.rest), self.rest)
            self.rest = b""

    def _match(self, begin: int, block: bytes) -> None:
        """Looks at whole lines; `begin`: the number of their first byte."""
        lines: Iterator[tuple[int, int]] = self.needle.lines(block)
        if self.back:
            lines = reversed(list(lines))
        for start, end in lines:
            if len(self.hits) == self.most or self.size >= _MOST_ANSWER:
                self.goes_on = False
                return
            data = base64.b64encode(block[start : min(end, start + _SHOWN)]).decode("ascii")
            self.hits.append({"at": self._position(begin + start), "data": data, "bytes": end - start})
            self.size += len(data) + _PER_HIT
            self.done = begin + start if self.back else begin + min(end + 1, len(block))
        self.done = begin if self.back else begin + len(block)

    def _position(self, number: int) -> dict[str, Any]:
        part = next((one for one in reversed(self.parts) if one.start <= number), self.parts[0])
        return part.file.at(part.offset + number - part.start)

    def answer(self) -> dict[str, Any]:
        """What was found so far, and where to go on."""
        beyond = abs(self.at - self.done)
        is_over = self.is_over and beyond == len(self.rest)
        return {
            "hits": self.hits,
            "end": None if self.back and is_over else self._position(self.done),
            "left": 0 if is_over else self.left + beyond,
            "scanned": abs(self.done),
            "lost": None if self.is_lost else 0,
        }
