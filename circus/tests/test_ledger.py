"""What the node keeps of the processes that it started: who of them is an orphan later."""

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from circusman_node.ledger import LEDGER, Ledger
from circusman_node.state_folder import StateFolder


def test_processes_that_ended_in_order_leave_no_entry(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file)
    one.call("start", name="box")
    (pid,) = one.processes("box")
    assert [entry["pid"] for entry in json.loads((one.state / LEDGER).read_text())["box"]] == [pid]
    one.call("stop", name="box")
    assert json.loads((one.state / LEDGER).read_text()) == {}


def test_processes_that_circus_killed_without_a_word_are_forgotten_in_time(tmp_path: Path) -> None:
    ledger = Ledger(StateFolder(tmp_path))
    ledger.note("box", os.getpid())
    for _ in range(40):
        with subprocess.Popen(["sleep", "60"]) as ended:
            ledger.note("box", ended.pid)
            ended.kill()
    pids = [entry["pid"] for entry in json.loads((tmp_path / LEDGER).read_text())["box"]]
    assert pids[0] == os.getpid()
    assert len(pids) <= 16


def test_an_unreadable_ledger_is_begun_anew(tmp_path: Path) -> None:
    for content in ("{", "[]", '{"box": [{"pid": 1}]}', '{"box": 3}'):
        (tmp_path / LEDGER).write_text(content)
        ledger = Ledger(StateFolder(tmp_path))
        ledger.open()
        ledger.note("box", os.getpid())
        assert [entry["pid"] for entry in json.loads((tmp_path / LEDGER).read_text())["box"]] == [os.getpid()]


def test_a_zombie_is_no_orphan(tmp_path: Path, eventually: Callable[..., Any]) -> None:
    child = os.fork()
    if child == 0:
        signal.pause()
    try:
        before = Ledger(StateFolder(tmp_path))
        before.note("box", child)
        after = Ledger(StateFolder(tmp_path))
        after.open()
        assert [orphan.pid for orphan in after.orphans()["box"]] == [child]
        os.kill(child, signal.SIGKILL)
        eventually(lambda: psutil.Process(child).status() == psutil.STATUS_ZOMBIE)
        assert after.orphans() == {}
    finally:
        os.waitpid(child, 0)


def test_a_recycled_pid_is_no_orphan(node: Callable[..., Any], make_service: Callable[..., Any], eventually: Callable[..., Any]) -> None:
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file)
    one.call("start", name="box")
    (pid,) = one.processes("box")
    one.kill()
    ledger = json.loads((one.state / LEDGER).read_text())
    boot, ticks = ledger["box"][0]["identity"].split("/")
    ledger["box"][0] |= {"identity": f"{boot}/{int(ticks) - 1}", "mark": "of another"}
    (one.state / LEDGER).write_text(json.dumps(ledger))
    one.start()
    assert psutil.pid_exists(pid)
    assert one.call("health")["watchers"]["box"]["orphans"] == []
    assert one.call("start", name="box")["status"] == "ok"
