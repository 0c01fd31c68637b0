"""The command `log-find`."""

from typing import ClassVar

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.logs.asked import place
from circusman_node.logs.find import find, nothing_found
from circusman_node.logs.needle import Needle
from circusman_node.logs.sources import source
from circusman_node.node import Node

#: Hits of one answer.
_MOST = 1000


class LogFind(ThreadCommand, Command):
    """\
        Look for lines in a log
        =======================

        That have a text, from a position on, or before it: `{"watcher": "neo4j", "source": "stdout", "text": "ERROR", "back": true}`.
    """

    name = "log-find"
    required: ClassVar = {"watcher": str, "source": str, "text": str}
    optional: ClassVar = {"file": str, "offset": int, "back": bool, "ignoreCase": bool, "invert": bool, "lines": int}

    def answer(self, node: Node, request: Properties) -> Reply:
        """So far as one call's time allows, and where to go on."""
        needle = Needle(request["text"], request.get("ignoreCase", False), request.get("invert", False))
        wanted = place(request)
        most = max(1, min(request.get("lines", _MOST), _MOST))
        one = source(node, request["watcher"], request["source"])
        with one.folder() as folder:
            return nothing_found(wanted) if folder is None else find(one, folder, wanted, needle, most)
