"""Stock comes in from files: into depots that were imported, each row once, a bad one with its reason."""

from data.models.unit import Place
from data.scope import Scope
from data.stock import looking
from data.visit import reading
from tests.data.ingest.conftest import NOW

JOB = Scope.of_job("test")
DEPOTS = """
kind = "places"
source = "wms"
id = "id"
name = "name"
default_kind = "storehouse"
[position]
lon = "lon"
lat = "lat"
"""
STOCK = """
kind = "stock"
source = "wms"
id = "doc"
depot = "depot"
quantity = "n"
expires_on = "until"
[materials]
column = "item"
[materials.values]
"水泵" = "pump"
"瓶装水" = "water"
"""


def depots(bring, folder) -> None:
    path = folder / "d.csv"
    path.write_text("id,name,lon,lat\nD-1,西库,121.05,31.05\n", encoding="utf-8")
    assert bring(path, DEPOTS).stored == 1


def stock(folder, *rows: str):
    path = folder / "s.csv"
    path.write_text("doc,depot,item,n,until\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def levels(database, settings) -> dict[str, dict[str, int]]:
    with reading(database, JOB, settings, now=NOW) as visit:
        return {one.material.code: one.lots for one in looking.levels(visit, visit.city.code)}


def test_each_row_comes_in_once_and_a_bad_one_says_why(with_districts, database, settings, tmp_path):
    depots(with_districts, tmp_path)
    path = stock(tmp_path, "1,D-1,水泵,\"1,200\",", "2,D-1,瓶装水,30,2027-06-30", "3,D-9,水泵,1,", "4,D-1,火箭,1,",
                 "5,D-1,水泵,-3,", "6,D-1,水泵,many,", "7,D-1,瓶装水,3,soon", "8,D-1,瓶装水,3,2020-01-01")
    report = with_districts(path, STOCK)
    assert (report.kind, report.stored) == ("stock", 2)
    assert report.reasons == {"unknown_depot": 1, "unknown_material": 1, "bad_quantity": 2, "bad_day": 2}
    assert levels(database, settings) == {"pump": {"": 1200}, "water": {"2027-06-30": 30}}
    again = with_districts(path, STOCK)
    assert (again.stored, again.duplicate) == (0, 2)
    assert levels(database, settings)["pump"] == {"": 1200}


def test_what_was_counted_is_entered_and_a_difference_needs_its_reason(with_districts, database, settings, tmp_path):
    depots(with_districts, tmp_path)
    counting = STOCK.replace('quantity = "n"', 'quantity = "n"\nact = "counted"')
    report = with_districts(stock(tmp_path, "9,D-1,水泵,4,"), counting)
    assert report.reasons == {"stock_refused": 1}
    said = counting.replace('expires_on = "until"', 'reason = "until"')
    assert with_districts(stock(tmp_path, "10,D-1,水泵,4,first count"), said).stored == 1
    assert levels(database, settings) == {"pump": {"": 4}}


def test_rows_without_an_id_are_known_by_what_they_say(with_districts, database, tmp_path):
    depots(with_districts, tmp_path)
    mapping = STOCK.replace('id = "doc"\n', "")
    path = stock(tmp_path, "a,D-1,水泵,1,", "a,D-1,水泵,1,", "b,D-1,水泵,1,")
    report = with_districts(path, mapping)
    assert (report.stored, report.duplicate) == (2, 1)
    with database.read(JOB) as session:
        assert session.query(Place).count() == 1


def test_a_depot_of_another_source_is_found(with_districts, database, settings, tmp_path):
    depots(with_districts, tmp_path)
    mapping = STOCK.replace('source = "wms"', 'source = "other"\ndepots = "wms"')
    assert with_districts(stock(tmp_path, "1,D-1,水泵,2,"), mapping).stored == 1
    assert with_districts(stock(tmp_path, "2,wms/D-1,水泵,3,"), mapping).stored == 1
    assert levels(database, settings) == {"pump": {"": 5}}
