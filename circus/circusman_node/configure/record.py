"""What a watcher is configured for on this node: the record of it, the version before it, and what has changed since."""

import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from circusman_node.configure.versions import Version, read_version, version_from, version_record
from circusman_node.confined import Home, MissingFolder, open_home
from circusman_node.errors import NodeError
from circusman_node.service import Service, Value
from circusman_node.state_folder import StateFolder, record_name

CONFIGURED = "configured"
PREVIOUS = "previous"


@dataclass(frozen=True)
class Configured:
    """`at` in seconds since the epoch; `files`: the sha256 of each, by its path relative to the home; `ready`: the rendered target of the
    service's readiness check; `variables`: only those that were sent; `home`: free of links, None: an older package did not note it.
    """

    watcher: str
    service: str
    at: float
    address: str
    cluster: str
    identifier: int
    members: list[dict[str, Any]]
    variables: dict[str, Value]
    files: dict[str, str]
    ready: str | None
    home: str | None = None

    def is_of(self, service: Service) -> bool:
        """Whether it is about this service in this home: the watcher may have been given another one since."""
        return self.service == service.name and self.home in (None, os.path.realpath(service.home))


def digest(content: bytes) -> str:
    """As `Configured.files` has it."""
    return sha256(content).hexdigest()


def read_configured(state: StateFolder, watcher: str) -> Configured | None:
    """None when it was never configured; NodeError when the record is broken."""
    name = record_name(CONFIGURED, watcher)
    record = state.read_json(name)
    try:
        return None if record is None else Configured(**record)
    except TypeError as error:
        reason = f"{state.path / name} is no record of a configure; restore it, or remove it and configure {watcher} again"
        raise NodeError(reason) from error


def configured_as(state: StateFolder, watcher: str, service: Service) -> Configured | None:
    """None when it was never configured as that service, in that home. NodeError when the record is broken."""
    configured = read_configured(state, watcher)
    return configured if configured is not None and configured.is_of(service) else None


def note_configured(state: StateFolder, watcher: str, record: dict[str, Any] | None) -> None:
    """Writes the record, or with None the lack of one. NodeError or OSError when it cannot."""
    if record is None:
        state.remove(record_name(CONFIGURED, watcher))
    else:
        state.write_json(record_name(CONFIGURED, watcher), record)


def record_of(configured: Configured) -> dict[str, Any]:
    """As it is kept in the state folder."""
    return asdict(configured)


def keep_previous(
    state: StateFolder, watcher: str, files: dict[str, Version | None], configured: dict[str, Any] | None, of: dict[str, str] | None = None
) -> None:
    """Keeps what an undo brings back: the files (None: was not there) and the record of what the watcher was configured for.

    `of`: the service whose files these are, and its home.
    """
    content = {"files": {path: version_record(version) for path, version in files.items()}, "configured": configured, "of": of}
    state.write_json(record_name(PREVIOUS, watcher), content)


def read_previous(state: StateFolder, watcher: str) -> tuple[dict[str, Version | None], dict[str, Any] | None]:
    """What `keep_previous` kept. NodeError when there is nothing, or it is broken."""
    name = record_name(PREVIOUS, watcher)
    content = state.read_json(name)
    if content is None:
        raise NodeError(f"there is nothing to undo: {watcher} was not configured here, or no file changed when it was")
    try:
        return {path: version_from(record) for path, record in content["files"].items()}, content["configured"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NodeError(f"{state.path / name} is no record of a previous version; restore it or remove it") from error


def refuse_foreign_undo(state: StateFolder, watcher: str, service: Service) -> None:
    """NodeError when what was kept are the files of another service, which the watcher was given before, or of another home."""
    content = state.read_json(record_name(PREVIOUS, watcher)) or {}
    of = content.get("of") if isinstance(content, dict) else None
    if of is None:  # an older package kept it: whatever was configured last had these files
        last = read_configured(state, watcher)
        if last is None or last.is_of(service):
            return
        of = {"service": last.service, "home": last.home or "another home"}
    if (of["service"], os.path.realpath(of["home"])) != (service.name, os.path.realpath(service.home)):
        raise NodeError(
            f"there is nothing to undo: {watcher} was configured as {of['service']} in {of['home']}, "
            f"and is {service.name} in {service.home} now; configure it"
        )


def edited(service: Service, configured: Configured) -> list[str]:
    """The files that are not as they were configured any more: changed by hand, gone, or not to be read."""
    try:
        with open_home(service.home) as home:
            return [path for path, wanted in configured.files.items() if _digest_at(home, path) != wanted]
    except NodeError:
        return list(configured.files)


def refuse_renumbering(home: Home, service: Service, configured: Configured | None, identifier: int | None) -> None:
    """NodeError when the node has data under another identifier than the one that it would get."""
    if configured is None or configured.identifier == identifier or not has_data(home, service):
        return
    wanted = "none" if identifier is None else identifier
    raise NodeError(
        f"that would renumber a node that has data: {configured.watcher} has the identifier {configured.identifier} here, not {wanted}; "
        f"send {configured.identifier}, or reset it first"
    )


def has_data(home: Home, service: Service) -> bool:
    """Whether one of the service's data folders is there and holds anything. NodeError when one leaves the home."""
    for path in service.data:
        try:
            with home.folder(path) as folder, os.scandir(folder) as entries:
                if any(entries):
                    return True
        except MissingFolder:
            continue
    return False


def _digest_at(home: Home, path: str) -> str | None:
    try:
        version = read_version(home, path)
    except NodeError:
        return None
    return None if version is None else digest(version.content)
