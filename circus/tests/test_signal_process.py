"""Single processes: what they are, and a signal to the very one that was meant."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from node_process import NodeProcess
from sample_client import Samples

from circusman_node.commands.signal_process import SignalProcess
from circusman_node.errors import NodeError
from circusman_node.samples.proc_files import read_stat

NETWORK = "127.0.93"

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc")

BOX = "[watcher:box]\ncmd = bash -c 'sleep 61 & sleep 62; :'\n"


@pytest.fixture
def box(node: Callable[..., NodeProcess], samples: Callable[[NodeProcess], Samples]) -> tuple[NodeProcess, Samples]:
    """A node whose watcher's process has started two others, which are known."""
    one = node(BOX)
    listening = samples(one)
    listening.until(lambda sample: sample["watchers"]["box"]["count"] == 3)
    return one, listening


def test_each_process_has_its_command_line_and_user(box: tuple[NodeProcess, Samples]) -> None:
    one, listening = box
    told = one.call("processes", watcher="box")["watchers"]["box"]
    assert sorted(each["command"] for each in told) == ["bash -c sleep 61 & sleep 62; :", "sleep 61", "sleep 62"]
    assert {each["user"] for each in told} == {psutil.Process().username()}
    sampled = listening.heard[-1]["watchers"]["box"]["processes"]
    assert {(each["pid"], each["started"]) for each in told} == {(pid, started) for pid, _, started, *_ in sampled}
    assert set(one.call("processes")["watchers"]) == {"box"}
    assert one.call("processes", watcher="nobody")["reason"] == "no watcher 'nobody' here"


def test_a_signal_goes_to_the_process_that_was_meant(box: tuple[NodeProcess, Samples], eventually: Callable[..., None]) -> None:
    one, _ = box
    told = {each["command"]: each for each in one.call("processes", watcher="box")["watchers"]["box"]}
    child = told["sleep 61"]
    wrong = one.call("signal-process", watcher="box", pid=child["pid"], started=child["started"] - 5, signal=15)
    assert wrong["reason"] == f"process {child['pid']} of box has ended; another one has its number now"
    assert psutil.pid_exists(child["pid"])
    assert one.call("signal-process", watcher="box", pid=child["pid"], started=child["started"], signal=15)["status"] == "ok"
    eventually(lambda: "sleep 61" not in {each["command"] for each in one.call("processes", watcher="box")["watchers"]["box"]})


def test_the_end_of_a_process_that_was_sent_a_signal_is_no_crash(box: tuple[NodeProcess, Samples], eventually: Callable[..., None]) -> None:
    one, _ = box
    [pid] = one.processes("box")
    assert one.call("signal-process", watcher="box", pid=pid, signal=9)["status"] == "ok"
    eventually(lambda: one.processes("box") not in ([], [pid]))
    assert one.call("health")["watchers"]["box"]["crashes"]["recent"] == 0


def test_others_are_refused(box: tuple[NodeProcess, Samples]) -> None:
    one, _ = box
    [pid] = one.processes("box")
    for other in (1, one.pid):
        assert one.call("signal-process", watcher="box", pid=other, signal=15)["reason"] == f"{other} is no process of box that runs"
    assert one.call("signal-process", watcher="box", pid=pid, signal=99)["reason"] == "99 is no signal"
    assert one.processes("box") == [pid]


def test_a_process_of_circus_that_has_ended_since_the_last_look_gets_no_signal_and_neither_does_who_has_its_number_now() -> None:
    with subprocess.Popen(["sleep", "63"]) as other:
        try:
            stat = read_stat(other.pid)
            assert stat is not None
            sent: list[tuple[int, int]] = []
            watcher = SimpleNamespace(name="box", processes={other.pid: None}, send_signal=lambda *what: sent.append(what))
            known = {other.pid: stat.started - 5}
            loop = SimpleNamespace(add_callback=lambda call: call())
            stub: Any = SimpleNamespace(watcher=lambda _: watcher, family=lambda _: known, arbiter=SimpleNamespace(loop=loop))
            request = {"watcher": "box", "pid": other.pid, "signal": 15}
            with pytest.raises(NodeError, match=f"^process {other.pid} of box has ended$"):
                SignalProcess().answer(stub, request)
            assert sent == []
            known[other.pid] = stat.started
            assert SignalProcess().answer(stub, request) == {}
            assert sent == [(other.pid, 15)]
        finally:
            other.kill()
