"""What a node tells each second of its processes, against what the kernel and the processes themselves say in the end."""

import os
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
import pytest
from node_process import NodeProcess
from sample_client import Samples

NETWORK = "127.0.90"

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc")

Node = Callable[..., NodeProcess]
Listen = Callable[[NodeProcess], Samples]


#: What the programs have: `burn` uses so many seconds of CPU, `say` tells the test a number, `child` runs such a program.
WORK = """
import os, signal, subprocess, sys, time

def burn(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        sum(range(1000))

def say(value):
    with open(sys.argv[0] + ".said", "a") as said:
        said.write(f"{value}\\n")

def write(name, megabytes):
    with open(name, "wb") as file:
        for _ in range(megabytes):
            file.write(bytes(1_000_000))
            file.flush()
            os.fsync(file.fileno())

def child(program, run=subprocess.run):
    return run([sys.executable, "-c", "from work import *\\n" + program])
"""


def watcher(folder: Path, name: str, program: str, more: str = "") -> str:
    """A watcher that runs that Python program in the folder."""
    (folder / "work.py").write_text(WORK)
    (folder / f"{name}.py").write_text(f"from work import *\n{program}\n")
    return f"[watcher:{name}]\ncmd = {sys.executable} {name}.py\nworking_dir = {folder}\ncopy_env = True\n{more}\n"


def said(folder: Path, name: str) -> list[float]:
    """What its runs said."""
    file = folder / f"{name}.py.said"
    return [float(line) for line in file.read_text().split()] if file.exists() else []


def total(sample: dict[str, Any], name: str) -> tuple[float, int, int]:
    """Seconds of CPU, bytes read and written."""
    user, system, read, written = sample["watchers"][name]["total"]
    return user + system, read, written


def test_a_sample_has_the_machine_circusd_and_each_watcher_with_all_that_its_processes_started(node: Node, samples: Listen) -> None:
    one = node("[watcher:box]\ncmd = bash -c 'sleep 60 & sleep 60; :'\n[watcher:My.odd box é]\ncmd = sleep 60\n")
    sample = samples(one).until(lambda sample: sample["watchers"]["box"]["count"] == 3)
    [root] = one.processes("box")
    box = sample["watchers"]["box"]
    children = {child.pid for child in psutil.Process(root).children()}
    assert {(pid, parent) for pid, parent, *_ in box["processes"]} == {(root, 0), *((child, root) for child in children)}
    for pid, _, started, user, system, resident, threads, read, written in box["processes"]:
        assert abs(started - (psutil.Process(pid).create_time() - psutil.boot_time())) < 1.1
        assert resident > 0 and threads == 1 and user >= 0 and system >= 0 and read >= 0 and written >= 0
    assert box["resident"] == sum(process[5] for process in box["processes"])
    assert sample["watchers"]["My.odd box é"]["count"] == 1
    machine = sample["machine"]
    assert machine["cores"] == os.cpu_count() and len(machine["cpu"]) == 5 and len(machine["load"]) == 3
    total_memory, available = machine["memory"]
    assert total_memory == psutil.virtual_memory().total and 0 < available < total_memory
    user, system, resident, threads = sample["own"]
    assert resident > 1_000_000 and threads > 1 and user + system > 0


def never_falls(heard: list[dict[str, Any]], name: str) -> bool:
    """Whether no total was less than in the sample before."""
    totals = [sample["watchers"][name]["total"] for sample in heard]
    return all(now >= before for one, next in pairwise(totals) for before, now in zip(one, next, strict=True))


def settled(listening: Samples, name: str) -> tuple[float, int, int]:
    """Its total once two samples in a row have the same CPU, which is when nothing of it works any more."""
    before = listening.next()
    for _ in range(30):
        after = listening.next()
        if total(before, name)[0] == total(after, name)[0]:
            assert never_falls(listening.heard, name)
            return total(after, name)
        before = after
    raise AssertionError(f"it works on: {listening.heard[-1]['watchers'][name]}")


