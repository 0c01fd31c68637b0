"""Full and read-only disks, read-only and mounted files: refused with the file's name, and nothing is changed."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from circusman_node.configure.install import install
from circusman_node.configure.plan import Wanted, plan
from circusman_node.confined import open_home
from circusman_node.errors import NodeError
from circusman_node.state_folder import StateFolder

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount small disks and become another user")

Mount = Callable[..., None]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """`mount(options…, folder)`: mounts until the test's end."""
    with ExitStack() as stack:

        def mounted(*arguments: str | Path) -> None:
            subprocess.run(["mount", *map(str, arguments)], check=True)
            if "remount" not in str(arguments):
                stack.callback(subprocess.run, ["umount", str(arguments[-1])], check=True)

        yield mounted


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "state")


def configure(home_path: Path, state: StateFolder, wanted: dict[str, Wanted]) -> None:
    with open_home(home_path) as home:
        install(home, state, plan(home, wanted, state, "neo4j", {"identifier": 1}))


@contextmanager
def refused(home: Path, state: StateFolder, match: str) -> Iterator[None]:
    """The block raises a NodeError that matches, and neither the home nor the records of the state folder change."""

    def content(folder: Path) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "fill"}

    before = content(home), content(state.path)
    with pytest.raises(NodeError, match=match):
        yield
    assert (content(home), content(state.path)) == before
    assert not list(home.glob("new*"))


def test_a_full_disk_under_the_home_changes_nothing(home: Path, state: StateFolder, mount: Mount) -> None:
    mount("-t", "tmpfs", "-o", "size=64k", "none", home)
    (home / "first.conf").write_text("old")
    with refused(home, state, r"new/big\.conf in .* cannot be written \(No space left on device\): make room .*; nothing was changed"):
        configure(home, state, {"first.conf": b"new", "new/big.conf": b"x" * 100_000})


def test_a_full_disk_under_the_state_folder_changes_nothing(home: Path, tmp_path: Path, mount: Mount) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount("-t", "tmpfs", "-o", "size=64k", "none", disk)
    state = StateFolder(disk / "state")
    (home / "first.conf").write_text("old")
    with refused(home, state, r"install-neo4j\.json cannot be written: No space left on device"):
        configure(home, state, {"first.conf": b"x" * 100_000, "new.conf": b"new"})


def test_a_disk_that_fills_up_at_the_commit_changes_nothing(home: Path, tmp_path: Path, mount: Mount) -> None:
    """The journal's first writing still has room, beside the second it has not: it is there twice for a moment."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount("-t", "tmpfs", "-o", "size=64k", "none", disk)
    state = StateFolder(disk / "state")
    (home / "first.conf").write_text("old")
    with refused(home, state, r"install-neo4j\.json cannot be written: No space left on device; nothing was changed"):
        configure(home, state, {"first.conf": b"x" * 30_000, "new.conf": b"new"})


def test_a_read_only_file_system_changes_nothing(home: Path, state: StateFolder, mount: Mount) -> None:
    mount("-t", "tmpfs", "-o", "size=64k", "none", home)
    (home / "first.conf").write_text("old")
    mount("-o", "remount,ro", home)
    with refused(home, state, r"first\.conf in .* cannot be written: Read-only file system"):
        configure(home, state, {"first.conf": b"new"})
    with refused(home, state, r"new\.conf in .* cannot be written \(Read-only file system\): mount it writable .*; nothing was changed"):
        configure(home, state, {"new.conf": b"new"})


def test_a_file_that_only_its_owner_may_write_is_refused_for_another_user(home: Path, state: StateFolder) -> None:
    (home / "first.conf").write_text("old")
    (home / "first.conf").chmod(0o444)
    home.chmod(0o777)
    with open_home(home) as opened, refused(home, state, r"first\.conf in .* cannot be written: Permission denied; make it writable"):
        os.seteuid(65534)
        try:
            plan(opened, {"first.conf": b"new"}, state, "neo4j", None)
        finally:
            os.seteuid(0)


def test_a_read_only_file_system_of_one_file_is_refused(home: Path, state: StateFolder, mount: Mount) -> None:
    file = home / "first.conf"
    file.write_text("old")
    mount("--bind", file, file)
    mount("-o", "remount,ro,bind", file)
    with refused(home, state, r"first\.conf in .* cannot be written: Read-only file system; make it writable"):
        configure(home, state, {"new.conf": b"new", "first.conf": b"new"})


def test_a_file_that_is_mounted_there_is_refused_before_anything_is_changed(home: Path, state: StateFolder, mount: Mount) -> None:
    file = home / "first.conf"
    file.write_text("old")
    mount("--bind", file, file)
    with refused(home, state, r"first\.conf in .* is a mount point, so it cannot be replaced; mount the folder that holds it instead"):
        configure(home, state, {"new.conf": b"new", "first.conf": b"new"})
