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
    orphaned = orphan_refusal(node, watcher)
    if orphaned is not None:
        return orphaned
    other = node.under_way(watcher)
    if other is not None:
        return f"a {other} of {watcher} is under way; start it when that is done"
    try:
        if recover(node.state, watcher):
            node.removals.begin(watcher, node.services[watcher])
    except NodeError as error:
        return error.reason
    return None


def orphan_refusal(node: Node, watcher: str) -> str | None:
    """That an orphan of the watcher lives; None when none does."""
    orphans = [str(orphan.pid) for orphan in node.ledger.orphans(watcher)]
    if not orphans:
        return None
    if len(orphans) == 1:
        return f"orphan {orphans[0]} of an earlier circusd still runs; end it by adopt --kill {watcher}"
    return f"orphans {', '.join(orphans)} of an earlier circusd still run; end them by adopt --kill {watcher}"
