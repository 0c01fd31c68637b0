"""Changes all files of a service or none, through errors and crashes.

The new files are staged and synced beside their places, then the journal is committed: the point of no return. Until then a recovery
takes back what was staged; from then on it puts every file in its place, with the contents that the journal itself holds.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import NoReturn

from circusman_node.configure.journal import Journal, read_journal, remove_journal, write_journal
from circusman_node.configure.record import keep_previous, note_configured
from circusman_node.configure.versions import Version, discard_staged, stage, staged_name, version_at
from circusman_node.confined import Home, MissingFolder, Place, is_folder, make_folder, open_home
from circusman_node.errors import NodeError, reason_of
from circusman_node.state_folder import StateFolder

Fault = Callable[[str], None]

_REMEDIES = {
    errno.ENOSPC: "make room there",
    errno.EDQUOT: "make room there",
    errno.EROFS: "mount it writable",
    errno.EACCES: "let the user that circusd runs as write there",
    errno.EPERM: "let the user that circusd runs as write there",
}


def nothing(_step: str) -> None:
    """What tests replace to end the process after a step."""


def install(home: Home, state: StateFolder, journal: Journal, fault: Fault = nothing) -> None:
    """Does what was planned. NodeError, and nothing is changed, when a file cannot be.

    The caller sees to it that nobody else changes the watcher's files from the plan on.
    """
    write_journal(state, journal)
    fault("noted")
    try:
        _stage_all(home, journal, fault)
    except NodeError as error:
        with suppress(OSError, NodeError):  # what cannot be taken back now is by the next recovery, which finds the journal
            _take_back(home, journal)
            remove_journal(state, journal.watcher)
        raise NodeError(f"{error.reason}; nothing was changed") from error
    journal = replace(journal, committed=True)
    try:
        write_journal(state, journal)
    except NodeError as error:
        with suppress(OSError, NodeError):  # first the journal: it may be committed in spite of the error
            remove_journal(state, journal.watcher)
            _take_back(home, journal)
        raise NodeError(f"{error.reason}; nothing was changed") from error
    fault("committed")
    try:
        _put_all(home, journal, fault)
    except NodeError as error:
        _back_out(home, state, journal, error)
    try:
        _finish(home, state, journal, fault)
    except (OSError, NodeError) as error:
        raise NodeError(f"the files of {journal.watcher} are in place, but {reason_of(error)}; mend that and configure it again") from error


def recover(state: StateFolder, watcher: str) -> None:
    """Ends an install that was cut short: forward when it was committed, else back. NodeError when it cannot: then it must not be started.

    For the start of circusd, each configure, and each start of the watcher; next to free when there is nothing to do.
    """
    journal = read_journal(state, watcher)
    if journal is None:
        return
    try:
        with open_home(journal.home) as home:
            if journal.committed:
                _put_all(home, journal, nothing)
                _finish(home, state, journal, nothing)
            else:
                _take_back(home, journal)
                remove_journal(state, watcher)
    except (OSError, NodeError) as error:
        raise NodeError(
            f"an install of {watcher} was cut short and cannot be ended: {reason_of(error)}; mend that and try again"
        ) from error


def _stage_all(home: Home, journal: Journal, fault: Fault) -> None:
    for folder in journal.folders:
        with _naming(home, folder):
            make_folder(home, folder)
        fault(f"made {folder}")
    for change in journal.changes:
        if change.new is not None and change.needed:
            with _naming(home, change.path), home.place(change.place, straight=True) as place:
                stage(place, change.new)
                os.fsync(place.parent)
            fault(f"staged {change.path}")


def _put_all(home: Home, journal: Journal, fault: Fault) -> None:
    """Brings each file to its new version, whatever was done of it before."""
    for folder in journal.folders:
        with _naming(home, folder):
            make_folder(home, folder)
    for change in journal.changes:
        unneeded = [MissingFolder] if change.new is None else []
        with suppress(*unneeded), _naming(home, change.path), home.place(change.place, straight=True) as place:
            _put(home, place, change.new)
            os.fsync(place.parent)
        fault(f"put {change.path}")


def _put(home: Home, place: Place, new: Version | None) -> None:
    status = place.status()
    if new is None:
        if status is not None and not is_folder(status):
            os.unlink(place.name, dir_fd=place.parent)
    # A link that came there since the plan is replaced itself, not followed.
    elif status is None or stat.S_ISLNK(status.st_mode) or not new.is_at(version_at(home, place)):
        if not new.is_at(version_at(home, place, staged_name(place))):
            stage(place, new)
        os.rename(staged_name(place), place.name, src_dir_fd=place.parent, dst_dir_fd=place.parent)
    discard_staged(place)


def _take_back(home: Home, journal: Journal) -> None:
    """Removes what was staged and the folders made for it, where they are still empty."""
    for change in journal.changes:
        with suppress(MissingFolder), home.place(change.place, straight=True) as place:
            discard_staged(place)
    for folder in reversed(journal.folders):
        # Not made yet, or somebody put something in: then it stays.
        with suppress(MissingFolder, OSError), home.place(folder, straight=True) as place:
            os.rmdir(place.name, dir_fd=place.parent)


def _back_out(home: Home, state: StateFolder, journal: Journal, error: NodeError) -> NoReturn:
    """Brings back the files of a committed install that could not be ended. Always raises NodeError."""
    inverse = journal.inverse()
    try:
        write_journal(state, inverse)
        _put_all(home, inverse, nothing)
        _finish(home, state, inverse, nothing)
    except (OSError, NodeError) as second:
        reason = f"{error.reason}; {journal.watcher} is half configured and will not start; mend that and configure it again"
        raise NodeError(reason) from second
    raise NodeError(f"{error.reason}; nothing was changed") from error


def _finish(home: Home, state: StateFolder, journal: Journal, fault: Fault) -> None:
    """The records of a watcher whose files are in their places."""
    if journal.records:
        of = None if journal.service is None else {"service": journal.service, "home": str(journal.home)}
        keep_previous(state, journal.watcher, {change.path: change.old for change in journal.changes}, journal.before, of)
        fault("kept the previous version")
        note_configured(state, journal.watcher, journal.configured)
        fault("noted what it is configured for")
    else:
        _take_back(home, journal)
    remove_journal(state, journal.watcher)
    fault("done")


@contextmanager
def _naming(home: Home, path: str) -> Iterator[None]:
    """Makes an OSError a NodeError that names the file and says what to do."""
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "mend that")
        raise NodeError(f"{path} in {home.path} cannot be written ({error.strerror}): {remedy} and configure it again") from error
