"""The command `configure`."""

from typing import Any, ClassVar

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.configure.configure import Request, configure, refuse_running
from circusman_node.node import Node


class Configure(ThreadCommand, Command):
    """Write the configuration files of a watcher's service, or bring back their previous version."""

    name = "configure"
    required: ClassVar[dict[str, type]] = {"watcher": str}
    optional: ClassVar[dict[str, type]] = {
        "address": str,
        "cluster": str,
        "members": list,
        "variables": dict,
        "templates": dict,
        "dryRun": bool,
        "force": bool,
        "undo": bool,
    }

    def prepare(self, node: Node, request: Properties) -> None:
        """Holds the watcher for `answer`, so that it is not started meanwhile."""
        # As the ini spells it; `answer` must not look for it again, as it may be removed meanwhile.
        request["watcher"] = node.watcher(request["watcher"]).name
        wanted = _request(request)
        node.service(wanted.watcher)
        if not wanted.dry_run:
            refuse_running(node, wanted)
            node.claim(wanted.watcher, self.name)

    def answer(self, node: Node, request: Properties) -> Reply:
        """What `configure` says."""
        wanted = _request(request)
        try:
            return configure(node, wanted, _endpoint(node))
        finally:
            if not wanted.dry_run:
                node.release(wanted.watcher)


def _request(properties: dict[str, Any]) -> Request:
    names = {"dryRun": "dry_run"}
    return Request(**{names.get(name, name): value for name, value in properties.items()})


def _endpoint(node: Node) -> str:
    assert node.arbiter is not None, "a command runs in an arbiter"
    return node.arbiter.endpoint
