"""The project's own files, and what can be read off them without running them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("data", "layers", "dashboard")
NOT_OURS = {".git", ".venv", "var", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}
GENERATED = ("data/storage/migrations/versions", "assets/vendor/")
"""Written by alembic from the models, long by nature and never changed once released; and bundles of others."""


def product() -> list[str]:
    """Return the Python files of the program itself, relative to the root."""
    files = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]
    app = ROOT / "app.py"
    return sorted(str(path.relative_to(ROOT)) for path in [*files, *([app] if app.exists() else [])])


def written(*endings: str) -> list[str]:
    """Return every file of the project with one of these endings, except generated and foreign ones."""
    return sorted(name for name in ours() if name.endswith(endings) and not name.startswith(GENERATED))


@cache
def ours() -> tuple[str, ...]:
    """Return every file that is, or would be, committed."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, text=True, check=False)
    names = listed.stdout.splitlines() if listed.returncode == 0 else (
        str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if not NOT_OURS & set(path.parts))
    return tuple(name for name in names if (ROOT / name).is_file())


def text_of(name: str) -> str:
    """Return the file's text."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tree_of(name: str) -> ast.Module:
    """Return the parsed Python file."""
    return ast.parse(text_of(name), filename=name)


def imports_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of everything imported, `from a import b` as a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def shown(faults: list[str]) -> str:
    """Return the faults one a line, for an assertion's message."""
    return "\n" + "\n".join(faults)
