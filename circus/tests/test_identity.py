"""What a node remembers of its last configure, and what it sees has changed since."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from circusman_node.configure.record import (
    Configured,
    digest,
    edited,
    has_data,
    note_configured,
    read_configured,
    read_previous,
    record_of,
    refuse_renumbering,
)
from circusman_node.confined import Home, open_home
from circusman_node.errors import NodeError
from circusman_node.service import Service
from circusman_node.state_folder import StateFolder

CONFIGURED = Configured(
    watcher="neo4j",
    service="neo4j-ha",
    at=1.5,
    address="10.0.0.1",
    cluster="lab",
    identifier=3,
    members=[{"address": "10.0.0.1", "identifier": 3}],
    variables={"heap": "1g"},
    files={"conf/a.conf": digest(b"a"), "conf/b.conf": digest(b"b")},
    ready="http://10.0.0.1:7474/",
)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    (tmp_path / "home" / "conf").mkdir(parents=True)
    for name in ("a", "b"):
        (tmp_path / "home" / "conf" / f"{name}.conf").write_text(name)
    return Service(
        name="neo4j-ha",
        folder=tmp_path,
        description="",
        home=tmp_path / "home",
        data=("data/graph.db", "data/rrd"),
        logs=(),
        all=True,
        start_together=False,
        reset_together=False,
        files={},
        ready=None,
        variables={},
    )


@pytest.fixture
def home(service: Service) -> Iterator[Home]:
    with open_home(service.home) as home:
        yield home


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "state")


def test_a_record_is_read_as_it_was_noted(state: StateFolder) -> None:
    assert read_configured(state, "neo4j") is None
    note_configured(state, "neo4j", record_of(CONFIGURED))
    assert read_configured(state, "neo4j") == CONFIGURED
    note_configured(state, "neo4j", None)
    assert read_configured(state, "neo4j") is None


def test_a_broken_record_is_named(state: StateFolder) -> None:
    state.write_json("configured-neo4j.json", {"identifier": 3})
    with pytest.raises(NodeError, match=r"configured-neo4j\.json is no record of a configure; restore it, or remove it"):
        read_configured(state, "neo4j")
    state.write_json("previous-neo4j.json", {"files": {"a": "text"}, "configured": None})
    with pytest.raises(NodeError, match=r"previous-neo4j\.json is no record of a previous version; restore it or remove it"):
        read_previous(state, "neo4j")


def test_files_edited_by_hand_are_seen(service: Service) -> None:
    assert edited(service, CONFIGURED) == []
    (service.home / "conf" / "b.conf").write_text("by hand")
    assert edited(service, CONFIGURED) == ["conf/b.conf"]
    (service.home / "conf" / "a.conf").unlink()
    assert edited(service, CONFIGURED) == ["conf/a.conf", "conf/b.conf"]


def test_a_file_made_a_link_out_of_the_home_is_seen(service: Service, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (service.home / "conf" / "a.conf").unlink()
    (service.home / "conf" / "a.conf").symlink_to(tmp_path / "a")
    assert edited(service, CONFIGURED) == ["conf/a.conf"]


def test_without_the_home_all_files_are_edited(service: Service, tmp_path: Path) -> None:
    assert edited(replace(service, home=tmp_path / "none"), CONFIGURED) == ["conf/a.conf", "conf/b.conf"]


def test_a_node_has_data_when_a_data_folder_holds_anything(home: Home, service: Service) -> None:
    assert not has_data(home, service)
    (home.path / "data" / "rrd").mkdir(parents=True)
    assert not has_data(home, service)
    (home.path / "data" / "rrd" / "file").write_text("")
    assert has_data(home, service)


@pytest.mark.parametrize(("identifier", "named"), [(4, "4"), (None, "none")])
def test_a_node_that_has_data_keeps_its_identifier(home: Home, service: Service, identifier: int | None, named: str) -> None:
    refuse_renumbering(home, service, CONFIGURED, identifier)
    (home.path / "data" / "graph.db" / "store").mkdir(parents=True)
    with pytest.raises(NodeError, match=f"would renumber a node that has data: neo4j has the identifier 3 here, not {named}; send 3"):
        refuse_renumbering(home, service, CONFIGURED, identifier)
    refuse_renumbering(home, service, CONFIGURED, 3)
    refuse_renumbering(home, service, None, identifier)
