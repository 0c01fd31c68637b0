"""circus's own commands that start processes, answering an error where the guard refuses what they name.

The guard itself works below them; without this they would answer `ok`.
"""

import fnmatch
import re
from typing import Any

from circus.arbiter import Arbiter
from circus.commands.incrproc import IncrProc
from circus.commands.reload import Reload
from circus.commands.restart import Restart
from circus.commands.start import Start
from circus.exc import MessageError

from circusman_node.guard import start_refusal
from circusman_node.node import current_node


class GuardedStart(Start):
    __doc__ = Start.__doc__
    name = "start"

    def execute(self, arbiter: Arbiter, props: dict[str, Any]) -> Any:
        """As circus's, unless all it names is refused."""
        _refuse(arbiter, props)
        return super().execute(arbiter, props)


class GuardedRestart(Restart):
    __doc__ = Restart.__doc__
    name = "restart"

    def execute(self, arbiter: Arbiter, props: dict[str, Any]) -> Any:
        """As circus's, unless all it names is refused; then nothing is stopped."""
        _refuse(arbiter, props)
        return super().execute(arbiter, props)


class GuardedReload(Reload):
    __doc__ = Reload.__doc__
    name = "reload"

    def execute(self, arbiter: Arbiter, props: dict[str, Any]) -> Any:
        """As circus's, unless what it names is refused."""
        _refuse(arbiter, {**props, "match": "simple"})
        return super().execute(arbiter, props)


class GuardedIncr(IncrProc):
    __doc__ = IncrProc.__doc__
    name = "incr"

    def execute(self, arbiter: Arbiter, props: dict[str, Any]) -> Any:
        """As circus's, unless what it names is refused."""
        _refuse(arbiter, {**props, "match": "simple"})
        return super().execute(arbiter, props)


def _refuse(arbiter: Arbiter, props: dict[str, Any]) -> None:
    """MessageError when the watchers that `name` stands for may all not be started; those among others that may are for the guard below."""
    name = props.get("name")
    if not isinstance(name, str):
        return
    refusals = [start_refusal(current_node(), watcher.name) for watcher in _matching(arbiter, name.lower(), props.get("match", "glob"))]
    if refusals and all(refusals):
        raise MessageError("; ".join(filter(None, refusals)))


def _matching(arbiter: Arbiter, name: str, match: str) -> list[Any]:
    """The watchers a name stands for, as circus reads it; none for what circus itself will refuse."""
    try:
        pattern = re.compile({"simple": f"{re.escape(name)}$", "glob": fnmatch.translate(name), "regex": name}[match])
    except (KeyError, re.error):
        return []
    return [watcher for watcher in arbiter.iter_watchers() if pattern.match(watcher.name.lower())]
