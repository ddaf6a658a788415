"""Cases come in as history: every row stored, duplicate or rejected with a reason, and the three add up."""

import csv
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import shapely
from sqlalchemy import func, select

from data.errors import Invalid, NotFound
from data.ingest.reasons import REASONS
from data.ingest.report import harmless
from data.models.case import Case, CaseClass, CaseEvent, Department
from data.models.change import Change
from data.scope import Scope
from tests.data.ingest import files

JOB = Scope.of_job("test")
SHANGHAI_EIGHT = datetime(2026, 3, 1, 0, 0, tzinfo=UTC)


def cases(database) -> dict[str, Case]:
    with database.read(JOB) as session:
        return {case.event_id: case for case in session.scalars(select(Case))}


def count(database, model) -> int:
    with database.read(JOB) as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_sound_row_becomes_a_case_of_the_past(with_districts, database, tmp_path):
    report = with_districts(files.write_cases(tmp_path / "c.csv", [{"closed": "2026-03-01 09:30"}]), files.CASE_MAPPING)
    assert (report.kind, report.received, report.stored, report.rejected) == ("cases", 1, 1, 0)
    case = cases(database)["1"]
    assert (case.source, case.channel, case.state, case.is_open) == ("hotline", "import", "closed", False)
    assert (case.occurred_at, case.received_at) == (SHANGHAI_EIGHT, SHANGHAI_EIGHT)
    assert case.closed_at == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
    assert (case.area_code, case.placed, case.lon, case.lat) == ("990203", "point", 121.05, 31.05)
    assert (case.class_scheme, case.class_code, case.case_no) == ("test", "垃圾", "26030100001")


def test_every_bad_row_is_rejected_for_its_reason_and_the_figures_add_up(with_districts, database, tmp_path):
    rows = [
        {}, {"id": ""}, {"at": ""}, {"at": "yesterday"}, {"closed": "2026-02-28T00:00:00"}, {"lon": "", "lat": ""},
        {"lon": "x"}, {"lon": "121.05", "lat": "91"}, {"lon": "10", "lat": "50"}, {"text": "长" * 5_001},
        {"lon": "", "lat": "", "district": "Z区"}, {"id": "n" * 129}, {"closed": "soon"}, {"at": "9999-12-31"},
        {"at": "2036-03-01 08:00"},
    ]
    report = with_districts(files.write_cases(tmp_path / "c.csv", rows), files.CASE_MAPPING)
    assert report.reasons == {
        "no_id": 1, "no_time": 1, "unreadable_date": 3, "closed_before_opened": 1, "no_coordinate": 1,
        "unreadable_coordinate": 2, "outside_every_area": 1, "text_too_long": 1, "unknown_area": 1, "id_too_long": 1,
        "in_the_future": 1,
    }
    assert report.received == len(rows) == report.stored + report.duplicate + report.rejected
    assert (report.stored, report.rejected, count(database, Case)) == (1, 14, 1)


def test_a_case_without_coordinates_is_placed_in_the_area_it_names_and_marked(with_districts, database, tmp_path):
    rows = [{"lon": "", "lat": "", "district": "B区"}, {"lon": "0", "lat": "0", "district": "b区"}]
    report = with_districts(files.write_cases(tmp_path / "c.csv", rows), files.CASE_MAPPING)
    assert (report.stored, report.notes["placed_by_area"]) == (2, 2)
    case = cases(database)["1"]
    assert (case.area_code, case.placed) == ("990202", "area")
    assert shapely.Point(case.lon, case.lat).within(files.district("B"))


def test_an_area_may_be_named_by_its_code_or_by_a_source_s_id(with_districts, database, tmp_path):
    rows = [{"lon": "", "lat": "", "district": "990204"}, {"lon": "", "lat": "", "district": "D"}]
    for by, source in (("code", ""), ("alias", 'source = "mapping"')):
        mapping = files.CASE_MAPPING.replace('by = "name"', f'by = "{by}"\n{source}')
        with_districts(files.write_cases(tmp_path / "c.csv", rows), mapping)
    assert {case.area_code for case in cases(database).values()} == {"990204"}
    assert len(cases(database)) == 2


