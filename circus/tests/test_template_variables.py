"""What templates know, and the variables that a request sets."""

from pathlib import Path
from typing import Any

import pytest

from circusman_node.configure.members import Member
from circusman_node.configure.template_variables import read_sent, template_variables
from circusman_node.errors import NodeError
from circusman_node.service import FIXED_VARIABLES, Service

SERVICE = Service(
    name="neo4j-ha",
    folder=Path("/services/neo4j-ha"),
    description="",
    home=Path("/srv/neo4j"),
    data=("data/graph.db",),
    logs=("logs",),
    all=True,
    start_together=False,
    reset_together=False,
    files={},
    ready=None,
    variables={"heap": "192m", "port": 7474, "factor": 1.5, "secure": False, "seeds": ["a"]},
)


def test_a_template_knows_its_place_in_the_cluster_and_on_the_node() -> None:
    members = [Member("10.0.0.1", 4), Member("10.0.0.2", 7)]
    variables = template_variables(SERVICE, "neo4j", "10.0.0.2", "lab", members, {"port": 80})
    assert variables == {
        "heap": "192m",
        "port": 80,
        "factor": 1.5,
        "secure": False,
        "seeds": ["a"],
        "address": "10.0.0.2",
        "identifier": 7,
        "cluster": "lab",
        "members": [{"address": "10.0.0.1", "identifier": 4}, {"address": "10.0.0.2", "identifier": 7}],
        "addresses": ["10.0.0.1", "10.0.0.2"],
        "index": 2,
        "watcher": "neo4j",
        "service": "neo4j-ha",
        "home": "/srv/neo4j",
        "data": ["/srv/neo4j/data/graph.db"],
        "logs": ["/srv/neo4j/logs"],
    }
    assert set(FIXED_VARIABLES) == variables.keys() - SERVICE.variables.keys()


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("heap", "1g", "1g"),
        ("heap", "7", "7"),
        ("port", 80, 80),
        ("port", "80", 80),
        ("factor", 2, 2),
        ("factor", "2.5", 2.5),
        ("secure", True, True),
        ("secure", "true", True),
        ("seeds", ["a", "b"], ["a", "b"]),
        ("seeds", "a, b,", ["a", "b"]),
    ],
)
def test_a_set_variable_is_read_as_the_kind_that_is_declared(name: str, value: Any, read: Any) -> None:
    assert read_sent(SERVICE, {name: value}) == {name: read}


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("prot", 80, "neo4j-ha has no variable 'prot'; did you mean 'port'"),
        ("address", "10.0.0.1", "neo4j-ha has no variable 'address'"),
        ("port", "http", "the variable 'port' of neo4j-ha must be an integer, not 'http'"),
        ("port", True, "'port' of neo4j-ha must be an integer, not True"),
        ("port", None, "'port' of neo4j-ha must be an integer"),
        ("secure", "yes", "'secure' of neo4j-ha must be true or false, not 'yes'"),
        ("secure", 1, "'secure' of neo4j-ha must be true or false"),
        ("seeds", [1], "'seeds' of neo4j-ha must be a list of strings"),
        ("heap", 7, "'heap' of neo4j-ha must be a string"),
    ],
)
def test_an_undeclared_variable_and_a_value_of_another_kind_are_refused(name: str, value: Any, reason: str) -> None:
    with pytest.raises(NodeError, match=reason):
        read_sent(SERVICE, {name: value})
