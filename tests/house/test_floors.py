"""Three floors that only import downward, and rooms whose door says what they hold."""

import ast

from tests.house.source import imports_of, product, shown, tree_of

ABOVE = {"data": {"layers", "dashboard", "app"}, "layers": {"dashboard", "app"}, "dashboard": {"app"}, "app.py": set()}


def upward(name: str, tree: ast.Module) -> list[str]:
    above = ABOVE[name.split("/")[0]] | {"tests"}
    return [f"{name}:{line} imports {what}" for line, what in imports_of(tree) if what.split(".")[0] in above]


def test_nothing_imports_upward():
    faults = [fault for name in product() for fault in upward(name, tree_of(name))]
    assert not faults, shown(faults)


def test_an_upward_import_would_be_seen():
    assert upward("data/cases/x.py", ast.parse("def f():\n    from layers.analysis import hotspots"))


def test_no_import_is_relative():
    faults = [f"{name}:{node.lineno}" for name in product() for node in ast.walk(tree_of(name))
              if isinstance(node, ast.ImportFrom) and node.level]
    assert not faults, shown(faults)


def test_a_room_s_door_holds_one_docstring_and_nothing_else():
    faults = [name for name in product() if name.endswith("__init__.py")
              and (len(tree_of(name).body) != 1 or not ast.get_docstring(tree_of(name)))]
    assert not faults, shown(faults)


def test_panels_do_not_talk_to_each_other():
    faults = [f"{name}:{line} imports {what}" for name in product() if name.startswith("dashboard/panels/")
              for line, what in imports_of(tree_of(name)) if what.startswith("dashboard.panels.")]
    assert not faults, shown(faults)
