"""The machine as a whole, as /proc and /sys tell of it: counters since its boot."""

import os
from typing import Any

from circusman_node.samples.kept_files import KeptFile
from circusman_node.samples.proc_files import TICK

_SECTOR = 512

#: Seconds between two looks at how many cores, and which disks and networks, there are to count.
_LOOK_AGAIN = 60.0


class Machine:
    """Reads the machine; it remembers which of its disks and networks count, as their names alone do not tell."""

    def __init__(self) -> None:
        names = ("stat", "loadavg", "meminfo", "diskstats", "net/dev")
        self._stat, self._load, self._memory, self._disk, self._network = (KeptFile(f"/proc/{name}") for name in names)
        self._look_at, self._cores = 0.0, 1
        self._disks: frozenset[str] = frozenset()
        self._networks: frozenset[str] = frozenset()
        #: How many processes and threads have been started since the boot, as of the last look.
        self.forks = 0

    def read(self, now: float) -> dict[str, Any]:
        """The part `machine` of a sample; `now`: monotonic seconds."""
        if now >= self._look_at:
            self._look_at = now + _LOOK_AGAIN
            self._cores, self._disks, self._networks = os.cpu_count() or 1, _whole_disks(), _real_networks()
        return {
            "cores": self._cores,
            "cpu": self._cpu(),
            **_memory(self._memory.read_whole()),
            "load": [float(each) for each in self._load.read().split()[:3]],
            "disks": self._disk_counters(),
            "networks": self._network_counters(),
        }

    def _cpu(self) -> list[float]:
        content = self._stat.read_whole()
        user, nice, system, idle, wait, irq, softirq, steal = (int(each) for each in content[: content.index(b"\n")].split()[1:9])
        at = content.find(b"\nprocesses ")
        self.forks = int(content[at + 11 : content.index(b"\n", at + 1)]) if at >= 0 else self.forks + 1
        return [each / TICK for each in (user + nice, system + irq + softirq, wait, steal, idle)]

    def _disk_counters(self) -> list[list[Any]]:
        if not self._disks:
            return []
        counters = []
        for line in self._disk.read_whole().split(b"\n"):
            fields = line.split()
            if len(fields) > 12 and (name := fields[2].decode()) in self._disks:
                counters.append([name, int(fields[5]) * _SECTOR, int(fields[9]) * _SECTOR, int(fields[12]) / 1000])
        return counters

    def _network_counters(self) -> list[list[Any]]:
        counters = []
        for line in self._network.read_whole().split(b"\n")[2:]:
            name, _, numbers = line.partition(b":")
            if (network := name.strip().decode()) in self._networks:
                fields = numbers.split()
                counters.append([network, int(fields[0]), int(fields[8])])
        return counters


def _memory(content: bytes) -> dict[str, list[int]]:
    def amount(name: bytes) -> int:
        _, _, rest = content.partition(name)
        return int(rest[: rest.index(b"kB")]) * 1024 if rest else 0

    return {"memory": [amount(b"MemTotal:"), amount(b"MemAvailable:")], "swap": [amount(b"SwapTotal:"), amount(b"SwapFree:")]}


def _whole_disks() -> frozenset[str]:
    """Without partitions, and without what repeats what a disk below it counts: loop, dm, md, ram."""
    try:
        names = os.listdir("/sys/block")
    except OSError:
        return frozenset()
    return frozenset(name for name in names if not name.startswith(("loop", "ram", "dm-", "md", "zram", "sr", "fd")))


def _real_networks() -> frozenset[str]:
    """Those with a device behind them: bridges, bonds and virtual pairs count once more what passes these. Where there is none, as in a
    container, all but loopback.
    """
    try:
        names = [name for name in os.listdir("/sys/class/net") if name != "lo"]
    except OSError:
        return frozenset()
    real = [name for name in names if os.path.exists(f"/sys/class/net/{name}/device")]
    return frozenset(real or names)
