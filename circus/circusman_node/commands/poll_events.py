"""The command `poll-events`."""

from typing import ClassVar

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.node import Node


class PollEvents(ThreadCommand, Command):
    """\
        What has happened since a cursor
        ================================

        The node's last 1,000 events, numbered, in several answers; without a cursor from the oldest one on.
    """

    name = "poll-events"
    optional: ClassVar[dict[str, type]] = {"cursor": str}

    def answer(self, node: Node, request: Properties) -> Reply:
        """Asked after each connection, and by who follows them."""
        return node.events.since(request.get("cursor"))
