"""Configures a watcher's service on this node: a request becomes files, a diff, and unless it is only to be looked at, an install."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from circusman_node.configure.file_diff import unified_diff
from circusman_node.configure.install import Fault, install, nothing, recover
from circusman_node.configure.journal import Change, Record
from circusman_node.configure.members import read_members
from circusman_node.configure.plan import Wanted, plan
from circusman_node.configure.record import (
    Configured,
    configured_as,
    digest,
    note_configured,
    read_previous,
    record_of,
    refuse_foreign_undo,
    refuse_renumbering,
)
from circusman_node.configure.render import read_templates, render
from circusman_node.configure.template_variables import read_sent, template_variables
from circusman_node.confined import open_home
from circusman_node.errors import NodeError
from circusman_node.node import Node
from circusman_node.own_address import refuse_foreign_address
from circusman_node.service import Service
from circusman_node.toml_file import nearest

# What a service's readiness target is called in an error of its template.
_READY = "service.toml [ready]"


@dataclass(frozen=True)
class Request:
    """`watcher` is spelled as in the ini. An `undo` needs nothing of the cluster. `templates` are used instead of the node's own."""

    watcher: str
    address: str = ""
    cluster: str = ""
    members: list[Any] = field(default_factory=list)
    variables: Mapping[str, Any] = field(default_factory=dict)
    templates: Mapping[str, Any] | None = None
    dry_run: bool = False
    force: bool = False
    undo: bool = False


def refuse_running(node: Node, request: Request) -> None:
    """NodeError when the watcher runs, and neither is it forced nor changes anything. Any thread may ask."""
    runs = _running(node, request.watcher)
    if runs is not None and not request.force and not request.dry_run:
        raise NodeError(f"{request.watcher} {runs}; stop it first, or force it: then it takes effect at its restart")


def configure(node: Node, request: Request, endpoint: str, fault: Fault = nothing) -> dict[str, Any]:
    """The reply to a request: each file with its state and diff, and what became of it. Takes some tenths of a second.

    `endpoint` is what circusd is bound to. Unless it is a dry run the caller holds the watcher (`Node.claim`).
    NodeError when it is refused; then nothing is changed.
    """
    service = node.service(request.watcher)
    if not request.dry_run:
        recover(node.state, request.watcher)
    with open_home(service.home) as home:
        files, record = _previous(node, service, request) if request.undo else _rendered(node, service, request, endpoint)
        identifier = None if record is None else record["identifier"]
        refuse_renumbering(home, service, configured_as(node.state, request.watcher, service), identifier)
        journal = plan(home, files, node.state, request.watcher, record, service.name)
        running = _running(node, request.watcher)
        if request.undo or any(change.needed for change in journal.changes):
            if not request.dry_run:
                install(home, node.state, journal, fault)
        elif not request.dry_run:  # the previous version stays what it is: an undo that brings back the same files would be none
            note_configured(node.state, request.watcher, record)
    return {
        "files": [_file_reply(change) for change in journal.changes],
        "identifier": identifier,
        "applied": not request.dry_run,
        "takesEffect": "now" if running is None else "at its restart",
    }


def _rendered(node: Node, service: Service, request: Request, endpoint: str) -> tuple[dict[str, Wanted], Record]:
    refuse_foreign_address(request.address, node.node_file.address, endpoint)
    if not request.cluster:
        raise NodeError("the cluster has no name; send one as 'cluster'")
    members = read_members(request.members)
    sent = read_sent(service, request.variables)
    variables = template_variables(service, request.watcher, request.address, request.cluster, members, sent)
    templates = _templates(service, request.templates)
    if service.ready is not None:
        templates[_READY] = service.ready.target
    texts = render(templates, variables)
    ready = texts.pop(_READY, None)
    files: dict[str, Wanted] = {service.files[name]: text.encode() for name, text in texts.items()}
    configured = Configured(
        watcher=request.watcher,
        service=service.name,
        at=time.time(),
        address=request.address,
        cluster=request.cluster,
        identifier=variables["identifier"],
        members=variables["members"],
        variables=sent,
        files={path: digest(content) for path, content in files.items() if isinstance(content, bytes)},
        ready=ready,
        home=os.path.realpath(service.home),
    )
    return files, record_of(configured)


def _templates(service: Service, pushed: Mapping[str, Any] | None) -> dict[str, str]:
    """The pushed templates, and of those that were not pushed the node's own."""
    pushed = pushed or {}
    for name, text in pushed.items():
        if name not in service.files:
            raise NodeError(f"{service.name} declares no template '{name}'; {nearest(name, service.files)}")
        if not isinstance(text, str):
            raise NodeError(f"the template '{name}' is no text; send it as a string")
    if pushed.keys() == service.files.keys():
        return dict(pushed)
    return read_templates(service) | pushed


def _previous(node: Node, service: Service, request: Request) -> tuple[dict[str, Wanted], Record | None]:
    refuse_foreign_undo(node.state, request.watcher, service)
    files, record = read_previous(node.state, request.watcher)
    return dict(files), record


def _running(node: Node, watcher: str) -> str | None:
    """How the watcher runs, as what comes after its name; None when it does not."""
    pids = sorted(node.pids(watcher))
    if pids:
        return f"runs (process {', '.join(map(str, pids))})"
    orphans = node.orphans(watcher)
    if orphans:
        return f"runs as orphan {orphans[0].pid}"
    status = node.watcher(watcher).status()
    return f"is {status}" if status in ("starting", "stopping") or (status == "active" and node.watcher(watcher).numprocesses) else None


def _file_reply(change: Change) -> dict[str, str]:
    old = None if change.old is None else change.old.content
    new = None if change.new is None else change.new.content
    if not change.needed:
        state = "unchanged"
    elif new is None:
        state = "removed"
    else:
        state = "new" if old is None else "changed"
    return {"file": change.path, "state": state, "diff": unified_diff(change.path, old or b"", new or b"")}
