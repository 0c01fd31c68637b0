"""Whether the services serve, asked again and again by threads, never by circusd's loop."""

import http.client
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from circus import logger

from circusman_node.configure.record import configured_as
from circusman_node.errors import NodeError
from circusman_node.history import MENDED_AFTER, History
from circusman_node.ports import foreign_listener
from circusman_node.service import Ready, Service
from circusman_node.state_folder import StateFolder

if TYPE_CHECKING:
    from circus.watcher import Watcher

#: Seconds: the most that one check waits for an answer, and between two while the service is ready.
ANSWER_LIMIT = 2.0
EVERY_WHEN_READY = 5.0

_AFTER_HOST = re.compile(r"(:\d+)?\s*([/?#]|$)")


@dataclass(frozen=True)
class Seen:
    """What the last check of a watcher said of its processes `pids`; `changed`: when `ready` last did, in seconds since the epoch."""

    ready: bool
    answer: str | None
    changed: float
    pids: frozenset[int]


NOTHING_SEEN = Seen(False, None, 0.0, frozenset())


class Watched(Protocol):
    """What readiness asks of the node, which is made of it."""

    services: dict[str, Service]
    state: StateFolder
    history: History
    closing: threading.Event

    def pids(self, watcher: str) -> frozenset[int]:
        """The processes that circus has for the watcher."""

    def called(self, name: str) -> "Watcher | None":
        """The watcher of that name."""

    def started_as_other(self, watcher: str) -> str | None:
        """Whether its processes were started as another service than it is now, as a sentence."""


class Readiness:
    """A thread for each watcher whose service says how one sees it ready."""

    def __init__(self, node: Watched) -> None:
        self._node = node
        self._seen: dict[str, Seen] = {}
        self._wakes: dict[str, threading.Event] = {}
        self._ended: dict[str, tuple[frozenset[int], float]] = {}

    def of(self, watcher: str) -> Seen:
        """What was seen last."""
        return self._seen.get(watcher, NOTHING_SEEN)

    def is_mended(self, watcher: str, now: float) -> bool:
        """Whether it is ready for so long, since its last start and its last crash, that crashes before that count no more."""
        seen, past = self.of(watcher), self._node.history.of(watcher)
        return seen.ready and now - max(seen.changed, past.begun or 0.0, *past.crashes[-1:]) >= MENDED_AFTER

    def watch(self) -> None:
        """Begins to ask after those services that nobody asks after yet. Called in circusd's loop."""
        for watcher, service in self._node.services.items():
            if service.ready is not None and watcher not in self._wakes:
                self._wakes[watcher] = threading.Event()
                threading.Thread(target=self._ask_on, args=(watcher,), name=f"ready-{watcher}", daemon=True).start()

    def wake(self, watcher: str) -> None:
        """A process of the watcher came or went: asks at once."""
        wake = self._wakes.get(watcher)
        if wake is not None:
            wake.set()

    def _ask_on(self, watcher: str) -> None:
        wake = self._wakes[watcher]
        while not self._node.closing.is_set():
            wake.clear()
            service = self._node.services.get(watcher)
            if service is None or service.ready is None:
                wake.wait()
                continue
            pids = self._node.pids(watcher)
            answer = self._answer(watcher, service, service.ready, pids) if pids else (False, None)
            if self._node.pids(watcher) == pids:
                self._note(watcher, *answer, pids)
                if pids and answer == (False, f"HTTP {service.ready.failed}"):
                    self._end(watcher, pids, service.ready.failed)
            wake.wait(None if not pids else EVERY_WHEN_READY if answer[0] else service.ready.every)

    def _answer(self, watcher: str, service: Service, ready: Ready, pids: frozenset[int]) -> tuple[bool, str | None]:
        other = self._node.started_as_other(watcher)
        if other is not None:
            return False, other
        try:
            return check(ready, target_of(self._node.state, watcher, service), pids)
        except NodeError as error:
            return False, error.reason
        except Exception as error:  # this thread's edge: it must live on
            logger.exception("A readiness check of %s failed", watcher)
            return False, f"{type(error).__name__}: {error}"

    def _note(self, watcher: str, ready: bool, answer: str | None, pids: frozenset[int]) -> None:
        before = self.of(watcher)
        if self.is_mended(watcher, time.time()):
            self._node.history.counts_anew(watcher)
        self._seen[watcher] = Seen(ready, answer, before.changed if ready == before.ready else time.time(), pids)

    def _end(self, watcher: str, pids: frozenset[int], status: int) -> None:
        """Ends processes that say that they will never be ready, as a stop would: circus starts others, which may have more luck."""
        now = time.monotonic()
        ended, since = self._ended.get(watcher, (None, now))
        if ended != pids:
            self._ended[watcher] = pids, now
            logger.warning("%s answers HTTP %s, so it will never be ready: it is ended, to be started again", watcher, status)
        with suppress(NodeError, ProcessLookupError):
            one = self._node.called(watcher)
            if one is None:
                return
            is_deaf = ended == pids and now - since > one.graceful_timeout
            for pid in pids:
                os.kill(pid, signal.SIGKILL if is_deaf else one.stop_signal)


