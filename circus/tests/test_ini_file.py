"""circus's ini, and where in it an option stands."""

from pathlib import Path

import pytest

from circusman_node.errors import NodeError
from circusman_node.ini_file import IniFile


def test_included_files_are_read_and_their_lines_known(tmp_path: Path) -> None:
    ini, more = tmp_path / "circus.ini", tmp_path / "more.ini"
    ini.write_text("[circus]\ninclude = more.ini\n\n[watcher:a]\ncmd = sleep 1\n# service = z\n")
    more.write_text("[watcher:b]\ncmd = sleep 2\n[watcher:a]\ncmd = sleep 3\nservice: y\nservice = x\n")
    file = IniFile(ini)
    assert [(watcher["name"], watcher["cmd"]) for watcher in file.watchers] == [("a", "sleep 1"), ("b", "sleep 2")]
    assert file.watchers[0]["service"] == "y"
    assert file.place("watcher:a", "cmd") == f"{ini}:5"
    assert file.place("watcher:a", "service") == f"{more}:5"
    assert file.place("watcher:b", "service") == f"{more}:1"
    assert file.place("watcher:b") == f"{more}:1"
    assert file.place("watcher:c") == str(ini)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("cmd = x\n", ":1: a section such as [circus] must come before this line"),
        ("[watcher:a]\ncmd = x\noops\n", ":3: this is neither a section, an option nor a comment"),
        ("[watcher:a]\nnumprocesses = two\n", ": invalid literal for int() with base 10: 'two'; correct it"),
    ],
)
def test_what_circusd_could_not_read_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    ini = tmp_path / "circus.ini"
    ini.write_text(text)
    with pytest.raises(NodeError) as refused:
        IniFile(ini)
    assert refused.value.reason == f"{ini}{reason}"


def test_an_ini_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match=r"circus\.ini cannot be read \(No such file or directory\)"):
        IniFile(tmp_path / "circus.ini")
