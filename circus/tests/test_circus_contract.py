"""What `ini_file` needs of circus's own code, which it runs with other globals. A circus that changes it is to be seen here first."""

import inspect
import re
from importlib.metadata import version
from pathlib import Path
from types import FunctionType

import circus.config
import pytest
from circus.config import DefaultConfigParser

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.in"
MOVED = "circus has changed how it reads its ini: look at circusman_node/ini_file.py, which runs circus.config.{name} with other globals"


def test_the_circus_here_is_the_one_that_is_pinned() -> None:
    pinned = re.search(r"^circus==(\S+)$", REQUIREMENTS.read_text(), re.MULTILINE)
    assert pinned is not None
    assert version("circus") == pinned[1]


@pytest.mark.parametrize(
    ("name", "parameters", "looked_up"),
    [("read_config", ["config_path"], "DefaultConfigParser"), ("get_config", ["config_file"], "read_config")],
)
def test_a_function_that_runs_with_other_globals_is_one_that_can(name: str, parameters: list[str], looked_up: str) -> None:
    function = getattr(circus.config, name)
    why = MOVED.format(name=name)
    assert isinstance(function, FunctionType), why
    assert function.__closure__ is None, why
    assert function.__defaults__ is None, why
    assert function.__kwdefaults__ is None, why
    assert list(inspect.signature(function).parameters) == parameters, why
    assert looked_up in function.__code__.co_names, f"{why}: it must look {looked_up} up by its global name"


def test_get_config_takes_what_read_config_gives(tmp_path: Path) -> None:
    """A parser and the list of the files that were read, of which only the parser counts for it."""
    ini, other = tmp_path / "circus.ini", tmp_path / "other.ini"
    ini.write_text("[circus]\n[watcher:a]\ncmd = x\n")
    other.write_text("[circus]\n")
    parser, files = circus.config.read_config(str(ini))
    assert (type(parser), files) == (DefaultConfigParser, [str(ini)]), MOVED.format(name="read_config")
    names = {**vars(circus.config), "read_config": lambda _path: (parser, [])}
    config = FunctionType(circus.config.get_config.__code__, names)(str(other))
    assert [watcher["name"] for watcher in config["watchers"]] == ["a"], MOVED.format(name="get_config")


def test_the_parser_reads_files_by_its_own_method_and_keeps_options_without_replacing_them(tmp_path: Path) -> None:
    """`read` is what is overridden; `items` is asked for the text as it stands."""
    read: list[str] = []

    class Noting(DefaultConfigParser):
        def read(self, filenames: list[str], encoding: str | None = None) -> list[str]:
            read.extend(filenames)
            return super().read(filenames, encoding)

    (tmp_path / "more.ini").write_text("[watcher:b]\ncmd = y\n")
    ini = tmp_path / "circus.ini"
    ini.write_text("[circus]\ninclude = more.ini\n[watcher:a]\ncmd = $(circus.env.x)\n")
    names = {**vars(circus.config), "DefaultConfigParser": Noting}
    parser, _ = FunctionType(circus.config.read_config.__code__, names)(str(ini))
    assert str(tmp_path / "more.ini") in read, MOVED.format(name="read_config")
    assert dict(parser.items("watcher:a", noreplace=True))["cmd"] == "$(circus.env.x)", MOVED.format(name="DefaultConfigParser")
