"""The node file, and what is refused in it."""

from pathlib import Path

import pytest

from circusman_node import node_file
from circusman_node.errors import NodeError
from circusman_node.node_file import NodeFile, Override, load_node_file

ONE_LINK = "is an address of one link alone, which means nothing elsewhere; use another of the machine's, such as fd00::1"


def refusal(path: Path) -> str:
    with pytest.raises(NodeError) as refused:
        load_node_file(path)
    return refused.value.reason


def test_a_node_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "node.toml"
    path.write_text(
        """address = "192.168.0.1"
services = ["/etc/a", "/etc/b"]
[service.titan]
home = "/data/titan"
[service.titan.variables]
replication = 3
[service.neo4j-ha.variables]
heap = "4g"
"""
    )
    titan = Override(Path("/data/titan"), {"replication": 3}, f"{path}:3", {"replication": f"{path}:6"})
    neo4j = Override(None, {"heap": "4g"}, f"{path}:7", {"heap": f"{path}:8"})
    assert load_node_file(path) == NodeFile("192.168.0.1", (Path("/etc/a"), Path("/etc/b")), {"titan": titan, "neo4j-ha": neo4j})


def test_an_empty_node_file_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "node.toml"
    path.touch()
    assert load_node_file(path) == NodeFile(service_folders=(Path("/etc/circusman/services"),))


def test_without_a_node_file_at_the_usual_place_all_is_as_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node_file, "DEFAULT", tmp_path / "node.toml")
    assert load_node_file(None) == NodeFile(service_folders=(Path("/etc/circusman/services"),))
    (tmp_path / "node.toml").write_text('address = "127.0.81.1"')
    assert load_node_file(None).address == "127.0.81.1"


def test_a_node_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "node.toml"
    assert refusal(path) == f"there is no node file {path}; create it, or leave out --node-config"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("adress = 'a'", "1: unknown key 'adress'; did you mean 'address'?"),
        ("\naddress = 1", "2: 'address' must be a string"),
        ("address = 'node1.lan'", "1: 'node1.lan' is no IP address; write this node's own, such as 192.168.0.1"),
        ("address = 'fe80::1%eth0'", f"1: fe80::1%eth0 {ONE_LINK}"),
        ("services = ['services']", "1: 'services' must be an absolute path"),
        ("[service.titan]\nhome = '/'", "2: '/' is no folder that can be used; name an absolute path other than / and without '..'"),
        ("[service.titan]\nheap = 1", "2: unknown key 'heap'; known: home, variables"),
        ("[service]\ntitan = 1", "2: 'titan' must be a table"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "node.toml"
    path.write_text(text)
    assert refusal(path) == f"{path}:{reason}"
