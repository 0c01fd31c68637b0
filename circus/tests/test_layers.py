"""Which module imports which: no circle, so that each can be read after those that it is made of."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "circusman_node"


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path, modules: set[str]) -> Iterator[str]:
    """What a module imports of the package, also where only its types are checked."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for name in node.names:
                full = f"{node.module}.{name.name}"
                yield full if full in modules else node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def circle(module: str, uses: dict[str, set[str]], path: tuple[str, ...] = ()) -> tuple[str, ...] | None:
    """The first circle that is found from the module on."""
    if module in path:
        return path[path.index(module) :]
    return next((found for one in sorted(uses.get(module, ())) if (found := circle(one, uses, (*path, module)))), None)


def test_no_module_imports_itself_by_way_of_others() -> None:
    files = {module_of(file): file for file in PACKAGE.rglob("*.py")}
    uses = {module: {one for one in imports(file, set(files)) if one in files and one != module} for module, file in files.items()}
    assert len(uses) > 40
    assert [found for module in uses if (found := circle(module, uses))] == []
