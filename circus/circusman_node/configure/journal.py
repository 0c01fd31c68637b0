"""What an install is about to do, written down before it does it, so that it can be ended either way after a crash at any moment."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from circusman_node.configure.versions import Version, version_from, version_record
from circusman_node.errors import NodeError
from circusman_node.state_folder import StateFolder, record_name

KIND = "install"

Record = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One file: `path` as declared; `place` the same free of links; what it was and is to be, None: not there."""

    path: str
    place: str
    old: Version | None
    new: Version | None

    @property
    def needed(self) -> bool:
        """Whether the file is another one afterwards."""
        return self.old is not None if self.new is None else not self.new.is_at(self.old)


@dataclass(frozen=True)
class Journal:
    """`committed`: it is rolled forward from here on; until then back. `folders` are made for it, outermost first.

    `configured` is the record of what the watcher is configured for, afterwards and `before`; `records` whether they are to be written.
    `service`: whose files these are; None: an older package did not note it.
    """

    watcher: str
    home: Path
    changes: tuple[Change, ...]
    folders: tuple[str, ...]
    configured: Record | None
    before: Record | None
    committed: bool = False
    records: bool = True
    service: str | None = None

    def inverse(self) -> "Journal":
        """What brings back the files of a commit that failed; the records were not touched by it."""
        changes = tuple(replace(change, old=change.new, new=change.old) for change in self.changes)
        return replace(self, changes=changes, records=False)


def write_journal(state: StateFolder, journal: Journal) -> None:
    """NodeError when the state folder cannot take it; it may be there nevertheless."""
    content = {
        "home": str(journal.home),
        "changes": [_change_record(change) for change in journal.changes],
        "folders": journal.folders,
        "configured": journal.configured,
        "before": journal.before,
        "committed": journal.committed,
        "records": journal.records,
        "service": journal.service,
    }
    state.write_json(record_name(KIND, journal.watcher), content)


def read_journal(state: StateFolder, watcher: str) -> Journal | None:
    """None when no install was cut short; NodeError when the journal is not one that this package wrote."""
    name = record_name(KIND, watcher)
    content = state.read_json(name)
    if content is None:
        return None
    try:
        return Journal(
            watcher=watcher,
            home=Path(content["home"]),
            changes=tuple(
                Change(one["path"], one["place"], version_from(one["old"]), version_from(one["new"])) for one in content["changes"]
            ),
            folders=tuple(content["folders"]),
            configured=content["configured"],
            before=content["before"],
            committed=content["committed"],
            records=content["records"],
            service=content.get("service"),
        )
    except (KeyError, TypeError, ValueError) as error:
        reason = f"{state.path / name} is no journal of an install; restore it, or remove it and configure {watcher} again"
        raise NodeError(reason) from error


def remove_journal(state: StateFolder, watcher: str) -> None:
    """The install has ended. OSError when it cannot be noted."""
    state.remove(record_name(KIND, watcher))


def _change_record(change: Change) -> Record:
    return {"path": change.path, "place": change.place, "old": version_record(change.old), "new": version_record(change.new)}
