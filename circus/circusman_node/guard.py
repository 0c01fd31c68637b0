"""Which starts are refused, because they would put a second program on a service's data, or one on half of its files."""

from circusman_node.errors import NodeError
from circusman_node.node import Node
from circusman_node.recovery import recover


def start_refusal(node: Node, watcher: str) -> str | None:
    """Why the watcher must not be started now, one sentence; None when it may. Takes next to no time: circusd's loop asks.

    Only watchers that have a service are guarded; others do as in any circusd.
    """
    if watcher not in node.services:
        return None
    held = home_refusal(node, watcher)
    if held is not None:
        return held
    other = node.under_way(watcher)
    if other is not None:
        return f"a {other} of {watcher} is under way; start it when that is done"
    try:
        if recover(node.state, watcher):
            node.removals.begin(watcher, node.services[watcher])
        node.ledger.refuse_unwritable()
    except NodeError as error:
        return error.reason
    return None


def home_refusal(node: Node, watcher: str) -> str | None:
    """That a process which is none of the watcher's lives on its home; None when none does. For circusd's loop only."""
    orphans = [str(orphan.pid) for orphan in node.orphans(watcher)]
    if len(orphans) == 1:
        return f"orphan {orphans[0]} still runs; end it by adopt --kill {watcher}"
    if orphans:
        return f"orphans {', '.join(orphans)} still run; end them by adopt --kill {watcher}"
    home = node.home(watcher)
    others = [] if home is None else [(other, pid) for other, pid in node.ledger.own(home) if pid not in node.pids(watcher)]
    if not others:
        return None
    other, pid = others[0]
    if pid in node.pids(other):
        return f"process {pid} of {other} runs on the same home, {home}; stop {other}, and give each a service of its own"
    return f"process {pid}, which circusd started for {other} and manages no more, still runs on {home}; end it by kill {pid}"
