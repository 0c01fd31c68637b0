"""What a watcher's processes started belongs to it, wherever it went: what outlives them is an orphan."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from descent_shapes import DEAF, SHAPES, SLEEP, orphans, runs

NETWORK = "127.0.95"
pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.mark.parametrize("name", SHAPES)
def test_what_outlives_its_stop_is_an_orphan_until_it_is_adopted(shape: Callable[..., Any], pid_of: Callable[[], int], name: str) -> None:
    one = shape(SHAPES[name])
    if "trap" not in SHAPES[name]:
        pid = pid_of()
        assert orphans(one) == []
    assert one.call("stop", name="box")["status"] == "ok"
    pid = pid_of()
    assert pid in orphans(one)
    assert one.call("health")["watchers"]["box"]["orphans"][-1]["name"] == "sleep"
    assert pid in one.call("adopt", watcher="box", kill=True)["ended"]
    assert orphans(one) == []
    assert not runs(pid)


def test_adopt_tells_what_it_had_to_kill(shape: Callable[..., Any], pid_of: Callable[[], int]) -> None:
    one = shape(f"{DEAF} wait")
    pid = pid_of()
    one.call("stop", name="box")
    assert pid in one.call("adopt", watcher="box", kill=True)["killed"]


def test_what_ends_by_itself_is_no_orphan(shape: Callable[..., Any], pid_of: Callable[[], int], eventually: Callable[..., Any]) -> None:
    one = shape("sleep 0.5 & echo $! > pid.new; mv pid.new pid; exec sleep 1000")
    pid = pid_of()
    one.call("stop", name="box")
    eventually(lambda: orphans(one) == [])
    assert not runs(pid)


def test_only_what_the_ended_process_had_started_is_an_orphan(
    shape: Callable[..., Any], pid_of: Callable[[], int], eventually: Callable[..., Any]
) -> None:
    one = shape(f"{SLEEP} & echo $! >> pids; touch pid; wait", "numprocesses = 2")
    stranger = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    try:
        folder = Path(one.call("options", name="box", waiting=False)["options"]["cmd"].split()[1]).parent
        eventually(lambda: len((folder / "pids").read_text().split()) == 2)
        first, second = one.processes("box")
        below = {psutil.Process(int(pid)).ppid(): int(pid) for pid in (folder / "pids").read_text().split()}
        assert set(below) == {first, second}
        one.call("decr", name="box")
        (left,) = eventually(lambda: len(one.processes("box")) == 1 and one.processes("box"))
        gone = first if left == second else second
        assert orphans(one) == [below[gone]]
        one.call("stop", name="box")
        assert sorted(orphans(one)) == sorted(below.values())
        assert one.call("adopt", watcher="box", kill=True)["ended"] == sorted(below.values())
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_successor_of_a_killed_circusd_finds_what_lost_its_parent_meanwhile(
    shape: Callable[..., Any], pid_of: Callable[[], int], eventually: Callable[..., Any]
) -> None:
    one = shape(SHAPES["a daemon of a shell that goes on"])
    pid = pid_of()
    (first,) = one.processes("box")
    one.kill()
    os.kill(first, signal.SIGKILL)
    eventually(lambda: not runs(first))
    one.start()
    assert orphans(one) == [pid]
    assert one.call("adopt", watcher="box", kill=True)["ended"] == [pid]


def test_what_was_left_before_circusd_was_killed_is_still_an_orphan(shape: Callable[..., Any], pid_of: Callable[[], int]) -> None:
    one = shape(SHAPES["both of its own"])
    pid = pid_of()
    one.call("stop", name="box")
    assert pid in orphans(one)
    one.kill()
    one.start()
    assert pid in orphans(one)


def test_a_service_is_not_started_beside_what_an_earlier_process_had_started(
    beside_child: tuple[Any, psutil.Process],
) -> None:
    one, child = beside_child
    one.call("stop", name="box")
    assert orphans(one) == [child.pid]
    assert one.call("start", name="box")["reason"] == f"orphan {child.pid} still runs; end it by adopt --kill box"
    one.call("adopt", watcher="box", kill=True)
    assert one.call("start", name="box")["status"] == "ok"


def test_a_restart_beside_what_it_left_is_refused_for_a_service(
    beside_child: tuple[Any, psutil.Process],
) -> None:
    one, child = beside_child
    assert one.call("restart", name="box")["reason"] == f"orphan {child.pid} still runs; end it by adopt --kill box"


def test_the_loop_is_held_up_no_longer_than_a_moment(shape: Callable[..., Any], pid_of: Callable[[], int]) -> None:
    one = shape(f"for i in $(seq 100); do {SLEEP} & done; echo $! > pid.new; mv pid.new pid; wait")
    pid_of()
    one.call("stop", name="box")
    assert len(orphans(one)) == 100
    assert len(one.call("adopt", watcher="box", kill=True)["ended"]) == 100
