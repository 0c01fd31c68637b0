"""What a client asks of a log, as it came, checked."""

from typing import Any

from circus.exc import MessageError

from circusman_node.errors import NodeError
from circusman_node.logs.position import identity
from circusman_node.logs.read import Place

_TYPE_NAMES = {str: "a string", bool: "true or false", int: "a whole number"}


def check(command: str, reads: list[Any], most: int, required: dict[str, type], optional: dict[str, type]) -> None:
    """MessageError when there are more than `most`, or one is not as declared."""
    if len(reads) > most:
        raise MessageError(f"{command} takes at most {most} reads at once")
    for number, one in enumerate(reads, 1):
        if not isinstance(one, dict):
            raise MessageError(f"read {number} of {command} is no object")
        for name in required:
            if name not in one:
                raise MessageError(f"read {number} of {command} needs {name!r}")
        for name, value in one.items():
            kind = required.get(name) or optional.get(name)
            if kind is None:
                raise MessageError(f"read {number} of {command} has no {name!r}; it may have {', '.join([*required, *optional])}")
            if type(value) is not kind and value is not None:
                raise MessageError(f"{name!r} of read {number} of {command} must be {_TYPE_NAMES[kind]}")


def place(asked: dict[str, Any]) -> Place:
    """Where it wants to read, and which way. NodeError when that is nowhere."""
    file, offset = asked.get("file"), asked.get("offset")
    if offset is not None and (offset < 0 or file is None):
        raise NodeError("'offset' counts bytes from the beginning of a 'file', which must be told, too")
    return Place(None if file is None else identity(file), offset, bool(asked.get("back")))
