"""What a reset is about to move aside, written down before it does it, so that it can be ended after a crash at any moment."""

from dataclasses import dataclass
from pathlib import Path

from circusman_node.errors import NodeError
from circusman_node.state_folder import StateFolder, record_name

KIND = "reset"

Components = tuple[str, ...]


@dataclass(frozen=True)
class Going:
    """A folder, `path` free of links and relative to the home, that gets the name `gone` beside its place.

    `streams`: files in it, by their components below it, that circusd has open to write to: they stay, with the folders on the way.
    """

    path: str
    gone: str
    streams: tuple[Components, ...] = ()


@dataclass(frozen=True)
class Intent:
    """As long as it is written down the reset has not ended, and nobody removes what it has moved aside."""

    watcher: str
    home: Path
    folders: tuple[Going, ...]


def write_intent(state: StateFolder, intent: Intent) -> None:
    """NodeError when the state folder cannot take it; it may be there nevertheless."""
    folders = [{"path": one.path, "gone": one.gone, "streams": one.streams} for one in intent.folders]
    state.write_json(record_name(KIND, intent.watcher), {"watcher": intent.watcher, "home": str(intent.home), "folders": folders})


def read_intent(state: StateFolder, watcher: str) -> Intent | None:
    """None when no reset was cut short; NodeError when the record is not one that this package wrote."""
    return _read(state, record_name(KIND, watcher))


def remove_intent(state: StateFolder, watcher: str) -> None:
    """The reset has ended. OSError when it cannot be noted."""
    state.remove(record_name(KIND, watcher))


def intent_path(state: StateFolder, watcher: str) -> Path:
    """Where the record is while there is one."""
    return state.path / record_name(KIND, watcher)


def names_held(state: StateFolder) -> set[str]:
    """The names aside that resets which have not ended give, whichever watcher's; NodeError when one of the records is broken."""
    intents = [_read(state, path.name) for path in state.path.glob(f"{KIND}-*.json")]
    return {one.gone for intent in intents if intent is not None for one in intent.folders}


def _read(state: StateFolder, name: str) -> Intent | None:
    content = state.read_json(name)
    if content is None:
        return None
    try:
        folders = (Going(one["path"], one["gone"], tuple(tuple(path) for path in one["streams"])) for one in content["folders"])
        return Intent(content["watcher"], Path(content["home"]), tuple(folders))
    except (KeyError, TypeError) as error:
        raise NodeError(f"{state.path / name} is no record of a reset; restore it, or remove it and reset the watcher again") from error
