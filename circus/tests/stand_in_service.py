"""A service of a test's own, whose program is `stand_in.py`."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

STAND_IN = Path(__file__).with_name("stand_in.py")


@dataclass
class StandInService:
    """A service of the test's own, in a folder of services that `node_file` names; its program is `stand_in.py`."""

    name: str
    home: Path
    node_file: str

    def watcher(self, *arguments: str, lines: str = "autostart = False") -> str:
        """The ini section of a watcher of the service's name; `lines` are more of it."""
        command = " ".join([sys.executable, "-S", str(STAND_IN), *arguments])
        return f"[watcher:{self.name}]\ncmd = {command}\nworking_dir = {self.home}\ngraceful_timeout = 1\n{lines}\n"


@pytest.fixture
def make_service(tmp_path: Path) -> Callable[..., StandInService]:
    """`make_service(name, service, tables)`: a service with an empty home; `service`: lines of its [service], `tables`: the rest."""

    def make(name: str = "box", service: str = "", tables: str = "") -> StandInService:
        home, folder = tmp_path / "homes" / name, tmp_path / "services" / name
        home.mkdir(parents=True)
        folder.mkdir(parents=True)
        (folder / "service.toml").write_text(f'[service]\ndescription = "A test\'s"\nhome = "{home}"\n{service}\n{tables}\n')
        return StandInService(name, home, f'services = ["{folder.parent}"]\n')

    return make