def target_of(state: StateFolder, watcher: str, service: Service) -> str:
    """Where to ask: what the last configure made of the description, which may say it without variables, too. NodeError before that."""
    assert service.ready is not None, "only a service that says how is asked"
    if "{" not in service.ready.target:
        return service.ready.target
    configured = configured_as(state, watcher, service)
    if configured is None or configured.ready is None:
        raise NodeError(f"{watcher} was never configured here, which says where it is asked; configure it")
    return bracketed(configured.ready, [configured.address, *(member["address"] for member in configured.members)])


def bracketed(target: str, addresses: Iterable[str]) -> str:
    """`target` with brackets around its host where that is an IPv6 address of `addresses`, the first that fits: a template has it bare
    before a port, as in http://::1:7474/.
    """
    begin = "http://" if target.startswith("http://") else ""
    place = target.removeprefix(begin)
    for address in addresses:
        if ":" in address and place.startswith(address) and _AFTER_HOST.match(place, len(address)):
            return f"{begin}[{address}]{place[len(address) :]}"
    return target


def check(ready: Ready, target: str, pids: frozenset[int]) -> tuple[bool, str]:
    """Asks once whether the service at `target`, run by the processes `pids`, is ready, and what it answered. Takes up to some seconds."""
    place = urlsplit(target if ready.kind == "http" else f"tcp://{target}")
    try:
        host, port = place.hostname, place.port or 80
    except ValueError:
        host = None
    if not host:
        return False, f"{target!r} is no address to ask; mend the service's [ready]"
    try:
        good, answer = _ask_http(host, port, target, ready.status) if ready.kind == "http" else _ask_tcp(host, port)
    except ConnectionRefusedError:
        return False, "connection refused"
    except TimeoutError:
        good, answer = False, f"no answer within {ANSWER_LIMIT:g} s"
    except http.client.HTTPException:
        good, answer = False, "an answer that is no HTTP"
    except OSError as error:
        good, answer = False, error.strerror or str(error)
    holder = foreign_listener(host, port, pids)
    return (good, answer) if holder is None else (False, f"port {port} is held by {holder}")


def _ask_http(host: str, port: int, url: str, wanted: int) -> tuple[bool, str]:
    place = urlsplit(url)
    connection = http.client.HTTPConnection(host, port, timeout=ANSWER_LIMIT)
    try:
        connection.request("GET", f"{place.path or '/'}{'?' + place.query if place.query else ''}")
        status = connection.getresponse().status
    finally:
        connection.close()
    return status == wanted, f"HTTP {status}"


def _ask_tcp(host: str, port: int) -> tuple[bool, str]:
    socket.create_connection((host, port), timeout=ANSWER_LIMIT).close()
    return True, "connected"
