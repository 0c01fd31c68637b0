"""Which services there are on this node, and which watcher is which service."""

import dataclasses
from pathlib import Path
from typing import Any

from circusman_node.errors import NodeError
from circusman_node.ini_file import IniFile
from circusman_node.node_file import NodeFile, Override
from circusman_node.service import Service, kind_of, load_service
from circusman_node.toml_file import nearest

SHIPPED = Path(__file__).parent / "services"


def find_service(name: str, node_file: NodeFile) -> Service | None:
    """The service of that name as it is on this node: a folder of the node file wins over a shipped one, and the node file's home and
    variables over the service's own. Raises NodeError when its description is wrong.
    """
    folder = service_folders(node_file).get(name)
    if folder is None:
        return None
    service = load_service(folder)
    override = node_file.overrides.get(name)
    return service if override is None else _overridden(service, override)


def service_folders(node_file: NodeFile) -> dict[str, Path]:
    """The folder of each service by its name."""
    folders: dict[str, Path] = {}
    for parent in (*node_file.service_folders, SHIPPED):
        for file in sorted(parent.glob("*/service.toml")):
            folders.setdefault(file.parent.name, file.parent)
    return folders


def services_of(ini: Path, node_file: NodeFile) -> dict[str, Service]:
    """The service of each watcher of the ini that has one. Raises NodeError when the ini, or the description of one of them, is wrong."""
    file = IniFile(ini)
    services = {watcher["name"]: service_of(file, watcher, node_file) for watcher in file.watchers}
    return {name: service for name, service in services.items() if service is not None}


def service_of(ini: IniFile, watcher: dict[str, Any], node_file: NodeFile) -> Service | None:
    """The service that the watcher names as its `service` (an empty one: none), else the one that has the watcher's name, else None.

    Raises NodeError when there is none of the name that is given, or its description is wrong.
    """
    name = watcher.get("service", watcher["name"])
    service = find_service(name, node_file)
    if service is None and watcher.get("service"):
        known = service_folders(node_file)
        place = ini.place(f"watcher:{watcher['name']}", "service")
        raise NodeError(f"{place}: there is no service '{name}'; {nearest(name, known)}")
    return service


def _overridden(service: Service, override: Override) -> Service:
    for name, value in override.variables.items():
        place = override.places.get(name, override.place)
        if name not in service.variables:
            raise NodeError(f"{place}: {service.name} has no variable '{name}'; {nearest(name, service.variables)}")
        default, given = kind_of(service.variables[name]), kind_of(value)
        if given != default and (default, given) != ("a number", "an integer"):
            raise NodeError(f"{place}: '{name}' must be {default}, as it is in {service.folder / 'service.toml'}")
    return dataclasses.replace(service, home=override.home or service.home, variables={**service.variables, **override.variables})
