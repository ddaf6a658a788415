"""Areas come in nested, coded, aliased and counted; what does not fit is refused or rejected with its row."""

import csv
import json

import pytest
import shapely
from sqlalchemy import func, select

from data.errors import Invalid
from data.models.area import Area, AreaAlias
from data.models.change import Change
from data.models.city import City
from data.scope import Scope
from data.visit import CITY_ID
from tests.data.ingest import files

JOB = Scope.of_job("test")


def stored(database, level: int) -> dict[str, Area]:
    with database.read(JOB) as session:
        return {area.area_code: area for area in session.scalars(
            select(Area).where(Area.level == level).order_by(Area.area_code))}


def city_of(database) -> City | None:
    with database.read(JOB) as session:
        return session.get(City, CITY_ID)


def table_mapping(**replace: str) -> str:
    text = files.STREET_MAPPING.replace('id = "id"', 'shapes = false\nid = "code"\ncode = "code"')
    for old, new in replace.items():
        text = text.replace(old, new)
    return text


def test_the_first_areas_make_the_city_from_their_union(bring, database, tmp_path):
    report = bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING)
    assert (report.kind, report.received, report.stored, report.duplicate, report.rejected) == ("areas", 4, 4, 0, 0)
    city = city_of(database)
    assert (city.code, city.name, city.zone, city.marker, city.class_scheme) == (
        "9902", "试城", "Asia/Shanghai", "", "test")
    assert [(level["key"], level["width"]) for level in city.levels] == [("city", 4), ("district", 6)]
    assert (city.west, city.south, city.east, city.north) == pytest.approx((121.0, 31.0, 121.2, 31.2))
    outline = stored(database, 1)["9902"]
    assert outline.area_m2 == pytest.approx(sum(area.area_m2 for area in stored(database, 2).values()), rel=1e-6)


def test_codes_run_west_to_east_then_north_to_south(bring, database, tmp_path):
    bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING)
    assert {code: area.name for code, area in stored(database, 2).items()} == {
        "990201": "A区", "990202": "B区", "990203": "C区", "990204": "D区"}


def test_a_child_belongs_to_the_parent_that_holds_it_and_its_code_begins_with_it(with_districts, database, tmp_path):
    report = with_districts(files.write_streets(tmp_path), files.STREET_MAPPING)
    assert (report.stored, report.poorly_nested) == (8, ())
    streets = stored(database, 3)
    assert [streets[code].name for code in ("990201001", "990201002", "990204002")] == ["A0街道", "A1街道", "D1街道"]
    assert all(code.startswith(area.parent_code) and area.share_in_parent == 1.0 for code, area in streets.items())


def test_the_source_s_own_ids_stay_as_aliases(with_districts, database):
    with database.read(JOB) as session:
        aliases = {(a.source, a.alias): a.code for a in session.scalars(select(AreaAlias))}
    assert aliases[("mapping", "A")] == "990201"


def test_children_that_cross_borders_go_where_most_of_them_lies_and_are_listed(with_districts, database, tmp_path):
    west, south, _east, _north = files.district("A").bounds
    across = shapely.box(west + 0.07, south + 0.02, west + 0.17, south + 0.08)  # three tenths in A, seven in B
    path = files.write_geojson(tmp_path / "s.geojson", [
        files.feature(across, id="x", name="x"), files.feature(files.street("C", 0), id="y", name="y")])
    report = with_districts(path, files.STREET_MAPPING)
    assert [(one["id"], one["code"], one["parent"], one["share"]) for one in report.poorly_nested] == [
        ("x", "990202001", "990202", pytest.approx(0.7, abs=1e-3))]
    assert stored(database, 3)["990202001"].share_in_parent == pytest.approx(0.7, abs=1e-3)


def test_importing_twice_stores_nothing_twice(with_districts, database, tmp_path):
    before = city_of(database).map_version
    again = with_districts(files.write_districts(tmp_path), files.DISTRICT_MAPPING)
    assert (again.received, again.stored, again.duplicate, again.rejected) == (4, 0, 4, 0)
    assert city_of(database).map_version == before


def test_areas_without_any_id_are_known_again_by_their_shape(with_districts, tmp_path):
    mapping = files.STREET_MAPPING.replace('id = "id"\n', "")
    assert with_districts(files.write_streets(tmp_path), mapping).stored == 8
    assert with_districts(files.write_streets(tmp_path), mapping).duplicate == 8


