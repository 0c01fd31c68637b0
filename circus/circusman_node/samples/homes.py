"""How much room there is where services keep their data."""

import os
import threading
import time
from collections.abc import Callable, Mapping

#: Seconds between two looks, and until what was seen is no longer told: a file system of another machine may not answer.
_EVERY = 10.0
_KNOWN_FOR = 60.0


class Homes:
    """Looks in a thread of its own, which alone waits where a file system hangs."""

    def __init__(self, homes: Callable[[], Mapping[str, str]]) -> None:
        """`homes`: by watcher, the home of its service, asked at each look."""
        self._homes = homes
        self._seen: dict[str, tuple[float, list[int]]] = {}

    def watch(self, closing: threading.Event) -> None:
        """Looks now and then, for good."""
        threading.Thread(target=self._look_on, args=(closing,), name="homes", daemon=True).start()

    def read(self, now: float) -> dict[str, list[int]]:
        """By watcher, bytes in all and free for its user; `now`: monotonic seconds."""
        return {watcher: space for watcher, (at, space) in list(self._seen.items()) if now - at < _KNOWN_FOR}

    def _look_on(self, closing: threading.Event) -> None:
        while True:
            self._look()
            if closing.wait(_EVERY):
                return

    def _look(self) -> None:
        homes = self._homes()
        for watcher in self._seen.keys() - homes.keys():
            del self._seen[watcher]
        for watcher, home in homes.items():
            try:
                system = os.statvfs(home)
            except OSError:
                self._seen.pop(watcher, None)
            else:
                space = [system.f_blocks * system.f_frsize, system.f_bavail * system.f_frsize]
                self._seen[watcher] = time.monotonic(), space
