"""The command `health`."""

import threading
import time

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.health import health
from circusman_node.node import Node

#: Seconds that an answer is given again, so that many who ask cost no more than one.
_CACHED = 0.5

_lock = threading.Lock()


class Health(ThreadCommand, Command):
    """\
        How the watchers are
        ====================

        Ready or not and since when, restarts, the last exit, orphans, and what each is configured for.
    """

    name = "health"
    _last: tuple[float, int, Reply] | None = None

    def answer(self, node: Node, _request: Properties) -> Reply:
        """At most half a second old, and younger than what our commands changed."""
        with _lock:
            changes = node.changes
            if self._last is None or self._last[1] != changes or time.monotonic() - self._last[0] > _CACHED:
                self._last = time.monotonic(), changes, health(node, time.time())
            return self._last[2]
