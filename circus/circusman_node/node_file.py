"""What one node has to itself: its address, own services, and how the services differ here. `/etc/circusman/node.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from circusman_node.errors import NodeError
from circusman_node.own_address import refuse_link_local
from circusman_node.service import Value
from circusman_node.service_paths import absolute
from circusman_node.toml_file import TomlFile

DEFAULT = Path("/etc/circusman/node.toml")
DEFAULT_SERVICES = Path("/etc/circusman/services")


@dataclass(frozen=True)
class Override:
    """How a service differs on this node; `place` says where that is written, as file:line, and `places` where each variable is."""

    home: Path | None = None
    variables: Mapping[str, Value] = field(default_factory=dict)
    place: str = "node.toml"
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NodeFile:
    """`service_folders` hold service folders, and win over the shipped services; `overrides` go by the service's name.

    `samples`: whether what the processes and the machine use is told each second.
    """

    address: str | None = None
    service_folders: tuple[Path, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)
    samples: bool = True


def load_node_file(path: Path | None) -> NodeFile:
    """The node file at `path`, else at its usual place, where it need not be. Raises NodeError when it is missing, or wrong somewhere."""
    if path is None:
        if not DEFAULT.exists():
            return NodeFile(service_folders=(DEFAULT_SERVICES,))
        path = DEFAULT
    elif not path.exists():
        raise NodeError(f"there is no node file {path}; create it, or leave out --node-config")
    toml = TomlFile(path)
    toml.refuse_unknown((), toml.tables, ("address", "samples", "services", "service"))
    overrides = {name: _override(toml, name) for name in toml.table(("service",))}
    return NodeFile(_address(toml), _service_folders(toml), overrides, toml.value(("samples",), bool, True))


def _address(toml: TomlFile) -> str | None:
    if "address" not in toml.tables:
        return None
    address = toml.value(("address",), str)
    try:
        refuse_link_local(address)
        return str(ip_address(address))
    except NodeError as error:
        raise toml.error(("address",), error.reason) from None
    except ValueError:
        raise toml.error(("address",), f"'{address}' is no IP address; write this node's own, such as 192.168.0.1") from None


def _service_folders(toml: TomlFile) -> tuple[Path, ...]:
    folders = toml.value(("services",), list, [str(DEFAULT_SERVICES)])
    for folder in folders:
        if not Path(folder).is_absolute():
            raise toml.error(("services",), f"'{folder}' must be an absolute path")
    return tuple(Path(folder) for folder in folders)


def _override(toml: TomlFile, name: str) -> Override:
    keys = ("service", name)
    toml.refuse_unknown(keys, toml.table(keys), ("home", "variables"))
    home = absolute(toml, (*keys, "home")) if "home" in toml.table(keys) else None
    variables = toml.table((*keys, "variables"))
    places = {variable: toml.place((*keys, "variables", variable)) for variable in variables}
    return Override(home, variables, toml.place(keys), places)
