"""Small enough to read: files, functions, parameters; names that say what they hold."""

import ast
import re
from pathlib import PurePath

from tests.house.source import functions_of, product, shown, text_of, tree_of, written

FILE_LINES, FUNCTION_LINES, POSITIONAL = 400, 50, 5
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
NOT_A_FUNCTION = {"if", "for", "while", "switch", "catch", "with"}
QUOTED = re.compile(r"""//[^\n]*|/\*.*?\*/|`(?:\\.|[^`\\])*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)


def long_functions(tree: ast.Module) -> list[str]:
    return [f"{one.lineno} {one.name} ({lines} lines)" for one in functions_of(tree)
            if (lines := (one.end_lineno or one.lineno) - one.lineno + 1) > FUNCTION_LINES]


def long_blocks(script: str) -> list[str]:
    """Return the JavaScript functions that are too long; a file's own wrapper is not counted."""
    plain = QUOTED.sub(lambda quoted: "_" + "\n" * quoted[0].count("\n"), script)
    found, opened = [], []
    for spot, sign in enumerate(plain):
        if sign == "{":
            opened.append(spot)
        elif sign == "}" and opened:
            start = opened.pop()
            lines = plain.count("\n", start, spot) + 1
            if lines > FUNCTION_LINES and _is_function(plain[:start]) and not _is_wrapper(plain[:start]):
                found.append(f"{plain.count(chr(10), 0, start) + 1} ({lines} lines)")
    return found


def _is_function(before: str) -> bool:
    before = before.rstrip()
    if before.endswith("=>"):
        return True
    if not before.endswith(")"):
        return False
    depth, spot = 0, len(before)
    while spot:
        spot -= 1
        depth += {")": 1, "(": -1}.get(before[spot], 0)
        if depth == 0:
            break
    word = re.search(r"(\w*)\s*$", before[:spot])
    return word is not None and word[1] not in NOT_A_FUNCTION


def _is_wrapper(before: str) -> bool:
    return before.rsplit("\n", 1)[-1].startswith("(")


def test_files_are_short():
    faults = [f"{name} ({lines} lines)" for name in written(".py", ".js", ".css")
              if (lines := text_of(name).count("\n")) > FILE_LINES]
    assert not faults, shown(faults)


def test_functions_are_short():
    faults = [f"{name}:{found}" for name in written(".py") for found in long_functions(tree_of(name))]
    faults += [f"{name}:{found}" for name in written(".js") for found in long_blocks(text_of(name))]
    assert not faults, shown(faults)


def test_a_long_function_would_be_seen_in_either_language():
    body = "\n".join(["  x += 1"] * 60)
    assert long_functions(ast.parse(f"def f(x):\n{body}"))
    assert long_blocks(f"(() => {{\nconst f = (x) => {{\n{body}\n}};\n}})();")
    assert long_blocks(f"function f(a = (1), b) {{\n{body}\n}}")
    assert not long_blocks(f"(() => {{\n{body}\n}})();")
    assert not long_blocks("const s = `{`;\n" + "\n".join(["const t = '{'; // {"] * 60) + "\nconst u = '}';")


def test_functions_take_few_things_by_position():
    faults = [f"{name}:{one.lineno} {one.name} takes {len(_positional(one))}" for name in product()
              for one in functions_of(tree_of(name)) if len(_positional(one)) > POSITIONAL]
    assert not faults, shown(faults)


def _positional(one: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    return [given.arg for given in one.args.posonlyargs + one.args.args if given.arg not in ("self", "cls")]


def test_file_names_say_what_a_file_holds():
    faults = [name for name in written(".py", ".js", ".css") if PurePath(name).stem in SAYS_NOTHING
              and name != "data/models/base.py"]
    assert not faults, shown(faults)


def test_every_module_says_what_it_is_for():
    faults = [name for name in written(".py") if not _purpose(tree_of(name)).endswith((".", "?", ":", ","))
              and "\n" not in (ast.get_docstring(tree_of(name)) or "")]
    faults += [name for name in written(".py") if not _purpose(tree_of(name))]
    assert not faults, shown(faults)


def _purpose(tree: ast.Module) -> str:
    return (ast.get_docstring(tree) or "").split("\n")[0]


def test_every_public_function_of_the_lower_floors_says_what_it_returns():
    faults = [f"{name}:{node.lineno} {node.name}" for name in product() if name.startswith(("data/", "layers/"))
              for node in tree_of(name).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
              and not node.name.startswith("_") and not ast.get_docstring(node)
              and "migrations/versions" not in name]
    assert not faults, shown(faults)
