"""circus's watcher, with an eye on every start of its processes.

Whatever starts a process (the commands, autostart, a respawn) passes `spawn_process`, and `Process.spawn` below it.
"""

import os
import signal
import time
import uuid
from contextlib import suppress
from typing import Any

import psutil
from circus import logger
from circus.process import DEAD_OR_ZOMBIE, UNEXISTING
from tornado import gen

from circusman_node.errors import NodeError
from circusman_node.guard import start_refusal
from circusman_node.node import current_node
from circusman_node.process_table import MARK
from circusman_node.redirector import WholeRedirector
from circusman_node.stopping import StoppedProcess, StoppingWatcher

#: Seconds that a process which could not be noted may take to end when it is killed.
_KILL_LIMIT = 5.0
#: Signals that leave a process running which does nothing special about them: what ends later did not end by these.
_HARMLESS = {signal.SIGCHLD, signal.SIGCONT, signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU, signal.SIGURG, signal.SIGWINCH}

#: Seconds between two looks whether a process that was asked to end has ended; as circus's own.
_POLL = 0.1


def note_end(watcher: str, pid: int) -> None:
    """Before the process may be waited for: what it used is told only until then."""
    sampler = current_node().sampler
    if sampler is not None:
        sampler.note_end(watcher, pid)


class NotedProcess(StoppedProcess):
    """A process that is in the ledger as soon as it exists, marked for what it starts to be known, too."""

    def spawn(self) -> None:
        """Starts it; NodeError when it runs a service and could not be noted: it is ended then, before anybody loses it."""
        mark = uuid.uuid4().hex
        self.mark, self.env = mark, {**self.env, MARK: mark}
        super().spawn()
        node = current_node()
        home = node.home(self.name)
        try:
            node.ledger.note(self.name, self.pid, home, mark)
        except NodeError as error:
            if home is None:
                logger.error("Process %s of %s is not noted: %s", self.pid, self.name, error.reason)
                return
            self._end()
            node.ledger.forget(self.name, self.pid)
            raise

    def poll(self) -> int | None:
        """As circus, which waits for it with this."""
        note_end(self.name, self.pid)
        status: int | None = super().poll()
        return status

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)  # circus gives each process a group of its own
        with suppress(psutil.TimeoutExpired):
            self.wait(_KILL_LIMIT)
        self.close_output_channels()


class NodeWatcher(StoppingWatcher):
    """A watcher whose processes are noted, and which starts none that the guard refuses."""

    #: What the watcher meant when it started its last process (`Node.meaning`).
    started_as: tuple[str, str] | None = None

    #: Why the last try to start a process gave none; None when it gave one, or none was made.
    refused: str | None = None

    #: Whether circus's own look at its processes is under way, which nobody's command can interrupt.
    _looks_after_itself = False

    #: Processes that somebody sent a signal by which they may end.
    _signalled: frozenset[int] = frozenset()

    @property
    def _process_class(self) -> type[NotedProcess]:
        return NotedProcess

    @property
    def _redirector_class(self) -> type[WholeRedirector]:
        return WholeRedirector

    def _start(self) -> Any:
        if self.is_stopped():
            current_node().history.begun(self.name)
        return super()._start()

    def _stop(self, close_output_streams: bool = False) -> Any:
        """As circus; whoever wants it stopped, but for circus itself, need not hear any more how it went down."""
        if not self._looks_after_itself:
            current_node().history.asked_to_stop(self.name)
        return super()._stop(close_output_streams)

    def _reload(self, graceful: bool = True, sequential: bool = False) -> Any:
        """As circus, which would start a new process beside the old one: a service's home is for one, so it is restarted."""
        if self.send_hup:
            return super()._reload(graceful=graceful, sequential=sequential)
        node = current_node()
        if self.name in node.services:
            graceful = sequential = False
        reloaded = super()._reload(graceful=graceful, sequential=sequential)
        reloaded.add_done_callback(lambda _: node.history.counts_anew(self.name))
        return reloaded

    def spawn_process(self, recovery_wid: int | None = None) -> Any:
        """As circus: when a process was started its time, False when the watcher is to stop.

        A refused one is neither: a start that gives no process ends by itself, and a respawn is tried again at each check.
        """
        if self.is_stopped() or self.ends_what_is_left:
            return True
        refusal = start_refusal(current_node(), self.name)
        if refusal is None:
            try:
                started = super().spawn_process(recovery_wid)
            except NodeError as error:
                refusal = error.reason
        if refusal is not None:
            if refusal != self.refused:
                logger.warning("%s is not started: %s", self.name, refusal)
            self.refused = refusal
            return True
        self.refused = None
        if isinstance(started, float):
            node = current_node()
            self.started_as = node.meaning(self.name)
            node.history.spawned(self.name)
            node.readiness.wake(self.name)
        return started

    def send_signal(self, pid: int, signum: int) -> None:
        """As circus; what ends by it has not ended by itself."""
        if signum not in _HARMLESS:
            self._signalled = frozenset({pid, *self._signalled} & self.processes.keys())
        super().send_signal(pid, signum)

    def reap_process(self, pid: int, status: int | None = None) -> None:
        """As circus, which would wait for one that lives, and answer nobody meanwhile: here it stays what it is.

        `status` is what waitpid said where circus looked for any process that has ended.
        """
        process = self.processes.get(pid)
        if process is None:
            return
        if status is None:
            note_end(self.name, pid)
            with suppress(ChildProcessError):  # somebody else took its status, which circus knows how to find
                ended, status = os.waitpid(pid, os.WNOHANG)
                if ended == 0:
                    return
        if self.stream_redirector:
            self.stream_redirector.remove_redirections(process)
        self._reaped = process
        was_told = process.stopping or process.returncode() is not None or self.is_stopping() or pid in self._signalled
        self._by_itself = not was_told
        super().reap_process(pid, status)

    @gen.coroutine
    def kill_processes(self, stop_signal: int | None = None, graceful_timeout: float | None = None) -> Any:
        """As circus, which leaves out those that another command is ending, and then would wait for them in its loop."""
        yield super().kill_processes(stop_signal, graceful_timeout)
        deadline = time.monotonic() + self.graceful_timeout + _KILL_LIMIT
        while any(one.stopping and one.is_alive() for one in self.processes.values()) and time.monotonic() < deadline:
            yield gen.sleep(_POLL)

    def manage_processes(self) -> Any:
        """As circus, which would drop a process that ended since it last reaped, and its exit code with it."""
        if not self.is_stopped():
            for process in list(self.processes.values()):
                if not process.stopping and process.status in (DEAD_OR_ZOMBIE, UNEXISTING):
                    self.reap_process(process.pid)
        self._looks_after_itself = True
        managed = super().manage_processes()
        managed.add_done_callback(self._has_looked)
        return managed

    def _has_looked(self, _managed: Any) -> None:
        self._looks_after_itself = False

    def notify_event(self, topic: str, msg: dict[str, Any]) -> None:
        """As circus, whose every way to reap ends with this event; each event has a number, by which who was away asks for it later."""
        node = current_node()
        if topic == "reap":
            node.ledger.forget(self.name, msg["process_pid"])
            if node.readiness.is_mended(self.name, msg["time"]):
                node.history.counts_anew(self.name)
            node.history.ended(self.name, msg["exit_code"], self._by_itself, self._reaped.started, msg["time"], self.respawn)
            node.readiness.wake(self.name)
        super().notify_event(topic, {**msg, "circusman": node.events.take(self.name, topic, msg, self._by_itself)})
