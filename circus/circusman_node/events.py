"""The node's last events, numbered, so that a controller that was away can ask for what it has missed."""

import secrets
import threading
from collections import deque
from typing import Any

from circusman_node.errors import NodeError
from circusman_node.history import signal_name

#: Events that are kept; the oldest go first.
KEPT = 1_000
#: Events of one answer, so that nobody's turn takes long: some 30 kB.
_AT_ONCE = 250
#: Characters of a hook's error.
_LONGEST = 500

Event = dict[str, Any]


class Events:
    """Written by circusd's loop, read by any thread. They outlive the arbiter, which a restart of circusd within itself makes anew.

    A cursor is `LIFE NUMBER`: this start of circusd, and the last event that was seen.
    """

    def __init__(self) -> None:
        self.life = secrets.token_hex(8)
        self._last = 0
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def take(self, watcher: str, action: str, message: Event, by_itself: bool) -> dict[str, Any]:
        """Keeps what circus is about to publish; what its message is to tell beside that. `by_itself`: of a process that was reaped."""
        told: dict[str, Any] = {"byItself": by_itself} if action == "reap" else {}
        event = {"time": message["time"], "watcher": watcher, "action": action, **_details(message), **told}
        with self._lock:
            self._last += 1
            self._kept.append({"number": self._last, **event})
            return {"life": self.life, "number": self._last, **told}

    def since(self, cursor: str | None) -> dict[str, Any]:
        """The answer of `poll-events`; NodeError when that is no cursor of ours."""
        life, seen = _parts(cursor)
        with self._lock:
            last, kept = self._last, list(self._kept)
        is_same = life == self.life
        if is_same and seen > last:
            raise NodeError(f"the cursor {cursor!r} is of an event that has not been yet")
        before = last - len(kept)
        after = max(seen, before) if is_same else before
        items = kept[after - before :][:_AT_ONCE]
        reached = after + len(items)
        lost = after - seen if is_same else 0 if cursor is None else None
        return {"cursor": f"{self.life} {reached}", "items": items, "lost": lost, "more": reached < last}


def _parts(cursor: str | None) -> tuple[str | None, int]:
    if cursor is None:
        return None, 0
    life, _, number = cursor.rpartition(" ")
    if not life or not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise NodeError(f"{cursor[:80]!r} is no cursor: LIFE NUMBER, as poll-events answers it")
    return life, int(number)


def _details(message: Event) -> Event:
    details: Event = {}
    if "process_pid" in message:
        details["pid"] = message["process_pid"]
    if "exit_code" in message:
        details["exit"] = _exit(message["exit_code"])
    if "name" in message:
        details["hook"] = message["name"]
    if "error" in message:
        details["error"] = message["error"][:_LONGEST]
    return details


def _exit(code: int | None) -> Event | None:
    """Null where somebody else took the exit status."""
    if code is None:
        return None
    return {"code": None, "signal": signal_name(-code)} if code < 0 else {"code": code, "signal": None}
