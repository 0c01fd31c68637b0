"""What a reset never removes, and that it changes nothing when it refuses."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filled_home import CONF, DATA, INNER_LOG, LOGS, Filled, make_filled

from circusman_node.errors import NodeError
from circusman_node.reset.intent import Intent, write_intent
from circusman_node.reset.reset import chosen_folders, count
from circusman_node.state_folder import StateFolder


@pytest.fixture
def filled(tmp_path: Path, make_service: Callable[..., Any]) -> Filled:
    return make_filled(tmp_path, make_service)


def test_a_link_out_of_the_home_is_refused(filled: Filled, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").touch()
    os.rename(filled.home / "data/rrd", tmp_path / "rrd")
    (filled.home / "data/rrd").symlink_to(outside)
    for asked in (lambda: count(filled.service, chosen_folders(filled.service, True, True)), lambda: filled.reset(data=True)):
        with pytest.raises(NodeError, match=r"data/rrd leaves the home .*remove that link"):
            asked()
    assert (outside / "precious").exists()
    assert (filled.home / "data/graph.db/store").exists()


def test_a_link_inside_the_data_is_removed_but_not_what_it_leads_to(filled: Filled, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").touch()
    (filled.home / "data/graph.db/folder").symlink_to(tmp_path / "precious")
    (filled.home / "data/graph.db/file").symlink_to(tmp_path / "precious/file")
    filled.reset(data=True)
    filled.remove()
    assert filled.tree() == CONF | LOGS
    assert (tmp_path / "precious/file").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a file system")
def test_a_mount_point_is_refused(filled: Filled) -> None:
    mounted = filled.home / "data/rrd"
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(mounted)], check=True)
    try:
        (mounted / "precious").touch()
        with pytest.raises(NodeError, match=r"data/rrd in .* is or holds the mount point .*never removed"):
            filled.reset(data=True)
        assert (mounted / "precious").exists()
        assert (filled.home / "data/graph.db/store").exists()
    finally:
        subprocess.run(["umount", str(mounted)], check=True)


def test_a_file_where_a_folder_is_declared_is_refused(filled: Filled) -> None:
    (filled.home / "data/rrd/rrd").unlink()
    (filled.home / "data/rrd").rmdir()
    (filled.home / "data/rrd").touch()
    with pytest.raises(NodeError, match=r"data/rrd in .* is no folder; declare the folder that holds it"):
        filled.reset(data=True)
    assert (filled.home / "data/graph.db/store").exists()


def test_all_folders_stay_when_one_cannot_be_moved(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.rename

    def rename(old: str, new: str, **options: int) -> None:
        if old == "rrd":
            raise PermissionError(13, "Permission denied", old)
        real(old, new, **options)

    monkeypatch.setattr("os.rename", rename)
    with pytest.raises(NodeError, match=r"rrd in .* cannot be moved aside \(Permission denied\); nothing was changed"):
        filled.reset(data=True)
    assert filled.tree() == CONF | LOGS | DATA | INNER_LOG


@pytest.mark.parametrize(("link", "target"), [("logs", "conf"), ("logs", "data"), ("logs", "new"), ("logs", "new/er"), ("data", "conf")])
def test_a_link_within_the_home_is_refused(filled: Filled, link: str, target: str) -> None:
    os.rename(filled.home / link, filled.home / f"{link}.old")
    (filled.home / link).symlink_to(target)
    before = filled.tree()
    for asked in (lambda: count(filled.service, chosen_folders(filled.service, True, True)), lambda: filled.reset(data=True, logs=True)):
        with pytest.raises(NodeError, match=rf"{link}.* in {filled.home} leads through a link to {target}.*; put the folder itself there"):
            asked()
    assert filled.tree() == before
    assert (filled.aside(), filled.recover()) == (set(), False)


def test_a_log_that_became_a_link_is_not_emptied(filled: Filled, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (filled.home / "logs/out.log").symlink_to(tmp_path / "precious")
    before = filled.tree()
    with pytest.raises(NodeError, match=r"out\.log in .* cannot be moved aside .*; nothing was changed"):
        filled.reset(logs=True, streams=[filled.home.resolve() / "logs/out.log"])
    assert (tmp_path / "precious").read_text() == "precious"
    assert (filled.tree(), filled.aside(), filled.recover()) == (before, set(), False)


def test_a_log_that_became_a_pipe_is_refused_without_a_wait_for_its_reader(filled: Filled) -> None:
    os.mkfifo(filled.home / "logs/out.log")
    with pytest.raises(NodeError, match=r"out\.log in .* cannot be moved aside .*; nothing was changed"):
        filled.reset(logs=True, streams=[filled.home.resolve() / "logs/out.log"])
    assert filled.aside() == set()


def test_a_folder_of_logs_that_became_a_link_is_not_looked_into(filled: Filled, tmp_path: Path) -> None:
    os.rename(filled.home / "logs/old", tmp_path / "precious")
    (filled.home / "logs/old").symlink_to(tmp_path / "precious")
    (tmp_path / "precious/other.log").touch()
    with pytest.raises(NodeError, match=r"old in .* cannot be moved aside \(Not a directory\); nothing was changed"):
        filled.reset(logs=True, streams=[filled.home.resolve() / "logs/old/err.log"])
    assert sorted(os.listdir(tmp_path / "precious")) == ["err.log", "other.log"]
    assert (tmp_path / "precious/err.log").stat().st_size > 0


def test_a_record_that_cannot_be_written_leaves_all_as_it_was(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is there nevertheless, as after a failed fsync: else the next start would reset it."""

    def write(state: StateFolder, intent: Intent) -> None:
        write_intent(state, intent)
        raise NodeError("reset-box.json cannot be written: Input/output error")

    monkeypatch.setattr("circusman_node.reset.reset.write_intent", write)
    with pytest.raises(NodeError, match=r"^reset-box\.json cannot be written: Input/output error; nothing was changed"):
        filled.reset(data=True)
    assert (filled.tree(), filled.aside(), filled.recover()) == (CONF | LOGS | DATA | INNER_LOG, set(), False)
