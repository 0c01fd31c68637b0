"""Removes a service's data or logs: its folders are moved aside, all or none, also through a crash; their content is removed later.

What is about to go is written down first: the point of no return. A reset that a crash cuts short after it is rolled forward.
"""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from circusman_node.confined import Home, MissingFolder, Place, declared_place, is_folder, open_home
from circusman_node.errors import NodeError, reason_of
from circusman_node.reset.aside import Aside
from circusman_node.reset.holders import refuse_held
from circusman_node.reset.intent import Going, Intent, intent_path, read_intent, remove_intent, write_intent
from circusman_node.reset.irremovable import refuse_irremovable
from circusman_node.reset.leftovers import gone_name, measure
from circusman_node.service import Service
from circusman_node.state_folder import StateFolder


@dataclass(frozen=True)
class Chosen:
    """A folder of the service that is to be removed; `kind`: "data" or "logs"."""

    path: str
    kind: str

    def counted(self, files: int = 0, size: int = 0) -> dict[str, Any]:
        """As a reply has it."""
        return {"folder": self.path, "kind": self.kind, "files": files, "bytes": size}


def chosen_folders(service: Service, data: bool, logs: bool) -> list[Chosen]:
    """What a request means, data when neither is asked for; a folder inside another chosen one goes with it."""
    every = [Chosen(os.path.normpath(path), "data") for path in service.data if data or not logs]
    every += [Chosen(os.path.normpath(path), "logs") for path in service.logs if logs]
    first = {one.path: one for one in reversed(every)}
    return [one for one in every if first[one.path] is one and not any(one.path.startswith(f"{other}/") for other in first)]


def count(service: Service, chosen: list[Chosen]) -> list[dict[str, Any]]:
    """What a reset would remove. NodeError for what it would refuse, but for processes that use the folders."""
    with open_home(service.home) as home, ExitStack() as stack:
        there = dict(_places(home, chosen, stack))
        return [one.counted(*(measure(there[one], there[one].name) if one in there else ())) for one in chosen]


def reset(
    state: StateFolder, watcher: str, service: Service, chosen: list[Chosen], streams: Collection[Path], moved: Callable[[], None]
) -> list[dict[str, Any]]:
    """Moves the folders aside, then calls `moved`: the program may be started again; then counts what went.

    `streams`: the files that circusd logs to. NodeError when one of the folders must not or cannot go; all of them stay then, unless it
    says otherwise. The caller sees to it that the watcher is not started until `moved`.
    """
    recover(state, watcher)
    with open_home(service.home) as home, ExitStack() as stack:
        places = dict(_places(home, chosen, stack))
        refuse_held([home.real / place.path for place in places.values()], streams)
        asides = {one: Aside(place, _going(home, place, streams), stack) for one, place in places.items()}
        try:
            write_intent(state, Intent(watcher, home.real, tuple(aside.going for aside in asides.values())))
            for aside in asides.values():
                aside.move()
        except (OSError, NodeError) as error:
            _take_back(state, watcher, list(asides.values()), _reason(service, error))
        try:
            _finish(state, watcher, list(asides.values()))
        except OSError as error:
            raise NodeError(f"the folders of {watcher} are aside, but {reason_of(error)}; mend that and reset it again") from error
        moved()
        return [one.counted(*(asides[one].measure() if one in asides else ())) for one in chosen]


def recover(state: StateFolder, watcher: str) -> bool:
    """Ends a reset that was cut short; whether there was one. NodeError when it cannot: then the watcher must not be started.

    For the start of circusd, each reset, and each start of the watcher; next to free when there is nothing to do.
    """
    intent = read_intent(state, watcher)
    if intent is None:
        return False
    try:
        with open_home(intent.home) as home, ExitStack() as stack:
            asides = [Aside(stack.enter_context(home.place(one.path, straight=True)), one, stack) for one in intent.folders]
            for aside in asides:
                aside.move()
            _finish(state, watcher, asides)
    except (OSError, NodeError) as error:
        raise NodeError(f"a reset of {watcher} was cut short and cannot be ended: {reason_of(error)}; mend that and try again") from error
    return True


def _going(home: Home, place: Place, streams: Collection[Path]) -> Going:
    real = home.real / place.path
    inside = (stream.relative_to(real).parts for stream in streams if real in stream.parents)
    return Going(place.path, gone_name(place.name), tuple(inside))


def _finish(state: StateFolder, watcher: str, asides: list[Aside]) -> None:
    for aside in asides:
        aside.empty_streams()
    remove_intent(state, watcher)


def _take_back(state: StateFolder, watcher: str, asides: list[Aside], reason: str) -> NoReturn:
    """Undoes what was moved, then the record of it. Always raises NodeError."""
    try:
        for aside in reversed(asides):
            aside.move_back()
    except OSError as error:
        what = f"{reason}; nor can what was moved be moved back ({error.strerror})"
        raise NodeError(f"{what}: the next start or reset of {watcher} ends this reset; mend that before") from error
    try:
        remove_intent(state, watcher)
    except OSError as error:
        what = f"{reason}; nothing was moved, but the record of this reset cannot be removed ({error.strerror})"
        raise NodeError(f"{what}: remove {intent_path(state, watcher)}, or the next start of {watcher} ends this reset") from error
    raise NodeError(f"{reason}; nothing was changed")


def _reason(service: Service, error: OSError | NodeError) -> str:
    if isinstance(error, NodeError):
        return error.reason
    return f"{error.filename or 'a folder'} in {service.home} cannot be moved aside ({error.strerror})"


def _places(home: Home, chosen: list[Chosen], stack: ExitStack) -> Iterator[tuple[Chosen, Place]]:
    """The chosen folders that are there; NodeError when one of them must not go."""
    for one in chosen:
        with suppress(MissingFolder):
            place = stack.enter_context(declared_place(home, one.path))
            status = place.status()
            if status is None:
                continue
            if not is_folder(status):
                raise NodeError(f"{one.path} in {home.path} is no folder; declare the folder that holds it")
            refuse_irremovable(home, one.path)
            yield one, place
