"""How the watchers are: ready or not, since when, how often restarted, which orphans they have, what they are configured for."""

from dataclasses import asdict
from typing import Any

from circus.watcher import Watcher

from circusman_node.configure.record import Configured, configured_as, edited
from circusman_node.errors import NodeError
from circusman_node.ledger import Started
from circusman_node.logs.last_lines import last_lines
from circusman_node.node import Node
from circusman_node.process_table import name_of
from circusman_node.readiness import Seen
from circusman_node.service import Service

#: Lines of output given for a watcher that is not ready.
_LOG_LINES = 5


def health(node: Node, now: float) -> dict[str, Any]:
    """Of all watchers, as the command answers it; `now` in seconds since the epoch. For a thread: it reads files.

    `left`: by the name that it had, what still runs of watchers that were removed.
    """
    assert node.arbiter is not None
    node.descent.look_if_due()
    watchers = {watcher.name: _of(node, watcher, now) for watcher in node.arbiter.iter_watchers()}
    return {"watchers": watchers, "left": {name: told(orphans) for name, orphans in node.left_behind(list(watchers)).items()}}


def told(orphans: list[Started]) -> list[dict[str, Any]]:
    """Orphans as they are answered."""
    return [{"pid": orphan.pid, "started": orphan.started, "name": name_of(orphan.pid)} for orphan in orphans]


def _of(node: Node, watcher: Watcher, now: float) -> dict[str, Any]:
    name = watcher.name
    service = node.services.get(name)
    past = node.history.of(name)
    is_mended = node.readiness.is_mended(name, now)
    return {
        "service": None if service is None else service.name,
        **_readiness(node, watcher, service, now),
        "restarts": past.restarts,
        "lastExit": None if past.last_exit is None else asdict(past.last_exit),
        "crashes": {
            "recent": 0 if is_mended else past.recent_crashes(now),
            "ages": [] if is_mended else past.crash_ages(now),
            "exit": None if past.went_down is None else asdict(past.went_down),
            "at": now,
        },
        "lastStop": None if past.last_stop is None else asdict(past.last_stop),
        "orphans": told(node.orphans(name)),
        **_configuration(node, name, service),
        "removing": node.removals.progress(name),
    }


def _readiness(node: Node, watcher: Watcher, service: Service | None, now: float) -> dict[str, Any]:
    begun = node.history.of(watcher.name).begun
    if service is None or service.ready is None:
        return {"ready": None, "since": begun, "answer": None, "starting": False, "log": []}
    pids = node.pids(watcher.name)
    seen = node.readiness.of(watcher.name)
    other = node.started_as_other(watcher.name)
    ready = seen.ready and bool(pids) and seen.pids == pids and other is None
    since = _since(begun, seen)
    starting = not ready and not watcher.is_stopped() and since is not None and now - since <= service.ready.within
    answer = other or (seen.answer if seen.pids == pids else None)
    log = [] if ready or begun is None else last_lines(node, watcher.name, _LOG_LINES)
    return {"ready": ready, "since": since, "answer": answer, "starting": starting, "log": log}


def _since(begun: float | None, seen: Seen) -> float | None:
    """The last start or change, whichever was later; None before both."""
    return max(begun or 0.0, seen.changed) or None


def _configuration(node: Node, watcher: str, service: Service | None) -> dict[str, Any]:
    try:
        configured = None if service is None else configured_as(node.state, watcher, service)
        changed = edited(service, configured) if service is not None and configured is not None else []
    except NodeError as error:
        return {"configured": None, "edited": [], "error": error.reason}
    return {"configured": None if configured is None else _recorded(configured), "edited": changed, "error": None}


def _recorded(configured: Configured) -> dict[str, Any]:
    record = asdict(configured)
    return {key: record[key] for key in ("at", "address", "cluster", "identifier", "members")}