def test_importing_twice_makes_every_stored_row_a_duplicate(with_districts, database, tmp_path):
    path = files.write_cases(tmp_path / "c.csv", [{}, {}, {"at": "?"}])
    with_districts(path, files.CASE_MAPPING)
    again = with_districts(path, files.CASE_MAPPING)
    assert (again.received, again.stored, again.duplicate, again.rejected) == (3, 0, 2, 1)
    assert (count(database, Case), count(database, CaseEvent)) == (2, 2)


def test_the_same_id_twice_in_one_file_is_one_case(with_districts, database, tmp_path):
    report = with_districts(files.write_cases(tmp_path / "c.csv", [{"id": "7"}, {"id": "7"}]), files.CASE_MAPPING)
    assert (report.stored, report.duplicate) == (1, 1)


def test_ten_thousand_broken_rows_are_ten_thousand_rejected_rows(with_districts, database, tmp_path):
    path = tmp_path / "c.csv"
    head = ",".join(files.CASE_COLUMNS)
    lines = [head, *["?,?,?,?,?,?,?,?"] * 5_000, *["just,three,columns"] * 5_000]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = with_districts(path, files.CASE_MAPPING)
    assert (report.received, report.stored, report.rejected) == (10_000, 0, 10_000)
    assert report.reasons == {"unreadable_row": 5_000, "unreadable_date": 5_000}
    with report.rejected_csv_path.open(encoding="utf-8-sig") as lines:
        assert sum(1 for _line in csv.reader(lines)) == 10_001
    assert count(database, Case) == 0


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "路灯坏了🔥👨‍👩‍👧‍👦", "長" * 5_000, "\u202e反向\u202c مرحبا",
    "'; DROP TABLE cases; --", "=1+1", "\u200b", "line one\nline two", '"quoted, with comma"',
])
def test_any_text_is_kept_as_it_is(with_districts, database, tmp_path, text):
    report = with_districts(files.write_cases(tmp_path / "c.csv", [{"text": text}]), files.CASE_MAPPING)
    assert report.stored == 1
    assert cases(database)["1"].text == text


def test_a_wrong_column_stores_nothing(with_districts, database, tmp_path):
    path = files.write_cases(tmp_path / "c.csv", [{}])
    for right, wrong, key in (('id = "id"', 'id = "key"', "id"), ('lon = "lon"', 'lon = "x"', "position.lon"),
                              ('major = "kind"', 'major = "type"', "classes.major"),
                              ('column = "district"', 'column = "borough"', "area[1].column")):
        with pytest.raises(Invalid) as refused:
            with_districts(path, files.CASE_MAPPING.replace(right, wrong))
        assert (refused.value.code, refused.value.values["key"]) == ("wrong_column", key)
    assert (count(database, Case), count(database, CaseClass)) == (0, 0)


def test_without_a_city_there_is_nowhere_to_put_them(bring, tmp_path):
    with pytest.raises(NotFound) as refused:
        bring(files.write_cases(tmp_path / "c.csv", [{}]), files.CASE_MAPPING)
    assert refused.value.code == "no_city"


def test_a_folder_and_a_pattern_are_one_import(with_districts, database, tmp_path):
    folder = tmp_path / "feed"
    folder.mkdir()
    for name, ids in (("a", "12"), ("b", "23"), ("c", "4")):
        files.write_cases(folder / f"{name}.csv", [{"id": one} for one in ids])
    report = with_districts(folder, files.CASE_MAPPING)
    assert (report.received, report.stored, report.duplicate, report.files) == (5, 4, 1, ("a.csv", "b.csv", "c.csv"))
    assert with_districts(folder / "[ab].csv", files.CASE_MAPPING).duplicate == 4
    with pytest.raises(Invalid) as refused:
        with_districts(folder / "x*.csv", files.CASE_MAPPING)
    assert refused.value.code == "file_not_found"


def test_one_bad_file_of_a_folder_stops_them_all(with_districts, database, tmp_path):
    folder = tmp_path / "feed"
    folder.mkdir()
    files.write_cases(folder / "a.csv", [{}])
    (folder / "b.csv").write_text("id,at\n1,2026-03-01\n")
    with pytest.raises(Invalid) as refused:
        with_districts(folder, files.CASE_MAPPING)
    assert (refused.value.code, refused.value.values["file"]) == ("columns_differ", "b.csv")
    assert count(database, Case) == 0


