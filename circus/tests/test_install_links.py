"""Links that lie or come where an install works: replaced or refused, never followed out of the home."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from scratch_home import Scratch, assert_all_old_or_all_new, make_scratch

from circusman_node.configure import versions
from circusman_node.configure.versions import staged_name
from circusman_node.errors import NodeError


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Scratch]:
    umask = os.umask(0o077)  # no mode may come from it
    yield make_scratch(tmp_path / "home", tmp_path / "state")
    os.umask(umask)


@pytest.mark.parametrize("step", ["noted", "staged conf/a.conf", "committed", "put conf/a.conf"])
def test_a_file_swapped_for_a_link_at_any_step_is_replaced_not_followed(scratch: Scratch, tmp_path: Path, step: str) -> None:
    outside = tmp_path / "outside"
    outside.write_text("untouched")
    file = scratch.home / "conf" / "a.conf"

    def fault(reached: str) -> None:
        if reached == step:
            file.unlink()
            file.symlink_to(outside)

    scratch.install(fault=fault)
    assert outside.read_text() == "untouched"
    assert file.is_symlink() == (step == "put conf/a.conf")
    assert file.is_symlink() or file.read_text() == "new a\n"


@pytest.mark.parametrize("step", ["noted", "staged conf/a.conf", "committed"])
def test_a_folder_swapped_for_a_link_at_any_step_is_refused(scratch: Scratch, tmp_path: Path, step: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()

    def fault(reached: str) -> None:
        if reached == step:
            (scratch.home / "conf").rename(scratch.home / "moved")
            (scratch.home / "conf").symlink_to(outside)

    with pytest.raises(NodeError, match=r"conf/a\.conf: conf in .* cannot be opened as a folder"):
        scratch.install(fault=fault)
    assert list(outside.iterdir()) == []


def test_a_link_in_the_place_of_the_staged_file_is_not_written_through(scratch: Scratch, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("untouched")
    (scratch.home / "conf" / ".a.conf.circusman-new").symlink_to(outside)
    scratch.install()
    assert outside.read_text() == "untouched"
    assert assert_all_old_or_all_new(scratch)


def test_a_link_that_comes_there_right_before_the_staging_is_not_written_through(
    scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("untouched")
    monkeypatch.setattr(versions, "discard_staged", lambda place: os.symlink(outside, staged_name(place), dir_fd=place.parent))
    with pytest.raises(NodeError, match=r"conf/a\.conf in .* cannot be written \(File exists\)"):
        scratch.install({"conf/a.conf": b"new"})
    assert outside.read_text() == "untouched"


def test_a_link_inside_the_home_stays_and_its_target_is_replaced(scratch: Scratch) -> None:
    (scratch.home / "link.conf").symlink_to("conf/a.conf")
    scratch.install({"link.conf": b"through\n"})
    assert (scratch.home / "link.conf").is_symlink()
    assert (scratch.home / "conf" / "a.conf").read_text() == "through\n"


@pytest.mark.parametrize("files", [["conf/a.conf", "link.conf"], ["made", "made/inside"], ["made/inside", "made"]])
def test_two_files_in_each_others_way_are_refused(scratch: Scratch, files: list[str]) -> None:
    (scratch.home / "link.conf").symlink_to("conf/a.conf")
    with pytest.raises(NodeError, match=f"{files[0]} and {files[1]} get in each other's way: .*; give each a destination of its own"):
        scratch.install(dict.fromkeys(files, b"new"))
