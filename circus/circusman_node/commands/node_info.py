"""The command `node-info`."""

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.node import Node
from circusman_node.node_info import node_info


class NodeInfo(ThreadCommand, Command):
    """\
        What this node is
        =================

        Versions, machine, load, memory, and the services with the room left on their disks.
    """

    name = "node-info"

    def answer(self, node: Node, _request: Properties) -> Reply:
        """Asked at each connection."""
        return node_info(node)
