"""Departments by code."""

from data.cases import departments
from tests import cast


def test_every_department_is_found_by_its_code(read):
    with read() as visit:
        found = departments.by_code(visit)
    assert list(found) == ["clean", "fire", "roads"]
    assert found["fire"].name_en == next(one["name_en"] for one in cast.DEPARTMENTS if one["code"] == "fire")
