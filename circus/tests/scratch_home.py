"""A service's home that an install changes in every way there is, and how it is before and after."""

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from circusman_node.configure.install import Fault, install, nothing
from circusman_node.configure.plan import Wanted, plan
from circusman_node.configure.record import keep_previous, note_configured, read_previous
from circusman_node.confined import open_home
from circusman_node.state_folder import StateFolder

OLD_RECORD, NEW_RECORD = {"identifier": 1, "cluster": "old"}, {"identifier": 1, "cluster": "new"}

#: One of each kind: changed, unchanged, in folders that are not there yet, to be removed.
WANTED: dict[str, Wanted] = {"conf/a.conf": b"new a\n", "conf/same.conf": b"same\n", "x/y/new.conf": b"new\n", "gone.conf": None}

OLD = {"conf": (0o755, ""), "conf/a.conf": (0o640, "old a\n"), "conf/same.conf": (0o644, "same\n"), "gone.conf": (0o600, "gone\n")}
NEW = {
    "conf": (0o755, ""),
    "conf/a.conf": (0o640, "new a\n"),
    "conf/same.conf": (0o644, "same\n"),
    "x": (0o755, ""),
    "x/y": (0o755, ""),
    "x/y/new.conf": (0o644, "new\n"),
}


@dataclass(frozen=True)
class Scratch:
    """A service's home and the node's state folder."""

    home: Path
    state: StateFolder

    def install(self, wanted: dict[str, Wanted] = WANTED, record: Any = NEW_RECORD, fault: Fault = nothing) -> None:
        with open_home(self.home) as home:
            install(home, self.state, plan(home, wanted, self.state, "neo4j", record), fault)

    def undo(self) -> None:
        files, record = read_previous(self.state, "neo4j")
        self.install(dict(files), record)

    def files(self) -> dict[str, tuple[int, str]]:
        """Mode and content of all there is below the home; a folder is its mode alone."""
        return {
            str(path.relative_to(self.home)): (stat.S_IMODE(path.lstat().st_mode), path.read_text() if path.is_file() else "")
            for path in self.home.rglob("*")
        }

    def record(self, kind: str) -> dict[str, Any] | None:
        return self.state.read_json(f"{kind}-neo4j.json")


def make_scratch(home: Path, state: Path) -> Scratch:
    (home / "conf").mkdir(parents=True)
    for path, (mode, content) in OLD.items():
        if path != "conf":
            (home / path).write_text(content)
        (home / path).chmod(mode)
    scratch = Scratch(home, StateFolder(state))
    note_configured(scratch.state, "neo4j", OLD_RECORD)
    keep_previous(scratch.state, "neo4j", {}, None)
    return scratch


def assert_all_old_or_all_new(scratch: Scratch) -> bool:
    """Whether it is all new; nothing of the install may be left."""
    assert scratch.files() in (OLD, NEW)
    new = scratch.files() == NEW
    assert scratch.record("configured") == (NEW_RECORD if new else OLD_RECORD)
    previous = scratch.record("previous")
    assert previous is not None and bool(previous["files"]) == new
    assert scratch.record("install") is None
    return new
