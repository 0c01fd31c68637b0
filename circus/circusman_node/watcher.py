"""circus's watcher, with an eye on every start and end of its processes.

Whatever starts a process (the commands, autostart, a respawn) passes `spawn_process`, and `Process.spawn` below it.
"""

from typing import Any

from circus import logger
from circus.process import DEAD_OR_ZOMBIE, UNEXISTING, Process
from circus.watcher import Watcher

from circusman_node.guard import start_refusal
from circusman_node.node import current_node


class NotedProcess(Process):
    """A process that is in the ledger as soon as it exists."""

    def spawn(self) -> None:
        """Starts it."""
        super().spawn()
        current_node().ledger.note(self.name, self.pid)


class NodeWatcher(Watcher):
    """A watcher whose processes are noted, and which starts none that the guard refuses."""

    _refused: str | None = None

    @property
    def _process_class(self) -> type[Process]:
        return NotedProcess

    def _start(self) -> Any:
        if self.is_stopped():
            current_node().history.begun(self.name)
        return super()._start()

    def _reload(self, graceful: bool = True, sequential: bool = False) -> Any:
        """As circus, which would start a new process beside the old one: a service's home is for one, so it is restarted."""
        if self.name in current_node().services and not self.send_hup:
            graceful = sequential = False
        return super()._reload(graceful=graceful, sequential=sequential)

    def spawn_process(self, recovery_wid: int | None = None) -> Any:
        """As circus: when a process was started its time, False when the watcher is to stop.

        A refused one is neither: a start that gives no process ends by itself, and a respawn is tried again at each check.
        """
        if self.is_stopped():
            return True
        refusal = start_refusal(current_node(), self.name)
        if refusal is not None:
            if refusal != self._refused:
                logger.warning("%s is not started: %s", self.name, refusal)
            self._refused = refusal
            return True
        self._refused = None
        started = super().spawn_process(recovery_wid)
        if isinstance(started, float):
            node = current_node()
            node.history.spawned(self.name)
            node.readiness.wake(self.name)
        return started

    def reap_process(self, pid: int, status: int | None = None) -> None:
        """As circus; `status` is what waitpid said where circus looked for any process that has ended."""
        process = self.processes.get(pid)
        if process is None:
            return
        self._by_itself = not process.stopping and process.returncode() is None and not self.is_stopping()
        super().reap_process(pid, status)

    def manage_processes(self) -> Any:
        """As circus, which would drop a process that ended since it last reaped, and its exit code with it."""
        if not self.is_stopped():
            for process in list(self.processes.values()):
                if not process.stopping and process.status in (DEAD_OR_ZOMBIE, UNEXISTING):
                    self.reap_process(process.pid)
        return super().manage_processes()

    def notify_event(self, topic: str, msg: dict[str, Any]) -> None:
        """As circus, whose every way to reap ends with this event."""
        if topic == "reap":
            node = current_node()
            node.ledger.forget(self.name, msg["process_pid"])
            node.history.ended(self.name, msg["exit_code"], self._by_itself)
            node.readiness.wake(self.name)
        super().notify_event(topic, msg)
