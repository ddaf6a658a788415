"""Words stand in tables, complete in Chinese and in English; code speaks in keys."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from data.audit.blame import FAULTS
from data.calendar.limits import Unit
from data.cases.clocks import STAGES
from data.cases.deadlines import LAMPS
from data.cases.intake import REASONS
from data.cases.states import NEEDS, State, Verb
from data.cases.suspicions import BITS
from data.scope import PERMISSIONS, ROLES
from data.units.status import KINDS, STATUSES
from tests.house.source import ROOT, product, shown, text_of, tree_of, written

LANGUAGES = ("zh-CN", "en")
PLURALS = {"one", "other"}
MEASURE_WORD = 1
"""One Chinese character after a number (件, 个) has no English word."""
CHINESE = re.compile(r"[\u3001-\u3011\u3400-\u9fff]")
"""Han characters and their punctuation; a full-width sign alone is a sign."""
HALF = re.compile(r"[\u3400-\u9fff\u300b\u300d\uff09][,:;?!](?!/)")
"""A sign of half a width after a Chinese one: in print and on a wall it leaves a hole."""
GAPS = re.compile(r"\{(\w+)")
REFUSALS = {"CityError", "NotSignedIn", "NotAllowed", "NotFound", "Invalid", "IllegalMove", "Conflict", "Busy"}
NAME_TABLES = ("data/demo/", "data/people/demo_people.py", "dashboard/speech.py")
"""Invented names and texts of the demo city, and how numbers are said: data and grammar in the shape of code."""


def shared_words(language: str) -> dict[str, Any]:
    folder = ROOT / "dashboard" / "words"
    found: dict[str, Any] = {}
    for path in (folder / f"{language}.toml", *sorted(folder.glob(f"*.{language}.toml"))):
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def leaves(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield (dotted key, text); a table of plural forms is one text."""
    for key, value in table.items():
        if isinstance(value, dict) and not set(value) <= PLURALS:
            yield from leaves(value, f"{before}{key}.")
        else:
            yield before + key, " ".join(value.values()) if isinstance(value, dict) else str(value)


def differences(tables: dict[str, dict[str, Any]]) -> list[str]:
    """Return what one language says and the other does not: keys, empty texts, gaps to fill."""
    if set(tables) != set(LANGUAGES):
        return [f"languages are {sorted(tables)}"]
    zh, en = (dict(leaves(tables[language])) for language in LANGUAGES)
    faults = [f"{key} stands in one language only" for key in sorted(set(zh) ^ set(en))]
    both = sorted(set(zh) & set(en))
    faults += [f"{key} is empty" for key in both if not zh[key] or not (en[key] or len(zh[key]) <= MEASURE_WORD)]
    gaps = {key: set(GAPS.findall(zh[key])) ^ set(GAPS.findall(en[key])) for key in both}
    return faults + [f"{key} fills {sorted(only)} in one language only" for key, only in gaps.items() if only]


def texts(words: dict[str, Any]) -> Iterator[str]:
    """Yield every text of a table of words."""
    for value in words.values():
        yield from texts(value) if isinstance(value, dict) else [str(value)]


def tables_in(name: str) -> Iterator[dict[str, dict[str, Any]]]:
    """Yield the module's own tables of words; they are plain values, never computed."""
    yield from (ast.literal_eval(node.value) for node in ast.walk(tree_of(name)) if is_word_table(node))


def is_word_table(node: ast.AST) -> bool:
    """Is this `WORDS = {...}`, with or without a type?"""
    targets = getattr(node, "targets", [getattr(node, "target", None)])
    is_given = isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict)
    return is_given and any(isinstance(target, ast.Name) and target.id == "WORDS" for target in targets)


def chinese_outside_words(source: str) -> list[int]:
    """Return the lines with Chinese in code: not in docstrings, not in a table called WORDS."""
    tree = ast.parse(source)
    allowed: set[int] = set()
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_text or is_word_table(node):
            allowed |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return sorted({token.start[0] for token in tokens if CHINESE.search(token.string)} - allowed)


