"""The members of a service's cluster, as a configure names them: in order, each with the identifier that stays its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from circusman_node.errors import NodeError
from circusman_node.own_address import parse_address


@dataclass(frozen=True)
class Member:
    """`identifier`: from 1."""

    address: str
    identifier: int


def read_members(members: Sequence[Any]) -> tuple[Member, ...]:
    """NodeError when one is no member, or two have one address or one identifier."""
    found: list[Member] = []
    for number, member in enumerate(members, 1):
        one = _read_member(number, member)
        for other in found:
            if parse_address(other.address) == parse_address(one.address):
                raise NodeError(f"two members have the address {one.address}; name each once")
            if other.identifier == one.identifier:
                raise NodeError(f"{other.address} and {one.address} have the same identifier {one.identifier}; give each its own")
        found.append(one)
    return tuple(found)


def place_of(address: str, members: Sequence[Member]) -> int:
    """Where among the members the address is, from 1. NodeError when it is none of them."""
    for place, member in enumerate(members, 1):
        if parse_address(member.address) == parse_address(address):
            return place
    names = ", ".join(member.address for member in members) or "nobody"
    raise NodeError(f"{address} is not among the members ({names}); add it to them, or do not configure it")


def _read_member(number: int, member: Any) -> Member:
    match member:
        case {"address": str(address), "identifier": int(identifier)} if not isinstance(identifier, bool) and identifier > 0:
            parse_address(address)
            return Member(address, identifier)
    raise NodeError(f"member {number} is {member!r}; each must have an 'address' and an 'identifier', a whole number from 1")
