"""What a reset removes, what it never does, and that a start may follow at once."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from circusman_node.catalog import find_service
from circusman_node.errors import NodeError
from circusman_node.leftovers import remove_leftovers
from circusman_node.node_file import load_node_file
from circusman_node.reset import chosen_folders, count, reset
from circusman_node.service import Service

FOLDERS = 'data = ["data/graph.db", "data/rrd"]\nlogs = ["logs", "data/graph.db/logs"]'


def fill(home: Path) -> None:
    """3 files of 30 bytes in data, 1 of 5 in the logs inside of it, 2 of 10 in logs, and 1 of the configuration."""
    for name, content in {
        "data/graph.db/store": "x" * 10,
        "data/graph.db/index/1": "x" * 15,
        "data/graph.db/logs/messages.log": "x" * 5,
        "data/rrd/rrd": "x" * 5,
        "logs/out.log.1": "x" * 4,
        "logs/old/err.log": "x" * 6,
        "conf/neo4j.properties": "id=1",
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(content)


def tree(home: Path) -> set[str]:
    """The files below the home."""
    return {os.path.relpath(os.path.join(folder, name), home) for folder, _, names in os.walk(home) for name in names}


CONF = {"conf/neo4j.properties"}
LOGS = {"logs/out.log.1", "logs/old/err.log"}
DATA = {"data/graph.db/store", "data/graph.db/index/1", "data/rrd/rrd"}
INNER_LOG = {"data/graph.db/logs/messages.log"}


@pytest.fixture
def filled(node: Callable[..., Any], make_service: Callable[..., Any]) -> tuple[Any, Path]:
    """A node with a stopped watcher `box` whose home is filled, and that home."""
    box = make_service(service=FOLDERS)
    fill(box.home)
    return node(box.watcher(), node_file=box.node_file), box.home


@pytest.fixture
def service(tmp_path: Path, make_service: Callable[..., Any]) -> Service:
    """A service with a filled home, without a node."""
    box = make_service(service=FOLDERS)
    fill(box.home)
    (tmp_path / "node.toml").write_text(box.node_file)
    found = find_service("box", load_node_file(tmp_path / "node.toml"))
    assert found is not None
    return found


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
    told = "box is reset for all its members at once or not at all (2 of them were told); name no node"
    assert one.call("reset", watcher="box", members=2)["reason"] == told
    assert one.call("reset", watcher="box", whole=False, dryRun=True)["status"] == "error"
    assert one.call("reset", watcher="box", members=3, whole=True)["files"] == 4


@pytest.mark.parametrize("way", ["open file", "working folder", "mapped file"])
def test_a_process_that_uses_files_there_is_named(filled: tuple[Any, Path], eventually: Any, way: str) -> None:
    one, home = filled
    folder, file = home / "data/graph.db/index", home / "data/graph.db/index/1"
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


def test_a_link_out_of_the_home_is_refused(service: Service, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").touch()
    os.rename(service.home / "data/rrd", tmp_path / "rrd")
    (service.home / "data/rrd").symlink_to(outside)
    for asked in (lambda: count(service, chosen_folders(service, True, True)), lambda: _reset(service, data=True)):
        with pytest.raises(NodeError, match=r"data/rrd leaves the home .*remove that link"):
            asked()
    assert (outside / "precious").exists()
    assert (service.home / "data/graph.db/store").exists()


def test_a_link_inside_the_data_is_removed_but_not_what_it_leads_to(service: Service, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").touch()
    (service.home / "data/graph.db/folder").symlink_to(tmp_path / "precious")
    (service.home / "data/graph.db/file").symlink_to(tmp_path / "precious/file")
    _reset(service, data=True)
    remove_leftovers(service, lambda: None)
    assert tree(service.home) == CONF | LOGS
    assert (tmp_path / "precious/file").exists()


def test_a_data_folder_that_is_a_link_inside_the_home_is_emptied(service: Service) -> None:
    os.rename(service.home / "data/rrd", service.home / "store")
    (service.home / "data/rrd").symlink_to("../store")
    assert _reset(service, data=True)[1] == {"folder": "data/rrd", "kind": "data", "files": 1, "bytes": 5}
    remove_leftovers(service, lambda: None)
    assert list((service.home / "data/rrd").iterdir()) == []
    assert tree(service.home) == CONF | LOGS


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a file system")
def test_a_mount_point_is_refused(service: Service) -> None:
    mounted = service.home / "data/rrd"
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(mounted)], check=True)
    try:
        (mounted / "precious").touch()
        with pytest.raises(NodeError, match=r"data/rrd in .* is or holds the mount point .*never removed"):
            _reset(service, data=True)
        assert (mounted / "precious").exists()
        assert (service.home / "data/graph.db/store").exists()
    finally:
        subprocess.run(["umount", str(mounted)], check=True)


def test_a_file_where_a_folder_is_declared_is_refused(service: Service) -> None:
    (service.home / "data/rrd/rrd").unlink()
    (service.home / "data/rrd").rmdir()
    (service.home / "data/rrd").touch()
    with pytest.raises(NodeError, match=r"data/rrd in .* is no folder; declare the folder that holds it"):
        _reset(service, data=True)
    assert (service.home / "data/graph.db/store").exists()


def test_all_folders_stay_when_one_cannot_be_moved(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.rename

    def rename(old: str, new: str, **options: int) -> None:
        if old == "rrd":
            raise PermissionError(13, "Permission denied", old)
        real(old, new, **options)

    monkeypatch.setattr("os.rename", rename)
    with pytest.raises(NodeError, match=r"rrd in .* cannot be moved aside \(Permission denied\); nothing was changed"):
        _reset(service, data=True)
    assert tree(service.home) == CONF | LOGS | DATA | INNER_LOG


def test_ten_thousand_files_are_aside_before_the_first_is_counted_or_removed(service: Service) -> None:
    store = service.home / "data/graph.db/many"
    store.mkdir()
    for number in range(10_000):
        (store / str(number)).touch()
    at_start: list[tuple[bool, int]] = []

    def moved() -> None:
        gone = next((service.home / "data").glob(".graph.db.circusman-gone-*"))
        at_start.append((store.parent.exists(), len(list((gone / "many").iterdir()))))

    folders = reset(service, chosen_folders(service, True, False), (), moved)
    assert at_start == [(False, 10_000)]
    assert sum(folder["files"] for folder in folders) == 10_004
    removed: list[None] = []
    remove_leftovers(service, lambda: removed.append(None))
    assert len(removed) == 10_004
    assert tree(service.home) == CONF | LOGS


def test_a_start_may_follow_at_once(filled: tuple[Any, Path], eventually: Any) -> None:
    one, home = filled
    for number in range(10_000):
        (home / "data/graph.db" / str(number)).touch()
    assert one.call("reset", watcher="box")["files"] == 10_004
    assert one.call("start", name="box")["status"] == "ok"
    assert len(one.processes("box")) == 1
    eventually(lambda: tree(home) == CONF | LOGS)


def test_what_a_crash_leaves_is_removed_at_the_next_start(filled: tuple[Any, Path], eventually: Any) -> None:
    one, home = filled
    one.kill()
    os.rename(home / "data/graph.db", home / "data/.graph.db.circusman-gone-0a1b2c3d")
    one.start()
    eventually(lambda: tree(home) == CONF | LOGS | {"data/rrd/rrd"})
    assert not (home / "data/.graph.db.circusman-gone-0a1b2c3d").exists()


def test_a_circusd_killed_while_it_removes_goes_on_at_its_next_start(filled: tuple[Any, Path], eventually: Any) -> None:
    one, home = filled
    for number in range(5_000):
        (home / "data/graph.db" / str(number)).touch()
    assert one.call("reset", watcher="box")["reset"] is True
    one.kill()
    assert not (home / "data/graph.db").exists()
    one.start()
    eventually(lambda: tree(home) == CONF | LOGS)


def test_what_a_crash_leaves_is_removed_by_the_next_reset(service: Service) -> None:
    os.rename(service.home / "data/graph.db", service.home / "data/.graph.db.circusman-gone-0a1b2c3d")
    (service.home / "data/graph.db").mkdir()
    _reset(service, data=True)
    remove_leftovers(service, lambda: None)
    assert tree(service.home) == CONF | LOGS
    assert list((service.home / "data").iterdir()) == []


def test_another_folder_that_is_named_alike_stays(service: Service) -> None:
    others = [service.home / "data" / name for name in (".other.circusman-gone-0a1b2c3d", ".graph.db.circusman-gone-copy", "graph.db")]
    for other in others:
        other.mkdir(exist_ok=True)
    remove_leftovers(service, lambda: None)
    assert all(other.is_dir() for other in others)


def _reset(service: Service, data: bool = False, logs: bool = False) -> list[dict[str, Any]]:
    return reset(service, chosen_folders(service, data, logs), (), lambda: None)
