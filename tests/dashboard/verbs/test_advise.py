"""Asking for proposals, typed: for the area in view, or for one that is named."""

from tests import cast


def test_alone_it_means_the_area_in_view(say):
    assert say("advise").choices[0].effect == {"do": "advise"}
    assert say("调度", language="zh-CN").choices[0].label == "调度建议：当前区域"


def test_an_area_may_be_named(say):
    assert say("调度 区01").choices[0].effect == {"do": "advise", "area": cast.WEST_DISTRICT}


def test_an_area_that_is_nowhere_is_said(say):
    assert "“nowhere”" in say("advise nowhere").fault


def test_it_is_not_offered_to_somebody_who_sends_nobody(say):
    assert say("advise", scope=cast.BO) is None
