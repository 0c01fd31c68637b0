"""What writes a watcher's output to a file, byte for byte.

circus reads it in pieces that end anywhere and makes text of each, which damages a letter of several bytes that is cut; and it rotates
between any two pieces. Here nothing becomes text, and a file ends where a line ends.
"""

import os
import time
from typing import Any

import circus.stream
import circus.stream.file_stream as stock
from circus import logger
from circus.util import to_bool

#: Bytes of a line that a file is not rotated before the end of, where the file itself has no limit; a longer line is torn.
_LONGEST_LINE = 1_000_000

#: Seconds until a rotation that failed is tried again.
_RETRY = 60.0


class _Bytes:
    """To derive from before one of circus's streams. Where that is to stamp a time before each line it does all as it did."""

    _file: Any
    _filename: str
    _time_format: str | None

    #: Bytes that could not be written since it failed first.
    _lost = 0

    def open(self) -> None:
        """As circus, also when it failed to open the file before."""
        if self._file is None or self._file.closed:
            self._file = self._open()

    def write_data(self, data: dict[str, Any]) -> None:
        """As circus, but what was printed."""
        if self._time_format is not None:
            super().write_data(data)
            return
        rest = data["data"]
        try:
            while rest:
                rest = rest[os.write(self._file.fileno(), rest) :]
        except OSError as error:
            if not self._lost:
                logger.error("%s cannot be written to (%s): what is printed is lost", self._filename, error.strerror)
            self._lost += len(rest)
        else:
            if self._lost:
                logger.error("%s is written to again; %s bytes were lost before", self._filename, self._lost)
            self._lost = 0


class _Lines(_Bytes):
    """And before one that rotates: it does so where a line ends."""

    _max_bytes: int

    #: Bytes of the line that is being written, in this file.
    _line = 0
    _retry_at = 0.0

    def _open(self) -> Any:
        self._filename = os.path.abspath(self._filename)  # circus looks for older files in the folder that is named
        file = super()._open()
        size = os.fstat(file.fileno()).st_size
        self._line = 0 if size == 0 or os.pread(file.fileno(), 1, size - 1) == b"\n" else 1
        return file

    def __call__(self, data: dict[str, Any]) -> None:
        if self._time_format is not None:
            super().__call__(data)
            return
        self.open()
        rest = data["data"]
        while rest:
            count = self._fitting(rest)
            self._write_line({**data, "data": rest[:count]})
            rest = rest[count:]
            if rest:
                self._rotate()

    def _write_line(self, data: dict[str, Any]) -> None:
        self.write_data(data)
        written, end = data["data"], data["data"].rfind(b"\n")
        self._line = self._line + len(written) if end < 0 else len(written) - end - 1

    def _fitting(self, data: bytes) -> int:
        """How much of it belongs to this file; after that it is to be rotated."""
        if not self._is_due(data):
            return len(data)
        size = os.fstat(self._file.fileno()).st_size
        whole = data.rfind(b"\n", 0, max(0, self._max_bytes - size)) + 1
        is_empty = size == 0 and self._max_bytes > 0
        if whole or (self._line == 0 and not is_empty):
            return whole
        end = data.find(b"\n") + 1
        return min(end or len(data), max(0, (self._max_bytes or _LONGEST_LINE) - self._line))

    def _is_due(self, data: bytes) -> bool:
        return bool(self._should_rollover(data)) and time.monotonic() >= self._retry_at

    def _rotate(self) -> None:
        try:
            self._do_rollover()
        except OSError as error:
            logger.error("%s is not rotated (%s)", self._filename, error.strerror)
            self._retry_at = time.monotonic() + _RETRY
            self.open()


class FileStream(_Lines, stock.FileStream):
    """circus's, which rotates by size."""

    def _should_rollover(self, raw_data: bytes) -> bool:
        """As circus, which never has older files than the one that is written where it is to keep none."""
        if self._max_bytes <= 0 or self._backup_count <= 0:
            return False
        return os.fstat(self._file.fileno()).st_size + len(raw_data) >= self._max_bytes


class WatchedFileStream(_Bytes, stock.WatchedFileStream):
    """circus's, which somebody else rotates."""


class TimedRotatingFileStream(_Lines, stock.TimedRotatingFileStream):
    """circus's, which rotates by time, and by that alone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "max_bytes": 0})


def LogStream(rotate_when: str | None = None, utc: str | bool = False, **options: Any) -> FileStream | TimedRotatingFileStream:
    """For `stdout_stream.class = circusman_node.log_stream.LogStream`: rotates by time where that is told, as `rotate_when`, else by size.

    The options are those of circus's streams. ValueError for `time_format`, as nothing is stamped into the file.
    """
    if options.pop("time_format", None) is not None:
        raise ValueError("LogStream stamps no time into the file; take time_format out, or use FileStream")
    if rotate_when is None:
        return FileStream(**options)
    return TimedRotatingFileStream(**options, rotate_when=rotate_when.upper(), utc=to_bool(utc))


def put_in_place() -> None:
    """Has circus's own names mean these."""
    for stream in (FileStream, WatchedFileStream, TimedRotatingFileStream):
        setattr(circus.stream, stream.__name__, stream)
