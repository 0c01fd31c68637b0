"""Which addresses a node takes for its own."""

import socket
from types import SimpleNamespace

import psutil
import pytest

from circusman_node.errors import NodeError
from circusman_node.own_address import parse_address, refuse_foreign_address


@pytest.fixture(autouse=True)
def interfaces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node with 192.168.0.7, fd00::7 and fe80::1."""

    def one(family: int, address: str) -> SimpleNamespace:
        return SimpleNamespace(family=family, address=address)

    found = {
        "lo": [one(socket.AF_INET, "127.0.0.1")],
        "eth0": [
            one(socket.AF_INET, "192.168.0.7"),
            one(socket.AF_INET6, "fd00::7"),
            one(socket.AF_INET6, "fe80::1%eth0"),
            one(socket.AF_PACKET, "00:11:22:33:44:55"),
        ],
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: found)


@pytest.mark.parametrize(
    ("address", "own", "endpoint"),
    [
        ("192.168.0.7", None, "tcp://192.168.0.7:5555"),
        ("192.168.0.7", None, "tcp://127.0.0.1:5555"),
        ("192.168.0.7", None, "tcp://*:5555"),
        ("fd00::7", None, "tcp://*:5555"),
        ("FD00:0::7", None, "tcp://[fd00::7]:5555"),
        ("fd00::9", "fd00::9", "tcp://[::]:5555"),
        ("127.0.82.4", None, "tcp://127.0.82.4:5555"),
        ("127.0.82.4", None, "tcp://*:5555"),
        ("127.0.82.4", None, "tcp://0.0.0.0:5555"),
        ("127.0.0.1", None, "tcp://localhost:5555"),
        ("127.0.82.4", None, "ipc:///run/circus.sock"),
        ("::1", None, "tcp://[::1]:5555"),
        ("::1", None, "tcp://[::]:5555"),
        ("10.0.0.1", "10.0.0.1", "tcp://*:5555"),
    ],
)
def test_an_address_of_the_node_is_taken(address: str, own: str | None, endpoint: str) -> None:
    assert refuse_foreign_address(address, own, endpoint) is None


@pytest.mark.parametrize(
    ("address", "own", "endpoint", "reason"),
    [
        ("192.168.0.8", None, "tcp://*:5555", "192.168.0.8 is on none of this node's interfaces; send"),
        ("127.0.82.5", None, "tcp://127.0.82.4:5555", "circusd is bound to 127.0.82.4; configure it as that"),
        ("127.0.82.5", None, "tcp://192.168.0.7:5555", "circusd is bound to 192.168.0.7"),
        ("192.168.0.7", "10.0.0.1", "tcp://*:5555", "node.toml says 10.0.0.1; configure it as 10.0.0.1"),
        ("fd00::8", None, "tcp://[::]:5555", "fd00::8 is on none of this node's interfaces; send this node's own"),
        ("::1", None, "tcp://[fd00::7]:5555", "::1 is not this node's address: circusd is bound to fd00::7; configure it as that"),
        ("fd00::7", "fd00::9", "tcp://[::]:5555", "node.toml says fd00::9; configure it as fd00::9"),
        ("fe80::1", None, "tcp://[::]:5555", "fe80::1 is an address of one link alone"),
        ("fe80::1%eth0", None, "tcp://[::]:5555", "fe80::1%eth0 is an address of one link alone"),
        ("node-a", None, "tcp://*:5555", "'node-a' is no IP address"),
        ("", None, "tcp://*:5555", "'' is no IP address"),
    ],
)
def test_a_foreign_address_is_refused_with_the_nodes_own(address: str, own: str | None, endpoint: str, reason: str) -> None:
    with pytest.raises(NodeError, match=reason):
        refuse_foreign_address(address, own, endpoint)


def test_one_address_may_be_written_in_several_ways() -> None:
    assert parse_address("FD00:0::1") == parse_address("fd00::1")
