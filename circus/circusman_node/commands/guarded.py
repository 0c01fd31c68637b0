"""circus's own commands that start processes, answering an error where the guard refuses what they name.

The guard itself works below them; without this they would answer `ok`.
"""

import fnmatch
import re
from typing import Any

from circus.arbiter import Arbiter
from circus.commands.base import Command
from circus.commands.incrproc import IncrProc
from circus.commands.reload import Reload
from circus.commands.restart import Restart
from circus.commands.start import Start
from circus.exc import MessageError
from circus.util import TransformableFuture

from circusman_node.command import Reply, refusal
from circusman_node.errors import NodeError
from circusman_node.guard import start_refusal
from circusman_node.node import current_node


def _guarded(command: type[Command], match: str | None) -> type[Command]:
    """The command of circus, which registers itself; `match`: how it reads its `name`, None: as the request says."""

    def execute(self: Command, arbiter: Arbiter, props: dict[str, Any]) -> Any:
        named = _refuse(arbiter, props if match is None else {**props, "match": match})
        for watcher in named:
            watcher.refused = None
        answer = command.execute(self, arbiter, props)
        return _with_refusal(answer, named) if isinstance(answer, TransformableFuture) else answer

    return type(f"Guarded{command.__name__}", (command,), {"__doc__": command.__doc__, "name": command.name, "execute": execute})


COMMANDS = [_guarded(Start, None), _guarded(Restart, None), _guarded(Reload, "simple"), _guarded(IncrProc, "simple")]


def _refuse(arbiter: Arbiter, props: dict[str, Any]) -> list[Any]:
    """The watchers that `name` stands for. MessageError when they may all not be started; among others the guard below refuses."""
    name = props.get("name")
    if not isinstance(name, str):
        return []
    named = _matching(arbiter, name.lower(), props.get("match", "glob"))
    refusals = [start_refusal(current_node(), watcher.name) for watcher in named]
    if refusals and all(refusals):
        raise MessageError("; ".join(filter(None, refusals)))
    return named


def _with_refusal(answer: TransformableFuture, named: list[Any]) -> TransformableFuture:
    """The answer that somebody waits for, about one watcher: an error when it was refused only while it was started."""

    def checked_result(result: Reply) -> Reply:
        refusals = [watcher.refused for watcher in named if watcher.refused is not None]
        return refusal(NodeError(refusals[0])) if refusals else result

    checked = TransformableFuture()
    checked.set_upstream_future(answer)
    checked.set_transform_function(checked_result)
    return checked


def _matching(arbiter: Arbiter, name: str, match: str) -> list[Any]:
    """The watchers a name stands for, as circus reads it; none for what circus itself will refuse."""
    try:
        pattern = re.compile({"simple": f"{re.escape(name)}$", "glob": fnmatch.translate(name), "regex": name}[match])
    except (KeyError, re.error):
        return []
    return [watcher for watcher in arbiter.iter_watchers() if pattern.match(watcher.name.lower())]
