"""Rendering, and that no template can do harm."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from circusman_node.configure import render as rendering
from circusman_node.configure.render import TEMPLATE_LIMIT, compile_templates, read_templates, render
from circusman_node.errors import NodeError
from circusman_node.service import load_service


def refusal(templates: dict[str, str], **variables: object) -> str:
    with pytest.raises(NodeError) as refused:
        render(templates, variables)
    return refused.value.reason


def test_templates_become_files_with_their_last_newline_or_without() -> None:
    members = [{"address": "127.0.81.1", "identifier": 4}]
    templates = {"a": "{% for member in members %}{{ member.address }}={{ member.identifier }}\n{% endfor %}", "b": "é {{ heap }}", "c": ""}
    assert render(templates, {"members": members, "heap": "1g"}) == {"a": "127.0.81.1=4\n", "b": "é 1g", "c": ""}


def test_templates_include_and_import_each_other() -> None:
    templates = {
        "a": "{% include 'b' %}{% import 'c' as c %}{{ c.twice(x) }}",
        "b": "[{{ x }}]",
        "c": "{% macro twice(y) %}{{ y }}{{ y }}{% endmacro %}",
    }
    assert render(templates, {"x": 1})["a"] == "[1]11"


def test_an_ipv6_address_is_bracketed_where_a_port_follows() -> None:
    templates = {"a": '{{ address | bracketed }}:1 {{ addresses | map("bracketed") | join(":2,") }}:2'}
    assert render(templates, {"address": "fd00::1", "addresses": ["fd00::1", "10.0.0.1"]}) == {"a": "[fd00::1]:1 [fd00::1]:2,10.0.0.1:2"}


def test_all_missing_variables_are_said_at_once() -> None:
    reason = refusal({"a.conf": "{{ heap }}\n\n{{ port }} {{ port }}", "b.conf": "{% if heap %}{{ host }}{% endif %}"}, heap=1)
    missing = "a.conf:3: 'port' is undefined, b.conf:1: 'host' is undefined"
    assert reason == f"{missing}; declare them in [variables] of the service's service.toml, or correct the name"


def test_a_template_may_ask_for_a_variable_that_is_missing() -> None:
    templates = {"a": "{{ port | default(1) }}{{ host | d('h') }}{% if user is defined %}{{ user }}{% endif %}"}
    assert render(templates, {}) == {"a": "1h"}


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("\n{% for x in %}", "a:2: Expected an expression, got 'end of statement block'"),
        ("\n\n{{ x.y }}", "a:3: 'int object' has no attribute 'y'"),
        ("\n{% include '/etc/passwd' %}", "a:2: there is no template '/etc/passwd' among the service's"),
        ("\n{% include 'wrong' %}", "wrong:3: unsupported operand type(s) for +: 'int' and 'str'"),
        ("\n{{ ''.__class__.__mro__ }}", "a:2: access to attribute '__class__' of 'str' object is unsafe."),
        ("\n{{ list.append(1) }}", "a:2: access to attribute 'append' of 'list' object is unsafe."),
        ("\n{{ 'x' * 1000000000 }}", "a:2: the template needs more than 512 MB of memory"),
        ("\n{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "a:2: the template is nested too deeply"),
        ("{% for i in range(99999) %}0123456789\n{% endfor %}", "a: it becomes more than 1000 kB; make it shorter"),
        ("{{ 1 / 0 }}", "a:1: division by zero"),
    ],
)
def test_what_cannot_be_rendered_is_said_with_its_line(template: str, reason: str) -> None:
    assert refusal({"a": template, "wrong": "\n\n{% if list %}{{ 1 + 'x' }}{% endif %}"}, x=1, list=[1]) == reason


def test_a_template_without_end_is_ended_and_others_are_served_meanwhile() -> None:
    endless = "{% for i in range(99999) %}{% for j in range(99999) %}{% for k in range(99999) %}{% endfor %}{% endfor %}{% endfor %}"
    reasons: list[str] = []
    thread = threading.Thread(target=lambda: reasons.append(refusal({"fine": "", "endless": endless})))
    thread.start()
    assert render({"a": "{{ x }}"}, {"x": 1}) == {"a": "1"}
    assert thread.is_alive()
    thread.join(60)
    assert reasons == ["the template endless took more than 5 s; take out what repeats so often"]


def test_one_that_never_comes_back_to_be_asked_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "WALL_LIMIT", 1)
    began = time.monotonic()
    assert refusal({"a": "{{ 10 ** (10 ** 9) }}"}) == "the template a took more than 5 s; take out what repeats so often"
    assert time.monotonic() - began < 4


def test_the_answer_counts_when_somebody_else_collects_the_child() -> None:
    with collecting_children():
        for number in range(5):
            assert render({"a": "{{ number }}"}, {"number": number}) == {"a": str(number)}


@contextmanager
def collecting_children() -> Iterator[None]:
    """Does what circusd does at each check_delay, all the time: collects whichever child has ended."""
    over = threading.Event()

    def collect() -> None:
        while not over.is_set():
            with suppress(ChildProcessError):
                os.waitpid(-1, os.WNOHANG)

    thread = threading.Thread(target=collect)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_template_above_the_cap_is_refused_before_a_process_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_CHILD", Path("/nowhere"))
    assert refusal({"a": "é" * (TEMPLATE_LIMIT // 2 + 1)}) == "the template a is larger than 256 kB; make it shorter"


def test_a_template_of_just_the_cap_is_rendered() -> None:
    assert render({"a": "x" * TEMPLATE_LIMIT}, {})["a"] == "x" * TEMPLATE_LIMIT


def test_a_child_that_cannot_begin_is_no_fault_of_the_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_CHILD", Path("/nowhere/render_child.py"))
    reason = refusal({"a": ""})
    assert reason.startswith("the process that renders templates could not begin (")
    assert "No such file or directory" in reason


def test_the_child_has_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    assert render({"a": "fine"}, {}) == {"a": "fine"}


def test_compiling_wants_the_names_of_the_variables_and_not_their_values() -> None:
    compile_templates({"a": "{{ members[0].address }}"}, {"members": None})
    with pytest.raises(NodeError, match="a:1: 'member' is undefined"):
        compile_templates({"a": "{{ member }}"}, {"members": None})


def test_templates_of_a_service_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "templates" / "sub").mkdir(parents=True)
    (tmp_path / "service.toml").write_text('[service]\nhome = "/srv/a"\n[files]\n"sub/a" = "a"\n')
    template = tmp_path / "templates" / "sub" / "a"
    template.write_bytes("é\r\n{{ x }}".encode())
    service = load_service(tmp_path)
    assert read_templates(service) == {"sub/a": "é\r\n{{ x }}"}
    template.write_bytes(b"\n\xff")
    with pytest.raises(NodeError, match=r"templates/sub/a:2: this is not UTF-8 text; save it as UTF-8"):
        read_templates(service)
    template.unlink()
    with pytest.raises(NodeError, match=r"templates/sub/a cannot be read \(No such file or directory\)"):
        read_templates(service)
