"""What an install would change, found out without changing anything."""

from collections.abc import Mapping
from dataclasses import replace

from circusman_node.configure.journal import Change, Journal, Record
from circusman_node.configure.record import CONFIGURED
from circusman_node.configure.versions import Version, refuse_unreplaceable, version_at
from circusman_node.confined import Home, MissingFolder
from circusman_node.errors import NodeError
from circusman_node.state_folder import StateFolder, record_name

#: What a file is to be: content for the owner and mode that it has, a whole version, or None: not there.
Wanted = bytes | Version | None


def plan(
    home: Home, files: Mapping[str, Wanted], state: StateFolder, watcher: str, configured: Record | None, service: str | None = None
) -> Journal:
    """Where each file (by its path relative to the home) lies, what it is now, and which folders it still needs.

    NodeError for what leaves the home, cannot be replaced, or is named twice.
    """
    changes: list[Change] = []
    folders: list[str] = []
    for path, wanted in files.items():
        try:
            with home.place(path) as place:
                old = version_at(home, place)
                change = Change(path, place.path, old, _new_version(wanted, old))
                if change.needed:
                    refuse_unreplaceable(home, place)
        except MissingFolder as missing:
            change = Change(path, missing.place, None, _new_version(wanted, None))
            if change.new is not None:
                folders += [folder for folder in missing.folders if folder not in folders]
        for other in changes:
            if _collide(change.place, other.place):
                where = f"{other.place} and {change.place} in {home.path}"
                raise NodeError(f"{other.path} and {path} get in each other's way: {where}; give each a destination of its own")
        changes.append(change)
    before = state.read_json(record_name(CONFIGURED, watcher))
    return Journal(watcher, home.path, tuple(changes), tuple(folders), configured, before, service=service)


def _collide(place: str, other: str) -> bool:
    """Whether they are one file, or one would be a folder on the way to the other."""
    return place == other or place.startswith(f"{other}/") or other.startswith(f"{place}/")


def _new_version(wanted: Wanted, old: Version | None) -> Version | None:
    if not isinstance(wanted, bytes):
        return wanted
    return Version(wanted) if old is None else replace(old, content=wanted)
