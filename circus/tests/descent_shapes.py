"""Scripts whose processes go all the ways that a process can take, for what becomes of these."""

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

READY = "touch ready"
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
    "a start that ends the old way": f"trap '{SLEEP} & echo $! > pid.new; mv pid.new pid; exit' TERM; {READY}; while :; do sleep 0.1; done",
}
DEAF = "sh -c \"trap '' TERM; echo \\$\\$ > pid.new; mv pid.new pid; while :; do sleep 0.1; done\" & "


@pytest.fixture
def nothing_left(tmp_path: Path) -> Iterator[None]:
    """Ends what the scripts left, wherever it went."""
    yield
    for process in psutil.process_iter(["cwd"]):
        if (process.info["cwd"] or "").startswith(str(tmp_path)):
            with suppress(psutil.NoSuchProcess):
                process.kill()


@pytest.fixture
def shape(node: Callable[..., Any], eventually: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """`shape(script, lines)`: a node whose watcher `box` runs the script, which has begun, or is as far as it says READY."""

    def make(script: str, lines: str = "") -> Any:
        begun = script if READY in script else f"{READY}\n{script}"
        (tmp_path / "run.sh").write_text(f"cd {tmp_path}\n{begun}\n")
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


def runs(pid: int) -> bool:
    """Whether there is such a process, that no one waits for to reap it."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
