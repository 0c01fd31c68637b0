"""What a node that is no root tells: what it may not read is null, and what has ended is counted to its end."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from node_process import NodeProcess
from sample_client import Samples

from circusman_node.samples.ended import ended_usage
from circusman_node.samples.proc_files import read_storage

NETWORK = "127.0.95"

pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root starts a node as another user"),
]

Node = Callable[..., NodeProcess]
Listen = Callable[[NodeProcess], Samples]

#: Two users that have nothing here.
NOBODY, OTHER = 65_534, 65_533


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that every user may use."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o777)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def others_sleep(folder: Path) -> Path:
    """A program that runs as another user, whoever starts it."""
    program, found = folder / "others-sleep", shutil.which("sleep")
    assert found is not None
    shutil.copy(found, program)
    os.chown(program, OTHER, OTHER)
    program.chmod(0o4755)
    return program


def test_bytes_of_another_users_process_are_null_and_its_cpu_is_told(node: Node, samples: Listen, folder: Path, others_sleep: Path) -> None:
    watchers = f"[watcher:mixed]\ncmd = bash -c '{others_sleep} 600 & sleep 600; :'\n[watcher:own]\ncmd = sleep 600\n"
    one = node(watchers, folder=folder, user=NOBODY)
    listening = samples(one)
    watched = listening.until(lambda sample: sample["watchers"]["mixed"]["count"] == 3)["watchers"]
    by_pid = {process[0]: process for process in watched["mixed"]["processes"]}
    [other] = [pid for pid in by_pid if Path(f"/proc/{pid}/comm").read_text() == "others-sleep\n"]
    assert by_pid[other][7:] == [None, None] and by_pid[other][5] > 0
    assert all(None not in process for pid, process in by_pid.items() if pid != other)
    assert watched["mixed"]["total"][2:] == [None, None] and None not in watched["mixed"]["total"][:2]
    assert None not in watched["own"]["total"]
    # With it goes what may not be read.
    os.kill(other, signal.SIGKILL)
    assert None not in listening.until(lambda sample: sample["watchers"]["mixed"]["count"] == 2)["watchers"]["mixed"]["total"]


WRITES_AND_ENDS = "for each in a b; do dd if=/dev/zero of=$each bs=1000000 count=2 conv=fsync 2>&1; done; exec true"


def test_what_only_root_may_read_of_what_has_ended_is_told_to_who_waits_for_it(tmp_path: Path) -> None:
    with subprocess.Popen(["bash", "-c", WRITES_AND_ENDS], cwd=tmp_path, stdout=subprocess.DEVNULL) as writer:
        os.waitid(os.P_PID, writer.pid, os.WEXITED | os.WNOWAIT)
        told = ended_usage(writer.pid)
        assert told is not None and told.storage == read_storage(writer.pid) and told.storage.written >= 4_000_000
    assert ended_usage(writer.pid) is None
