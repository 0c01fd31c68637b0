"""circusman-node with one command more, `poll-count`, for tests of what follows a stream."""

import sys
import time
from pathlib import Path
from typing import ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.errors import NodeError
from circusman_node.launcher import main
from circusman_node.node import Node

#: Numbers that come each second, those that are kept, and those of one answer.
RATE = 1_000
KEPT = 5_000
MOST = 500


class Count(ThreadCommand, Command):
    """Numbers from 1 on, as they come. The cursor is the life of this circusd and the last number that was seen."""

    name = "poll-count"
    optional: ClassVar[dict[str, type]] = {"cursor": str, "rate": int}
    _life = f"{time.time():.6f}"
    _began = time.monotonic()

    def answer(self, _node: Node, request: Properties) -> Reply:
        """What came since the cursor; `lost` where it is not kept any more, null where the cursor is of another life."""
        newest = int((time.monotonic() - self._began) * request.get("rate", RATE))
        oldest = max(0, newest - KEPT)
        life, _, seen = request.get("cursor", f"{self._life} 0").partition(" ")
        if not seen.isdigit():
            raise NodeError(f"no cursor: {request['cursor']}")
        is_same = life == self._life
        after = max(int(seen), oldest) if is_same else oldest
        last = min(newest, after + MOST)
        lost = after - int(seen) if is_same else None
        return {
            "cursor": f"{self._life} {last}",
            "items": list(range(after + 1, last + 1)),
            "lost": lost,
            "more": last < newest,
        }


main()
