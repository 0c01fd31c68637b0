"""What hands on what the processes print, from their pipes to the streams."""

import os
from typing import Any

from circus import logger
from circus.stream import Redirector

#: Bytes read at once: as many as a pipe holds; circus reads 1,024, and so turns its loop 64 times as often for a process that prints much.
_PIECE = 65_536

#: Bytes that are still read when a process has ended: what it left in its pipe, and not all that its children may go on to print.
_LAST = 1_048_576


class WholeRedirector(Redirector):
    """circus's, which loses nothing that a process printed before its end."""

    def __init__(self, *streams: Any, **options: Any) -> None:
        super().__init__(*streams, buffer=_PIECE, **options)

    def remove_redirections(self, process: Any) -> None:
        """As circus, when all is read that is there."""
        for name, pipe in self.get_process_pipes(process):
            if not pipe.closed and pipe.fileno() in self.pipes:
                self._drain(name, process, pipe.fileno())
        super().remove_redirections(process)

    def _drain(self, name: str, process: Any, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        try:
            for _ in range(_LAST // _PIECE):
                data = os.read(descriptor, _PIECE)
                if not data:
                    return
                self.redirect[name]({"data": data, "pid": process.pid, "name": name})
        except BlockingIOError:
            return
        except Exception:  # a stream may be of anybody's class, and the process has ended all the same
            logger.exception("The last that process %s printed to %s is lost", process.pid, name)
