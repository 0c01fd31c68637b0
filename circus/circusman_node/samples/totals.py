"""What the processes of each watcher have used in all, those that have ended included."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from circusman_node.samples.families import Member
from circusman_node.samples.proc_files import Stat, Storage, ignores_its_children


@dataclass(slots=True)
class Amounts:
    """CPU in ticks, bytes from and to storage."""

    user: float = 0
    system: float = 0
    read: int = 0
    written: int = 0

    def add(self, other: "Amounts") -> None:
        self.user += other.user
        self.system += other.system
        self.read += other.read
        self.written += other.written

    def less(self, other: "Amounts") -> "Amounts":
        """What is left without the other, nothing of it below 0."""
        return Amounts(
            max(0, self.user - other.user),
            max(0, self.system - other.system),
            max(0, self.read - other.read),
            max(0, self.written - other.written),
        )


@dataclass(frozen=True, slots=True)
class End:
    """How a process was when it had ended, before it was waited for."""

    watcher: str
    pid: int
    stat: Stat
    storage: Storage | None
    #: User and system time in ticks with what it had waited for, to the microsecond; None: only `stat` tells.
    cpu: tuple[float, float] | None = None

    def amounts(self) -> Amounts:
        whole = _amounts(self.stat, self.storage)
        if self.cpu is not None:
            whole.user, whole.system = max(whole.user, self.cpu[0]), max(whole.system, self.cpu[1])
        return whole


class Totals:
    """By watcher, what its processes have used since the node began to watch them. None of it ever falls.

    A process's amounts hold those of all that it has waited for. So what ended and was waited for has moved into its parent's amounts,
    and is taken off there as far as it was counted before.
    """

    def __init__(self, begun: int) -> None:
        """`begun`: in ticks after the boot. Of what was started before it is counted what it uses from now on."""
        self._begun = begun
        self.by_watcher: defaultdict[str, Amounts] = defaultdict(Amounts)

    def count(self, members: Mapping[int, Member], gone: Iterable[Member], ends: Iterable[End]) -> None:
        """Adds what was used between the last two looks. `ends`: of watchers' own processes that have ended since the last look."""
        lost = {member.pid: member for member in gone}
        # What is still there, and was not waited for, is looked at as long as it is.
        last = {end.pid: end for end in ends if end.pid not in members or members[end.pid].stat.started != end.stat.started}
        counted = self._moved(members, lost, last)
        for member in members.values():
            if member.counted is not None and member.counted[0] is member.stat and member.counted[1] == member.storage:
                continue  # it did nothing: nothing can have moved into it either
            grown = _amounts(member.stat, member.storage).less(self._before(member))
            moved = _capped(counted.get(member.pid), member.stat, member.counted)
            self.by_watcher[member.watcher].add(grown.less(moved))
            member.counted = member.stat, member.storage
        for end in last.values():
            known = lost.get(end.pid)
            before = known.counted if known is not None and known.stat.started == end.stat.started else None
            grown = end.amounts().less(Amounts() if before is None else _amounts(*before))
            self.by_watcher[end.watcher].add(grown.less(_capped(counted.get(end.pid), end.stat, before)))

    def _before(self, member: Member) -> Amounts:
        if member.counted is not None:
            stat, storage = member.counted
            if storage is None:  # it may be read now: from now on it counts
                storage = member.storage
            return _amounts(stat, storage)
        return Amounts() if member.stat.started >= self._begun else _amounts(member.stat, member.storage)

    def _moved(self, members: Mapping[int, Member], lost: Mapping[int, Member], last: Mapping[int, End]) -> dict[int, Amounts]:
        """By pid of who waited for them, what of those that are gone was counted before."""
        moved: defaultdict[int, Amounts] = defaultdict(Amounts)
        for member in lost.values():
            parent = member.stat.parent
            while parent in lost and parent not in last and parent not in members:
                parent = lost[parent].stat.parent
            if member.pid not in last and (parent in last or (parent in members and not ignores_its_children(parent))):
                moved[parent].add(Amounts() if member.counted is None else _amounts(*member.counted))
        return dict(moved)


def _capped(moved: Amounts | None, now: Stat, before: tuple[Stat, Storage | None] | None) -> Amounts:
    """No more CPU can have moved into a process than has come to it from what it has waited for."""
    if moved is None:
        return Amounts()
    user, system = (0, 0) if before is None else (before[0].kids_user, before[0].kids_system)
    return Amounts(min(moved.user, now.kids_user - user), min(moved.system, now.kids_system - system), moved.read, moved.written)


def _amounts(stat: Stat, storage: Storage | None) -> Amounts:
    read, written = (0, 0) if storage is None else (storage.read, storage.written)
    return Amounts(stat.user + stat.kids_user, stat.system + stat.kids_system, read, written)
