"""Once a second, what the watchers' processes and the machine use, published on circus's own event socket."""

import os
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import zmq
from circus import logger

from circusman_node.ledger import Ledger
from circusman_node.samples.ended import ended_usage
from circusman_node.samples.families import Families
from circusman_node.samples.homes import Homes
from circusman_node.samples.kept_files import KeptFile
from circusman_node.samples.machine import Machine
from circusman_node.samples.message import TOPIC, encoded, own_part, watcher_parts
from circusman_node.samples.proc_files import TICK, parsed_stat, read_stat, read_storage
from circusman_node.samples.totals import End, Totals

if TYPE_CHECKING:
    from circus.arbiter import Arbiter

#: Seconds between two samples.
EVERY = 1.0

#: Samples between two looks at what only the ledger knows: processes whose parents had ended before they were seen.
_LEDGER_EVERY = 5


def can_sample() -> bool:
    """Whether this system has what is read."""
    return os.path.exists("/proc/self/stat")


class Sampler:
    """Reads in a thread of its own, so that circusd's loop only sends. It outlives the arbiter, which a restart of circusd makes anew."""

    def __init__(self, arbiter: "Callable[[], Arbiter | None]", ledger: Ledger, homes: Callable[[], Mapping[str, str]]) -> None:
        """`homes`: by watcher, where its service keeps its data."""
        self._arbiter, self._ledger = arbiter, ledger
        self._life = secrets.token_hex(8)
        self._machine = Machine()
        self._own = KeptFile("/proc/self/stat")
        self._families = Families()
        self._totals = Totals(int(time.clock_gettime(time.CLOCK_BOOTTIME) * TICK))
        #: By watcher, when its totals began at 0, in seconds after the boot: they go on where one comes again under its name.
        self._since: dict[str, float] = {}
        self._homes = Homes(homes)
        self._ends: deque[End] = deque()

    def watch(self, closing: threading.Event) -> None:
        """Samples until circusd ends, on a fixed grid of the monotonic clock."""
        self._homes.watch(closing)
        threading.Thread(target=self._sample_on, args=(closing,), name="samples", daemon=True).start()

    def note_end(self, watcher: str, pid: int) -> None:
        """Called before the watcher's process may be waited for: of one that has ended it is still told what it used. For any thread."""
        try:
            has_ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
            stat = read_stat(pid) if has_ended else None
        except OSError:  # it is no child of circusd, or no more files can be opened: that must not keep circusd from waiting for it
            return
        if stat is not None:
            usage = ended_usage(pid)
            storage = read_storage(pid) or (None if usage is None else usage.storage)
            self._ends.append(End(watcher, pid, stat, storage, None if usage is None else (usage.user, usage.system)))

    def family(self, watcher: str) -> dict[int, int]:
        """By pid, the start (ticks after the boot) of each process of the watcher's family that lived at the last look. For any thread."""
        members = list(self._families.members.values())
        return {member.pid: member.stat.started for member in members if member.watcher == watcher and not member.stat.is_zombie}

    def _sample_on(self, closing: threading.Event) -> None:
        begun, number, is_well = time.monotonic(), 1, True
        while not closing.wait(max(0.0, begun + number * EVERY - time.monotonic())):
            read_at = time.monotonic()
            try:
                self._publish(encoded(self._sample(number)))
                is_well = True
            except Exception:  # this thread's edge: it must live on, and says once what is wrong
                if is_well:
                    logger.exception("What the processes use cannot be read")
                is_well = False
            # After a pause, as when circusd was suspended, it goes on with the grid: no burst makes up for what was missed, and two samples
            # are at least half a period apart, as less is too little for the kernel's ticks.
            number = max(number + 1, int((read_at - begun) / EVERY + 1.5))

    def _sample(self, number: int) -> dict[str, Any]:
        now, uptime = time.monotonic(), time.clock_gettime(time.CLOCK_BOOTTIME)
        machine = self._machine.read(now)
        # Before the look: what ends in between is found gone by the next one. They stay until they are counted: a look may fail.
        ends = [self._ends[place] for place in range(len(self._ends))]
        roots = self._roots()
        if number % _LEDGER_EVERY == 0:
            self._look_in_ledger(roots)
        gone = self._families.look(roots, self._machine.forks)
        self._totals.count(self._families.members, gone, ends)
        for _ in ends:
            self._ends.popleft()
        own = self._own.read()
        for watcher in roots:
            self._since.setdefault(watcher, uptime)
        watchers, left = watcher_parts(roots, self._families.members, self._totals.by_watcher, self._since)
        return {
            "life": self._life,
            "number": number,
            "time": now,
            "uptime": uptime,
            "own": own_part(parsed_stat(own)),
            "machine": machine,
            "homes": self._homes.read(now),
            "watchers": watchers,
            **({"left": left} if left > 0 else {}),
        }

    def _roots(self) -> dict[str, list[int]]:
        arbiter = self._arbiter()
        return {} if arbiter is None else {one.name: list(one.processes) for one in list(arbiter.watchers)}

    def _look_in_ledger(self, roots: dict[str, list[int]]) -> None:
        for watcher, one in self._ledger.followed():
            if watcher in roots:
                self._families.add(one.pid, watcher, int(one.identity.rpartition("/")[2]))

    def _publish(self, body: bytes) -> None:
        arbiter = self._arbiter()
        if arbiter is not None:
            arbiter.loop.add_callback(_send, arbiter, body)


def _send(arbiter: Any, body: bytes) -> None:
    socket = arbiter.evpub_socket
    if socket is None or socket.closed:  # between two arbiters
        return
    try:
        socket.send_multipart([TOPIC, body], zmq.NOBLOCK)
    except zmq.ZMQError as error:
        logger.warning("A sample of what the processes use cannot be sent: %s", error)
