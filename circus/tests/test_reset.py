"""What a reset removes, and which watchers it refuses."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filled_home import CONF, DATA, FOLDERS, INNER_LOG, LOGS, fill, tree


@pytest.fixture
def filled(node: Callable[..., Any], make_service: Callable[..., Any]) -> tuple[Any, Path]:
    """A node with a stopped watcher `box` whose home is filled, and that home."""
    box = make_service(service=FOLDERS)
    fill(box.home)
    return node(box.watcher(), node_file=box.node_file), box.home


@pytest.mark.parametrize(
    ("asked", "kept", "folders", "files", "size"),
    [
        ({}, CONF | LOGS, ["data/graph.db", "data/rrd"], 4, 35),
        ({"data": True}, CONF | LOGS, ["data/graph.db", "data/rrd"], 4, 35),
        ({"logs": True}, CONF | DATA, ["logs", "data/graph.db/logs"], 3, 15),
        ({"data": True, "logs": True}, CONF, ["data/graph.db", "data/rrd", "logs"], 6, 45),
    ],
)
def test_it_removes_what_was_asked_for_and_nothing_else(
    filled: tuple[Any, Path], eventually: Any, asked: dict[str, bool], kept: set[str], folders: list[str], files: int, size: int
) -> None:
    one, home = filled
    told = one.call("reset", watcher="box", dryRun=True, **asked)
    assert (told["reset"], tree(home)) == (False, CONF | LOGS | DATA | INNER_LOG)
    done = one.call("reset", watcher="box", **asked)
    for reply in (told, done):
        assert (reply["status"], reply["files"], reply["bytes"]) == ("ok", files, size)
        assert [folder["folder"] for folder in reply["folders"]] == folders
    assert done["folders"] == told["folders"]
    assert done["reset"] is True
    eventually(lambda: tree(home) == kept)
    assert not (home / folders[0]).exists()
    eventually(lambda: one.call("health")["watchers"]["box"]["removing"] is None)


def test_a_reset_of_nothing_says_so(filled: tuple[Any, Path], eventually: Any) -> None:
    one, home = filled
    one.call("reset", watcher="box")
    eventually(lambda: tree(home) == CONF | LOGS)
    again = one.call("reset", watcher="box")
    assert (again["status"], again["files"], again["reset"]) == ("ok", 0, True)


def test_logs_that_circusd_writes_are_emptied(node: Callable[..., Any], make_service: Callable[..., Any], eventually: Any) -> None:
    box = make_service(service=FOLDERS)
    fill(box.home)
    (box.home / "logs/out.log").write_text("before\n")
    lines = f"autostart = False\nstdout_stream.filename = {box.home}/logs/out.log"
    one = node(box.watcher("--say", "after", lines=lines), node_file=box.node_file)
    told = one.call("reset", watcher="box", logs=True, dryRun=True)
    done = one.call("reset", watcher="box", logs=True)
    assert (done["files"], done["bytes"]) == (told["files"], told["bytes"]) == (4, 22)
    eventually(lambda: tree(box.home) == CONF | DATA | {"logs/out.log"})
    assert (box.home / "logs/out.log").read_text() == ""
    assert one.call("start", name="box")["status"] == "ok"
    eventually(lambda: (box.home / "logs/out.log").read_text() == "after\n")


def test_a_running_watcher_is_refused_with_its_pid(filled: tuple[Any, Path]) -> None:
    one, home = filled
    one.call("start", name="box")
    (pid,) = one.processes("box")
    assert one.call("reset", watcher="box")["reason"] == f"box is active (process {pid}); stop it first"
    assert one.call("reset", watcher="box", dryRun=True)["files"] == 4
    assert tree(home) == CONF | LOGS | DATA | INNER_LOG


def test_a_watcher_that_is_starting_is_refused(node: Callable[..., Any], make_service: Callable[..., Any], eventually: Any) -> None:
    box = make_service(service=FOLDERS)
    fill(box.home)
    one = node(box.watcher(lines="autostart = False\nwarmup_delay = 60"), node_file=box.node_file)
    one.call("start", name="box", waiting=False)
    (pid,) = eventually(lambda: one.processes("box"))
    assert one.call("reset", watcher="box")["reason"] == f"box is starting (process {pid}); stop it first"


def test_a_service_that_is_reset_together_needs_the_whole(node: Callable[..., Any], make_service: Callable[..., Any]) -> None:
    box = make_service(service=FOLDERS + "\nreset_together = true")
    fill(box.home)
    one = node(box.watcher(), node_file=box.node_file)
    told = "box is reset for all its members at once or not at all; name no node"
    assert one.call("reset", watcher="box")["reason"] == told
    assert one.call("reset", watcher="box", whole=False, dryRun=True)["status"] == "error"
    assert one.call("reset", watcher="box", whole=True)["files"] == 4


@pytest.mark.parametrize("way", ["open file", "working folder", "mapped file"])
def test_a_process_that_uses_files_there_is_named(filled: tuple[Any, Path], eventually: Any, way: str) -> None:
    one, home = filled
    folder, file = home / "data/rrd", home / "data/graph.db/index/1"
    program = {
        "open file": f"held = open({str(file)!r})",
        "working folder": f"import os; os.chdir({str(folder)!r})",
        "mapped file": f"import mmap; f = open({str(file)!r}); held = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ); f.close()",
    }[way]
    script = f"{program}; print('up', flush=True); import signal; signal.alarm(120); signal.pause()"
    with subprocess.Popen([sys.executable, "-S", "-c", script], stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None and holder.stdout.readline() == b"up\n"
            reason = one.call("reset", watcher="box")["reason"]
            assert reason.startswith(f"process {holder.pid} ({sys.executable} -S -c")
            assert reason.endswith(f"still uses {folder if way == 'working folder' else file}; end it first")
            assert tree(home) == CONF | LOGS | DATA | INNER_LOG
        finally:
            holder.kill()
    assert one.call("reset", watcher="box")["reset"] is True
