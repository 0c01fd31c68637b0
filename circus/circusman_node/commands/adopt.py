"""The command `adopt`."""

from typing import ClassVar

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.errors import NodeError
from circusman_node.node import Node
from circusman_node.orphans import Ended, end_orphans

#: Seconds, for a watcher that this circusd does not have; as circus's own default.
_PATIENCE = 30.0


class Adopt(ThreadCommand, Command):
    """\
        End the orphans of a watcher
        ============================

        What a killed circusd, or a watcher removed without a stop, left running, and all below it; and what its processes had
        started and left running when they ended: `{"watcher": "neo4j", "kill": true}`. `killed`: which did not end on SIGTERM.
    """

    name = "adopt"
    required: ClassVar = {"watcher": str}
    optional: ClassVar = {"kill": bool}

    def answer(self, node: Node, request: Properties) -> Reply:
        """SIGTERM, and SIGKILL when the watcher's graceful timeout is over."""
        if not request.get("kill", False):
            raise NodeError("circus cannot take up a process that runs already; adopt with kill: true ends it")
        try:
            return self._end(node, request["watcher"])
        finally:
            node.noted()

    def _end(self, node: Node, name: str) -> Reply:
        try:
            watcher = node.watcher(name)
        except NodeError:
            if not node.orphans(name):  # the ini may have lost the watcher since
                raise
            return _reply(end_orphans(node, name, _PATIENCE))
        return _reply(end_orphans(node, watcher.name, watcher.graceful_timeout))


def _reply(ended: Ended) -> Reply:
    return {"ended": ended.pids, "killed": ended.killed}
