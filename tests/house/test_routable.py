"""The rule over questions: what Citus could route passes, what it would refuse is named (tests/routable.py)."""

from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import aliased

from data.models.case import Case, CaseClass, CaseEvent, Dispatch, StageClock
from data.models.change import Change
from data.models.ledger import ElementLink
from data.models.report import CasePicture, Picture, Reply, Supporter
from data.models.together import Campaign, CampaignItem
from data.models.unit import Place, Unit
from data.storage.moments import microseconds_of
from tests.placement import told, told_by
from tests.routable import faults_of

OTHER = aliased(Case)
ITEMS_OF = CampaignItem.campaign_id == Campaign.id
COUNTED = select(CaseEvent.case_id, func.count().label("n")).group_by(CaseEvent.case_id).subquery()


def faults(statement: Any, *given: str) -> list[str]:
    return faults_of(statement, told().where, given)


def test_a_case_may_be_joined_with_its_own_rows_on_the_case():
    own = select(Dispatch, Case).join(Case, Case.id == Dispatch.case_id)
    assert not faults(own)
    assert not faults(own.join(CaseEvent, CaseEvent.case_id == Dispatch.case_id))
    assert not faults(own.outerjoin(Reply, Reply.case_id == Case.id))


def test_spread_tables_may_be_joined_on_the_area():
    assert not faults(select(Unit, Place).where(Unit.area_code == Place.area_code))


def test_spread_tables_joined_by_anything_else_are_named():
    assert faults(select(Dispatch, Unit).join(Unit, Unit.id == Dispatch.unit_id)) == [
        "joins `dispatches` and `units` neither by the case nor by the area"]
    assert faults(select(Reply.id).join(Supporter, Supporter.id == Reply.supporter_id))
    assert faults(select(Unit, Place))


def test_a_join_that_need_not_hold_ties_nothing():
    by_case = Dispatch.case_id == Case.id
    assert faults(select(Dispatch.id).join(Case, by_case | (Case.priority == 1)))
    assert faults(select(Dispatch.id).join(Case, Dispatch.case_id > Case.id))


def test_another_name_of_the_same_table_is_another_row():
    assert faults(select(Case.id).join(OTHER, OTHER.parent_id == Case.id))
    assert not faults(select(Case.id).join(OTHER, OTHER.id == Case.id))


def test_rows_of_one_case_that_is_given_by_its_value_are_tied():
    of_one = select(Reply.id, Dispatch.id).where(Reply.case_id == 5)
    assert not faults(of_one.where(Dispatch.case_id == 5))
    assert faults(of_one.where(Dispatch.case_id == 6))


def test_reference_tables_may_be_joined_on_anything():
    assert not faults(select(Case.id, CaseClass.code).join(CaseClass, CaseClass.code == Case.class_code))


def test_a_local_table_beside_a_spread_one_is_named():
    assert faults(select(CasePicture.id).join(Picture, Picture.sha256 == CasePicture.sha256)) == [
        "asks `pictures`, which is local, together with `case_pictures`"]
    assert not faults(select(Change).where(Change.kind == "case"))


def test_a_question_for_each_row_is_tied_to_it_by_the_case():
    assert not faults(select(Case).where(exists().where(Dispatch.case_id == Case.id)))
    assert not faults(select(Case.id, select(func.count(Reply.id)).where(Reply.case_id == Case.id).scalar_subquery()))
    assert faults(select(Case).where(exists().where(Dispatch.unit_id == Case.case_no)))
    assert faults(select(Case).where(exists().where(OTHER.parent_id == Case.id)))


def test_a_question_two_levels_down_is_tied_as_well():
    told_to = Reply.supporter_id == Supporter.id
    waits = Supporter.case_id == Case.id
    tied = exists().where(told_to, Reply.case_id == Case.id).correlate(Supporter, Case)
    loose = exists().where(told_to).correlate(Supporter, Case)
    assert not faults(select(Case).where(exists().where(waits, ~tied).correlate(Case)))
    assert faults(select(Case).where(exists().where(waits, ~loose).correlate(Case)))


