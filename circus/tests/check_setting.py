"""A node's configuration with which nothing is wrong, for what `--check` says when something is."""

from pathlib import Path

import pytest

from circusman_node.check import check
from circusman_node.node_file import NodeFile


class Setting:
    """An ini with the watcher `store` of a service of that name, whose home is there: nothing is wrong with it."""

    def __init__(self, folder: Path) -> None:
        self.ini = folder / "circus.ini"
        self.home = folder / "home"
        self.home.mkdir()
        self.service = folder / "services" / "store"
        (self.service / "templates").mkdir(parents=True)
        self.template = self.service / "templates" / "store.conf"
        self.template.write_text("bind {{ address }}\n")
        self.describe(f'[service]\nhome = "{self.home}"\ndata = ["data"]\n[files]\n"store.conf" = "conf/store.conf"\n')
        self.watch("[watcher:store]\ncmd = sleep 1\n")
        self.node_file = NodeFile(service_folders=(folder / "services",))

    def describe(self, text: str) -> None:
        (self.service / "service.toml").write_text(text)

    def watch(self, text: str) -> None:
        self.ini.write_text(f"[circus]\nendpoint = tcp://127.0.81.2:5555\npubsub_endpoint = tcp://127.0.81.2:5556\n{text}")

    def problems(self) -> list[str]:
        return check(self.ini, self.node_file)


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    return Setting(tmp_path)
