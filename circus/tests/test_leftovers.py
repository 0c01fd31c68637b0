"""The removal in the background."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from circusman_node.catalog import find_service
from circusman_node.leftovers import Removals, gone_name, remove_leftovers
from circusman_node.node_file import load_node_file
from circusman_node.service import Service


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


def test_the_progress_is_told_until_it_is_done(service: Service, eventually: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    removals, unlink = Removals(), os.unlink
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
    service: Service, eventually: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (service.home / gone_name("data")).mkdir()
    stubborn = next(path for path in service.home.iterdir() if any(path.iterdir()))
    unlink = os.unlink

    def refuse_one(name: str, **options: int) -> None:
        if name == "2":
            raise PermissionError(1, "Operation not permitted", name)
        unlink(name, **options)

    monkeypatch.setattr("os.unlink", refuse_one)
    removals = Removals()
    removals.begin("box", service)
    eventually(lambda: removals.progress("box") is None)
    assert "What a reset of box left is not removed: [Errno 1] Operation not permitted: '2'" in caplog.text
    assert list(service.home.iterdir()) == [stubborn]


def test_a_home_that_is_not_there_has_no_leftovers(service: Service, tmp_path: Path) -> None:
    os.rename(service.home, tmp_path / "elsewhere")
    remove_leftovers(service, lambda: None)
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1