def test_a_spread_table_is_not_asked_for_each_row_of_a_reference_table():
    assert faults(select(Campaign).where(exists(select(CampaignItem.id).where(ITEMS_OF)))) == [
        "asks `campaign_items` anew for each row of `campaigns`"]


def test_a_question_that_stands_by_itself_may_ask_anything():
    assert not faults(select(Campaign).where(Campaign.id.in_(select(CampaignItem.campaign_id))))
    assert not faults(select(Case).where(Case.case_no.in_(select(OTHER.event_id).where(OTHER.is_open))))
    assert not faults(delete(Reply).where(Reply.case_id.in_(select(Case.id).where(Case.channel == "x"))))


def test_a_question_for_each_row_is_not_limited():
    last = select(CaseEvent.id).where(CaseEvent.case_id == Case.id).limit(1).scalar_subquery()
    assert faults(select(Case.id, last))
    assert not faults(select(Case.id, last).where(Case.id == 5))


def test_a_question_in_brackets_is_read_and_may_be_joined_by_the_case():
    assert not faults(select(Case.id).outerjoin(COUNTED, COUNTED.c.case_id == Case.id))
    inner = select(Dispatch.id).join(Unit, Unit.id == Dispatch.unit_id).subquery()
    assert faults(select(inner)) == faults(select(Dispatch.id).join(Unit, Unit.id == Dispatch.unit_id))
    with_name = select(Dispatch.id).join(Unit, Unit.id == Dispatch.unit_id).cte("sent")
    assert faults(select(with_name))


def test_a_question_with_words_of_the_two_databases_is_read():
    due = select(StageClock.case_id, microseconds_of(StageClock.due_at)).join(Case, Case.id == StageClock.case_id)
    assert not faults(due)


def test_each_part_of_a_union_is_read():
    whole = select(Case.id).union_all(select(OTHER.id))
    assert not faults(whole)
    assert faults(select(Case.id).union_all(select(Dispatch.id).join(Unit, Unit.id == Dispatch.unit_id)))


def test_an_outer_join_keeps_rows_of_the_spread_side():
    on = CaseClass.code == Case.class_code
    assert not faults(select(Case.id).outerjoin(CaseClass, on))
    assert faults(select(CaseClass.code).outerjoin(Case, on)) == ["keeps rows of `case_classes` beside `cases`"]
    assert faults(select(Case.id).outerjoin(CaseClass, on, full=True))


@pytest.mark.parametrize("wanted", [Case.id == 5, Case.case_no == "A1", Case.area_code == "0101"])
def test_rows_are_locked_where_one_key_or_area_names_them(wanted):
    assert not faults(select(Case).where(wanted).with_for_update())


@pytest.mark.parametrize("wanted", [Case.id.in_([5, 6]), Case.is_open, Case.id > 5, (Case.id == 5) | (Case.id == 6)])
def test_rows_of_many_machines_are_not_locked(wanted):
    assert faults(select(Case).where(wanted).with_for_update()) == [
        "locks rows of `cases` that no one area, case or key names"]


def test_rows_of_reference_and_local_tables_are_locked_freely():
    assert not faults(select(Campaign).with_for_update())
    assert not faults(select(Change).with_for_update())


def test_sets_of_groups_need_one_shard():
    grouped: Select[Any] = select(Case.state, func.count()).group_by(func.rollup(Case.state, Case.channel))
    assert faults(grouped)
    assert not faults(grouped.where(Case.area_code == "0101"))


def test_a_recursive_question_needs_one_shard():
    parts = select(Case.id).where(Case.id == 5).cte("parts", recursive=True)
    parts = parts.union_all(select(OTHER.id).where(OTHER.parent_id == parts.c.id))
    assert "asks recursively of more than one shard" in faults(select(parts))


