"""What is never removed."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from circusman_node.confined import Home, open_home
from circusman_node.errors import NodeError
from circusman_node.reset.irremovable import mount_points, refuse_irremovable


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    (tmp_path / "home" / "data" / "graph.db").mkdir(parents=True)
    with open_home(tmp_path / "home") as home:
        yield home


def test_a_plain_folder_may_be_removed(home: Home) -> None:
    refuse_irremovable(home, "data")
    assert (home.path / "data" / "graph.db").is_dir()


@pytest.mark.parametrize("path", ["data/graph.db", "data"])
def test_a_users_home_and_what_holds_one_is_refused(home: Home, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    user = pwd.struct_passwd(("ada", "x", 1000, 1000, "", str(home.real / "data" / "graph.db"), "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwall", lambda: [user])
    with pytest.raises(NodeError, match=r"data.* is or holds .*graph\.db, the home of the user ada"):
        refuse_irremovable(home, path)


def test_a_folder_below_a_users_home_may_be_removed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    user = pwd.struct_passwd(("neo4j", "x", 1000, 1000, "", str(home.real), "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwall", lambda: [user])
    refuse_irremovable(home, "data/graph.db")
    assert pwd.getpwall() == [user]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
@pytest.mark.parametrize("name", ["graph.db", "with blank"])
def test_a_mount_point_and_what_holds_one_is_refused_but_not_what_lies_on_it(home: Home, name: str) -> None:
    mounted = home.real / "data" / name
    mounted.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(mounted)], check=True)
    try:
        (mounted / "store").mkdir()
        assert str(mounted) in mount_points()
        for path in ("data", f"data/{name}"):
            with pytest.raises(NodeError, match=f"is or holds the mount point {mounted}"):
                refuse_irremovable(home, path)
        refuse_irremovable(home, f"data/{name}/store")
    finally:
        subprocess.run(["umount", str(mounted)], check=True)
