"""The README's own service is one, and its node file can be read."""

import re
from pathlib import Path

from circusman_node.catalog import find_service
from circusman_node.configure.render import read_templates, render
from circusman_node.ini_file import IniFile
from circusman_node.node_file import NodeFile, load_node_file

README = (Path(__file__).parent.parent / "README.md").read_text()


def block(language: str, beginning: str) -> str:
    """The block of that language that begins so."""
    [text] = [text for text in re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE) if text.startswith(beginning)]
    return text


def test_the_example_of_a_service_loads_and_renders(tmp_path: Path) -> None:
    description = block("toml", "[service]")
    assert len(description.splitlines()) <= 15
    folder = tmp_path / "redis"
    (folder / "templates").mkdir(parents=True)
    (folder / "service.toml").write_text(description)
    (folder / "templates" / "redis.conf").write_text(block("jinja", "bind"))
    ini = tmp_path / "circus.ini"
    ini.write_text(block("ini", "[watcher:redis]"))
    [watcher] = IniFile(ini).watchers
    service = find_service(watcher["name"], NodeFile(service_folders=(tmp_path,)))
    assert service is not None
    files = render(read_templates(service), {"address": "127.0.81.2", "home": str(service.home), **service.variables})
    assert files == {"redis.conf": 'bind 127.0.81.2\ndir /srv/redis\nappendonly yes\nsave ""\nmaxmemory 64mb\n'}
    assert watcher["cmd"].split()[-1] == str(service.home / service.files["redis.conf"])
    assert watcher["working_dir"] == str(service.home)
    for stream in ("stdout", "stderr"):
        # circusman shows the log of a stream that has a file, in a folder that is made beforehand and that `reset --logs` knows.
        assert watcher[f"{stream}_stream"]["class"] == "circusman_node.log_stream.LogStream"
        folder = Path(watcher[f"{stream}_stream"]["filename"]).parent
        assert folder in [service.home / log for log in service.logs]
        assert re.search(rf"^    mkdir -p {folder}$", README, re.MULTILINE)


def test_a_service_is_configured_before_it_is_started() -> None:
    commands = re.findall(r"^    circusman exec .*$", README, re.MULTILINE)
    assert commands
    for command in commands:
        assert re.search(r" configure redis ';' start redis$", command)


def test_the_example_of_a_node_file_changes_a_shipped_service(tmp_path: Path) -> None:
    path = tmp_path / "node.toml"
    path.write_text(block("toml", "address"))
    node_file = load_node_file(path)
    service = find_service("neo4j-ha", node_file)
    assert service is not None
    assert (node_file.address, service.home, service.variables["heap"]) == ("192.168.0.1", Path("/data/neo4j"), "4g")
