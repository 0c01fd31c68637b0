"""A sample as it is sent: circusman's README of the node package says what each part is."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from circusman_node.samples.families import Member
from circusman_node.samples.proc_files import TICK, Stat, Storage
from circusman_node.samples.totals import Amounts

TOPIC = b"circusman.samples"

#: Processes that are listed one by one, those that circus itself started before all others; totals have all.
_MOST = 1_000


def watcher_parts(
    roots: Mapping[str, Iterable[int]], members: Mapping[int, Member], totals: Mapping[str, Amounts], since: Mapping[str, float]
) -> tuple[dict[str, Any], int]:
    """The part `watchers` of a sample, and how many processes are not listed in it. `roots`: by watcher, its own processes; `since`: by
    watcher, when its totals began at 0, in seconds after the boot.
    """
    living = [member for member in members.values() if not member.stat.is_zombie]
    families = _by_watcher(living)
    listed = families if len(living) <= _MOST else _by_watcher(_first(living, roots))
    parts = {}
    for watcher, own in roots.items():
        family = families[watcher]
        parts[watcher] = {
            "since": since[watcher],
            "total": _total(totals[watcher] if watcher in totals else Amounts(), family),
            "count": len(family),
            "resident": sum(member.stat.resident for member in family),
            "threads": sum(member.stat.threads for member in family),
            "newest": _newest(members[pid] for pid in own if pid in members),
            "processes": [_process(member, members) for member in listed[watcher]],
        }
    return parts, max(0, len(living) - _MOST)


def _first(living: list[Member], roots: Mapping[str, Iterable[int]]) -> list[Member]:
    """Those that are listed where there are too many."""
    own = {pid for pids in roots.values() for pid in pids}
    return sorted(living, key=lambda member: member.pid not in own)[:_MOST]


def _by_watcher(members: Iterable[Member]) -> defaultdict[str, list[Member]]:
    families: defaultdict[str, list[Member]] = defaultdict(list)
    for member in members:
        families[member.watcher].append(member)
    return families


def _newest(own: Iterable[Member]) -> float | None:
    return max((member.stat.started / TICK for member in own if not member.stat.is_zombie), default=None)


def encoded(sample: dict[str, Any]) -> bytes:
    """The body of the message."""
    return json.dumps(sample, separators=(",", ":")).encode()


def _total(total: Amounts, family: list[Member]) -> list[float | None]:
    # Of what has ended to the microsecond, of what lives in ticks.
    cpu = [round(total.user / TICK, 6), round(total.system / TICK, 6)]
    return [*cpu, *([None, None] if any(member.storage is None for member in family) else [total.read, total.written])]


def _process(member: Member, members: Mapping[int, Member]) -> list[float | None]:
    stat, parent = member.stat, members.get(member.stat.parent)
    return [
        member.pid,
        stat.parent if parent is not None and parent.watcher == member.watcher else 0,
        stat.started / TICK,
        stat.user / TICK,
        stat.system / TICK,
        stat.resident,
        stat.threads,
        *_storage(member.storage),
    ]


def _storage(storage: Storage | None) -> tuple[int | None, int | None]:
    return (None, None) if storage is None else (storage.read, storage.written)


def own_part(stat: Stat) -> list[float]:
    """The part `own`: circusd itself, without what it has waited for."""
    return [stat.user / TICK, stat.system / TICK, stat.resident, stat.threads]