def test_screens_hear_of_a_new_map(with_districts, database, tmp_path):
    first = city_of(database).map_version
    with_districts(files.write_streets(tmp_path), files.STREET_MAPPING)
    with database.read(JOB) as session:
        kinds = list(session.scalars(select(Change.kind).order_by(Change.seq)))
    assert kinds == ["map", "map"]
    assert city_of(database).map_version != first


def test_a_polygon_that_crosses_itself_is_repaired_and_counted(bring, database, tmp_path):
    bow_tie = shapely.Polygon([(121.0, 31.0), (121.1, 31.1), (121.1, 31.0), (121.0, 31.1)])
    path = files.write_geojson(tmp_path / "d.geojson", [files.feature(bow_tie, id="A", name="A")])
    report = bring(path, files.DISTRICT_MAPPING)
    assert (report.stored, report.notes["repaired_polygons"], report.notes["repaired_rows"]) == (1, 1, ["d.geojson:1"])
    shape = shapely.from_wkb(shapely.to_wkb(shapely.from_wkb(_geometry(database, "990201"))))
    assert shape.is_valid
    assert shape.area == pytest.approx(0.005, rel=1e-6)


def _geometry(database, code: str) -> bytes:
    with database.read(JOB) as session:
        return session.execute(select(Area.geometry).where(Area.area_code == code)).scalar_one()


def test_a_polygon_of_which_nothing_remains_is_rejected_with_its_row(bring, tmp_path):
    flat = shapely.Polygon([(121.0, 31.0), (121.1, 31.1), (121.0, 31.0)])
    path = files.write_geojson(tmp_path / "d.geojson", [
        files.feature(files.district("A"), id="A", name="A"), files.feature(flat, id="B", name="B"),
        files.feature(None, id="C", name="C"), files.feature(shapely.Point(121, 31), id="D", name="D")])
    report = bring(path, files.DISTRICT_MAPPING)
    assert report.reasons == {"broken_polygon": 2, "no_shape": 1}
    with report.rejected_csv_path.open(encoding="utf-8-sig") as lines:
        rows = [(row["row"], row["reason"], row["id"]) for row in csv.DictReader(lines)]
    assert rows == [("2", "broken_polygon", "B"), ("3", "no_shape", "C"), ("4", "broken_polygon", "D")]


def test_two_rows_of_one_area_become_one(bring, database, tmp_path):
    path = files.write_geojson(tmp_path / "d.geojson", [
        files.feature(files.street("A", 0), id="A", name="A"), files.feature(files.street("A", 1), id="A", name="A")])
    report = bring(path, files.DISTRICT_MAPPING)
    assert (report.stored, report.duplicate, report.notes["parts_joined"]) == (1, 1, 1)
    assert shapely.from_wkb(_geometry(database, "990201")).equals(files.district("A"))


def test_one_id_under_two_names_is_nobody_s_id(bring, tmp_path):
    path = files.write_geojson(tmp_path / "d.geojson", [
        files.feature(files.district("A"), id="0", name="A"), files.feature(files.district("B"), id="0", name="B"),
        files.feature(files.district("C"), id="", name="C")])
    assert bring(path, files.DISTRICT_MAPPING).reasons == {"id_used_twice": 1, "no_id": 1}


def test_an_area_on_top_of_another_of_its_level_is_rejected(with_districts, tmp_path):
    path = files.write_geojson(tmp_path / "d.geojson", [
        files.feature(files.district("A").buffer(-0.001), id="Z", name="Z")])
    assert with_districts(path, files.DISTRICT_MAPPING).reasons == {"overlaps_another": 1}
    path = files.write_geojson(tmp_path / "s.geojson", [
        files.feature(files.street("A", 0), id="1", name="1"),
        files.feature(files.street("A", 0).buffer(0.001), id="2", name="2")])
    assert with_districts(path, files.STREET_MAPPING).reasons == {"overlaps_another": 1}


def test_areas_far_from_the_city_are_another_city_or_another_system(with_districts, database, tmp_path):
    elsewhere = shapely.box(10, 50, 10.1, 50.1)
    path = files.write_geojson(tmp_path / "s.geojson", [files.feature(elsewhere, id="1", name="1")])
    for mapping in (files.STREET_MAPPING, files.DISTRICT_MAPPING):
        with pytest.raises(Invalid) as refused:
            with_districts(path, mapping)
        assert refused.value.code == "outside_the_city"
        assert refused.value.values["bounds"] == "10.0000 50.0000 10.1000 50.1000"
    assert len(stored(database, 2)) == 4
    assert len(city_of(database).levels) == 2


