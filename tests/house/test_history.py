"""History is written once: nothing in the program changes or removes an event or a line of the audit trail."""

import ast

from tests.house.source import product, shown, tree_of

KEPT = {"CaseEvent", "AuditRow"}
TRAIL = "data/people/trail.py"


def rewritten(tree: ast.Module) -> list[int]:
    """Return the lines that call update(...) or delete(...) on a table that is only ever added to."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call)
            and ast.unparse(node.func).split(".")[-1] in ("update", "delete")
            and {name.id for given in node.args for name in ast.walk(given) if isinstance(name, ast.Name)} & KEPT]


def test_no_code_changes_or_removes_an_event():
    faults = [f"{name}:{line}" for name in product() for line in rewritten(tree_of(name))]
    assert not faults, shown(faults)


def test_such_code_would_be_seen():
    assert rewritten(ast.parse("session.execute(sa.delete(CaseEvent).where(CaseEvent.id == 1))")) == [1]


def written(tree: ast.Module) -> list[int]:
    """Return the lines that make a line of the audit trail: AuditRow(...) or insert(AuditRow)."""
    return sorted(node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call)
                  and (ast.unparse(node.func) == "AuditRow" or (
                      ast.unparse(node.func).split(".")[-1] in ("insert", "insert_rows")
                      and any(ast.unparse(given) == "AuditRow" for given in node.args))))


def test_the_audit_trail_has_one_writer():
    faults = [f"{name}:{line}" for name in product() if name != TRAIL for line in written(tree_of(name))]
    assert not faults, shown(faults)
    assert len(written(tree_of(TRAIL))) == 1


def test_a_second_writer_would_be_seen():
    assert written(ast.parse("session.add(AuditRow(who='x'))\ninsert_rows(session, AuditRow, rows)")) == [1, 2]
