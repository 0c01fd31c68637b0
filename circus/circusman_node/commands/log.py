"""The command `log`."""

import base64
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.errors import NodeError
from circusman_node.logs.asked import check, place
from circusman_node.logs.read import Found, Place, found, read
from circusman_node.logs.sources import Source, source
from circusman_node.node import Node

#: Reads of one call, and bytes of all its answers together: in base64 256 kB.
_MOST_READS = 64
_MOST_BYTES = 196_608

#: Bytes of all answers together before they are deflated; deflated they are at most as many as others.
_MOST_DEFLATED = 786_432
#: The quickest: it is there to have less to send, by circusd's loop above all.
_LEVEL = 1

#: What one read may say.
_REQUIRED: dict[str, type] = {"watcher": str, "source": str}
_OPTIONAL: dict[str, type] = {"file": str, "offset": int, "back": bool, "bytes": int}


class Log(ThreadCommand, Command):
    """\
        Read the logs of watchers
        =========================

        From positions on, or before them: `{"reads": [{"watcher": "neo4j", "source": "stdout", "back": true, "bytes": 65536}]}`.
    """

    name = "log"
    required: ClassVar = {"reads": list}
    optional: ClassVar = {"bytes": int, "deflate": bool}

    def validate(self, properties: Properties) -> None:
        """As all commands; what is in the reads, too."""
        super().validate(properties)
        check(self.name, properties["reads"], _MOST_READS, _REQUIRED, _OPTIONAL)

    def answer(self, node: Node, request: Properties) -> Reply:
        """Each read has its answer, or its own error."""
        deflate = request.get("deflate", False)
        most = _MOST_DEFLATED if deflate else _MOST_BYTES
        reads = [_Read(node, one, most) for one in request["reads"]]
        wanted = [one.wanted if len(reads) == 1 else one.available() for one in reads]
        given = shares(wanted, max(0, min(request.get("bytes", most), most)))
        if not deflate:
            return {"reads": [one.answer(count) for one, count in zip(reads, given, strict=True)]}
        sent = shares(given, _MOST_BYTES)
        return {"reads": [one.deflated(count, room) for one, count, room in zip(reads, given, sent, strict=True)]}


def shares(wanted: list[int], room: int) -> list[int]:
    """How much each gets of `room`: what it wants, or as much as any other that does not get that."""
    given = [0] * len(wanted)
    left = len(wanted)
    for index in sorted(range(len(wanted)), key=lambda one: wanted[one]):
        given[index] = min(wanted[index], room // left)
        room, left = room - given[index], left - 1
    return given


@dataclass
class _Read:
    node: Node
    asked: Properties
    #: Bytes that all reads may have together.
    most: int
    #: Why it has no answer.
    error: str | None = None

    @property
    def wanted(self) -> int:
        return max(0, min(self.asked.get("bytes", self.most), self.most))

    def available(self) -> int:
        """Bytes that it wants and that there are."""
        seen = self._look(lambda _folder, here: {"bytes": here.available})
        return min(self.wanted, seen.get("bytes", 0))

    def answer(self, count: int) -> Reply:
        """With so many bytes at most."""
        return _encoded(self._look(lambda folder, here: read(folder, here, count)))

    def deflated(self, count: int, room: int) -> Reply:
        """With so many bytes at most, deflated into `room`; where they do not go into that, only so many, as they are."""
        seen = self._look(lambda folder, here: read(folder, here, count))
        packed = zlib.compress(seen.get("data", b""), _LEVEL)
        if "data" in seen and len(packed) < min(room, len(seen["data"])):
            return _encoded({**seen, "data": packed, "deflated": True})
        return _encoded(seen) if len(seen.get("data", b"")) <= room else self.answer(room)

    def _look(self, look: Callable[[int, Found], dict[str, Any]]) -> dict[str, Any]:
        if self.error is not None:
            return {"error": self.error}
        try:
            wanted = place(self.asked)
            one = source(self.node, self.asked["watcher"], self.asked["source"])
            with one.folder() as folder:
                if folder is None:
                    return _nothing(one, wanted)
                with found(one, folder, wanted) as here:
                    return _nothing(one, wanted) if here is None else look(folder, here)
        except NodeError as error:
            self.error = error.reason
            return {"error": error.reason}


def _encoded(seen: dict[str, Any]) -> Reply:
    return {**seen, "data": base64.b64encode(seen["data"]).decode("ascii")} if "data" in seen else seen


def _nothing(one: Source, wanted: Place) -> dict[str, Any]:
    """Of a log that has no file (yet)."""
    assert one.path is not None
    lost = 0 if wanted.file is None else None
    return {"data": b"", "name": one.path.name, "start": None, "end": None, "modified": None, "left": 0, "lost": lost}
