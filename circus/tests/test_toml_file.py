"""Where in a TOML file something stands."""

from pathlib import Path

import pytest

from circusman_node.errors import NodeError
from circusman_node.toml_file import TomlFile, nearest


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "a.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("top",), 1),
        (("table",), 4),
        (("table", "list"), 5),
        (("table", "text"), 9),
        (("table", "after"), 12),
        (("table", "dotted"), 13),
        (("table", "dotted", "key"), 13),
        (("table", "b", "quoted.name"), 14),
        (("table", "b", "quoted.name", "key = x"), 15),
        (("table", "b", "never"), 14),
        (("never", "there"), 1),
    ],
)
def test_keys_are_found_or_else_the_table_that_lacks_them(tmp_path: Path, keys: tuple[str, ...], line: int) -> None:
    text = """top = 1  # [not.a.table]

# [table.list] a line separator \u2028 is no end of a line
  [ table ]  # a comment
list = [
  "after = 1",
  "b",
]
text = '''a "quote"
after = 'inside a text'
[never]'''
after = "'''"
dotted . key = 1
[table.b."quoted.name"]
'key = x' = 1
"""
    path = written(tmp_path, text)
    assert TomlFile(path).place(keys) == f"{path}:{line}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a = 1\nb 2\n", "2: Expected '=' after a key in a key/value pair"),
        ("a = 1\na = 2\n", "2: Cannot overwrite a value"),
        ("a = [\n1,\n", "3: Invalid value, at the end of the file"),
        (b"a = 1\nb = '\xff'\n", "2: this is not UTF-8 text; save it as UTF-8"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(tmp_path: Path, content: str | bytes, reason: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(NodeError) as refused:
        TomlFile(path)
    assert refused.value.reason == f"{path}:{reason}"


def test_a_value_is_of_the_wanted_kind_or_refused(tmp_path: Path) -> None:
    toml = TomlFile(written(tmp_path, "whole = 2\nyes = true\n"))
    assert toml.value(("whole",), int) == 2
    assert isinstance(toml.value(("whole",), float), float)
    assert toml.value(("missing",), str, "default") == "default"
    with pytest.raises(NodeError, match=r"a\.toml:2: 'yes' must be an integer"):
        toml.value(("yes",), int)


def test_the_nearest_name_is_offered_else_all() -> None:
    assert nearest("titn", ["neo4j", "titan"]) == "did you mean 'titan'?"
    assert nearest("redis", ["titan", "neo4j"]) == "known: neo4j, titan"
    assert nearest("redis", []) == "there is none here"
