"""What a crash cut short is ended: at the start of circusd, and before each start of the watcher."""

from circusman_node.configure import install
from circusman_node.reset import reset
from circusman_node.state_folder import StateFolder


def recover(state: StateFolder, watcher: str) -> bool:
    """Ends an install and a reset; whether a reset has left something to remove. NodeError when one cannot be ended."""
    install.recover(state, watcher)
    return reset.recover(state, watcher)
