"""docs/checks.md says which test holds which acceptance check: each of the 25, and only tests there are."""

import re

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([\w/]+)::(\w+)`")


def test_every_check_names_tests_there_are():
    checks = dict(re.findall(r"^\| (\d+) \|[^|]*\|([^|]*)\|$", PAGE, re.MULTILINE))
    assert sorted(map(int, checks)) == list(range(1, 26))
    assert [number for number, held in checks.items() if not NAMED.search(held)] == []
    named = NAMED.findall(PAGE)
    assert len(named) > 50
    missing = [f"{path}::{name}" for path, name in named if not stands(path, name)]
    assert missing == []


def stands(path: str, name: str) -> bool:
    """Is there such a test?"""
    file = ROOT / "tests" / f"{path}.py"
    return file.exists() and f"def test_{name}(" in file.read_text(encoding="utf-8")
