"""A walk through a folder, from the innermost out."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from circusman_node.reset.folder_walk import walk


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[int]:
    """The descriptor of a folder in which `top` holds two folders with a file each, a file, and a link to a folder."""
    for name in ("top/one", "top/two", "outside"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").touch()
    (tmp_path / "top/file").touch()
    (tmp_path / "top/link").symlink_to("../outside")
    descriptor = os.open(tmp_path, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


def test_each_folder_comes_after_those_in_it(parent: int) -> None:
    seen = [(sorted(files), sorted(folders)) for _, files, folders in walk(parent, "top")]
    assert seen == [(["file"], []), (["file"], []), (["file", "link"], ["one", "two"])]


def test_a_folder_of_any_depth_is_walked_through_with_one_descriptor(parent: int) -> None:
    depth = 3_000
    here = os.dup(parent)
    for _ in range(depth):
        os.mkdir("deep", dir_fd=here)
        deeper = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    before, more, walked = len(os.listdir("/proc/self/fd")), set(), 0
    for folder, _, folders in walk(parent, "deep"):
        walked += 1
        for name in folders:
            os.rmdir(name, dir_fd=folder)
        if walked % 500 == 1:
            more.add(len(os.listdir("/proc/self/fd")) - before)
    assert (walked, more) == (depth, {1})
    os.rmdir("deep", dir_fd=parent)


def entered_first(tmp_path: Path, descriptor: int) -> tuple[str, str]:
    """Of the two folders the one that the walk is in, and the other."""
    is_one = os.path.samestat(os.fstat(descriptor), os.stat(tmp_path / "top/one"))
    return ("one", "two") if is_one else ("two", "one")


def test_a_folder_swapped_for_a_link_meanwhile_is_not_followed(parent: int, tmp_path: Path) -> None:
    steps = walk(parent, "top")
    _, other = entered_first(tmp_path, next(steps)[0])
    (tmp_path / "top" / other).rename(tmp_path / "moved")
    (tmp_path / "top" / other).symlink_to("../outside")
    with pytest.raises(NotADirectoryError):
        next(steps)


def test_a_folder_moved_elsewhere_meanwhile_ends_the_walk(parent: int, tmp_path: Path) -> None:
    steps = walk(parent, "top")
    here, _ = entered_first(tmp_path, next(steps)[0])
    (tmp_path / "top" / here).rename(tmp_path / "outside" / here)
    with pytest.raises(OSError, match="A folder was moved while it was looked through"):
        next(steps)
