"""Unified diffs of configuration files, in bounded time and size."""

import difflib

# Bytes of a diff that are sent; and lines before times lines after that are compared one by one (0.01 s at worst).
LARGEST = 64 * 1024
MOST_COMPARED = 1_000_000

_CONTEXT = 3


def unified_diff(path: str, old: bytes, new: bytes) -> str:
    """How `old` becomes `new`; empty when they are equal. Cut with a line that says so where it would be larger than `LARGEST`."""
    if old == new:
        return ""
    before, after = _lines(old), _lines(new)
    few = len(before) * len(after) <= MOST_COMPARED
    groups = difflib.SequenceMatcher(None, before, after).get_grouped_opcodes(_CONTEXT) if few else [_one_hunk(before, after)]
    lines = [f"--- {path}\n", f"+++ {path}\n"]
    for group in groups:
        first, last = group[0], group[-1]
        lines.append(f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                lines += [f" {line}" for line in before[i1:i2]]
            else:
                lines += [f"-{line}" for line in before[i1:i2]]
                lines += [f"+{line}" for line in after[j1:j2]]
    return _cut(lines)


def _lines(content: bytes) -> list[str]:
    """Each with its end; a last one without it says so, as diff does."""
    lines = [f"{line}\n" for line in content.decode(errors="replace").split("\n")]
    last = lines.pop()
    if last != "\n":
        lines.append(f"{last}\\ No newline at end of file\n")
    return lines


def _one_hunk(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """From the first line that differs to the last: right, though not the shortest."""
    shorter = min(len(before), len(after))
    start = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    end = next((n for n in range(shorter - start) if before[-1 - n] != after[-1 - n]), shorter - start)
    above, below = min(start, _CONTEXT), min(end, _CONTEXT)
    i, j = len(before) - end, len(after) - end
    return [
        ("equal", start - above, start, start - above, start),
        ("replace", start, i, start, j),
        ("equal", i, i + below, j, j + below),
    ]


def _range(start: int, end: int) -> str:
    """Lines from 1; an empty range names the line before it."""
    length = end - start
    return f"{start + 1}" if length == 1 else f"{start + 1 if length else start},{length}"


def _cut(lines: list[str]) -> str:
    size = 0
    for number, line in enumerate(lines):
        size += len(line.encode(errors="replace"))
        if size > LARGEST:
            return "".join(lines[:number]) + f"… cut here: {len(lines) - number} more lines of this diff are not shown\n"
    return "".join(lines)