def test_one_area_outside_is_rejected_and_the_others_stay(with_districts, tmp_path):
    path = files.write_geojson(tmp_path / "s.geojson", [
        files.feature(files.street("A", 0), id="1", name="1"),
        files.feature(shapely.box(10, 50, 11, 51), id="2", name="2")])
    report = with_districts(path, files.STREET_MAPPING)
    assert (report.stored, report.reasons) == (1, {"outside_every_area": 1})


def test_a_shoal_just_beyond_the_shore_goes_to_the_nearest_parent(with_districts, tmp_path):
    shoal = shapely.box(120.992, 31.05, 120.998, 31.06)
    path = files.write_geojson(tmp_path / "s.geojson", [files.feature(shoal, id="1", name="1")])
    report = with_districts(path, files.STREET_MAPPING)
    assert [(one["parent"], one["share"]) for one in report.poorly_nested] == [("990203", 0.0)]


def test_a_level_is_not_skipped(with_districts, database, tmp_path):
    mapping = files.STREET_MAPPING.replace('level = "street"', 'level = "community"')
    with pytest.raises(Invalid) as refused:
        with_districts(files.write_streets(tmp_path), mapping)
    assert (refused.value.code, refused.value.values) == ("level_missing", {"level": "community", "missing": "street"})
    assert len(city_of(database).levels) == 2


def test_a_deep_level_cannot_come_first_and_leaves_no_half_a_city(bring, database, tmp_path):
    with pytest.raises(Invalid) as refused:
        bring(files.write_streets(tmp_path), files.STREET_MAPPING)
    assert (refused.value.code, refused.value.values["missing"]) == ("level_missing", "district")
    assert city_of(database) is None


def test_an_unknown_level_is_refused_with_the_known_ones(bring, tmp_path):
    with pytest.raises(Invalid) as refused:
        bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING.replace('level = "district"', 'level = "parish"'))
    assert refused.value.values == {"level": "parish", "known": "city, district, street, community"}


def test_another_city_does_not_come_into_this_one(with_districts, tmp_path):
    with pytest.raises(Invalid) as refused:
        with_districts(files.write_districts(tmp_path),
                       files.DISTRICT_MAPPING.replace('code = "9902"', 'code = "9903"'))
    assert refused.value.code == "another_city"


def test_another_ladder_does_not_fit(with_districts, tmp_path):
    mapping = files.STREET_MAPPING.replace('key = "district"', 'key = "canton"')
    with pytest.raises(Invalid) as refused:
        with_districts(files.write_streets(tmp_path), mapping)
    assert (refused.value.code, refused.value.values["there"]) == ("other_ladder", "district")


def test_a_file_without_one_sound_area_makes_no_city(bring, database, tmp_path):
    path = files.write_geojson(tmp_path / "d.geojson", [
        files.feature(shapely.Point(121, 31), id="A", name="A"), files.feature(None, id="B", name="B")])
    with pytest.raises(Invalid) as refused:
        bring(path, files.DISTRICT_MAPPING)
    assert refused.value.code == "no_area_stored"
    assert city_of(database) is None


def test_without_a_city_in_the_mapping_none_is_made(bring, tmp_path):
    with pytest.raises(Invalid) as refused:
        bring(files.write_districts(tmp_path), 'kind = "areas"\nlevel = "district"\nid = "id"\n')
    assert refused.value.code == "no_city_plan"


def test_a_wrong_column_names_what_there_is(bring, tmp_path):
    with pytest.raises(Invalid) as refused:
        bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING.replace('id = "id"', 'id = "BoroCode"'))
    assert (refused.value.code, refused.value.values["wanted"]) == ("wrong_column", "BoroCode")
    assert "name" in refused.value.values["found"]


def test_rows_the_mapping_does_not_want_are_left_out(bring, tmp_path):
    mapping = files.DISTRICT_MAPPING.replace("[city]", '[where]\nid = ["A", "B"]\n[city]')
    report = bring(files.write_districts(tmp_path), mapping)
    assert (report.received, report.stored, report.reasons) == (4, 2, {"left_out": 2})


def test_real_codes_are_kept_and_wrong_ones_rejected(bring, database, tmp_path):
    path = files.write_geojson(tmp_path / "d.geojson", [
        files.feature(files.district(name), id=name, name=name, code=code)
        for name, code in (("A", "990210"), ("B", "440305"), ("C", "99021"), ("D", ""))])
    report = bring(path, files.DISTRICT_MAPPING.replace('id = "id"', 'id = "id"\ncode = "code"'))
    assert report.reasons == {"bad_code": 2}
    assert {code: area.name for code, area in stored(database, 2).items()} == {"990210": "A", "990211": "D"}


