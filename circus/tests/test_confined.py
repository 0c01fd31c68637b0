"""Paths below a home: what is found, what is refused, and that nothing outside is ever reached."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from circusman_node.configure.install import install
from circusman_node.configure.plan import plan
from circusman_node.confined import Home, MissingFolder, make_folder, open_home
from circusman_node.errors import NodeError
from circusman_node.state_folder import StateFolder


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home with `conf/a.conf`, beside a folder `outside`."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "home" / "conf").mkdir(parents=True)
    (tmp_path / "home" / "conf" / "a.conf").write_text("a")
    with open_home(tmp_path / "home") as home:
        yield home


def place_of(home: Home, path: str) -> str:
    with home.place(path) as place:
        return place.path


def test_a_file_is_found_by_its_folders_descriptor(home: Home) -> None:
    with home.place("conf/a.conf") as place:
        assert os.listdir(place.parent) == ["a.conf"]
        assert (place.name, place.path) == ("a.conf", "conf/a.conf")


@pytest.mark.parametrize("path", ["../outside/x", "conf/../../outside/x", "conf/..", "/etc/passwd", "a\0b"])
def test_a_path_with_dots_or_from_the_root_is_refused(home: Home, path: str) -> None:
    with pytest.raises(NodeError, match=r"is no path below the home .*/home; write it relative to the home, without"):
        place_of(home, path)


@pytest.mark.parametrize("path", ["", ".", "./"])
def test_the_home_itself_is_no_place(home: Home, path: str) -> None:
    with pytest.raises(NodeError, match=r"names the home .* itself"):
        place_of(home, path)


@pytest.mark.parametrize("target", ["../outside", "/etc", "../home/../outside", "../../../../../../../../etc"])
def test_a_link_on_the_way_that_leaves_the_home_is_refused(home: Home, target: str) -> None:
    (home.path / "link").symlink_to(target)
    with pytest.raises(NodeError, match=r"link/x leaves the home .*remove that link"):
        place_of(home, "link/x")


@pytest.mark.parametrize("target", ["../outside/x", "/etc/passwd", "conf/../../outside/x"])
def test_a_file_that_is_a_link_out_of_the_home_is_refused(home: Home, target: str) -> None:
    (home.path / "file").symlink_to(target)
    with pytest.raises(NodeError, match="file leaves the home"):
        place_of(home, "file")


def test_a_link_out_of_the_home_behind_a_link_inside_is_refused(home: Home) -> None:
    (home.path / "first").symlink_to("conf/second")
    (home.path / "conf" / "second").symlink_to("../../outside")
    with pytest.raises(NodeError, match=r"first/x leaves the home .*: conf/second leads to \.\./\.\./outside"):
        place_of(home, "first/x")


def test_links_inside_the_home_are_followed(home: Home) -> None:
    (home.path / "deep" / "er").mkdir(parents=True)
    (home.path / "deep" / "er" / "up").symlink_to("../../conf")
    (home.path / "relative").symlink_to("deep/er")
    (home.path / "absolute").symlink_to(home.path / "conf" / "a.conf")
    (home.path / "dangling").symlink_to("conf/new.conf")
    assert place_of(home, "relative/up/a.conf") == "conf/a.conf"
    assert place_of(home, "absolute") == "conf/a.conf"
    assert place_of(home, "dangling") == "conf/new.conf"


def test_links_in_a_circle_are_refused(home: Home) -> None:
    (home.path / "one").symlink_to("two")
    (home.path / "two").symlink_to("one")
    with pytest.raises(NodeError, match="more than 40 links"):
        place_of(home, "one/x")


def test_a_link_to_a_folder_on_its_own_way_is_refused_as_a_file(home: Home) -> None:
    (home.path / "conf" / "up").symlink_to("..")
    with pytest.raises(NodeError, match="a link that ends in"):
        place_of(home, "conf/up")


def test_a_file_in_the_place_of_a_folder_is_named(home: Home) -> None:
    with pytest.raises(NodeError, match=r"conf/a.conf in .* cannot be opened as a folder \(Not a directory\)"):
        place_of(home, "conf/a.conf/x")


def test_missing_folders_are_named_in_the_order_to_make_them(home: Home) -> None:
    (home.path / "link").symlink_to("new/er")
    with pytest.raises(MissingFolder) as missing:
        place_of(home, "link/est/x.conf")
    assert missing.value.folders == ["new", "new/er", "new/er/est"]
    assert missing.value.place == "new/er/est/x.conf"
    for folder in missing.value.folders:
        make_folder(home, folder)
    assert place_of(home, "link/est/x.conf") == "new/er/est/x.conf"


def test_a_folder_that_does_not_exist_behind_a_way_back_is_refused(home: Home) -> None:
    (home.path / "link").symlink_to("new/../../outside")
    with pytest.raises(NodeError, match="leaves the home"):
        place_of(home, "link/x")


def test_a_folder_is_opened_also_through_a_link_inside(home: Home) -> None:
    (home.path / "link").symlink_to("conf")
    with home.folder("link") as descriptor:
        assert os.listdir(descriptor) == ["a.conf"]


def test_a_folder_swapped_for_a_link_after_the_look_is_not_followed(home: Home) -> None:
    """The straight way, which an install goes, takes no link at all; a way that was opened before stays where it was."""
    with home.place("conf/a.conf") as place:
        (home.path / "conf").rename(home.path / "moved")
        (home.path / "conf").symlink_to("../outside")
        os.close(os.open("b.conf", os.O_CREAT | os.O_WRONLY, dir_fd=place.parent))
    assert (home.path / "moved" / "b.conf").exists()
    assert list((home.path.parent / "outside").iterdir()) == []
    with pytest.raises(NodeError, match="cannot be opened as a folder"), home.place("conf/a.conf", straight=True):
        pytest.fail("the link was followed")


def test_a_folder_swapped_for_a_link_between_look_and_opening_is_not_followed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    readlink = os.readlink

    def swap_after_the_look(name: str, *, dir_fd: int) -> str:
        try:
            return readlink(name, dir_fd=dir_fd)
        finally:
            if not (home.path / "moved").exists():
                (home.path / "conf").rename(home.path / "moved")
                (home.path / "conf").symlink_to("../outside")

    monkeypatch.setattr(os, "readlink", swap_after_the_look)
    with pytest.raises(NodeError, match=r"conf in .* cannot be opened as a folder"):
        place_of(home, "conf/a.conf")


def test_a_home_may_be_a_link_but_neither_missing_nor_the_root(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "home").symlink_to("real")
    with open_home(tmp_path / "home") as home:
        (tmp_path / "real" / "file").write_text("")
        (tmp_path / "real" / "link").symlink_to(tmp_path / "home" / "file")
        assert place_of(home, "link") == "file"
    (tmp_path / "root").symlink_to("/")
    for name, reason in (("none", r"cannot be opened \(No such file or directory\); make the folder"), ("root", "is / itself")):
        with pytest.raises(NodeError, match=f"the home .*/{name} {reason}"), open_home(tmp_path / name):
            pytest.fail("it was opened")


NAMES = st.sampled_from(["a", "b", "c", "..", ".", "", "home", "outside"])
PATHS = st.lists(NAMES, min_size=1, max_size=5).map("/".join)
TARGETS = st.one_of(PATHS, PATHS.map("SCRATCH/".__add__), PATHS.map("SCRATCH/home/".__add__), PATHS.map("SCRATCH/outside/".__add__))
INSIDE = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map("/".join)


@settings(deadline=None, max_examples=300)
@given(
    folders=st.lists(INSIDE, max_size=4),
    links=st.dictionaries(INSIDE, TARGETS, max_size=5),
    files=st.lists(st.one_of(PATHS, INSIDE, TARGETS), max_size=3),
)
@example(folders=["a"], links={"a/b": "../../outside"}, files=["a/b/a"])
@example(folders=["a"], links={"a/b": "SCRATCH/outside/a"}, files=["a/b"])
@example(folders=[], links={"a": "b", "b": "SCRATCH/home/../outside"}, files=["a/a", "a/new"])
def test_whatever_is_declared_and_linked_nothing_outside_the_home_changes(
    folders: list[str], links: dict[str, str], files: list[str]
) -> None:
    with TemporaryDirectory() as name:
        scratch = Path(name)
        home_path = scratch / "home"
        for folder in (home_path, scratch / "outside" / "a" / "b"):
            folder.mkdir(parents=True)
        (scratch / "outside" / "a" / "c").write_text("outside")
        (scratch / "c").write_text("outside")
        for folder in folders:
            with suppress(OSError):
                (home_path / folder).mkdir(parents=True)
        for link, target in links.items():
            with suppress(OSError, ValueError):
                (home_path / link).symlink_to(target.replace("SCRATCH", name))
        before = everything_outside(scratch)
        wanted: dict[str, bytes] = {file.replace("SCRATCH", name): b"new" for file in files}
        with TemporaryDirectory() as state_path, open_home(home_path) as home:
            state = StateFolder(Path(state_path))
            try:
                install(home, state, plan(home, wanted, state, "neo4j", None))
            except NodeError:
                assert not any(one.name.endswith(".circusman-new") for one in home_path.rglob("*"))
            else:
                for file in wanted:
                    real = (home_path / file).resolve()
                    assert real.read_bytes() == b"new"
                    assert real.is_relative_to(home_path.resolve())
        assert everything_outside(scratch) == before


def everything_outside(scratch: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Owner, mode, time of the last change and content of all below `scratch` but the home."""
    seen = {}
    for folder, folders, files in os.walk(scratch):
        if Path(folder) == scratch:
            folders.remove("home")
        for path in (Path(folder), *(Path(folder, file) for file in files)):
            status = path.lstat()
            seen[str(path)] = (status.st_uid, status.st_mode, status.st_mtime_ns, path.read_bytes() if path.is_file() else b"")
    return seen