def test_a_workbook_a_parquet_and_points_give_the_same_case(with_districts, database, tmp_path):
    values = ["1", "2026-03-01T08:00:00", "", "路口有垃圾", 121.05, 31.05, "", "垃圾"]
    book = openpyxl.Workbook()
    for row in (list(files.CASE_COLUMNS), [1, datetime(2026, 3, 1, 8), *values[2:]]):  # noqa: DTZ001 - as workbooks keep it
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")
    pd.DataFrame([values], columns=list(files.CASE_COLUMNS)).to_parquet(tmp_path / "c.parquet")
    files.write_geojson(tmp_path / "c.geojson", [
        files.feature(shapely.Point(121.05, 31.05), **dict(zip(files.CASE_COLUMNS, values, strict=True)))])
    seen = []
    for number, suffix in enumerate(("xlsx", "parquet", "geojson")):
        mapping = files.CASE_MAPPING.replace('source = "hotline"', f'source = "s{number}"')
        if suffix == "geojson":
            mapping = mapping.replace('lon = "lon"', 'lon = "@lon"').replace('lat = "lat"', 'lat = "@lat"')
        assert with_districts(tmp_path / f"c.{suffix}", mapping).stored == 1
        case = cases(database)["1"]
        seen.append((case.text, case.occurred_at, case.lon, case.lat, case.class_code, case.area_code))
    assert seen == [("路口有垃圾", SHANGHAI_EIGHT, 121.05, 31.05, "垃圾", "990203")] * 3


def test_times_of_another_zone_become_utc(with_districts, database, tmp_path):
    mapping = files.CASE_MAPPING.replace('id = "id"', 'zone = "America/New_York"\nid = "id"')
    with_districts(files.write_cases(tmp_path / "c.csv", [{"at": "2026-07-01T08:00:00"}]), mapping)
    assert cases(database)["1"].occurred_at == datetime(2026, 7, 1, 12, tzinfo=UTC)


CLASSES = """
minor = "district"
department = "closed"
[[classes.rule]]
major = "*fire*"
priority = 1
limit_hours = 0.5
unit_kind = "fire"
[[classes.rule]]
department = "SAN"
priority = 3
limit_hours = 8
unit_kind = "sanitation"
"""


def test_classes_and_departments_are_made_from_the_file(with_districts, database, tmp_path):
    mapping = files.CASE_MAPPING.replace('closed = "closed"\n', "").replace(
        'column = "district"\nby = "name"\nlevel = "district"', 'column = "lon"\nby = "code"') + CLASSES
    rows = [{"kind": "House Fire", "district": "Kitchen", "closed": "FD"}, {"kind": "HOUSE FIRE", "closed": "FD"},
            {"kind": "Litter", "district": "Street", "closed": "SAN"}, {"kind": "Odd"}]
    report = with_districts(files.write_cases(tmp_path / "c.csv", rows), mapping)
    assert (report.stored, report.notes["classes_made"]) == (4, 5)
    with database.read(JOB) as session:
        made = {one.code: (one.major, one.name, one.priority, one.limit_hours, one.unit_kind, one.department)
                for one in session.scalars(select(CaseClass))}
        assert sorted(session.scalars(select(Department.code))) == ["fd", "san"]
    assert made == {
        "house-fire": ("", "House Fire", 1, 0.5, "fire", "fd"),
        "house-fire-kitchen": ("house-fire", "Kitchen", 1, 0.5, "fire", "fd"),
        "litter": ("", "Litter", 3, 8.0, "sanitation", "san"),
        "litter-street": ("litter", "Street", 3, 8.0, "sanitation", "san"),
        "odd": ("", "Odd", 4, None, None, None),
    }
    found = cases(database)
    first = found["1"]
    assert (first.class_code, first.major_code, first.priority) == ("house-fire-kitchen", "house-fire", 1)
    assert (found["2"].class_code, found["3"].department) == ("house-fire", "san")
    assert (found["3"].due_at - found["3"].received_at).total_seconds() == 8 * 3600


