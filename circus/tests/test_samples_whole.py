"""What a node tells each second where that is not easy: many processes, a pause, a restart, odd names."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

import pytest
from node_process import NodeProcess
from sample_client import Samples

from circusman_node.samples import proc_files
from circusman_node.samples.families import Families, Member
from circusman_node.samples.kept_files import ProcessFiles
from circusman_node.samples.message import encoded, watcher_parts
from circusman_node.samples.sampler import Sampler
from circusman_node.samples.totals import Totals

NETWORK = "127.0.94"

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc")

Node = Callable[..., NodeProcess]
Listen = Callable[[NodeProcess], Samples]

MANY = 500


@pytest.fixture
def sleepers() -> Iterator[list[int]]:
    """Pids of many processes that do nothing."""
    # A shell forks them sooner than an interpreter does.
    script = f"for i in {{1..{MANY}}}; do sleep 600 & done; echo started; wait"
    with subprocess.Popen(["bash", "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None and parent.stdout.readline() == b"started\n"
        children = [int(pid) for pid in Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()]
        try:
            yield children
        finally:
            for pid in children:
                os.kill(pid, signal.SIGKILL)


def test_a_sample_of_many_processes_holds_no_other_thread_up(sleepers: list[int]) -> None:
    arbiter: Any = SimpleNamespace(watchers=[SimpleNamespace(name="many", processes=sleepers)])
    ledger: Any = SimpleNamespace(followed=list)
    sampler, turn = Sampler(lambda: arbiter, ledger, dict), sys.getswitchinterval()
    sys.setswitchinterval(0.0005)  # as in circusd
    try:
        worst = []
        for number in range(1, 12):
            sampling = threading.Thread(target=lambda number=number: encoded(sampler._sample(number)))
            late = 0.0
            sampling.start()
            while sampling.is_alive():
                before = time.perf_counter()
                time.sleep(0.0002)
                late = max(late, time.perf_counter() - before - 0.0002)
            worst.append(late)
        # On a machine that does other things at once, a single one says nothing.
        assert median(worst) < 0.005
    finally:
        sys.setswitchinterval(turn)


def test_a_process_costs_two_files_a_second_whatever_threads_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = "import threading, time\nfor _ in range(60): threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    program = [sys.executable, "-c", threads + "print('started', flush=True)\ntime.sleep(600)"]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as many:
        try:
            assert many.stdout is not None and many.stdout.readline() == b"started\n"
            families = Families()
            families.look({"many": [many.pid]}, forks=1)
            families.look({"many": [many.pid]}, forks=1)
            read, pread = [], os.pread
            monkeypatch.setattr(os, "pread", lambda *where: read.append(pread(*where)) or read[-1])
            families.look({"many": [many.pid]}, forks=1)
            assert families.members[many.pid].stat.threads == 61
            assert [content.split()[0] for content in read] == [str(many.pid).encode(), b"rchar:"]
        finally:
            many.kill()


def test_what_a_process_started_before_circus_told_of_it_is_found(sleepers: list[int]) -> None:
    families = Families()
    families.look({"many": []}, forks=1)
    assert families.members == {}
    parent = proc_files.read_stat(sleepers[0]).parent
    families.look({"many": [parent]}, forks=1)
    assert families.members.keys() == {parent, *sleepers}


def test_a_node_of_many_processes_tells_each_of_them(node: Node, samples: Listen) -> None:
    one = node(f"[watcher:many]\ncmd = bash -c 'for i in {{2..{MANY}}}; do sleep 600 & done; wait'\n")
    sample = samples(one).until(lambda sample: sample["watchers"]["many"]["count"] == MANY, most=60)
    assert len(pids(sample, "many")) == MANY
    assert sample["watchers"]["many"]["threads"] == MANY and "left" not in sample


def test_more_processes_than_a_message_lists_are_in_its_sums() -> None:
    stat = proc_files.Stat(1, 1, 5, 2, 1, 0, 0, 1, 4096, is_zombie=False)
    members = {pid: Member(pid, "a" if pid <= 700 else "b", ProcessFiles(pid), stat, None) for pid in range(1, 1502)}
    totals = Totals(0)
    totals.count(members, [], [])
    parts, left = watcher_parts({"a": [1], "b": []}, members, totals.by_watcher, {"a": 5, "b": 6.5})
    assert left == 501
    told = [(len(part["processes"]), part["count"], part["resident"]) for part in parts.values()]
    assert told == [(700, 700, 700 * 4096), (300, 801, 801 * 4096)]
    assert parts["b"]["total"] == [16.02, 8.01, None, None]
    assert [(part["since"], part["newest"]) for part in parts.values()] == [(5, stat.started / proc_files.TICK), (6.5, None)]


def test_what_circus_itself_started_is_listed_before_all_others_also_of_a_later_watcher() -> None:
    stat = proc_files.Stat(1, 1, 5, 2, 1, 0, 0, 1, 4096, is_zombie=False)
    members = {pid: Member(pid, "a" if pid <= 1200 else "b", ProcessFiles(pid), stat, None) for pid in range(1, 1204)}
    parts, left = watcher_parts({"a": [1], "b": [1203], "none": []}, members, {}, {"a": 0, "b": 0, "none": 0})
    listed = {name: [process[0] for process in part["processes"]] for name, part in parts.items()}
    assert listed == {"a": list(range(1, 1000)), "b": [1203], "none": []} and left == 203
    assert [part["newest"] for part in parts.values()] == [stat.started / proc_files.TICK] * 2 + [None]


def test_the_newest_process_is_one_that_circus_itself_started_whatever_lost_its_parent_later(node: Node, samples: Listen) -> None:
    one = node("[watcher:daemon]\ncmd = bash -c 'sleep 1.2; (sleep 600 &); sleep 601; :'\n")
    daemon = samples(one).until(lambda sample: sample["watchers"]["daemon"]["count"] == 3)["watchers"]["daemon"]
    [root] = one.processes("daemon")
    started = {process[0]: process[2] for process in daemon["processes"] if process[1] == 0}
    assert len(started) == 2 and daemon["newest"] == started[root] == min(started.values()) < max(started.values())


def test_a_suspended_circusd_leaves_a_gap_and_makes_up_for_nothing(node: Node, samples: Listen) -> None:
    one = node("[watcher:box]\ncmd = sleep 600\n")
    listening = samples(one)
    listening.next()
    os.kill(one.pid, signal.SIGSTOP)
    try:
        listening.until_silent(3.6)
    finally:
        os.kill(one.pid, signal.SIGCONT)
    told = [listening.heard[-1], *(listening.next() for _ in range(4))]
    assert len({sample["life"] for sample in told}) == 1
    assert all(after["number"] > before["number"] for before, after in pairwise(told))
    steps = [after["time"] - before["time"] for before, after in pairwise(told)]
    assert max(steps) > 3.5 and min(steps) > 0.45
    assert steps[-1] == pytest.approx(1, abs=0.3)


def pids(sample: dict[str, Any], name: str) -> set[int]:
    """Of the watcher's family."""
    return {process[0] for process in sample["watchers"].get(name, {}).get("processes", [])}


