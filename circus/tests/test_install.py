"""All files of a service or none, with their owners and modes, and undone again."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from scratch_home import NEW, NEW_RECORD, OLD, OLD_RECORD, Scratch, assert_all_old_or_all_new, make_scratch

from circusman_node.configure.install import recover
from circusman_node.configure.record import note_configured
from circusman_node.errors import NodeError


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Scratch]:
    umask = os.umask(0o077)  # no mode may come from it
    yield make_scratch(tmp_path / "home", tmp_path / "state")
    os.umask(umask)


def test_a_file_that_cannot_be_put_after_the_commit_has_all_brought_back(scratch: Scratch) -> None:
    def fault(step: str) -> None:
        if step == "put conf/a.conf":
            (scratch.home / "x" / "y" / "new.conf").mkdir()

    with pytest.raises(NodeError, match=r"x/y/new\.conf in .*; nothing was changed"):
        scratch.install(fault=fault)
    (scratch.home / "x" / "y" / "new.conf").rmdir()
    (scratch.home / "x" / "y").rmdir()
    (scratch.home / "x").rmdir()
    assert not assert_all_old_or_all_new(scratch)


def test_what_cannot_be_brought_back_either_is_said_and_ended_by_the_next_recovery(scratch: Scratch) -> None:
    def fault(step: str) -> None:
        if step == "put conf/a.conf":
            (scratch.home / "conf").rename(scratch.home / "moved")
            (scratch.home / "conf").symlink_to("..")

    with pytest.raises(NodeError, match="neo4j is half configured and will not start; mend that and configure it again"):
        scratch.install(fault=fault)
    (scratch.home / "conf").unlink()
    (scratch.home / "moved").rename(scratch.home / "conf")
    recover(scratch.state, "neo4j")
    assert not assert_all_old_or_all_new(scratch)


def test_owner_and_mode_are_kept(scratch: Scratch) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may give files away")
    file = scratch.home / "conf" / "a.conf"
    os.chown(file, 1234, 2345)
    file.chmod(0o4640)
    os.chown(scratch.home, 1111, 2222)
    scratch.install()
    status, made, new = (path.stat() for path in (file, scratch.home / "x" / "y", scratch.home / "x" / "y" / "new.conf"))
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 2345, 0o640)
    assert (made.st_uid, made.st_gid) == (1111, 2222)
    assert (new.st_uid, new.st_gid, stat.S_IMODE(new.st_mode)) == (1111, 2222, 0o644)


def test_an_undo_brings_back_all_and_an_undo_of_it_all_again(scratch: Scratch) -> None:
    scratch.install()
    scratch.undo()
    folders = {"x": (0o755, ""), "x/y": (0o755, "")}
    assert scratch.files() == OLD | folders
    assert scratch.record("configured") == OLD_RECORD
    scratch.undo()
    assert scratch.files() == NEW
    assert scratch.record("configured") == NEW_RECORD


def test_an_undo_of_the_first_configure_leaves_no_record(scratch: Scratch) -> None:
    note_configured(scratch.state, "neo4j", None)
    scratch.install()
    scratch.undo()
    assert scratch.record("configured") is None


def test_what_is_no_regular_file_is_refused(scratch: Scratch) -> None:
    os.mkfifo(scratch.home / "pipe")
    for name in ("pipe", "conf"):
        with pytest.raises(NodeError, match=f"{name} in .* is no regular file; move it away or declare another destination"):
            scratch.install({name: b"new"})
