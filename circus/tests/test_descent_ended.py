"""What a watcher's processes started is ended with them, if that is asked for."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from descent_shapes import DEAF, SHAPES, orphans, runs

NETWORK = "127.0.98"
pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.mark.parametrize("name", SHAPES)
def test_it_is_ended_with_the_stop_where_that_is_asked_for(shape: Callable[..., Any], pid_of: Callable[[], int], name: str) -> None:
    one = shape(SHAPES[name], "stop_descendants = True")
    if "trap" not in SHAPES[name]:
        pid_of()
    assert one.call("stop", name="box")["status"] == "ok"
    pid = pid_of()
    assert not runs(pid)
    stop = one.call("health")["watchers"]["box"]["lastStop"]
    assert pid in stop["ended"]
    assert stop["forced"] == []
    assert orphans(one) == []


def test_what_does_not_heed_sigterm_is_killed_and_that_is_told(shape: Callable[..., Any], pid_of: Callable[[], int]) -> None:
    one = shape(f"{DEAF} wait", "stop_descendants = True")
    pid = pid_of()
    assert one.call("stop", name="box")["status"] == "ok"
    assert not runs(pid)
    stop = one.call("health")["watchers"]["box"]["lastStop"]
    assert pid in stop["forced"]
    assert stop["killed"] == []
    assert stop["until"] - stop["at"] >= 2


def test_a_script_that_waits_for_its_program_before_it_heeds_sigterm_is_told_by_that(
    shape: Callable[..., Any], pid_of: Callable[[], int]
) -> None:
    one = shape("trap 'exit 0' TERM; sh -c 'echo $$ > pid.new; mv pid.new pid; exec sleep 1000'", "stop_descendants = True")
    pid_of()
    one.call("stop", name="box")
    stop = one.call("health")["watchers"]["box"]["lastStop"]
    assert (stop["killed"], stop["forced"]) == ([], [])
    assert stop["until"] - stop["at"] > 0.9


@pytest.mark.parametrize("ends", [True, False])
def test_after_a_crash_the_next_one_is_started_when_nothing_is_left_of_the_first(
    shape: Callable[..., Any], pid_of: Callable[[], int], eventually: Callable[..., Any], ends: bool
) -> None:
    one = shape(SHAPES["a shell that waits"], f"stop_descendants = {ends}")
    pid = pid_of()
    (first,) = one.processes("box")
    os.kill(first, signal.SIGKILL)
    eventually(lambda: [new for new in one.processes("box") if new != first])
    if ends:
        assert not runs(pid)
        assert orphans(one) == []
    else:
        assert orphans(one) == [pid]
        one.call("stop", name="box")
        assert pid in orphans(one)


@pytest.mark.parametrize(
    ("of_service", "option", "ends"), [(True, "", True), (True, "False", False), (False, "yes", True), (False, "", False)]
)
def test_the_option_of_the_watcher_comes_before_the_one_of_its_service(
    node: Callable[..., Any], make_service: Callable[..., Any], eventually: Callable[..., Any], of_service: bool, option: str, ends: bool
) -> None:
    box = make_service(service=f"stop_descendants = {str(of_service).lower()}")
    lines = f"stop_descendants = {option}" if option else ""
    one = node(box.watcher("--child", lines=f"autostart = False\n{lines}"), node_file=box.node_file)
    one.call("start", name="box")
    (pid,) = one.processes("box")
    (child,) = eventually(lambda: psutil.Process(pid).children())
    one.call("stop", name="box")
    assert runs(child.pid) is not ends


@pytest.mark.parametrize(
    ("script", "lines", "kill", "by"),
    [
        ("trap '' TERM; touch pid; while :; do sleep 0.1; done", "", False, "circus"),
        ("touch pid; exec sleep 1000", "stop_signal = KILL", False, "setting"),
        ("trap '' TERM; touch pid; while :; do sleep 0.1; done", "graceful_timeout = 60", True, "operator"),
    ],
)
def test_a_stop_tells_which_processes_were_killed_and_by_whom(
    shape: Callable[..., Any], eventually: Callable[..., Any], tmp_path: Path, script: str, lines: str, kill: bool, by: str
) -> None:
    one = shape(script, lines)
    eventually((tmp_path / "pid").exists)
    (pid,) = one.processes("box")
    one.call("stop", name="box", waiting=not kill)
    if kill:
        one.call("signal", name="box", signum=9, waiting=False)
        eventually(lambda: one.call("status", name="box", waiting=False)["status"] == "stopped")
    stop = eventually(lambda: one.call("health")["watchers"]["box"]["lastStop"])
    assert stop["killed"] == [{"pid": pid, "by": by}]


def test_one_that_somebody_else_kills_while_it_is_stopped_is_told_so(
    shape: Callable[..., Any], eventually: Callable[..., Any], tmp_path: Path
) -> None:
    one = shape("trap 'touch told' TERM; touch pid; while :; do sleep 0.1; done", "graceful_timeout = 60")
    eventually((tmp_path / "pid").exists)
    (pid,) = one.processes("box")
    one.call("stop", name="box", waiting=False)
    eventually((tmp_path / "told").exists)
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: one.call("status", name="box", waiting=False)["status"] == "stopped")
    stop = eventually(lambda: one.call("health")["watchers"]["box"]["lastStop"])
    assert stop["killed"] == [{"pid": pid, "by": "other"}]


def test_circusd_ends_what_is_to_be_ended_when_it_ends_itself(
    shape: Callable[..., Any], pid_of: Callable[[], int], eventually: Callable[..., Any]
) -> None:
    one = shape(SHAPES["a daemon of a shell that goes on"], "stop_descendants = True")
    pid = pid_of()
    os.kill(one.pid, signal.SIGTERM)
    eventually(lambda: one.circusd.poll() is not None)
    assert not runs(pid)
