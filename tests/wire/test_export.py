"""The cases on a screen as a table: of that list and scope, no formula, nobody who reported, and on record."""

import csv
import io

import pytest

from dashboard.doors import export
from data.models.person import AuditRow, Person
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast, pile


def exported(house, who=cast.ALICE, **asked):
    answer = house.ask("POST", "/export/cases", who, json=asked)
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return answer, list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_one_row_for_each_open_case_of_the_list_in_its_order(house, write):
    with write() as visit:
        first = cast.open_case(visit, "one", priority=1)
        cast.open_case(visit, "two", priority=4, reporter={"name": "CNRY-name", "phone": "19000001234"})
        cast.open_case(visit, "three", (3.5, 3.5), priority=4, text='a "quoted", line\nand another')
    answer, rows = exported(house, area="9901", order="oldest")
    assert [row["数据来源"] for row in rows] == ["demo"] * 3
    assert (answer.headers["X-Rows"], answer.headers["X-Total"]) == ("3", "3")
    assert rows[2]["案件"] == 'a "quoted", line\nand another'
    assert "CNRY" not in answer.text
    assert "19000001234" not in answer.text
    assert '-demo.csv"' in answer.headers["Content-Disposition"]
    assert [row["案件号"] for row in exported(house, pri="1")[1]] == [first]
    assert len(exported(house, area=cast.WEST_DISTRICT)[1]) == 2


def test_what_a_spreadsheet_would_reckon_with_is_text(house, write):
    with write() as visit:
        cast.open_case(visit, text='=HYPERLINK("https://evil.example")', address="-1+2")
    row = exported(house)[1][0]
    assert row["案件"] == '\'=HYPERLINK("https://evil.example")'
    assert row["地址"] == "'-1+2"


def test_a_long_list_ends_where_it_says(house, write, monkeypatch):
    monkeypatch.setattr(export, "MOST_ROWS", 6)
    monkeypatch.setattr(export, "AT_ONCE", 2)
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, cast.NOW, text=f"n{n}") for n in range(8)])
    answer, rows = exported(house)
    assert len({row["案件号"] for row in rows}) == 6
    assert (answer.headers["X-Rows"], answer.headers["X-Total"]) == ("6", "8")


def test_each_export_is_on_record_and_holds_no_more_than_the_scope(house, write):
    with write() as visit:
        cast.open_case(visit)
        cast.open_case(visit, "far", (3.5, 3.5))
    assert len(exported(house, cast.BO, area=cast.EAST_DISTRICT)[1]) == 1
    with house.center.database.read(Scope.of_job("look")) as session:
        row = session.query(AuditRow).filter(AuditRow.what == "export").one()
    assert (row.person, row.subject, row.details["rows"]) == ("bo", cast.WEST_DISTRICT, 1)


def test_a_stranger_and_who_may_see_no_cases_get_nothing(house, write):
    admin = Scope(person="adm", name="Adm", areas=frozenset({WHOLE_CITY}), may=ROLES["sysadmin"])
    with write() as visit:
        visit.session.add(Person(id="adm", name="Adm", name_en="Adm", title="sysadmin", may=sorted(admin.may),
                                 areas=[WHOLE_CITY]))
    assert house.ask("POST", "/export/cases", json={}).status_code == 401
    assert house.ask("POST", "/export/cases", admin, json={}).status_code == 403
    assert house.ask("POST", "/export/cases", key=house.key("cases.read"), json={}).status_code in (401, 403)


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"area": "a\\u0000"}', b"7"])
def test_what_cannot_be_read_is_refused(house, body):
    assert house.ask("POST", "/export/cases", cast.ALICE, content=body,
                     headers={"Content-Type": "application/json"}).status_code in (400, 422)


def test_values_of_another_kind_narrow_nothing(house, write):
    with write() as visit:
        cast.open_case(visit)
    assert len(exported(house, area=7, pri=["1"], q="", order="sideways")[1]) == 1
