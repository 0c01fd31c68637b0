"""Removes a service's data or logs: its folders are moved aside, at once and all or none; their content is removed later."""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from circusman_node.aside import Aside
from circusman_node.confined import Home, MissingFolder, Place, is_folder, open_home
from circusman_node.errors import NodeError
from circusman_node.holders import refuse_held
from circusman_node.irremovable import refuse_irremovable
from circusman_node.leftovers import measure
from circusman_node.service import Service


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


def reset(service: Service, chosen: list[Chosen], streams: Collection[Path], moved: Callable[[], None]) -> list[dict[str, Any]]:
    """Moves the folders aside, then calls `moved`: the program may be started again; then counts what went.

    `streams`: the files that circusd logs to. NodeError, and nothing was changed, when one of the folders must not or cannot go.
    """
    with open_home(service.home) as home, ExitStack() as stack:
        asides = {}
        for one, place in _places(home, chosen, stack):
            real = home.real / place.path
            refuse_held(real, streams)
            inside = [stream.relative_to(real).parts for stream in streams if stream.is_relative_to(real)]
            # Where the path is a link, what it leads to stays: no program could make that folder anew.
            asides[one] = Aside(place, place.path != one.path, inside, stack)
        try:
            for aside in asides.values():
                aside.move()
        except OSError as error:
            for aside in asides.values():
                aside.move_back()
            raise NodeError(f"{error.filename} in {service.home} cannot be moved aside ({error.strerror}); nothing was changed") from error
        for aside in asides.values():
            aside.empty_streams()
        moved()
        return [one.counted(*(asides[one].measure() if one in asides else ())) for one in chosen]


def _places(home: Home, chosen: list[Chosen], stack: ExitStack) -> Iterator[tuple[Chosen, Place]]:
    """The chosen folders that are there; NodeError when one of them must not go."""
    for one in chosen:
        with suppress(MissingFolder):
            place = stack.enter_context(home.place(one.path))
            status = place.status()
            if status is None:
                continue
            if not is_folder(status):
                raise NodeError(f"{one.path} in {home.path} is no folder; declare the folder that holds it")
            refuse_irremovable(home, one.path)
            yield one, place
