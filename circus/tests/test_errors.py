"""What the system says is said in words, without its numbers."""

import pytest

from circusman_node.errors import NodeError, reason_of


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied", "/srv/x"), "/srv/x: Permission denied"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError("odd"), "the system does not say why"),
        (NodeError("it is a link"), "it is a link"),
    ],
)
def test_the_reason_of_an_error_has_no_number(error: OSError | NodeError, reason: str) -> None:
    assert reason_of(error) == reason
