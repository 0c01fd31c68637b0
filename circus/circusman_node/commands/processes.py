"""The command `processes`."""

import os
import pwd
from typing import Any, ClassVar

from circus.commands.base import Command

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.node import Node
from circusman_node.samples.proc_files import TICK, read_file

#: Characters of a command line; Java's are longer than most.
_LONGEST = 4_096


class Processes(ThreadCommand, Command):
    """\
        What the watchers' processes are
        ================================

        Of each of a watcher's processes, and of what these have started, its command line and its user: `{"watcher": "neo4j"}`, or of all.
    """

    name = "processes"
    optional: ClassVar = {"watcher": str}

    def answer(self, node: Node, request: Properties) -> Reply:
        """Asked while somebody looks at them; what ends meanwhile is left out."""
        assert node.arbiter is not None
        asked = request.get("watcher")
        names = [one.name for one in list(node.arbiter.watchers)] if asked is None else [node.watcher(asked).name]
        return {"watchers": {name: _told(node.family(name)) for name in names}}


def _told(family: dict[int, int]) -> list[dict[str, Any]]:
    found = ((pid, started, _command(pid), _user(pid)) for pid, started in family.items())
    return [
        {"pid": pid, "started": started / TICK, "command": command, "user": user}
        for pid, started, command, user in found
        if command is not None
    ]


def _command(pid: int) -> str | None:
    """None when it has ended."""
    try:
        words = read_file(f"/proc/{pid}/cmdline").rstrip(b"\0").replace(b"\0", b" ")
        # What has cleared it, as threads of the kernel have, is known by its name alone.
        return (words or b"[" + read_file(f"/proc/{pid}/comm").rstrip(b"\n") + b"]").decode(errors="replace")[:_LONGEST]
    except OSError:
        return None


def _user(pid: int) -> str | None:
    try:
        owner = os.stat(f"/proc/{pid}").st_uid
    except OSError:
        return None
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)
