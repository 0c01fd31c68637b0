"""A state folder that cannot be written any more: a service is not started without being noted, and can be stopped."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
import pytest

from circusman_node.errors import NodeError
from circusman_node.ledger import LEDGER, Ledger
from circusman_node.state_folder import StateFolder

Start = Callable[..., Any]
REMEDY = "make room there or make it writable, as the processes of services are noted in it"

# circus calls it when the guard has let a start pass, before the fork.
HOOK = """
import os

def close(**_):
    os.makedirs(os.environ["CLOSED"], exist_ok=True)
    return True
"""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """`disk("rw")`: a small one, mounted on one and the same folder until the test's end; `disk("ro")`: a read-only one over it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with ExitStack() as mounted:

        def mount(mode: str) -> Path:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"{mode},size=64k", "none", folder], check=True)
            mounted.callback(subprocess.run, ["umount", "--lazy", folder], check=True)
            return folder

        yield mount


def running(home: Path) -> list[int]:
    """The processes that have the folder as working folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(home):
                found.append(process.pid)
        except psutil.Error:
            pass
    return found


def close(state: Path) -> Path:
    """Makes the ledger unwritable, also for root; the folder to remove again."""
    folder = state / f".{LEDGER}.new"
    folder.mkdir()
    return folder


def test_a_start_that_could_not_be_noted_is_refused(node: Start, make_service: Start) -> None:
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file)
    closed = close(one.state)
    for _ in range(3):
        reply = one.call("start", name="box")
        assert (reply["status"], reply["errno"]) == ("error", 3)
        assert reply["reason"] == f"{one.state}/{LEDGER} cannot be written: Is a directory; {REMEDY}"
    assert running(box.home) == []
    closed.rmdir()
    assert one.call("start", name="box")["status"] == "ok"
    assert running(box.home) == one.processes("box")


def test_a_respawn_waits_until_it_can_be_noted(node: Start, make_service: Start, eventually: Any) -> None:
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file)
    one.call("start", name="box")
    (ended,) = one.processes("box")
    closed = close(one.state)
    psutil.Process(ended).kill()
    eventually(lambda: "box is not started" in one.log)
    assert running(box.home) == []
    closed.rmdir()
    eventually(lambda: one.processes("box"))


@pytest.mark.parametrize("command", ["start", "restart"])
def test_a_process_that_turns_out_not_to_be_noted_is_ended(node: Start, make_service: Start, tmp_path: Path, command: str) -> None:
    box = make_service()
    (tmp_path / "closing_hook.py").write_text(HOOK)
    environment = {"PYTHONPATH": str(tmp_path), "CLOSED": str(tmp_path / "state" / f".{LEDGER}.new")}
    lines = "autostart = False\nhooks.before_spawn = closing_hook.close"
    arguments = ["--state", str(tmp_path / "state")]
    one = node(box.watcher("--child", lines=lines), node_file=box.node_file, environment=environment, has_state=False, arguments=arguments)
    reply = one.call(command, name="box")
    assert (reply["status"], reply["errno"]) == ("error", 3)
    assert reply["reason"] == f"{tmp_path}/state/{LEDGER} cannot be written: Is a directory; {REMEDY}"
    assert running(box.home) == []
    assert one.call("status", name="box", waiting=False)["status"] == "stopped"


def test_a_watcher_without_a_service_starts_and_stops_as_in_any_circusd(node: Start, eventually: Any) -> None:
    one = node("[watcher:plain]\ncmd = sleep 60\nautostart = False\n")
    close(one.state)
    assert one.call("start", name="plain")["status"] == "ok"
    (pid,) = one.processes("plain")
    assert f"Process {pid} of plain is not noted: {one.state}/{LEDGER} cannot be written: Is a directory" in one.log
    assert one.call("stop", name="plain")["status"] == "ok"
    assert one.call("status", name="plain", waiting=False)["status"] == "stopped"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount small disks")
def test_a_full_disk_has_no_second_program_started(node: Start, make_service: Start, disk: Callable[[str], Path]) -> None:
    state = disk("rw")
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file, has_state=False, arguments=["--state", str(state)])
    with pytest.raises(OSError, match="No space left"):
        (state / "fill").write_bytes(b"x" * 100_000)
    assert one.call("start", name="box")["reason"] == f"{state}/{LEDGER} cannot be written: No space left on device; {REMEDY}"
    assert running(box.home) == []
    (state / "fill").unlink()
    assert one.call("start", name="box")["status"] == "ok"
    one.end()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount small disks")
def test_a_service_is_stopped_while_its_state_is_read_only(node: Start, make_service: Start, disk: Callable[[str], Path]) -> None:
    state = disk("rw")
    box = make_service()
    one = node(box.watcher(), node_file=box.node_file, has_state=False, arguments=["--state", str(state)])
    one.call("start", name="box")
    disk("ro")
    assert one.call("stop", name="box")["status"] == "ok"
    assert one.call("status", name="box", waiting=False)["status"] == "stopped"
    assert running(box.home) == []
    assert one.call("start", name="box")["reason"] == f"{state}/{LEDGER} cannot be written: Read-only file system; {REMEDY}"
    assert running(box.home) == []
    one.end()


def test_an_end_that_cannot_be_noted_is_no_error(tmp_path: Path) -> None:
    ledger = Ledger(StateFolder(tmp_path))
    ledger.note("box", os.getpid(), str(tmp_path))
    close(tmp_path)
    ledger.forget("box", os.getpid())
    with pytest.raises(NodeError, match=f"{LEDGER} cannot be written"):
        ledger.refuse_unwritable()
