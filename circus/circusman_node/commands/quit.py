"""circus's command `quit`, which also tells what runs on."""

from typing import Any, cast

import circus.commands.quit
from circus.arbiter import Arbiter
from circus.util import TransformableFuture

from circusman_node.arbiter import NodeArbiter
from circusman_node.command import Reply
from circusman_node.health import told


class Quit(circus.commands.quit.Quit):
    __doc__ = circus.commands.quit.Quit.__doc__

    name = "quit"

    def execute(self, arbiter: Arbiter, props: dict[str, Any]) -> Any:
        """As circus; who waits for it is answered, by watcher, what its processes had started and lives on (`left`)."""
        if not props.get("waiting", False):
            return super().execute(arbiter, props)
        node_arbiter = cast(NodeArbiter, arbiter)
        node_arbiter.is_asked_what_is_left = True
        answer = TransformableFuture()
        answer.set_upstream_future(super().execute(arbiter, props))

        def with_left(_: None) -> Reply:
            return {"left": {watcher: told(left) for watcher, left in node_arbiter.left.items()}}

        answer.set_transform_function(with_left)
        return answer
