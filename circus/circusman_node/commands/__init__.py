"""The node's own commands, each in a module of its own."""

from importlib import import_module
from pkgutil import iter_modules


def register() -> None:
    """Registers them with circus, which collects the commands once, when it makes its arbiter."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
