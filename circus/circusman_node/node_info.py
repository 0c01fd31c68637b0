"""What machine and what software this node is, and which services it has."""

import hashlib
import os
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

import circus
import psutil

from circusman_node import __version__
from circusman_node.configure.record import configured_as
from circusman_node.errors import NodeError
from circusman_node.node import Node
from circusman_node.samples.sampler import EVERY
from circusman_node.service import Service
from circusman_node.state_folder import StateFolder

#: The version of the commands and their answers; it grows when a controller has to know.
API = 1

_MACHINE_ID = Path("/etc/machine-id")
_MADE_ID = "machine-id.json"


def node_info(node: Node) -> dict[str, Any]:
    """As the command answers it. For a thread: a home may lie on a slow disk."""
    assert node.arbiter is not None
    memory = psutil.virtual_memory()
    return {
        "package": __version__,
        "api": API,
        "circus": circus.__version__,
        "machine": machine(node.state),
        "started": node.started,
        "clock": time.time(),
        "address": node.node_file.address,
        "endpoint": node.arbiter.endpoint,
        "load": list(os.getloadavg()),
        "cores": os.cpu_count(),
        "memory": {"total": memory.total, "available": memory.available},
        "startsMissing": True,
        "samples": None if node.sampler is None else {"every": EVERY},
        "services": [_service(node, watcher, service) for watcher, service in sorted(node.services.items())],
    }


def machine(state: StateFolder) -> str | None:
    """What tells this machine from others: 16 hexadecimal digits that say nothing else about it; None: it cannot tell.

    A machine without an id, as small images are, is given one, which the node keeps: what changes with each boot would look like
    another machine.
    """
    try:
        known = _MACHINE_ID.read_text().strip()
    except OSError:
        known = ""
    try:
        known = known or _made_id(state)
    except NodeError:
        return None
    return hashlib.sha256(f"circusman{known}".encode()).hexdigest()[:16]


def _made_id(state: StateFolder) -> str:
    kept = state.read_json(_MADE_ID)
    if kept is None:
        kept = {"id": uuid.uuid4().hex}
        state.write_json(_MADE_ID, kept)
    return str(kept["id"])


def _service(node: Node, watcher: str, service: Service) -> dict[str, Any]:
    identifier = disk = error = None
    try:
        usage = shutil.disk_usage(service.home)
        disk = {"total": usage.total, "free": usage.free}
        configured = configured_as(node.state, watcher, service)
        identifier = None if configured is None else configured.identifier
    except OSError as problem:
        error = f"the home {service.home} of {watcher} cannot be used ({problem.strerror}); make it, or set another `home` in node.toml"
    except NodeError as problem:
        error = problem.reason
    return {
        "watcher": watcher,
        "service": service.name,
        "description": service.description,
        "home": str(service.home),
        "all": service.all,
        "startTogether": service.start_together,
        "resetTogether": service.reset_together,
        "needsConfigure": service.needs_configure,
        "ready": service.ready is not None,
        "within": None if service.ready is None else service.ready.within,
        "identifier": identifier,
        "disk": disk,
        "error": error,
    }
