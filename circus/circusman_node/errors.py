"""What the package refuses, said to a person."""


class NodeError(Exception):
    """Something was refused. `reason` is one sentence, or a line with one for each: what, where (file:line) and what to do about it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
