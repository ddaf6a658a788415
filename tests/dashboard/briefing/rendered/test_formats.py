"""The forms of a briefing: one content, files with names that no content can turn into anything else."""

from urllib.parse import unquote

import pytest

from dashboard.briefing.content import unpack
from dashboard.briefing.kind import discover
from dashboard.briefing.rendered import formats
from dashboard.briefing.rendered.paper import Drawer
from data.errors import Invalid


@pytest.fixture
def drawer(tmp_path) -> Drawer:
    return Drawer(chromium="/nowhere", folder=tmp_path)


def test_what_is_drawn_by_nobody_needs_no_browser(made, drawer):
    brief = made()
    assert unpack(formats.find("json").make(brief, drawer)) == brief
    assert brief.id.encode() in formats.find("html").make(brief, drawer)
    for name in ("pptx", "docx", "xlsx", "csv"):
        assert formats.find(name).make(brief, drawer).startswith(b"PK")
    assert formats.find("geojson").make(brief, drawer).startswith(b"{")


def test_a_zip_of_tables_is_called_one(made):
    assert formats.file_name(made(), "csv").endswith(".csv.zip")
    assert ".csv.zip" in formats.disposition(made(), "csv").split(";")[1]


def test_every_kind_is_usually_had_in_forms_there_are():
    assert all(set(kind.formats) <= set(formats.OFFERED) <= set(formats.FORMATS) for kind in discover().values())


def test_one_there_is_not_says_which_there_are():
    with pytest.raises(Invalid) as refused:
        formats.find("exe")
    assert refused.value.values == {"name": "exe", "known": ", ".join(formats.OFFERED)}


def test_a_name_leads_nowhere_else_and_ends_no_header(made):
    nasty = made().model_copy(update={
        "area": '../../etc/"x\r\nSet-Cookie: a=b', "title": '日报"\r\n../;x', "draft": "x"})
    name = formats.file_name(nasty, "pdf")
    assert name.startswith("daily-")
    assert name.endswith("-draft.pdf")
    assert not set(name) & set('/\\"\r\n:; .') - {"."}
    assert ".." not in name
    header = formats.disposition(nasty, "pdf")
    assert header.isascii()
    assert header.isprintable()
    readable = unquote(header.split("filename*=UTF-8''")[1])
    assert readable.startswith("日报")
    assert not set(readable) & set('/"\r\n;')
