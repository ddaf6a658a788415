"""Mappings: the shipped ones are sound, a faulty one is refused with file and key."""

import pytest

from data.errors import Invalid
from data.ingest.mapping import AreasMapping, CasesMapping, UnitsMapping
from data.ingest.mapping_file import CITIES, load, shipped
from tests.data.ingest import files


def refusal(folder, text: str) -> Invalid:
    with pytest.raises(Invalid) as refused:
        load(files.write_mapping(folder, text))
    return refused.value


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_mapping_is_sound_and_belongs_to_a_city(name):
    mapping = load(name)
    assert mapping.head.city is not None
    if isinstance(mapping, AreasMapping):
        assert mapping.level in [level.key for level in mapping.head.city.levels]


def test_the_promised_mappings_are_shipped():
    promised = {"nyc-boroughs", "nyc-community-districts", "nyc-ntas", "nyc-tracts", "nyc-311", "nyc-firehouses",
                "nyc-health", "pingshan", "pingshan-streets", "pingshan-communities", "shenzhen-grid",
                "shenzhen-districts", "districts-gcj02"}
    assert promised <= set(shipped())
    assert {path.stem for path in CITIES.glob("*.toml")} >= {"nyc", "shenzhen"}


def test_a_city_s_ladder_gets_the_usual_widths(tmp_path):
    city = load(files.write_mapping(tmp_path, files.DISTRICT_MAPPING)).head.city
    assert [(level.key, level.width) for level in city.levels] == [
        ("city", 4), ("district", 6), ("street", 9), ("community", 12)]
    assert [level.width for level in load("shenzhen-grid").head.city.levels] == [4, 6, 10]


def test_a_city_can_stand_in_a_file_beside_the_mapping(tmp_path):
    (tmp_path / "testville.toml").write_text(files.CITY.replace("[city]\n", ""), encoding="utf-8")
    text = 'kind = "areas"\nlevel = "district"\nid = "id"\ncity = "testville"\n'
    assert load(files.write_mapping(tmp_path, text)).head.city.code == "9902"


def test_a_name_or_a_path_finds_it_and_anything_else_is_refused(tmp_path):
    assert isinstance(load("nyc-311"), CasesMapping)
    for wrong in ("no-such-mapping", str(tmp_path / "nothing.toml"), "../nyc-311"):
        with pytest.raises(Invalid) as refused:
            load(wrong)
        assert refused.value.code == "mapping_not_found"
        assert "nyc-311" in refused.value.values["known"]


def test_a_column_may_have_alternatives_and_patterns():
    assert load("nyc-community-districts").id == ("GEOCODE", "BoroCD", "GEONAME")
    assert load("nyc-311").text[0] == "{complaint_type} · {descriptor}"


def test_units_found_by_pattern_are_read(tmp_path):
    mapping = load("nyc-firehouses")
    assert isinstance(mapping, UnitsMapping)
    assert {rule.kind for rule in mapping.rules} == {"fire", "medical"}


@pytest.mark.parametrize(("change", "code", "key"), [
    (('kind = "areas"', 'kind = "arias"'), "mapping_bad_value", "kind"),
    (('kind = "areas"\n', ""), "mapping_missing_key", "kind"),
    (('level = "district"\n', ""), "mapping_missing_key", "level"),
    (('id = "id"', 'ids = "id"'), "mapping_unknown_key", "ids"),
    (('id = "id"', "id = 3"), "mapping_bad_value", "id"),
    (('id = "id"', "id = [1, 2]"), "mapping_bad_value", "id"),
    (('zone = "Asia/Shanghai"', 'zone = "Mars/North"'), "mapping_bad_value", "city.zone"),
    (('code = "9902"', 'code = "99"'), "mapping_bad_value", "city.code"),
    (('name_en = "Testville"\n', ""), "mapping_missing_key", "city.name_en"),
    (('en = "Street" }', 'en = "Street", digits = "three" }'), "mapping_bad_value", "city.levels[3].digits"),
    (('en = "Street" }', 'en = "Street", colour = "red" }'), "mapping_unknown_key", "city.levels[3].colour"),
])
def test_a_fault_is_named_by_its_key(tmp_path, change, code, key):
    refused = refusal(tmp_path, files.DISTRICT_MAPPING.replace(*change))
    assert (refused.code, refused.values["key"], refused.values["mapping"]) == (code, key, "mapping.toml")


@pytest.mark.parametrize(("change", "code", "key"), [
    (('by = "name"', 'by = "smell"'), "mapping_bad_value", "area[1].by"),
    (('lat = "lat"\n', ""), "mapping_missing_key", "position.lat"),
    (('major = "kind"', ""), "mapping_missing_key", "classes.major"),
    (('create = true', 'create = "yes"'), "mapping_bad_value", "classes.create"),
    (('major = "kind"', 'major = "kind"\n[[classes.rule]]\npriority = 9'), "mapping_bad_value",
     "classes.rule[1].priority"),
    (('major = "kind"', 'major = "kind"\n[[classes.rule]]\nunit_kind = "wizard"'), "mapping_bad_value",
     "classes.rule[1].unit_kind"),
    (('[classes]', '[state.values]\nOpen = "asleep"\n[classes]'), "mapping_bad_value", "state.values.Open"),
])
def test_a_fault_of_a_case_mapping_is_named_by_its_key(tmp_path, change, code, key):
    refused = refusal(tmp_path, files.CASE_MAPPING.replace(*change))
    assert (refused.code, refused.values["key"]) == (code, key)


def test_a_pattern_that_is_no_regular_expression_is_refused(tmp_path):
    text = 'kind = "units"\nname = "name"\n[position]\nlon = "x"\nlat = "y"\n[[unit]]\nkind = "fire"\npattern = "("\n'
    assert refusal(tmp_path, text).values["key"] == "unit[1].pattern"


def test_what_is_no_toml_is_refused_with_the_line(tmp_path):
    refused = refusal(tmp_path, 'kind = "areas"\nlevel = = 3\n')
    assert refused.code == "mapping_unreadable"
    assert "line 2" in refused.values["detail"]


def test_whether_it_was_in_time_is_a_yes_or_a_no(tmp_path):
    assert load("pingshan").kept_time_of == {"intime": True, "overtime": False}
    text = (CITIES.parent / "pingshan.toml").read_text(encoding="utf-8")
    fault = refusal(tmp_path, text.replace('overtime = "no"', 'overtime = "late"'))
    assert (fault.code, fault.values["key"]) == ("mapping_bad_value", "kept_time.values.overtime")
