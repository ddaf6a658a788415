"""The page as it comes over the wire has a shape before any script has run, and keeps what Dash puts into it."""

import pytest
from dash import Dash

from dashboard import curtain


def test_dash_takes_the_page_with_all_it_puts_in():
    assert Dash(__name__, index_string=curtain.index()).index_string == curtain.index()


@pytest.mark.parametrize("part", ["{%metas%}", "{%css%}", "{%app_entry%}", "{%config%}", "{%scripts%}", "{%renderer%}"])
def test_each_part_stands_in_it_once(part):
    assert curtain.index().count(part) == 1


def test_the_script_of_the_head_is_its_only_one_and_comes_before_the_style():
    page = curtain.index()
    assert page.count("<script") == 1
    assert page.index("<script") < page.index("{%css%}") < page.index("curtain\"")