def codes_raised(tree: ast.Module) -> list[tuple[int, str]]:
    """Return (line, code) of every refusal: those that are raised with a code, and each class's own."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in REFUSALS and node.args:
            found += [(node.lineno, one.value) for one in ast.walk(node.args[0])
                      if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if isinstance(node, ast.ClassDef):
            found += [(line.lineno, str(ast.literal_eval(line.value))) for line in node.body
                      if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code"]
    return sorted(found)


def test_shared_words_are_complete_in_both_languages():
    faults = differences({language: shared_words(language) for language in LANGUAGES})
    assert not faults, shown(faults)


def test_words_beside_their_thing_are_complete_in_both_languages():
    faults = [f"{name}: {fault}" for name in product() for words in tables_in(name) for fault in differences(words)]
    assert not faults, shown(faults)


def test_chinese_sentences_have_signs_of_full_width():
    said = [*texts(shared_words("zh-CN")), *(text for name in product() for words in tables_in(name)
                                             for text in texts(words["zh-CN"]))]
    assert len(said) > 3_000
    assert not [text for text in said if HALF.search(text)]
    assert [bool(HALF.search(text)) for text in ("已派,未到", "单位:{unit}", "已派，未到", "12:30 到")] == [
        True, True, False, False]


def test_a_missing_word_would_be_seen():
    assert differences({"zh-CN": {"a": "甲 {n}", "b": "乙"}, "en": {"a": "A"}}) == [
        "b stands in one language only", "a fills ['n'] in one language only"]
    assert differences({"zh-CN": {"a": "甲乙", "b": "件"}, "en": {"a": "", "b": ""}}) == ["a is empty"]
    assert differences({"zh-CN": {"a": "甲"}}) == ["languages are ['zh-CN']"]
    assert not differences({"zh-CN": {"a": "{n} 件"}, "en": {"a": {"one": "{n} case", "other": "{n} cases"}}})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_sentence(language):
    known = shared_words(language)["errors"]
    faults = [f"{name}:{line} {code}" for name in product() for line, code in codes_raised(tree_of(name))
              if code not in known]
    assert not faults, shown(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_state_verb_status_kind_limit_and_lamp_has_its_word(language):
    words = shared_words(language)
    wanted = {"reasons": REASONS, "states": State, "verbs": Verb, "statuses": STATUSES, "kinds": KINDS,
              "limits": [*Unit, *(f"{unit}_n" for unit in Unit)],
              "lamps": [*LAMPS, *(f"{lamp}_shape" for lamp in LAMPS)]}
    faults = [f"[{table}] {key}" for table, keys in wanted.items() for key in keys if key not in words.get(table, {})]
    assert not faults, shown(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_need_permission_stage_suspicion_and_fault_has_its_words(language):
    words = shared_words(language)
    wanted = {"errors": [f"{need}_needed" for need in NEEDS], "permissions": PERMISSIONS, "titles": ROLES,
              "stages": STAGES, "suspicions": BITS, "audit": FAULTS}
    faults = [f"[{table}] {key}" for table, keys in wanted.items() for key in keys if key not in words.get(table, {})]
    assert not faults, shown(faults)


def test_a_refusal_without_words_would_be_seen():
    found = codes_raised(ast.parse('raise Conflict("unit_engaged", unit=1)\nclass A(CityError):\n    code = "a"'))
    assert [code for _, code in found] == ["unit_engaged", "a"]


def test_chinese_stands_in_word_tables_only():
    faults = [f"{name}:{line}" for name in product() if not name.startswith(NAME_TABLES)
              for line in chinese_outside_words(text_of(name))]
    faults += [f"{name}:{number}" for name in written(".js", ".css")
               for number, line in enumerate(text_of(name).splitlines(), start=1) if CHINESE.search(line)]
    assert not faults, shown(faults)


def test_chinese_in_code_would_be_seen():
    assert chinese_outside_words('"""案件"""\nWORDS = {"a": "案"}\nx = "案"  # 案\ny = 1  # 案') == [3, 4]
