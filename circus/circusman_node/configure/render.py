"""Renders a service's templates, in a process of its own with limits: a template may loop for ever or ask for all memory, and compiling
one would hold up every thread of circusd.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from circusman_node.errors import NodeError
from circusman_node.plain_file import open_plain
from circusman_node.service import Service

# Bytes of one template, bytes of one rendered file, bytes of memory, seconds of processor time, seconds by the clock.
TEMPLATE_LIMIT = 256_000
OUTPUT_LIMIT = 1_000_000
MEMORY_LIMIT = 512 * 2**20
CPU_LIMIT = 5
WALL_LIMIT = 10

_CHILD = Path(__file__).with_name("render_child.py")
_LIMITS = {
    "resources": {"RLIMIT_CPU": CPU_LIMIT, "RLIMIT_AS": MEMORY_LIMIT, "RLIMIT_NOFILE": 16, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0},
    "output": OUTPUT_LIMIT,
    "memory_mb": MEMORY_LIMIT // 2**20,
}


def read_templates(service: Service) -> dict[str, str]:
    """The text of each template of the service, by its name. Raises NodeError for one that cannot be read, is too large or is no text."""
    templates = {}
    for name in service.files:
        path = service.folder / "templates" / name
        try:
            with open_plain(path) as file:
                content = file.read(TEMPLATE_LIMIT + 1)  # no more, however large it is: render refuses it by then
            templates[name] = content.decode()
        except OSError as error:
            raise NodeError(f"{path} cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise NodeError(f"{path}:{line}: this is not UTF-8 text; save it as UTF-8") from error
    return templates


def render(templates: Mapping[str, str], variables: Mapping[str, Any]) -> dict[str, str]:
    """What each template becomes with these variables. Takes about 0.15 s and blocks so long; not for circusd's loop.

    Raises NodeError with template and line for the first thing wrong, and with all variables that are missing.
    """
    return _in_child(templates, variables, compile_only=False)


def compile_templates(templates: Mapping[str, str], variables: Mapping[str, Any]) -> None:
    """Raises NodeError as `render` would for syntax and missing variables; the values do not matter."""
    _in_child(templates, variables, compile_only=True)


def _in_child(templates: Mapping[str, str], variables: Mapping[str, Any], compile_only: bool) -> dict[str, str]:
    for name, text in templates.items():
        # A lone surrogate, which JSON can bring, counts too here; the child refuses it by its line.
        if len(text.encode("utf-8", "surrogatepass")) > TEMPLATE_LIMIT:
            raise NodeError(f"the template {name} is larger than {TEMPLATE_LIMIT // 1000} kB; make it shorter")
    request = json.dumps({"templates": dict(templates), "variables": dict(variables), "compile_only": compile_only})
    command = [sys.executable, "-I", "-B", str(_CHILD), json.dumps(_LIMITS), *_import_folders()]
    try:
        # Nothing of circusd's environment, which may hold secrets, and no folder of the node.
        ended = subprocess.run(command, input=request, capture_output=True, encoding="utf-8", env={}, cwd="/", timeout=WALL_LIMIT)
        answers, complaints = ended.stdout, ended.stderr
    except subprocess.TimeoutExpired as expired:
        answers, complaints = (expired.stdout or b"").decode("utf-8", "replace"), ""
    except OSError as error:
        raise NodeError(f"no process could be started to render the templates ({error.strerror}); see what the machine lacks") from error
    return _answer(answers, complaints)


def _answer(answers: str, complaints: str) -> dict[str, str]:
    """Goes by what the child said, not by how it ended: circusd collects the exit status of any child before others can."""
    lines = [json.loads(line) for line in answers.splitlines() if line.endswith("}")]
    last = lines[-1] if lines else {}
    if "files" in last:
        return last["files"]
    if "error" in last:
        raise NodeError(last["error"])
    if "at" in last:
        raise NodeError(f"the template {last['at']} took more than {CPU_LIMIT} s; take out what repeats so often")
    reason = (complaints.strip().splitlines() or ["no word why"])[-1]
    raise NodeError(f"the process that renders templates could not begin ({reason}); install circusman-node anew")


@cache
def _import_folders() -> tuple[str, ...]:
    """Where jinja2 and markupsafe are: the child has no PYTHONPATH to find them by."""
    specs = [find_spec(name) for name in ("jinja2", "markupsafe")]
    return tuple(dict.fromkeys(str(Path(spec.origin).parents[1]) for spec in specs if spec is not None and spec.origin is not None))
