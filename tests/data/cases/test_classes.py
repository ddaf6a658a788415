"""Finding a class by what somebody called it."""

import pytest

from data.cases.classes import open_book
from data.models.case import CaseClass
from tests import cast


@pytest.mark.parametrize(("said", "code"), [
    ("0101", "0101"), (" 0101\n", "0101"), ("暴露垃圾", "0101"), ("garbage", "0101"), ("BROKEN ROAD", "0102"),
    ("02", "02"), ("", None), ("101", None), ("垃圾", None), ("unclassified", None),
])
def test_it_finds_a_class_by_code_or_by_either_name(read, said, code):
    with read() as visit:
        found = open_book(visit.session, cast.SCHEME).find(said)
    assert (found and found.code) == code


def test_it_knows_one_scheme_only(read):
    with read() as visit:
        other = open_book(visit.session, "another")
    assert other.find("0101") is None


def test_a_name_that_two_classes_share_finds_the_first_by_code(write):
    with write() as visit:
        visit.session.add(CaseClass(scheme=cast.SCHEME, code="0009", name="噪声扰民", name_en="Noise at night"))
        visit.session.flush()
        book = open_book(visit.session, cast.SCHEME)
    assert book.find("噪声扰民").code == "0009"
    assert book.find("Noise").code == "0202"
