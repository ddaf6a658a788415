"""docs/scale.md says of every table where it would lie on several machines, once, and keeps to the models."""

from data.models.base import Base, InArea
from data.models.tables import METADATA
from tests.house.source import ROOT, functions_of, product, shown, text_of, tree_of
from tests.overheard import FLUSH
from tests.placement import placed, told

LACKS = "needs `area_code`, which it does not have today"


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


def is_there(place: str) -> bool:
    """Is there still the function of "file: function" (also "Class.method")?"""
    file, _, name = place.partition(": ")
    return file in product() and name.split(".")[-1] in {one.name for one in functions_of(tree_of(file))}


def test_what_would_be_refused_is_asked_by_functions_that_there_are():
    faults = [place for place, _ in told().refused if place != FLUSH and not is_there(place)]
    assert not faults, shown(faults)
    assert not is_there("data/storage/rollups.py: no_such_function")


def test_folders_and_files_of_commands_are_there():
    faults = [name for name in told().commands if not (ROOT / name).exists()]
    assert told().commands
    assert not faults, shown(faults)
