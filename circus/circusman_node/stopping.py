"""circus's watcher, with an eye on every end of its processes: how each ended, and what it left running."""

import signal
import time
from typing import Any

from circus import logger
from circus.process import DEAD_OR_ZOMBIE, UNEXISTING, Process
from circus.util import to_bool
from circus.watcher import Watcher
from tornado import gen
from tornado.ioloop import IOLoop

from circusman_node.descent import THREADS
from circusman_node.errors import NodeError
from circusman_node.history import Killed, Stop
from circusman_node.ini_file import OWN_SWITCH
from circusman_node.node import current_node
from circusman_node.orphans import Ended, end_below, tell_to_end

#: Seconds that are left, at the least, to what a process had started that was itself killed when its time was over.
_LAST_PATIENCE = 2.0

#: Seconds that a killed process may take to end, and between two looks whether it has.
_KILL_LIMIT = 10.0
_POLL = 0.01


class StoppedProcess(Process):
    """A process of which it is known who killed it."""

    #: What marks it, and what it starts.
    mark: str | None = None
    #: As `Killed.by`; None when nobody did by a command to circus, nor circus itself.
    killed_by: str | None = None


class StoppingWatcher(Watcher):
    """A watcher that, where it is to, ends with its processes what those had started, wherever that is by then."""

    #: The process that is being reaped, and whether it ended without having been asked to.
    _reaped: StoppedProcess | None = None
    _by_itself = False
    _killed: list[Killed]
    _ended: Ended

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        #: By its mark, each process that has left something which is being ended.
        self._endings: dict[str | None, Any] = {}

    @property
    def stops_descendants(self) -> bool:
        """Its option `stop_descendants`, else what its service says."""
        service = current_node().services.get(self.name)
        default = service is not None and service.stop_descendants
        return to_bool(self._options.get(OWN_SWITCH, default))

    @property
    def ends_what_is_left(self) -> bool:
        """Whether what a process of it had started is being ended: until then nothing is started beside that."""
        return bool(self._endings)

    @gen.coroutine
    def _stop(self, close_output_streams: bool = False) -> Any:
        """As circus, and notes what became of it."""
        if self.is_stopped():
            return
        begun = time.time()
        self._killed, self._ended, of = [], Ended([], []), len(self.processes)
        yield super()._stop(close_output_streams)
        node = current_node()
        node.history.stopped(self.name, Stop(begun, time.time(), of, self._killed, self._ended.pids, self._ended.killed))
        node.noted()
        yield IOLoop.current().run_in_executor(THREADS, node.descent.look_if_due)

    @gen.coroutine
    def kill_processes(self, stop_signal: int | None = None, graceful_timeout: float | None = None) -> Any:
        """As circus; what they have started is looked at before, as its way to them is lost when they end."""
        if self.get_active_processes():
            yield IOLoop.current().run_in_executor(THREADS, current_node().descent.look)
        ended = [process for process in self.processes.values() if process.status in (DEAD_OR_ZOMBIE, UNEXISTING)]
        yield super().kill_processes(stop_signal, graceful_timeout)
        if self.stops_descendants:
            yield [self._end_below(process.mark, self.graceful_timeout) for process in ended]
            yield list(self._endings.values())

    @gen.coroutine
    def kill_process(self, process: Any, stop_signal: int | None = None, graceful_timeout: float | None = None) -> Any:
        """As circus; then it ends what the process had started.

        What does not end by itself is asked to as soon as the process has ended; if the process waits for just that, when half of its
        time is over.
        """
        patience = self.graceful_timeout if graceful_timeout is None else graceful_timeout
        deadline = time.monotonic() + patience
        if (self.stop_signal if stop_signal is None else stop_signal) == signal.SIGKILL and process.killed_by is None:
            process.killed_by = "setting" if stop_signal is None else "operator"
        if not self.stops_descendants or process.stopping:
            killed = yield super().kill_process(process, stop_signal, graceful_timeout)
            if killed:
                yield self._gone(process)
            return killed
        node, loop = current_node(), IOLoop.current()
        halfway = loop.call_later(patience / 2, lambda: THREADS.submit(tell_to_end, node, process.mark))
        try:
            killed = yield super().kill_process(process, stop_signal, graceful_timeout)
        finally:
            loop.remove_timeout(halfway)
        if killed:
            yield self._gone(process)
            yield self._end_below(process.mark, max(_LAST_PATIENCE, deadline - time.monotonic()))
        return killed

    @gen.coroutine
    def _gone(self, process: StoppedProcess) -> Any:
        """Waits for the end of a process that was killed: on a busy machine it takes a moment, and circus would take it for running on."""
        deadline = time.monotonic() + _KILL_LIMIT
        while process.is_alive() and time.monotonic() < deadline:
            yield gen.sleep(_POLL)
        current_node().ledger.forget(self.name, process.pid)  # not every way to kill tells circus of the end

    def _end_below(self, mark: str | None, patience: float) -> Any:
        if mark not in self._endings:
            self._endings[mark] = self._end(mark, patience)
        return self._endings[mark]

    @gen.coroutine
    def _end(self, mark: str | None, patience: float) -> Any:
        try:
            ended = yield IOLoop.current().run_in_executor(THREADS, end_below, current_node(), self.name, mark, patience)
        except NodeError as error:
            logger.error("What a process of %s had started still runs: %s", self.name, error.reason)
            return
        except Exception:  # whoever waits for it goes on
            logger.exception("What a process of %s had started may still run", self.name)
            return
        finally:
            del self._endings[mark]
        if ended.pids:
            logger.info("Ended what a process of %s had started: %s", self.name, ", ".join(map(str, ended.pids)))
        if self.is_stopping():
            self._ended = Ended(sorted({*self._ended.pids, *ended.pids}), sorted({*self._ended.killed, *ended.killed}))

    def send_signal_process(self, process: Any, signum: int, recursive: bool = False) -> None:
        """As circus, which by this, and with `recursive` by this alone, kills a process whose time to end is over."""
        if recursive and signum == signal.SIGKILL and process.killed_by is None:
            process.killed_by = "circus"
        super().send_signal_process(process, signum, recursive)

    def send_signal(self, pid: int, signum: int) -> None:
        """As circus."""
        process = self.processes.get(pid)
        if process is not None and signum == signal.SIGKILL and process.killed_by is None:
            process.killed_by = "operator"
        super().send_signal(pid, signum)

    def notify_event(self, topic: str, msg: dict[str, Any]) -> None:
        """As circus, whose every way to reap ends with this event."""
        if topic == "reap" and self._reaped is not None:
            self._note_end(self._reaped, msg["exit_code"])
        super().notify_event(topic, msg)

    def _note_end(self, process: StoppedProcess, exit_code: int | None) -> None:
        if self.is_stopping() and exit_code == -signal.SIGKILL:
            self._killed.append(Killed(process.pid, process.killed_by or "other"))
        if self._by_itself and self.stops_descendants:
            # From here on nothing is started: circus would start the next one as soon as it has reaped.
            IOLoop.current().add_future(self._end_below(process.mark, self.graceful_timeout), self._manage)

    def _manage(self, _ended: object) -> None:
        if not self.is_stopped():
            self.arbiter.manage_watchers()
