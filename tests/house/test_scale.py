"""docs/scale.md says of every table where it would lie on several machines, once, and keeps to the models."""

import re

from data.models.base import Base, InArea
from data.models.tables import METADATA
from tests.house.source import text_of

LINE = re.compile(r"^\| `(\w+)` \| (distributed|reference|local) \| (.+) \|$", re.MULTILINE)
LACKS = "needs `area_code`, which it does not have today"


def placed(text: str) -> list[tuple[str, str, str]]:
    """Return (table, where, why) of every line of the list."""
    return LINE.findall(text)


def test_every_table_stands_in_the_list_once():
    names = [name for name, _, _ in placed(text_of("docs/scale.md"))]
    assert names == sorted(METADATA.tables)


def test_a_table_that_is_spread_has_an_area_or_says_that_it_lacks_one():
    lines = placed(text_of("docs/scale.md"))
    spread = {name for name, where, _ in lines if where == "distributed"}
    without = {name for name in spread if "area_code" not in METADATA.tables[name].c}
    assert without == {name for name, _, why in lines if LACKS in why}


def test_rows_that_a_grant_may_hide_are_spread_unless_they_are_known_everywhere():
    where = {name: where for name, where, _ in placed(text_of("docs/scale.md"))}
    scoped = {mapper.class_.__tablename__ for mapper in Base.registry.mappers if issubclass(mapper.class_, InArea)}
    assert {name for name in scoped if where[name] != "distributed"} == {"areas", "campaigns"}


def test_a_line_that_is_missing_or_double_would_be_seen():
    assert placed("| `a` | local | why |\n| `a` | local | why |\n| b | local | x |") == [("a", "local", "why")] * 2