def test_a_row_keeps_its_area_and_its_case():
    assert faults(update(Case).where(Case.id == 5).values(area_code="0102")) == ["changes the area of a row of `cases`"]
    assert faults(update(Case).where(Case.id == 5), "area_code")
    assert faults(update(Reply).where(Reply.id == 5).values(case_id=6)) == ["gives a row of `replies` to another case"]
    assert not faults(update(Case).where(Case.id == 5).values(version=Case.version + 1))
    assert not faults(update(Campaign).where(Campaign.id == 5).values(area_code="0102"))


def test_an_update_reckons_with_what_is_the_same_everywhere():
    assert not faults(update(Case).values(text=func.lower(Case.text)))
    assert faults(update(Case).values(priority=func.random())) == ["reckons with random in each shard of `cases`"]


def test_an_update_asks_others_by_the_case():
    assert not faults(update(Case).where(exists().where(Dispatch.case_id == Case.id)).values(version=2))
    assert faults(update(Case).where(exists().where(Dispatch.unit_id == Case.case_no)).values(version=2))
    assert faults(update(Dispatch).where(Dispatch.unit_id == Unit.id, Unit.status == "x").values(is_lead=True))


def test_a_new_row_says_where_it_lies():
    assert not faults(insert(Unit), "id", "area_code")
    assert not faults(insert(CaseEvent), "case_id", "version")
    assert faults(insert(Unit), "id", "name") == ["puts a row into `units` without its area or case"]
    assert not faults(insert(Campaign), "name")
    assert not faults(insert(ElementLink), "element_id")  # docs/scale.md says that its table lacks an area


def test_values_of_a_new_row_ask_no_question():
    newest = select(func.max(OTHER.id)).scalar_subquery()
    assert faults(insert(Reply).values(case_id=newest, text="x"))


def test_rows_made_by_a_question_are_made_by_one_that_can_be_asked():
    told_to = select(Case.id, Case.area_code).join(Supporter, Supporter.case_id == Case.id)
    by_key = select(Case.id, Case.area_code).join(Supporter, Supporter.event_id == Case.event_id)
    assert not faults(insert(Reply).from_select(["case_id", "area_code"], told_to))
    assert faults(insert(Reply).from_select(["case_id", "area_code"], by_key))


def test_a_clash_of_new_rows_is_known_by_the_area():
    table = Table("spread", MetaData(), Column("area_code", String), Column("name", String), Column("n", Integer))
    new = postgresql.insert(table).values(area_code="01", name="a", n=1)
    where = {"spread": "distributed"}
    assert not faults_of(new.on_conflict_do_update(index_elements=["area_code", "name"], set_={"n": 2}), where)
    assert faults_of(new.on_conflict_do_update(index_elements=["name"], set_={"n": 2}), where) == [
        "knows a row of `spread` by something else than its area or case"]
    assert not faults_of(new.on_conflict_do_update(index_elements=["name"], set_={"n": 2}), {"spread": "local"})


def test_statements_written_by_hand_name_no_spread_table():
    assert faults(text("SELECT count(*) FROM cases")) == ["is written by hand and names `cases`"]
    assert not faults(text("SELECT max(seq) FROM changes"))
    assert not faults("INSERT INTO cases (id, area_code) VALUES (?, ?)")
    assert faults("INSERT INTO cases (id) VALUES (?)")


def test_a_page_tells_of_what_would_be_refused_and_of_commands():
    page = told_by("| `cases` | distributed | why |\n| `data/a.py: f` | joins `a` and `b` | later |\n"
                   "| `data/storage/x/` | once |\n| `data/y.py` | by hand |\n")
    assert page.where == {"cases": "distributed"}
    assert page.refused == {("data/a.py: f", "joins `a` and `b`"): "later"}
    assert page.commands == {"data/storage/x/": "once", "data/y.py": "by hand"}
