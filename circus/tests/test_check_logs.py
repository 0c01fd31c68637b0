"""What `--check` finds wrong with the logs of watchers and services."""

from pathlib import Path

import pytest
from check_setting import Setting

STREAM = "[watcher:store]\ncmd = sleep 1\nstdout_stream.class = {name}\nstdout_stream.filename = {folder}/out.log\n{more}\n"


def described(setting: Setting, log_files: str) -> list[str]:
    setting.describe(f'[service]\nhome = "{setting.home}"\n[log_files]\n{log_files}\n')
    return [problem.removeprefix(f"{setting.service}/") for problem in setting.problems()]


def test_logs_that_can_be_read_or_are_not_there_yet_are_fine(setting: Setting) -> None:
    (setting.home / "logs").mkdir()
    (setting.home / "logs" / "a.log").write_text("a")
    assert described(setting, '"logs/*.log" = "%Y-%m-%d %H:%M:%S.%f%z"\n"none/x.log" = ""\n"none/*/x.log" = "*%s"\nstderr = "%s"') == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('"/var/log/x" = ""', "the path '/var/log/x' must lie below the service's home: relative, not empty, without '..'"),
        ('"../x" = ""', "the path '../x' must lie below the service's home: relative, not empty, without '..'"),
        ('"logs//x" = ""', "write 'logs/x' instead of 'logs//x'"),
        ('"x" = 1', "'x' must be a string"),
        (
            '"x" = "%Y-%m-%d %H:%M:%S,%Q"',
            "the time '%Y-%m-%d %H:%M:%S,%Q' has %Q, which is not known; known: %Y, %m, %d, %H, %M, %S, %f, %b, %z, %e, %s",
        ),
        ('"x" = "%H:%M:%S"', "the time '%H:%M:%S' says no whole time; it needs %Y, %m or %b, %d or %e, %H and %M, or %s alone"),
        ('"x" = "%Y %Y-%m-%d %H:%M"', "the time '%Y %Y-%m-%d %H:%M' has %Y twice"),
        ('"x" = "%"', "the time '%' has %, which is not known; known: %Y, %m, %d, %H, %M, %S, %f, %b, %z, %e, %s"),
    ],
)
def test_a_wrong_declaration_is_said_with_its_line(setting: Setting, line: str, problem: str) -> None:
    assert described(setting, f'"fine" = ""\n{line}') == [f"service.toml:5: {problem}"]


def test_a_declared_log_that_cannot_be_read_is_said(setting: Setting, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (setting.home / "out").symlink_to(tmp_path / "elsewhere")
    (setting.home / "folder.log").mkdir()
    leaves = f"leaves the home {setting.home}: out leads to {tmp_path}/elsewhere; remove that link or declare a path inside"
    assert described(setting, '"out/x.log" = ""\n"out/*.txt" = ""\n"*.log" = ""') == [
        f"service.toml:4: out {leaves}",
        f"service.toml:5: out {leaves}",
        f"service.toml:6: {setting.home}/folder.log is a folder, which is not read; have the log written to a plain file",
    ]


@pytest.mark.parametrize(
    ("name", "more", "problem"),
    [
        ("FileStraem", "", "6: there is no stream class 'FileStraem'; did you mean 'FileStream'?"),
        (
            "no_such_module.Stream",
            "",
            "6: the stream class no_such_module.Stream cannot be loaded (ModuleNotFoundError: No module named 'no_such_module'); "
            "correct it, or install its package where circusd runs",
        ),
        (
            "circusman_node.log_stream.LogStream",
            "stdout_stream.time_format = %Y",
            "8: LogStream stamps no time into the file; take time_format out, or use FileStream",
        ),
    ],
)
def test_a_stream_that_circusd_cannot_make_is_said(setting: Setting, tmp_path: Path, name: str, more: str, problem: str) -> None:
    setting.watch(STREAM.format(name=name, folder=tmp_path, more=more))
    assert setting.problems() == [f"{setting.ini}:{problem}"]


def test_a_stream_without_a_class_needs_a_file(setting: Setting) -> None:
    setting.watch("[watcher:store]\ncmd = sleep 1\nstdout_stream.max_bytes = 10\n")
    assert setting.problems() == [f"{setting.ini}:4: stdout_stream has neither a filename nor a class; write stdout_stream.filename"]


def test_a_stream_s_file_that_is_a_link_is_said(setting: Setting, tmp_path: Path) -> None:
    (tmp_path / "out.log").symlink_to(setting.ini)
    setting.watch(STREAM.format(name="FileStream", folder=tmp_path, more=""))
    assert setting.problems() == [f"{setting.ini}:7: {tmp_path}/out.log is a link, which is not read; have the log written to a plain file"]
