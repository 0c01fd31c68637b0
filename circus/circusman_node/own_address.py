"""Whether an address is this node's own."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import psutil

from circusman_node.errors import NodeError

Address = IPv4Address | IPv6Address


def parse_address(text: str) -> Address:
    """NodeError when it is no literal IP address, or one that not all members can reach."""
    refuse_link_local(text)
    try:
        return ip_address(text)
    except ValueError as error:
        raise NodeError(f"{text!r} is no IP address; send the literal address of each member") from error


def refuse_link_local(text: str) -> None:
    """NodeError for fe80::1 and fe80::1%eth0: what they mean depends on an interface, whose name differs from machine to machine."""
    address = _parsed(text)
    if isinstance(address, IPv6Address) and (address.is_link_local or address.scope_id is not None):
        raise NodeError(
            f"{text} is an address of one link alone, which means nothing elsewhere; use another of the machine's, such as fd00::1"
        )


def refuse_foreign_address(address: str, own: str | None, endpoint: str) -> None:
    """NodeError when `address` is not this node's.

    `own`: the node file's `address`, which alone decides where it is set. Else an address of an interface will do; of the loopback
    addresses, which every machine has, only the one that circusd's `endpoint` is bound to, unless it is bound to all or to none.
    """
    wanted = parse_address(address)
    if own is not None:
        if not _same(wanted, own):
            raise NodeError(f"{address} is not this node's address: node.toml says {own}; configure it as {own}, or change `address` there")
    elif wanted.is_loopback:
        bound = _bound_host(endpoint)
        if bound is not None and not ip_address(bound).is_unspecified and ip_address(bound) != wanted:
            reason = f"{address} is not this node's address: circusd is bound to {bound}"
            raise NodeError(f"{reason}; configure it as that, or set `address` in its node.toml")
    elif not any(_same(wanted, interface) for interface in _interface_addresses()):
        raise NodeError(f"{address} is on none of this node's interfaces; send this node's own address, or set `address` in its node.toml")


def _same(address: Address, text: str) -> bool:
    return address == _parsed(text)


def _parsed(text: str) -> Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _interface_addresses() -> list[str]:
    families = (socket.AF_INET, socket.AF_INET6)
    return [one.address for interface in psutil.net_if_addrs().values() for one in interface if one.family in families]


def _bound_host(endpoint: str) -> str | None:
    """The IP address that an endpoint such as tcp://127.0.0.1:5555 is bound to; None for one that is bound to all (`*`) or not to IP."""
    scheme, _, rest = endpoint.partition("://")
    host = rest.rpartition(":")[0].strip("[]")
    if scheme != "tcp" or host == "*":
        return None
    if _parsed(host) is not None:
        return host
    try:
        # A name, or an interface's: circusd listens on it, so that a name at least can be resolved.
        return socket.gethostbyname(host)
    except OSError:
        return None
