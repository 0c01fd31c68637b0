"""Who is a member, and who is refused as one."""

from typing import Any

import pytest

from circusman_node.configure.members import Member, place_of, read_members
from circusman_node.errors import NodeError


def member(address: Any, identifier: Any) -> dict[str, Any]:
    return {"address": address, "identifier": identifier}


def test_members_keep_their_order_and_their_identifiers() -> None:
    members = read_members([member("10.0.0.2", 7), member("10.0.0.1", 1)])
    assert members == (Member("10.0.0.2", 7), Member("10.0.0.1", 1))
    assert place_of("10.0.0.1", members) == 2


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([member("10.0.0.1", 1), member("10.0.0.1", 2)], r"two members have the address 10\.0\.0\.1; name each once"),
        ([member("fd00::1", 1), member("FD00:0::1", 2)], "two members have the address FD00:0::1"),
        ([member("fd00::1", 1), member("fe80::2%eth0", 2)], "fe80::2%eth0 is an address of one link alone"),
        ([member("10.0.0.1", 3), member("10.0.0.2", 3)], r"10\.0\.0\.1 and 10\.0\.0\.2 have the same identifier 3; give each its own"),
        ([member("node-a", 1)], "'node-a' is no IP address"),
        ([member("10.0.0.1", 1), member("10.0.0.2", 0)], "member 2 is .*'identifier', a whole number from 1"),
        ([member("10.0.0.1", True)], "member 1 is"),
        ([member("10.0.0.1", "1")], "member 1 is"),
        ([member(7, 1)], "member 1 is"),
        ([{"address": "10.0.0.1"}], "member 1 is"),
        (["10.0.0.1"], r"member 1 is '10\.0\.0\.1'"),
    ],
)
def test_members_that_cannot_be_are_refused(members: list[Any], reason: str) -> None:
    with pytest.raises(NodeError, match=reason):
        read_members(members)


@pytest.mark.parametrize(("members", "named"), [([member("10.0.0.1", 1)], r"10\.0\.0\.1"), ([], "nobody")])
def test_an_address_that_is_none_of_the_members_is_refused(members: list[Any], named: str) -> None:
    with pytest.raises(NodeError, match=rf"10\.0\.0\.9 is not among the members \({named}\); add it to them"):
        place_of("10.0.0.9", read_members(members))
