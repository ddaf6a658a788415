"""The layer of clusters."""

import pytest

from data.scope import Grant, Scope
from layers.shown import clusters
from tests import cast, profiled


@pytest.fixture
def kept(write):
    with write() as visit:
        profiled.store(visit)


ONE_OFFICE = Scope.of_grants("han", "Han", [Grant(permission="cases.view", department="clean")])
"""Sees the cases of one department alone."""


def test_each_cluster_says_how_many_and_how_unlikely(draw, kept):
    found = [one["properties"] for one in draw(clusters.LAYER, scope=cast.ALICE)]
    assert [(one["class"], one["observed"], one["p"]) for one in found] == [("02", 9, 0.004)] * 2


def test_a_person_of_one_district_sees_its_own_alone(draw, kept):
    assert len(draw(clusters.LAYER, scope=cast.BO)) == 1


def test_few_cases_are_not_told_to_one_who_sees_a_department_alone(draw, write):
    with write() as visit:
        profiled.store(visit, observed=4)
    assert draw(clusters.LAYER, scope=ONE_OFFICE) == []
    assert len(draw(clusters.LAYER, scope=cast.ALICE)) == 2