def test_a_restart_of_circusd_within_itself_and_a_new_configuration_go_on(node: Node, samples: Listen) -> None:
    one = node("[watcher:box]\ncmd = sleep 600\n")
    listening = samples(one)
    life = listening.until(lambda sample: pids(sample, "box"))["life"]
    [before] = one.processes("box")
    one.send({"command": "restart", "properties": {}})
    assert listening.until(lambda sample: pids(sample, "box") - {before})["life"] == life
    one.ini.write_text(f"{one.ini.read_text()}[watcher:other]\ncmd = sleep 600\n")
    one.call("reloadconfig")
    assert listening.until(lambda sample: pids(sample, "other"))["watchers"].keys() == {"box", "other"}
    assert "cannot be read" not in one.log and "Traceback" not in one.log


def test_a_watcher_that_is_removed_is_told_no_more_and_goes_on_where_one_comes_under_its_name(node: Node, samples: Listen) -> None:
    one = node("[watcher:box]\ncmd = bash -c 'for i in {1..300000}; do :; done; sleep 600; :'\n")
    listening = samples(one)
    before = listening.until(lambda sample: sample["watchers"]["box"]["count"] == 2)
    used, since = before["watchers"]["box"]["total"], before["watchers"]["box"]["since"]
    assert sum(used[:2]) > 0.1
    one.call("rm", name="box")
    listening.until(lambda sample: "box" not in sample["watchers"])
    one.call("add", name="new", cmd="sleep 600", start=True)
    one.call("add", name="box", cmd="sleep 600", start=True)
    sample = listening.until(lambda sample: pids(sample, "box") and pids(sample, "new"))
    again = sample["watchers"]["box"]
    # Totals that go on began when they did at first.
    assert again["since"] == since and before["uptime"] < sample["watchers"]["new"]["since"] <= sample["uptime"]
    assert again["count"] == 1 and all(now >= before for before, now in zip(used, again["total"], strict=True))
    assert sum(again["total"][:2]) < sum(used[:2]) + 0.1


@pytest.mark.parametrize("name", [b") R 1 (\n) (", b"a b c d", b"((((", "é \n".encode()])
def test_whatever_a_process_calls_itself_its_numbers_are_its_own(name: bytes, samples: Listen, node: Node, tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text(f"import ctypes, time\nctypes.CDLL(None).prctl(15, {name!r})\ntime.sleep(600)")
    one = node(f"[watcher:odd]\ncmd = {sys.executable} {tmp_path / 'odd.py'}\n")
    [pid] = one.processes("odd")
    listening = samples(one)
    listening.until(lambda _: Path(f"/proc/{pid}/comm").read_bytes() == name + b"\n")
    [process] = listening.next()["watchers"]["odd"]["processes"]
    assert process[:2] == [pid, 0] and process[6] == 1 and process[5] > 1_000_000


def test_what_has_ended_and_is_not_waited_for_is_counted_among_no_processes(node: Node, samples: Listen, tmp_path: Path) -> None:
    (tmp_path / "careless.py").write_text("import os, time\nif os.fork() == 0:\n    os._exit(0)\ntime.sleep(600)\n")
    one = node(f"[watcher:careless]\ncmd = {sys.executable} {tmp_path / 'careless.py'}\n")
    listening = samples(one)
    [pid] = one.processes("careless")
    listening.until(lambda _: Path(f"/proc/{pid}/task/{pid}/children").read_text())
    [child] = map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    listening.until(lambda _: proc_files.read_stat(child).is_zombie)
    told = listening.next()
    assert told["watchers"]["careless"]["count"] == 1 and pids(told, "careless") == {pid}
