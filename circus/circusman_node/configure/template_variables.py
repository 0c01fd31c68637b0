"""What a service's templates know: where the node is in its cluster, where the service lives, and the service's own variables."""

from collections.abc import Mapping, Sequence
from typing import Any

from circusman_node.configure.members import Member, place_of
from circusman_node.errors import NodeError
from circusman_node.service import Service, Value, kind_of
from circusman_node.toml_file import nearest


def template_variables(
    service: Service, watcher: str, address: str, cluster: str, members: Sequence[Member], sent: Mapping[str, Value]
) -> dict[str, Any]:
    """All variables by name; `sent` are those of `read_sent`. NodeError when the address is none of the members'."""
    index = place_of(address, members)
    return {
        **service.variables,
        **sent,
        "address": members[index - 1].address,
        "identifier": members[index - 1].identifier,
        "cluster": cluster,
        "members": [{"address": member.address, "identifier": member.identifier} for member in members],
        "addresses": [member.address for member in members],
        "index": index,
        "watcher": watcher,
        "service": service.name,
        "home": str(service.home),
        "data": [str(service.home / folder) for folder in service.data],
        "logs": [str(service.home / folder) for folder in service.logs],
    }


def read_sent(service: Service, sent: Mapping[str, Any]) -> dict[str, Value]:
    """The variables that a request sets, each of the kind that the service declares; a string is read as that kind, as who types
    `--set port=7474` need not know it. NodeError for an undeclared one and for a value of another kind.
    """
    return {name: _read_value(service, name, value) for name, value in sent.items()}


def _read_value(service: Service, name: str, value: Any) -> Value:
    if name not in service.variables:
        raise NodeError(f"{service.name} has no variable '{name}'; {nearest(name, service.variables)}")
    wanted = kind_of(service.variables[name])
    read = _from_string(value, wanted) if isinstance(value, str) else value
    if kind_of(read) != wanted and (wanted, kind_of(read)) != ("a number", "an integer"):
        raise NodeError(f"the variable '{name}' of {service.name} must be {wanted}, not {value!r}; set it anew")
    return read


def _from_string(text: str, kind: str | None) -> Value:
    """The string itself when it says nothing of that kind."""
    try:
        match kind:
            case "an integer":
                return int(text)
            case "a number":
                return float(text)
            case "true or false":
                return {"true": True, "false": False}.get(text, text)
            case "a list of strings":
                return [part.strip() for part in text.split(",") if part.strip()]
    except ValueError:
        pass
    return text
