"""Where the kernel lets nothing be read for a while: circusd goes on, and what was used is not lost."""

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from circusman_node.samples.kept_files import ProcessFiles
from circusman_node.samples.proc_files import TICK
from circusman_node.samples.sampler import Sampler

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc")

Start = Callable[[str], subprocess.Popen[bytes]]


@contextmanager
def no_more_files() -> Iterator[None]:
    """None can be opened within."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    opened: list[int] = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        while True:
            try:
                opened.append(os.open(os.devnull, os.O_RDONLY))
            except OSError:
                break
        yield
    finally:
        for file in opened:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def start() -> Iterator[Start]:
    """`start(program)`: Python that runs it; what it says can be read."""
    started: list[subprocess.Popen[bytes]] = []

    def run(program: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", program]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        return started[-1]

    yield run
    for one in started:
        one.kill()
        one.communicate()


def sampler_of(processes: list[int]) -> Sampler:
    """Of a node with one watcher."""
    arbiter: Any = SimpleNamespace(watchers=[SimpleNamespace(name="box", processes=processes)])
    ledger: Any = SimpleNamespace(followed=list)
    return Sampler(lambda: arbiter, ledger, dict)


def refuse(patch: pytest.MonkeyPatch, pid: int, error: OSError) -> None:
    """Has the kernel let nobody open that process's files."""
    open_file = os.open

    def refusing(path: str, *how: Any) -> int:
        if path.startswith(f"/proc/{pid}/"):
            raise error
        return open_file(path, *how)

    patch.setattr(os, "open", refusing)


BURNS = "import sys, time\nsys.stdin.readline()\nwhile time.process_time() < 0.4: sum(range(1000))\n"


def ended(process: subprocess.Popen[bytes]) -> float:
    """Has it work to its end; the seconds of CPU that it used, once nobody but who waits for it may still ask."""
    assert process.stdin is not None
    process.stdin.write(b"go\n")
    process.stdin.flush()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    stat = ProcessFiles(process.pid).read()
    assert stat is not None
    return (stat[0].user + stat[0].system) / TICK


def test_that_no_more_files_can_be_opened_keeps_nobody_from_waiting_for_what_has_ended(start: Start) -> None:
    process = start("")
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    sampler = sampler_of([process.pid])
    with no_more_files():
        sampler.note_end("box", process.pid)
    assert not sampler._ends


def test_what_ended_before_a_look_that_fails_is_counted_by_the_next_one(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    process, other = start(BURNS), start("input()")
    processes = [process.pid]
    sampler = sampler_of(processes)
    sampler._sample(1)
    truth = ended(process)
    sampler.note_end("box", process.pid)
    process.wait()
    # The one that has come since is read once the one that has gone was seen to be gone.
    processes[:] = [other.pid]
    with monkeypatch.context() as patch, pytest.raises(OSError, match="Too many open files"):
        refuse(patch, other.pid, OSError(errno.EMFILE, "Too many open files"))
        sampler._sample(2)
    sample = sampler._sample(3)["watchers"]["box"]
    user, system, *_ = sample["total"]
    assert truth > 0.3
    assert user + system == pytest.approx(truth, abs=0.1)
    assert [each[0] for each in sample["processes"]] == [other.pid]


def test_a_process_that_is_hidden_keeps_none_from_being_told(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden, other = start("input()"), start("input()")
    sampler = sampler_of([hidden.pid, other.pid])
    refuse(monkeypatch, hidden.pid, PermissionError(errno.EPERM, "Operation not permitted"))
    assert [each[0] for each in sampler._sample(1)["watchers"]["box"]["processes"]] == [other.pid]
