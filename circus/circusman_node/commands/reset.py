"""The command `reset`."""

from contextlib import ExitStack
from typing import ClassVar

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.errors import NodeError
from circusman_node.guard import home_refusal
from circusman_node.node import Node
from circusman_node.reset.reset import chosen_folders, count, reset
from circusman_node.streams import stream_files


class Reset(ThreadCommand, Command):
    """\
        Remove a service's data or logs
        ===============================

        Of a watcher that is stopped: `{"watcher": "neo4j", "data": true, "logs": false, "dryRun": false, "whole": false}`.
    """

    name = "reset"
    required: ClassVar = {"watcher": str}
    optional: ClassVar = {"data": bool, "logs": bool, "dryRun": bool, "whole": bool}

    def prepare(self, node: Node, request: Properties) -> None:
        """Refuses a watcher that runs; from here on it is not started until the folders are aside."""
        watcher = node.watcher(request["watcher"])
        # As the ini spells it; `answer` must not look for it again, as it may be removed meanwhile.
        request["watcher"] = watcher.name
        service = node.service(watcher.name)
        if service.reset_together and not request.get("whole", False):
            raise NodeError(f"{service.name} is reset for all its members at once or not at all; name no node")
        if request.get("dryRun", False):
            return
        if not watcher.is_stopped():
            pids = ", ".join(str(pid) for pid in sorted(node.pids(watcher.name)))
            raise NodeError(f"{watcher.name} is {watcher.status()}{f' (process {pids})' if pids else ''}; stop it first")
        held = home_refusal(node, watcher.name)
        if held is not None:
            raise NodeError(held)
        node.claim(watcher.name, "reset")

    def answer(self, node: Node, request: Properties) -> Reply:
        """Moves the folders aside, and begins to remove them."""
        watcher, dry_run = request["watcher"], request.get("dryRun", False)
        with ExitStack() as claimed:
            if not dry_run:
                claimed.callback(node.release, watcher)
            service = node.service(watcher)
            chosen = chosen_folders(service, request.get("data", False), request.get("logs", False))
            if dry_run:
                return _reply(count(service, chosen), reset=False)
            assert node.arbiter is not None
            streams = stream_files(node.arbiter.watchers)
            try:
                folders = reset(node.state, watcher, service, chosen, streams, moved=claimed.close)
            finally:
                node.removals.begin(watcher, service)
        return _reply(folders, reset=True)


def _reply(folders: list[Properties], reset: bool) -> Reply:
    files, size = (sum(folder[key] for folder in folders) for key in ("files", "bytes"))
    return {"folders": folders, "files": files, "bytes": size, "reset": reset}
