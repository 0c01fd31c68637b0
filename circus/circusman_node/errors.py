"""What the package refuses, said to a person."""


class NodeError(Exception):
    """Something was refused. `reason` is one sentence, or a line with one for each: what, where (file:line) and what to do about it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reason_of(error: OSError | NodeError) -> str:
    """Why something failed, as a part of a sentence: of the system's errors without their number, `[Errno 13]`."""
    if isinstance(error, NodeError):
        return error.reason
    words = error.strerror or "the system does not say why"
    return f"{error.filename}: {words}" if isinstance(error.filename, str) else words