def test_without_create_an_unknown_category_waits_for_a_person(with_districts, database, tmp_path):
    mapping = files.CASE_MAPPING.replace("create = true", "create = false")
    with_districts(files.write_cases(tmp_path / "c.csv", [{"kind": "Anything"}]), mapping)
    assert (cases(database)["1"].class_code, count(database, CaseClass)) == ("unclassified", 0)


def test_the_source_s_own_words_for_states_and_priorities_count(with_districts, database, tmp_path):
    mapping = files.CASE_MAPPING.replace("[classes]", """[state]
column = "district"
[state.values]
"In Progress" = "in_handling"
Done = "closed"
[priority]
column = "kind"
[priority.values]
urgent = "1"
[classes]""").replace('column = "district"\nby = "name"\nlevel = "district"', 'column = "lon"\nby = "code"')
    rows = [{"district": "IN PROGRESS", "closed": "2026-03-02T00:00:00", "kind": "urgent"},
            {"district": "Done", "kind": "3"}, {"district": "who knows", "kind": "9"}]
    report = with_districts(files.write_cases(tmp_path / "c.csv", rows), mapping)
    assert report.reasons == {"bad_severity": 1}
    found = cases(database)
    first = found["1"]
    assert (first.state, first.is_open, first.closed_at, first.priority) == ("in_handling", True, None, 1)
    assert (found["2"].state, found["2"].is_open, found["2"].priority) == ("closed", False, 3)


def test_rejected_rows_are_written_with_row_reason_and_values_that_no_spreadsheet_runs(with_districts, tmp_path):
    rows = [{}, {"at": "?", "text": "=HYPERLINK(1)", "lon": "-73.9"}, {"at": "?", "text": "@x"}]
    report = with_districts(files.write_cases(tmp_path / "c.csv", rows), files.CASE_MAPPING)
    with report.rejected_csv_path.open(encoding="utf-8-sig") as lines:
        found = list(csv.DictReader(lines))
    assert [(row["file"], row["row"], row["reason"]) for row in found] == [
        ("c.csv", "3", "unreadable_date"), ("c.csv", "4", "unreadable_date")]
    assert (found[0]["text"], found[0]["lon"], found[1]["text"]) == ("'=HYPERLINK(1)", "-73.9", "'@x")


@pytest.mark.parametrize(("value", "shown"), [
    ("=1+1", "'=1+1"), ("+1", "+1"), ("+cmd", "'+cmd"), ("-73.9", "-73.9"), ("-x", "'-x"), ("@a", "'@a"),
    ("\ta", "'\ta"), ("＝1", "'＝1"), ("a=1", "a=1"), ("", ""), (7, "7"),
])
def test_a_cell_that_looks_like_a_formula_is_disarmed(value, shown):
    assert harmless(value) == shown


def test_screens_hear_once_of_a_whole_import_and_not_at_all_of_nothing(with_districts, database, tmp_path):
    path = files.write_cases(tmp_path / "c.csv", [{}, {}])
    with_districts(path, files.CASE_MAPPING)
    before = count(database, Change)
    with_districts(path, files.CASE_MAPPING)
    assert (before, count(database, Change)) == (2, 2)


def test_progress_is_told(with_districts, tmp_path):
    told = []
    with_districts(files.write_cases(tmp_path / "c.csv", [{}, {"at": "?"}]), files.CASE_MAPPING,
                   tell=lambda *heard: told.append(heard))
    assert told == [("read", 2, 0), ("stored", 0, 2), ("stored", 2, 2)]


def test_a_finer_level_takes_the_cases_that_came_before_it(with_districts, database, tmp_path):
    rows = [{}, {"lon": "", "lat": "", "district": "A区"}]
    with_districts(files.write_cases(tmp_path / "c.csv", rows), files.CASE_MAPPING)
    report = with_districts(files.write_streets(tmp_path), files.STREET_MAPPING)
    assert report.notes["placed_again"] == 1
    found = cases(database)
    assert (found["1"].area_code, found["2"].area_code) == ("990203001", "990201")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_reason_has_its_word(language):
    path = Path(__file__).parents[3] / "dashboard" / "words" / f"{language}.toml"
    words = tomllib.loads(path.read_text(encoding="utf-8"))["reasons"]
    assert [reason for reason in REASONS if reason not in words] == []
