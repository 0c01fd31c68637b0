"""Which lines of a block have a text, by plain search: a regular expression could hold circusd up for as long as it likes."""

from collections.abc import Iterator

from circusman_node.errors import NodeError

#: Bytes that are searched at once, as nothing else of circusd runs meanwhile.
_AT_ONCE = 1_000_000
_LONGEST = 1000

Line = tuple[int, int]


class Needle:
    """A text that lines have, or have not where it is `invert`ed. NodeError for a text that no line can have."""

    def __init__(self, text: str, ignore_case: bool, invert: bool) -> None:
        if "\n" in text or len(text) > _LONGEST:
            raise NodeError(f"the text to look for must be one line of at most {_LONGEST} characters")
        self._invert = invert
        self._ignores_case = ignore_case
        self._text = text.encode("utf-8", "surrogateescape")
        if ignore_case:
            self._text = self._text.lower()
        # Bytes have small letters in ASCII only.
        self._folded = None if text.isascii() or not ignore_case else text.lower()

    def lines(self, block: bytes) -> Iterator[Line]:
        """Beginning and end, without the \\n, of each line of the block that is looked for. Its last line may have no end."""
        if self._folded is not None:
            return self._by_words(block, self._folded)
        return self._without(block) if self._invert else self._with(block)

    def _with(self, block: bytes) -> Iterator[Line]:
        at, searched = 0, block.lower() if self._ignores_case else block
        while (hit := self._next(searched, at)) >= 0:
            start = block.rfind(b"\n", at, hit) + 1 or at
            end = _end(block, hit)
            yield start, end
            at = end + 1

    def _without(self, block: bytes) -> Iterator[Line]:
        searched = block.lower() if self._ignores_case else block
        hit = self._next(searched, 0)
        for start, end in _lines(block):
            if 0 <= hit < start:
                hit = self._next(searched, start)
            if hit < 0 or hit > end:
                yield start, end

    def _by_words(self, block: bytes, folded: str) -> Iterator[Line]:
        for start, end in _lines(block):
            if (folded in block[start:end].decode("utf-8", "replace").lower()) is not self._invert:
                yield start, end

    def _next(self, block: bytes, at: int) -> int:
        """Where the text is next; -1: nowhere."""
        while at < len(block):
            hit = block.find(self._text, at, at + _AT_ONCE + len(self._text))
            if hit >= 0:
                return hit if hit < len(block) else -1
            at += _AT_ONCE
        return -1


def _lines(block: bytes) -> Iterator[Line]:
    start = 0
    while start < len(block):
        end = _end(block, start)
        yield start, end
        start = end + 1


def _end(block: bytes, at: int) -> int:
    end = block.find(b"\n", at)
    return len(block) if end < 0 else end
