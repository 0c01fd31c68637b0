"""How often a watcher crashed, and how it went down: what a controller that comes later calls it by."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from circus.process import DEAD_OR_ZOMBIE

from circusman_node.history import CRASH_WINDOW, MENDED_AFTER, History
from circusman_node.node import Node
from circusman_node.readiness import Seen
from circusman_node.watcher import NodeWatcher


def crashes_of(one: Any, watcher: str) -> tuple[int, Any]:
    told = one.call("health")["watchers"][watcher]["crashes"]
    return told["recent"], told["exit"] and (told["exit"]["code"], told["exit"]["signal"])


def test_crashes_are_counted_from_the_last_start_by_anybody(
    node: Callable[..., Any], tmp_path: Path, eventually: Callable[..., Any]
) -> None:
    mended = tmp_path / "mended"
    one = node(f"[watcher:loop]\ncmd = bash -c '[ -e {mended} ] || exit 3; exec sleep 60'\n")
    eventually(lambda: crashes_of(one, "loop")[0] >= 3)
    assert crashes_of(one, "loop")[1] == (3, None)
    mended.touch()
    one.call("restart", name="loop")
    eventually(lambda: crashes_of(one, "loop") == (0, None))
    mended.unlink()
    os.kill(one.processes("loop")[0], signal.SIGKILL)
    eventually(lambda: crashes_of(one, "loop")[0] >= 3)


def test_a_reload_counts_anew_too(node: Callable[..., Any], tmp_path: Path, eventually: Callable[..., Any]) -> None:
    mended = tmp_path / "mended"
    one = node(f"[watcher:loop]\ncmd = bash -c '[ -e {mended} ] || exit 3; exec sleep 60'\n")
    eventually(lambda: crashes_of(one, "loop")[0] >= 2)
    mended.touch()
    one.call("reload", name="loop")
    eventually(lambda: crashes_of(one, "loop")[0] == 0)


def test_processes_that_end_by_one_event_are_one_crash(node: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    one = node("[watcher:five]\ncmd = sleep 60\nnumprocesses = 5\n")
    for pid in eventually(lambda: len(pids := one.processes("five")) == 5 and pids):
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: one.call("health")["watchers"]["five"]["restarts"] == 5)
    eventually(lambda: crashes_of(one, "five") == (1, (None, "SIGKILL")))


def test_a_process_that_an_operator_signals_has_not_crashed(node: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    one = node("[watcher:one]\ncmd = sleep 60\n")
    (pid,) = one.processes("one")
    one.call("signal", name="one", signum=9)
    eventually(lambda: one.processes("one") not in ([], [pid]))
    assert crashes_of(one, "one") == (0, None)


def test_a_crash_loop_that_is_stopped_has_not_gone_down_by_itself(node: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    one = node("[watcher:loop]\ncmd = bash -c 'exit 3'\n")
    eventually(lambda: crashes_of(one, "loop")[0] >= 2)
    one.call("stop", name="loop")
    eventually(lambda: crashes_of(one, "loop")[1] is None)


def test_what_is_not_respawned_has_gone_down_by_itself_until_somebody_stops_it(
    node: Callable[..., Any], eventually: Callable[..., Any]
) -> None:
    one = node("[watcher:once]\ncmd = bash -c 'exit 4'\nrespawn = False\n")
    eventually(lambda: one.call("status", name="once")["status"] == "stopped")
    eventually(lambda: crashes_of(one, "once") == (1, (4, None)))
    one.call("stop", name="once")
    eventually(lambda: crashes_of(one, "once") == (1, None))


def test_what_did_its_work_and_is_not_to_do_it_again_has_not_crashed(node: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    one = node("[watcher:once]\ncmd = bash -c 'exit 0'\nrespawn = False\n")
    eventually(lambda: crashes_of(one, "once") == (0, (0, None)))


def test_those_that_end_one_after_the_other_are_crashes_each() -> None:
    history = History()
    now = time.time()

    def ended(started: float, at: float) -> int:
        history.ended("box", 1, True, started=now + started, at=now + at)
        return history.of("box").recent_crashes(now + at)

    assert ended(-50, -5) == 1
    assert ended(-50, -4.9) == 1
    assert ended(-50, -4) == 2  # nothing came between: it is another look at another end
    assert ended(-50, -0.5) == 3
    history.spawned("box")
    assert ended(-50, 0.9) == 3  # collected by circusd's next look
    assert ended(0.1, 1.2) == 4  # it had come for the one before
    assert history.of("box").recent_crashes(now - 4 + CRASH_WINDOW) == 2
    assert history.of("box").crash_ages(now + 600) == [605.0, 604.0, 600.5, 598.8]
    assert history.of("box").crash_ages(now + 3600) == [3598.8]
    for second in range(10, 1_810):
        ended(second - 0.5, second)
    assert history.of("box").recent_crashes(now + 1_809.5) == 300


def test_ready_for_half_a_minute_ends_the_count(here: Node, eventually: Callable[..., Any]) -> None:
    async def crash() -> None:
        watcher = NodeWatcher("box", "bash -c 'exit 3'", respawn=False)
        watcher._status = "active"
        watcher.spawn_process()
        (process,) = watcher.processes.values()
        eventually(lambda: process.status == DEAD_OR_ZOMBIE)
        watcher.reap_process(process.pid)

    now = time.time()
    for second in (100, 90, 80):
        here.history.ended("box", 3, True, started=now - second - 1, at=now - second)
    here.readiness._seen["box"] = Seen(True, None, now - MENDED_AFTER + 5, frozenset())
    assert not here.readiness.is_mended("box", now)
    here.readiness._seen["box"] = Seen(True, None, now - MENDED_AFTER - 1, frozenset())
    assert here.readiness.is_mended("box", now)
    asyncio.run(crash())
    assert here.history.of("box").recent_crashes(time.time()) == 1
    here.readiness._seen["box"] = Seen(True, None, now - 500, frozenset())
    assert not here.readiness.is_mended("box", time.time())  # it crashed a moment ago
