"""circus's statistics process; what a watcher's process has started counts as its own.

Of a start script that runs a program circus would tell the script's figures.
"""

import os
import time
from collections.abc import Iterator
from typing import Any

import psutil
from circus import stats, util
from circus.stats import streamer
from circus.stats.collector import WatcherStatsCollector

from circusman_node.ipv6 import allow_ipv6
from circusman_node.ledger import Started
from circusman_node.lineage import Lineage
from circusman_node.process_table import identity, mark_of, process_table

#: Seconds between two looks at which processes there are: reading of all is not cheap, reading of a few is.
_LOOK_AGAIN = 5.0
#: So soon is looked again after a process was seen first: start scripts begin their program within that.
_LOOK_SOON = 1.0

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Families:
    """By pid of a watcher's process, what it has started."""

    def __init__(self) -> None:
        self._lineage = Lineage()
        self._roots: dict[int, Started] = {}
        self._members: dict[int, list[int]] = {}
        self._look_at = 0.0

    def of(self, root: int) -> list[int]:
        """The pids of what the process has started, as of the last look."""
        known = self._roots.get(root)
        if known is None or not known.lives():
            found = identity(root)
            if found is None:
                return []
            # Whatever has no mark of ours is known by its pid.
            self._roots[root] = Started(root, found, 0.0, mark=mark_of(root) or f"pid {root}")
            self._look_at = min(self._look_at, time.monotonic() + _LOOK_SOON)
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + _LOOK_AGAIN
            self._look()
        return self._members.get(root, [])

    def _look(self) -> None:
        self._roots = {pid: one for pid, one in self._roots.items() if one.lives()}
        owners = self._lineage.owners([("", one) for one in self._roots.values()], process_table())
        roots = {one.mark: pid for pid, one in self._roots.items()}
        self._members = {pid: [] for pid in self._roots}
        for pid, mark in owners.items():
            self._members[roots[mark]].append(pid)


class Usage:
    """CPU and memory of single processes, read cheaply."""

    def __init__(self) -> None:
        self._before: dict[int, tuple[str, float, float]] = {}

    def of(self, pid: int) -> tuple[float, int] | None:
        """Percent of one core since it was asked before, and resident bytes; None when it has ended."""
        try:
            with open(f"/proc/{pid}/stat", "rb") as stat:
                fields = stat.read().rpartition(b")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            self._before.pop(pid, None)
            return None
        started, used, now = fields[19].decode(), (int(fields[11]) + int(fields[12])) / _TICK, time.monotonic()
        before = self._before.get(pid)
        self._before[pid] = started, used, now
        cpu = 0.0 if before is None or before[0] != started or now <= before[2] else 100 * (used - before[1]) / (now - before[2])
        return cpu, int(fields[21]) * _PAGE

    def keep(self, pids: set[int]) -> None:
        """Forgets all others."""
        self._before = {pid: before for pid, before in self._before.items() if pid in pids}


_families = Families()
_usages: dict[str, Usage] = {}
_memory = psutil.virtual_memory().total


class FamilyCollector(WatcherStatsCollector):
    """The figures of a watcher's processes, each with what it has started."""

    def collect_stats(self) -> Iterator[dict[str, Any]]:
        """As circus; it makes the watcher's own figures of these once they are sent."""
        usage = _usages.setdefault(self.name, Usage())
        seen: set[int] = set()
        for info in super().collect_stats():
            if self.name != "circus" and "subtopic" in info:
                members = _families.of(info["subtopic"])
                seen.update(members)
                _add(info, [used for used in map(usage.of, members) if used is not None])
            yield info
        usage.keep(seen)


def _add(info: dict[str, Any], used: list[tuple[float, int]]) -> None:
    if not used:
        return
    resident = sum(memory for _, memory in used)
    if isinstance(info["cpu"], float):
        info["cpu"] = round(info["cpu"] + sum(cpu for cpu, _ in used), 1)
    if isinstance(info["mem"], float):
        info["mem"] = round(info["mem"] + 100 * resident / _memory, 3)
    if info["mem_info1"] != "N/A":
        info["mem_info1"] = util.bytes2human(util.human2bytes(info["mem_info1"]) + resident)


def main() -> None:
    """As circus's."""
    allow_ipv6()
    if os.path.exists("/proc/self/stat"):
        streamer.WatcherStatsCollector = FamilyCollector
    stats.main()
