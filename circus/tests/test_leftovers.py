"""The removal in the background."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from circusman_node.catalog import find_service
from circusman_node.errors import NodeError
from circusman_node.node_file import load_node_file
from circusman_node.reset.leftovers import Removals, gone_name, remove_leftovers
from circusman_node.service import Service
from circusman_node.state_folder import StateFolder


@pytest.fixture
def service(tmp_path: Path, make_service: Callable[..., Any]) -> Service:
    """A service whose folder `data` was moved aside with 3 files in it, one of them in a folder."""
    box = make_service(service='data = ["data"]')
    (tmp_path / "node.toml").write_text(box.node_file)
    gone = box.home / gone_name("data")
    (gone / "inner").mkdir(parents=True)
    for name in ("1", "2", "inner/3"):
        (gone / name).touch()
    found = find_service("box", load_node_file(tmp_path / "node.toml"))
    assert found is not None
    return found


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "state")


def test_the_progress_is_told_until_it_is_done(
    service: Service, state: StateFolder, eventually: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    removals, unlink = Removals(state), os.unlink
    reached, go_on = threading.Event(), threading.Event()

    def hesitant_unlink(name: str, **options: int) -> None:
        if reached.is_set() or removals.progress("box") == {"files": 2, "of": 3}:
            reached.set()
            assert go_on.wait(20)
        unlink(name, **options)

    monkeypatch.setattr("os.unlink", hesitant_unlink)
    assert removals.progress("box") is None
    removals.begin("box", service)
    assert reached.wait(20)
    assert removals.progress("box") == {"files": 2, "of": 3}
    assert removals.progress("other") is None
    go_on.set()
    eventually(lambda: removals.progress("box") is None)
    assert list(service.home.iterdir()) == []


def test_what_cannot_be_removed_is_logged_and_the_rest_goes(
    service: Service, state: StateFolder, eventually: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (service.home / gone_name("data")).mkdir()
    stubborn = next(path for path in service.home.iterdir() if any(path.iterdir()))
    unlink = os.unlink

    def refuse_one(name: str, **options: int) -> None:
        if name == "2":
            raise PermissionError(1, "Operation not permitted", name)
        unlink(name, **options)

    monkeypatch.setattr("os.unlink", refuse_one)
    removals = Removals(state)
    removals.begin("box", service)
    eventually(lambda: removals.progress("box") is None)
    assert "What a reset of box left is not removed: [Errno 1] Operation not permitted: '2'" in caplog.text
    assert list(service.home.iterdir()) == [stubborn]


def test_a_home_that_is_not_there_has_no_leftovers(service: Service, state: StateFolder, tmp_path: Path) -> None:
    os.rename(service.home, tmp_path / "elsewhere")
    remove_leftovers(state, service, lambda: None)
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1


def test_another_folder_that_is_named_alike_stays(service: Service, state: StateFolder) -> None:
    others = [service.home / name for name in (".other.circusman-gone-0a1b2c3d", ".data.circusman-gone-copy", "data")]
    for other in others:
        other.mkdir()
    remove_leftovers(state, service, lambda: None)
    assert sorted(service.home.iterdir()) == sorted(others)


def test_what_goes_wrong_in_any_way_with_one_is_logged_and_the_next_goes(
    service: Service, state: StateFolder, eventually: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    next_one = service.home / gone_name("data")
    (next_one / "folder").mkdir(parents=True)
    unlink, listdir = os.unlink, os.listdir

    def fail_at_one(name: str, **options: int) -> None:
        if name == "2":
            raise RecursionError("too deep")
        unlink(name, **options)

    monkeypatch.setattr("os.unlink", fail_at_one)
    monkeypatch.setattr("os.listdir", lambda folder: sorted(listdir(folder), key=next_one.name.__eq__))
    removals = Removals(state)
    removals.begin("box", service)
    eventually(lambda: removals.progress("box") is None)
    assert "What a reset of box left is not removed" in caplog.text
    assert "too deep" in caplog.text
    assert not next_one.exists()
    monkeypatch.setattr("os.unlink", unlink)
    removals.begin("box", service)
    eventually(lambda: removals.progress("box") is None)
    assert list(service.home.iterdir()) == []


def test_a_link_that_is_named_as_what_is_aside_is_not_looked_into(service: Service, state: StateFolder, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").touch()
    (service.home / gone_name("data")).symlink_to(tmp_path / "precious")
    with pytest.raises(NotADirectoryError):
        remove_leftovers(state, service, lambda: None)
    assert (tmp_path / "precious/file").exists()


def test_nothing_goes_beside_what_a_declared_link_leads_to(service: Service, state: StateFolder) -> None:
    aside = service.home / gone_name("away")
    for folder in (aside, service.home / "away"):
        folder.mkdir()
    (service.home / "data").symlink_to("away")
    remove_leftovers(state, service, lambda: None)
    assert aside.exists()


def test_nothing_is_removed_while_a_record_of_a_reset_is_broken(service: Service, state: StateFolder) -> None:
    state.write_json("reset-other.json", {"home": "/"})
    before = list(service.home.iterdir())
    with pytest.raises(NodeError, match=r"reset-other\.json is no record of a reset"):
        remove_leftovers(state, service, lambda: None)
    assert list(service.home.iterdir()) == before
