"""Renders templates, as a process of its own: reads one JSON object from stdin, writes JSON lines to stdout.

usage: python -I -B render_child.py LIMITS FOLDER…     (LIMITS: JSON; FOLDER: where jinja2 and what it needs are imported from)

In:  {"templates": {name: text}, "variables": {…}, "compile_only": bool}
Out: {"at": name} before each template, then {"files": {name: text}} or {"error": sentence}.

It stands alone: nothing of the package can be imported here. The limits are taken on before a template is looked at.
"""

import json
import resource
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

LIMITS = json.loads(sys.argv[1])
sys.path += sys.argv[2:]

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, nodes  # noqa: E402
from jinja2.loaders import FunctionLoader  # noqa: E402
from jinja2.meta import find_undeclared_variables  # noqa: E402
from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: E402


class RefusedError(Exception):
    """A template cannot be rendered; the message says why, with its name and line."""


def main() -> None:
    for limit, value in LIMITS["resources"].items():
        resource.setrlimit(getattr(resource, limit), (value, value))
    request = json.load(sys.stdin)
    try:
        answer = {"files": rendered(**request)}
    except RefusedError as error:
        answer = {"error": str(error)}
    say(answer)


def say(line: dict[str, object]) -> None:
    print(json.dumps(line), flush=True)


def rendered(templates: dict[str, str], variables: dict[str, object], compile_only: bool) -> dict[str, str]:
    # The name as the file's name has the compiled template's traceback name it, which is where an error's line comes from.
    loader = FunctionLoader(lambda name: (templates[name], name, None) if name in templates else None)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True, loader=loader)
    environment.filters["bracketed"] = bracketed
    missing: list[str] = []
    for name, text in templates.items():
        with refusals_of(name, templates):
            missing += undefined_names(environment, name, text, variables)
    if missing:
        raise RefusedError(f"{', '.join(missing)}; {undefined_advice(len(missing))}")
    files: dict[str, str] = {}
    for name in () if compile_only else templates:
        with refusals_of(name, templates):
            files[name] = output_of(environment, name, variables)
    return files


def bracketed(address: str) -> str:
    """With brackets where it is an IPv6 address, which needs them where a port follows."""
    return f"[{address}]" if ":" in address else address


def undefined_names(environment: ImmutableSandboxedEnvironment, name: str, text: str, variables: dict[str, object]) -> list[str]:
    """Where the template uses variables that do not exist, all of them; those it asks for by `default` or `is defined` may be missing."""
    tree = environment.parse(text, name, name)
    environment.compile(tree, name, name)
    undeclared = find_undeclared_variables(tree) - set(variables)
    asked = {guard.name for guard in guards(tree) if isinstance(guard, nodes.Name)}
    lines: dict[str, int] = {}
    for found in tree.find_all(nodes.Name):
        if found.name in undeclared - asked:
            lines.setdefault(found.name, found.lineno)
    return [f"{name}:{line}: '{variable}' is undefined" for variable, line in sorted(lines.items(), key=lambda item: item[1])]


def guards(tree: nodes.Template) -> list[nodes.Node | None]:
    tests = [test.node for test in tree.find_all(nodes.Test) if test.name in ("defined", "undefined")]
    return tests + [used.node for used in tree.find_all(nodes.Filter) if used.name in ("default", "d")]


def undefined_advice(count: int) -> str:
    return f"declare {'it' if count == 1 else 'them'} in [variables] of the service's service.toml, or correct the name"


def output_of(environment: ImmutableSandboxedEnvironment, name: str, variables: dict[str, object]) -> str:
    pieces, size = [], 0
    for piece in environment.get_template(name).generate(variables):
        size += len(piece.encode())
        if size > LIMITS["output"]:
            raise RefusedError(f"{name}: it becomes more than {LIMITS['output'] // 1000} kB; make it shorter")
        pieces.append(piece)
    return "".join(pieces)


@contextmanager
def refusals_of(name: str, templates: dict[str, str]) -> Iterator[None]:
    """Around the work on one template: whatever goes wrong in it becomes a RefusedError that names template and line."""
    say({"at": name})
    try:
        yield
    except RefusedError:
        raise
    except TemplateSyntaxError as error:
        raise RefusedError(f"{error.name or name}:{error.lineno}: {error.message}") from None
    except Exception as error:
        raise RefusedError(f"{place(error, name, templates)}: {reason(error)}") from None


def reason(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template '{error.name}' among the service's"
    if isinstance(error, MemoryError):
        return f"the template needs more than {LIMITS['memory_mb']} MB of memory"
    if isinstance(error, RecursionError):
        return "the template is nested too deeply"
    return " ".join(str(error).split()) or type(error).__name__


def place(error: BaseException, name: str, templates: dict[str, str]) -> str:
    """Template and line of the innermost template that the error came through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in templates:
            return f"{frame.filename}:{frame.lineno}"
    return name


main()
