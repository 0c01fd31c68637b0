"""Which service a watcher has, and where it comes from."""

from pathlib import Path

import pytest

from circusman_node.catalog import SHIPPED, find_service, services_of
from circusman_node.errors import NodeError
from circusman_node.node_file import NodeFile, Override


def own(tmp_path: Path, name: str, text: str = '[service]\nhome = "/srv/own"\n') -> NodeFile:
    """A node file whose folder of services has one of that name."""
    folder = tmp_path / "services" / name
    folder.mkdir(parents=True)
    (folder / "service.toml").write_text(text)
    return NodeFile(service_folders=(tmp_path / "none", tmp_path / "services"))


def ini(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "circus.ini"
    path.write_text(text)
    return path


def test_a_shipped_service_is_found(tmp_path: Path) -> None:
    service = find_service("titan", NodeFile(service_folders=(tmp_path,)))
    assert service is not None
    assert (service.folder, service.home) == (SHIPPED / "titan", Path("/srv/titan"))


def test_a_service_of_the_node_wins_over_a_shipped_one(tmp_path: Path) -> None:
    service = find_service("titan", own(tmp_path, "titan"))
    assert service is not None
    assert service.folder == tmp_path / "services" / "titan"


@pytest.mark.parametrize("name", ["redis", "", ".", "..", "../services/titan", "templates"])
def test_there_is_no_service_of_another_name(name: str) -> None:
    assert find_service(name, NodeFile()) is None


def test_the_node_file_changes_home_and_variables() -> None:
    override = Override(Path("/data/titan"), {"replication": 3})
    service = find_service("titan", NodeFile(overrides={"titan": override}))
    assert service is not None
    assert service.home == Path("/data/titan")
    assert (service.variables["replication"], service.variables["heap"]) == (3, "256M")


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("replicaton", 3, "node.toml:7: titan has no variable 'replicaton'; did you mean 'replication'?"),
        ("heap", 4, f"node.toml:7: 'heap' must be a string, as it is in {SHIPPED}/titan/service.toml"),
        ("replication", True, f"node.toml:7: 'replication' must be an integer, as it is in {SHIPPED}/titan/service.toml"),
    ],
)
def test_a_variable_that_the_service_has_not_or_of_another_kind_is_refused(variable: str, value: int, reason: str) -> None:
    override = Override(None, {variable: value}, "node.toml:6", {variable: "node.toml:7"})
    with pytest.raises(NodeError) as refused:
        find_service("titan", NodeFile(overrides={"titan": override}))
    assert refused.value.reason == reason


def test_an_integer_is_a_number_too(tmp_path: Path) -> None:
    node_file = own(tmp_path, "store", '[service]\nhome = "/srv/own"\n[variables]\nshare = 0.5\n')
    service = find_service("store", NodeFile(None, node_file.service_folders, {"store": Override(None, {"share": 1})}))
    assert service is not None
    assert service.variables == {"share": 1}


def test_a_watcher_has_the_service_it_names_or_the_one_of_its_name_or_none(tmp_path: Path) -> None:
    named = "[watcher:Graph]\ncmd = x\nservice = neo4j-ha\n[watcher:neo4j]\ncmd = x\nservice =\n"
    text = f"{named}[watcher:titan]\ncmd = x\n[watcher:redis]\ncmd = x\n"
    services = services_of(ini(tmp_path, text), NodeFile())
    assert {watcher: service.name for watcher, service in services.items()} == {"Graph": "neo4j-ha", "titan": "titan"}


def test_a_service_that_is_named_must_be_there(tmp_path: Path) -> None:
    path = ini(tmp_path, "[watcher:neo4j]\ncmd = x\nservice = neo4j_ha\n")
    with pytest.raises(NodeError) as refused:
        services_of(path, NodeFile())
    assert refused.value.reason == f"{path}:3: there is no service 'neo4j_ha'; did you mean 'neo4j-ha'?"
