"""Files of /proc that are read each second. To open and close one costs twice as much as to read it, so they are kept open."""

import os
import resource

from circusman_node.samples.proc_files import GONE, Stat, Storage, parsed_stat, parsed_storage

#: So many of circusd's files, and no more than the part of its limit, are kept; what is beyond is opened each time.
_MOST = 512
_PART = 4

#: A process's files are shorter; others are read piece by piece, of which the kernel makes none longer than a page.
_PIECE = 4_096


class KeptFile:
    """One of them. What it tells of a process is of that very one, whoever has the pid now. For one thread."""

    __slots__ = ("_file", "_path")
    _kept = 0

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: int | None = None

    def read(self) -> bytes:
        """Its first piece, anew; OSError when the process has ended, or it may not be read."""
        return self._read(whole=False)

    def read_whole(self) -> bytes:
        """All of it, however long."""
        return self._read(whole=True)

    def close(self) -> None:
        """Forgets it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
            KeptFile._kept -= 1

    __del__ = close

    def _read(self, whole: bool) -> bytes:
        if self._file is not None:
            return _content(self._file, whole)
        file = os.open(self._path, os.O_RDONLY)
        if KeptFile._kept < min(_MOST, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // _PART):
            self._file = file
            KeptFile._kept += 1
            return _content(file, whole)
        try:
            return _content(file, whole)
        finally:
            os.close(file)


class ProcessFiles:
    """What is read of one process."""

    __slots__ = ("_content", "_parsed", "_stat", "_storage")

    def __init__(self, pid: int) -> None:
        self._stat, self._storage = KeptFile(f"/proc/{pid}/stat"), KeptFile(f"/proc/{pid}/io")
        self._content = b""
        self._parsed: Stat | None = None

    def read(self) -> tuple[Stat, Storage | None] | None:
        """None when it has ended, or is hidden. Of a process that does nothing it is the same `Stat` as before."""
        stat = self._read_stat()
        if stat is None:
            return None
        try:
            return stat, parsed_storage(self._storage.read())
        except OSError:
            # It may have ended between the two: that it may not be read is believed only of what runs.
            later = stat if stat.is_zombie else self._read_stat()
            return None if later is None else (later, None)

    def close(self) -> None:
        """Forgets them."""
        self._stat.close()
        self._storage.close()

    def _read_stat(self) -> Stat | None:
        try:
            content = self._stat.read()
        except GONE:
            return None
        if self._parsed is None or content != self._content:
            self._content, self._parsed = content, parsed_stat(content)
        return self._parsed


def _content(file: int, whole: bool) -> bytes:
    content = piece = os.pread(file, _PIECE, 0)
    while whole and piece:
        piece = os.pread(file, _PIECE, len(content))
        content += piece
    return content
