"""What a watcher's processes started belongs to it, wherever it went: it is found when they have ended, and ended if that is asked for."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

NETWORK = "127.0.95"

# Each starts a process that sleeps, and writes its pid to the file PID.
SLEEP = "sleep 1000"
DAEMON = Path(__file__).with_name("daemon.py")
SHAPES = {
    "a shell that waits": f"{SLEEP} & echo $! > pid.new; mv pid.new pid; wait",
    "a session of its own": "setsid sh -c 'echo $$ > pid.new; mv pid.new pid; exec sleep 1000' & wait",
    "a daemon": f"{sys.executable} -S {DAEMON} pid; {SLEEP}7",
    "a daemon of a shell that goes on": f"{sys.executable} -S {DAEMON} pid; exec {SLEEP}7",
    "a tree": f"sh -c 'sh -c \"{SLEEP} & echo \\$! > pid.new; mv pid.new pid; wait\" & wait' & wait",
    "an environment of its own": "env -i /bin/sh -c 'echo $$ > pid.new; mv pid.new pid; exec sleep 1000' & wait",
    "both of its own": "env -i setsid /bin/sh -c 'echo $$ > pid.new; mv pid.new pid; exec sleep 1000' & wait",
    "a start that ends the old way": f"trap '{SLEEP} & echo $! > pid.new; mv pid.new pid; exit' TERM; while :; do sleep 0.1; done",
}


@pytest.fixture(autouse=True)
def nothing_left(tmp_path: Path) -> Iterator[None]:
    """Ends what the scripts left, wherever it went."""
    yield
    for process in psutil.process_iter(["cwd"]):
        if (process.info["cwd"] or "").startswith(str(tmp_path)):
            with suppress(psutil.NoSuchProcess):
                process.kill()


@pytest.fixture
def shape(node: Callable[..., Any], eventually: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """`shape(script, lines)`: a node whose watcher `box` runs the script, started."""

    def make(script: str, lines: str = "") -> Any:
        (tmp_path / "run.sh").write_text(f"cd {tmp_path}\ntouch ready\n{script}\n")
        one = node(f"[watcher:box]\ncmd = sh {tmp_path}/run.sh\ngraceful_timeout = 2\nautostart = False\n{lines}\n")
        assert one.call("start", name="box")["status"] == "ok"
        eventually((tmp_path / "ready").exists)
        return one

    return make


@pytest.fixture
def pid_of(tmp_path: Path, eventually: Callable[..., Any]) -> Callable[[], int]:
    """The pid that the script wrote."""

    def read() -> int:
        eventually((tmp_path / "pid").exists)
        return int((tmp_path / "pid").read_text())

    return read


@pytest.fixture
def beside_child(node: Callable[..., Any], make_service: Callable[..., Any], eventually: Callable[..., Any]) -> tuple[Any, psutil.Process]:
    """A node whose service runs, and what its process has started."""
    box = make_service()
    one = node(box.watcher("--child"), node_file=box.node_file)
    one.call("start", name="box")
    (pid,) = one.processes("box")
    (child,) = eventually(lambda: psutil.Process(pid).children())
    return one, child


def orphans(one: Any) -> list[int]:
    """As health tells them."""
    return [orphan["pid"] for orphan in one.call("health")["watchers"]["box"]["orphans"]]


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
    assert not _runs(pid)


@pytest.mark.parametrize("name", SHAPES)
def test_it_is_ended_with_the_stop_where_that_is_asked_for(shape: Callable[..., Any], pid_of: Callable[[], int], name: str) -> None:
    one = shape(SHAPES[name], "stop_descendants = True")
    if "trap" not in SHAPES[name]:
        pid_of()
    assert one.call("stop", name="box")["status"] == "ok"
    pid = pid_of()
    assert not _runs(pid)
    stop = one.call("health")["watchers"]["box"]["lastStop"]
    assert pid in stop["ended"]
    assert stop["forced"] == []
    assert orphans(one) == []


DEAF = "sh -c \"trap '' TERM; echo \\$\\$ > pid.new; mv pid.new pid; while :; do sleep 0.1; done\" & "


def test_what_does_not_heed_sigterm_is_killed_and_that_is_told(shape: Callable[..., Any], pid_of: Callable[[], int]) -> None:
    one = shape(f"{DEAF} wait", "stop_descendants = True")
    pid = pid_of()
    assert one.call("stop", name="box")["status"] == "ok"
    assert not _runs(pid)
    stop = one.call("health")["watchers"]["box"]["lastStop"]
    assert pid in stop["forced"]
    assert stop["killed"] == []
    assert stop["until"] - stop["at"] >= 2


def test_adopt_tells_what_it_had_to_kill(shape: Callable[..., Any], pid_of: Callable[[], int]) -> None:
    one = shape(f"{DEAF} wait")
    pid = pid_of()
    one.call("stop", name="box")
    assert pid in one.call("adopt", watcher="box", kill=True)["killed"]


def test_a_script_that_waits_for_its_program_before_it_heeds_sigterm_is_told_by_that(
    shape: Callable[..., Any], pid_of: Callable[[], int]
) -> None:
    one = shape("trap 'exit 0' TERM; sh -c 'echo $$ > pid.new; mv pid.new pid; exec sleep 1000'", "stop_descendants = True")
    pid_of()
    one.call("stop", name="box")
    stop = one.call("health")["watchers"]["box"]["lastStop"]
    assert (stop["killed"], stop["forced"]) == ([], [])
    assert 0.9 < stop["until"] - stop["at"] < 2


def test_what_ends_by_itself_is_no_orphan(shape: Callable[..., Any], pid_of: Callable[[], int], eventually: Callable[..., Any]) -> None:
    one = shape("sleep 0.5 & echo $! > pid.new; mv pid.new pid; exec sleep 1000")
    pid = pid_of()
    one.call("stop", name="box")
    eventually(lambda: orphans(one) == [])
    assert not _runs(pid)


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
        assert not _runs(pid)
        assert orphans(one) == []
    else:
        assert orphans(one) == [pid]
        one.call("stop", name="box")
        assert pid in orphans(one)


def test_a_successor_of_a_killed_circusd_finds_what_lost_its_parent_meanwhile(
    shape: Callable[..., Any], pid_of: Callable[[], int], eventually: Callable[..., Any]
) -> None:
    one = shape(SHAPES["a daemon of a shell that goes on"])
    pid = pid_of()
    (first,) = one.processes("box")
    one.kill()
    os.kill(first, signal.SIGKILL)
    eventually(lambda: not _runs(first))
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
    assert _runs(child.pid) is not ends


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
    assert not _runs(pid)


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


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