#: Programs that say in the end what the kernel counted for them and for what they have waited for.
HALF_A_CORE = """
for _ in range(15):
    burn(0.1)
    time.sleep(0.1)
say(sum(os.times()[:4]))
time.sleep(600)
"""
ONE_WORKER = """
child("burn(1.7)")
say(sum(os.times()[:4]))
time.sleep(600)
"""
SHORT_WORKERS = """
for _ in range(8):
    child("burn(0.15)")
say(sum(os.times()[:4]))
time.sleep(600)
"""
WRAPPED_TWICE = """
child("child('burn(1.2)')")
say(sum(os.times()[:4]))
time.sleep(600)
"""


def test_the_cpu_of_a_process_and_of_what_it_started_is_told_within_two_percent(node: Node, samples: Listen, tmp_path: Path) -> None:
    programs = {"half": HALF_A_CORE, "wrapper": ONE_WORKER, "short": SHORT_WORKERS, "twice": WRAPPED_TWICE}
    one = node("".join(watcher(tmp_path, name, program) for name, program in programs.items()))
    listening = samples(one)
    listening.until(lambda _: all(said(tmp_path, name) for name in programs), most=60)
    for name in programs:
        used, [truth] = settled(listening, name)[0], said(tmp_path, name)
        assert truth > 1.1
        assert used == pytest.approx(truth, rel=0.02, abs=0.02), name


def test_what_ends_and_is_started_again_within_the_second_is_counted_to_its_end(node: Node, samples: Listen, tmp_path: Path) -> None:
    one = node(watcher(tmp_path, "brief", "burn(0.25)\nsay(time.process_time())\nos._exit(0)", "max_retry = -1"))
    listening = samples(one)
    listening.until(lambda _: len(said(tmp_path, "brief")) >= 6, most=40)
    one.call("stop", name="brief", waiting=True)
    used, runs = settled(listening, "brief")[0], said(tmp_path, "brief")
    # The last run may have been ended before it could say what it used.
    assert sum(runs) * 0.98 <= used <= sum(runs) * 1.02 + 0.3


ENDS_LATE = """
def end(*_):
    burn(0.4)
    say(time.process_time())
    os._exit(0)
signal.signal(signal.SIGTERM, end)
burn(1)
time.sleep(600)
"""


def test_what_is_stopped_is_counted_to_its_end(node: Node, samples: Listen, tmp_path: Path) -> None:
    one = node(watcher(tmp_path, "late", ENDS_LATE))
    listening = samples(one)
    listening.until(lambda sample: total(sample, "late")[0] >= 1)
    one.call("stop", name="late", waiting=True)
    assert settled(listening, "late")[0] == pytest.approx(sum(said(tmp_path, "late")), rel=0.02)


WRITES = """
write("a", 8)
child("write('b', 5)")
say(1)
time.sleep(600)
"""


def test_bytes_to_storage_are_told_whoever_of_a_family_wrote_them(node: Node, samples: Listen, tmp_path: Path) -> None:
    one = node(watcher(tmp_path, "writer", WRITES))
    listening = samples(one)
    listening.until(lambda _: said(tmp_path, "writer"))
    [pid] = one.processes("writer")
    kernel = int(dict(line.split(": ") for line in Path(f"/proc/{pid}/io").read_text().splitlines())["write_bytes"])
    assert kernel > 13_000_000
    assert settled(listening, "writer")[2] == pytest.approx(kernel, rel=0.02)


CARELESS = """
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
child("burn(2.5)", run=subprocess.Popen)
time.sleep(600)
"""


def test_of_what_its_parent_does_not_wait_for_what_was_seen_stays(node: Node, samples: Listen, tmp_path: Path) -> None:
    listening = samples(node(watcher(tmp_path, "careless", CARELESS)))
    listening.until(lambda sample: total(sample, "careless")[0] > 1)
    listening.until(lambda sample: sample["watchers"]["careless"]["count"] == 1)
    # Its last second nobody can tell.
    assert 1 < settled(listening, "careless")[0] < 2.8
