"""Whether circusd's endpoints can be bound on this machine, as far as one sees without binding them."""

import os
import re
import socket
from collections.abc import Iterator

import psutil

from circusman_node.errors import NodeError
from circusman_node.ini_file import IniFile
from circusman_node.own_address import refuse_link_local

_TCP = re.compile(r"tcp://(?:\[(?P<v6>[^\[\]]*:[^\[\]]*)\]|(?P<host>[^:/\[\]]+)):(?P<port>\d+)")
_BARE_V6 = re.compile(r"tcp://(?P<host>[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*):(?P<port>\d+)")
_ANY = ("*", "0.0.0.0", "::")
_LONGEST_PATH = 107  # bytes of a socket's path in Linux


def endpoint_problems(ini: IniFile) -> Iterator[str]:
    """One sentence for each endpoint that circusd could not bind."""
    seen: dict[str, str] = {}
    for option in ("endpoint", "pubsub_endpoint", *(["stats_endpoint"] if ini.config["statsd"] else [])):
        endpoint: str = ini.config[option]
        place = ini.place("circus", option)
        if problem := _problem(endpoint):
            yield f"{place}: {option} = {endpoint}: {problem}"
        elif endpoint in seen:
            yield f"{place}: {option} = {endpoint} is {seen[endpoint]} already; give each a port of its own"
        seen.setdefault(endpoint, option)


def _problem(endpoint: str) -> str | None:
    if endpoint.startswith("ipc://"):
        path = endpoint.removeprefix("ipc://")
        if len(os.fsencode(path)) > _LONGEST_PATH:
            return f"a socket's path has at most {_LONGEST_PATH} bytes; take a shorter one"
        folder = os.path.dirname(path) or "."
        return None if os.path.isdir(folder) else f"there is no folder {folder}; create it"
    parts = _TCP.fullmatch(endpoint)
    if parts is None:
        bare = _BARE_V6.fullmatch(endpoint)
        meant = None if bare is None else f"tcp://[{bare['host']}]:{bare['port']}"
        return f"this must be tcp://ADDRESS:PORT or ipc://PATH{'' if meant is None else f'; an IPv6 address goes in brackets: {meant}'}"
    if not 0 < int(parts["port"]) < 65536:
        return "a port is 1 to 65535"
    host = parts["v6"] or parts["host"]
    if parts["v6"]:
        try:
            refuse_link_local(host)
        except NodeError as error:
            return error.reason
    if host in _ANY or host in psutil.net_if_addrs() or _is_own(host, socket.AF_INET6 if parts["v6"] else socket.AF_INET):
        return None
    return f"{host} is no address of this machine; write one that is"


def _is_own(host: str, family: socket.AddressFamily) -> bool:
    try:
        socket.inet_pton(family, host)  # circusd does not look up names either
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((host, 0))
    except OSError:
        return False
    return True
