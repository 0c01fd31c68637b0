"""The command `signal-process`."""

import os
import signal
from concurrent.futures import Future
from contextlib import suppress
from typing import ClassVar

from circus.commands.base import Command
from circus.watcher import Watcher

from circusman_node.command import Properties, Reply, ThreadCommand
from circusman_node.errors import NodeError
from circusman_node.node import Node
from circusman_node.samples.proc_files import TICK, read_stat


class SignalProcess(ThreadCommand, Command):
    """\
        Send a signal to one process
        ============================

        To one of a watcher's processes, or of what these have started: `{"watcher": "neo4j", "pid": 4711, "signal": 15}`. With `started`,
        seconds after the machine's boot as samples tell it, another process that has got the pid since is refused.
    """

    name = "signal-process"
    required: ClassVar = {"watcher": str, "pid": int, "signal": int}
    optional: ClassVar = {"started": float}

    def answer(self, node: Node, request: Properties) -> Reply:
        """Sent to the very process that was meant, or refused."""
        watcher, pid, number = node.watcher(request["watcher"]), request["pid"], request["signal"]
        try:
            signal.Signals(number)
        except ValueError:
            raise NodeError(f"{number} is no signal") from None
        known = node.family(watcher.name).get(pid)
        if known is None:
            raise NodeError(f"{pid} is no process of {watcher.name} that runs")
        wanted = request.get("started")
        if wanted is not None and abs(known / TICK - wanted) > 1 / TICK:
            raise NodeError(f"process {pid} of {watcher.name} has ended; another one has its number now")
        if pid in watcher.processes:
            self._by_circus(node, watcher, pid, known, number)
        else:
            _send(watcher.name, pid, known, number)
        return {}

    def _by_circus(self, node: Node, watcher: Watcher, pid: int, started: int, number: int) -> None:
        """In circusd's loop, which alone reaps it, and notes that it was sent a signal: its end is then no crash."""
        assert node.arbiter is not None
        sent: Future[None] = Future()

        def send() -> None:
            try:
                if pid not in watcher.processes or not _still_runs(pid, started):
                    raise _ended(watcher.name, pid)
                watcher.send_signal(pid, number)
                sent.set_result(None)
            except Exception as error:  # it is raised where it is waited for
                sent.set_exception(error)

        node.arbiter.loop.add_callback(send)
        sent.result()


def _send(watcher: str, pid: int, started: int, number: int) -> None:
    """To a process that circus does not know, and that may end at any moment: by a handle where there is such a thing."""
    handle = None
    with suppress(AttributeError, OSError):
        handle = os.pidfd_open(pid)
    try:
        if not _still_runs(pid, started):
            raise _ended(watcher, pid)
        try:
            if handle is None:
                os.kill(pid, number)
            else:
                signal.pidfd_send_signal(handle, number)
        except ProcessLookupError:
            raise _ended(watcher, pid) from None
        except PermissionError:
            raise NodeError(f"process {pid} of {watcher} is another user's: circusd may send it no signal") from None
    finally:
        if handle is not None:
            os.close(handle)


def _still_runs(pid: int, started: int) -> bool:
    """Whether it is the process that was known: the last look may be a second ago."""
    stat = read_stat(pid)
    return stat is not None and stat.started == started and not stat.is_zombie


def _ended(watcher: str, pid: int) -> NodeError:
    return NodeError(f"process {pid} of {watcher} has ended")