def test_a_list_without_polygons_nests_by_code_and_stands_at_its_parent(with_districts, database, tmp_path):
    path = tmp_path / "streets.csv"
    path.write_text("code,name\n990201001,龙田街道\n990202007,马峦街道\n998801001,别处街道\n", encoding="utf-8")
    report = with_districts(path, table_mapping())
    assert (report.stored, report.reasons, report.notes["without_shape"]) == (2, {"unknown_parent": 1}, 2)
    area, parent = stored(database, 3)["990201001"], stored(database, 2)["990201"]
    assert (area.name, area.area_m2) == ("龙田街道", 0.0)
    assert (area.lon, area.lat, area.west) == (parent.lon, parent.lat, parent.west)
    assert shapely.from_wkb(_geometry(database, "990201001")).is_empty


def test_a_child_may_name_its_parent_by_the_source_s_id(with_districts, database, tmp_path):
    path = tmp_path / "streets.csv"
    path.write_text("code,name,district\n1,x,B\n2,y,Z\n", encoding="utf-8")
    mapping = table_mapping(**{'code = "code"\n': ""}).replace(
        "[city]", '[parent]\nby = "id"\ncolumn = "district"\nsource = "mapping"\n[city]')
    assert with_districts(path, mapping).reasons == {"unknown_parent": 1}
    assert stored(database, 3)["990202001"].name == "x"


def test_endings_are_cut_off_names_and_the_full_name_is_an_alias(with_districts, database, tmp_path):
    path = tmp_path / "streets.csv"
    path.write_text("code,name\n990201001,老坑街道办事处\n", encoding="utf-8")
    with_districts(path, table_mapping(**{'name = "name"\n': 'name = "name"\ncut = ["办事处"]\n'}))
    assert stored(database, 3)["990201001"].name == "老坑街道"
    with database.read(JOB) as session:
        assert session.scalars(select(AreaAlias.code).where(AreaAlias.alias == "老坑街道办事处")).one() == "990201001"


def test_population_adds_up_towards_the_city(bring, database, tmp_path):
    path = files.write_geojson(tmp_path / "d.geojson", [
        files.feature(files.district(name), id=name, name=name, people=f"{people:,}")
        for name, people in (("A", 1_000), ("B", 2_500), ("C", 10), ("D", 90))])
    bring(path, files.DISTRICT_MAPPING.replace('id = "id"', 'id = "id"\npopulation = "people"'))
    assert stored(database, 2)["990202"].population == 2_500
    assert stored(database, 1)["9902"].population == 3_600


def test_one_unknown_population_leaves_the_sum_unknown(bring, database, tmp_path):
    path = files.write_geojson(tmp_path / "d.geojson", [
        files.feature(files.district("A"), id="A", name="A", people="5"),
        files.feature(files.district("B"), id="B", name="B", people="")])
    bring(path, files.DISTRICT_MAPPING.replace('id = "id"', 'id = "id"\npopulation = "people"'))
    assert stored(database, 1)["9902"].population is None


def test_a_later_district_makes_the_city_grow(bring, database, tmp_path):
    for name in ("A", "B"):
        path = files.write_geojson(tmp_path / f"{name}.geojson", [
            files.feature(files.district(name), id=name, name=name)])
        assert bring(path, files.DISTRICT_MAPPING).stored == 1
    assert shapely.from_wkb(_geometry(database, "9902")).equals(shapely.union(files.district("A"), files.district("B")))
    assert sorted(stored(database, 2)) == ["990201", "990202"]
    assert city_of(database).east == pytest.approx(121.2)


def test_the_report_holds_the_figures(bring, tmp_path):
    report = bring(files.write_districts(tmp_path), files.DISTRICT_MAPPING)
    written = json.loads(report.report_path.read_text(encoding="utf-8"))
    assert (written["received"], written["stored"], written["kind"]) == (4, 4, "areas")
    assert written["files"] == ["districts.geojson"]
    assert report.rejected_csv_path is None
    assert report.report_path.parent.name == "reports"


def test_half_a_file_leaves_nothing_behind(bring, database, tmp_path):
    path = files.write_districts(tmp_path)
    path.write_text(path.read_text()[:-300])
    with pytest.raises(Invalid):
        bring(path, files.DISTRICT_MAPPING)
    with database.read(JOB) as session:
        assert session.scalar(select(func.count()).select_from(Area)) == 0
    assert city_of(database) is None
