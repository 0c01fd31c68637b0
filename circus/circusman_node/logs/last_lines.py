"""The last lines that a watcher's processes printed."""

from circusman_node.errors import NodeError
from circusman_node.logs.read import Place, found
from circusman_node.logs.sources import source
from circusman_node.node import Node
from circusman_node.service import STREAMS

#: Bytes read from a log's end to find them.
_TAIL = 8192


def last_lines(node: Node, watcher: str, lines: int) -> list[str]:
    """Those of the stream that was written to last; none where they go to no file that can be read."""
    _, newest = max((_tail(node, watcher, stream) for stream in STREAMS), key=lambda tail: tail[0])
    return newest.decode("utf-8", "replace").splitlines()[-lines:]


def _tail(node: Node, watcher: str, stream: str) -> tuple[int, bytes]:
    """When it was written to (nanoseconds since the epoch), and its end; 0 when there is nothing to be read."""
    try:
        log = source(node, watcher, stream)
        with log.folder() as folder:
            if folder is None:
                return 0, b""
            with found(log, folder, Place(back=True)) as here:
                if here is None or here.offset == 0:
                    return 0, b""
                start = max(0, here.offset - _TAIL)
                return here.entry.modified, here.file.read(start, here.offset - start)
    except NodeError:
        return 0, b""
