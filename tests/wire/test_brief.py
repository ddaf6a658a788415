"""The command `brief`: whole files without a running server, kept as the door keeps them, refusals in one line."""

import orjson
import pytest
from sqlalchemy import select

from dashboard.briefing.content import unpack
from dashboard.briefing.rendered import formats
from dashboard.briefing.rendered.formats import Format
from data.briefings import keeping, searching
from data.errors import Busy
from data.models.briefing import Briefing
from tests import cast


@pytest.fixture(autouse=True)
def drawn(monkeypatch, city):
    """Draw without a browser."""
    monkeypatch.setitem(formats.FORMATS, "pdf", Format(
        name="pdf", media_type="application/pdf", make=lambda brief, _drawer: b"%PDF-" + brief.pack()))


def test_files_are_written_and_the_briefing_is_kept(run, read, tmp_path):
    out = tmp_path / "out"
    code, said, _ = run("brief", "daily", "--area", cast.WEST_DISTRICT, "--format", "pdf,html", "-o", str(out))
    assert code in (0, 1)
    assert sorted(said) == sorted(str(path) for path in out.iterdir())
    assert sorted(path.suffix for path in out.iterdir()) == [".html", ".pdf"]
    [pdf] = out.glob("*.pdf")
    brief = unpack(pdf.read_bytes().removeprefix(b"%PDF-"))
    with read() as visit:
        [kept] = searching.search(visit, searching.Wanted(area=""))
        assert (kept.id, kept.area_code, kept.made_by) == (brief.id, cast.WEST_DISTRICT, None)
        assert keeping.body_of(visit, kept) == brief.pack()
    assert code == int(brief.is_draft())
    assert pdf.name.startswith(f"daily-{cast.WEST_DISTRICT}-{brief.id}")


def test_without_an_area_it_is_of_the_whole_city_and_without_a_format_a_pdf(run, read, tmp_path):
    code, said, _ = run("brief", "weekly", "-o", str(tmp_path / "out"))
    assert code in (0, 1)
    assert [line[-4:] for line in said] == [".pdf"]
    with read() as visit:
        assert [one.area_code for one in searching.search(visit, searching.Wanted(area=""))] == ["9901"]


@pytest.mark.parametrize(("arguments", "told"), [
    (["hourly"], "daily"), (["daily", "--format", "exe"], "pdf, pptx, png, card, html"),
    (["daily", "--format", "pdf,,"], "pdf, pptx, png, card, html"), (["daily", "--area", "990199"], "area"),
    (["daily", "--at", "yesterday"], "yesterday"), (["daily", "--at", "2100-01-01T00:00"], "ahead"),
    (["daily", "-o", "/proc/none"], "/proc/none"),
    (["special", "--topic", "nosuch"], "nosuch"), (["daily", "--topic", "0101"], "topic"),
])
def test_what_cannot_be_done_is_told_in_a_line_and_nothing_is_kept(run, read, tmp_path, arguments, told):
    code, said, complaint = run("brief", "-o", str(tmp_path / "out"), *arguments)
    assert (code, said) == (2, [])
    assert told in complaint
    assert len(complaint.strip().splitlines()) == 1
    with read() as visit:
        assert searching.search(visit, searching.Wanted(area="")) == []


def test_where_one_form_fails_no_file_is_left(run, read, tmp_path, monkeypatch):
    def fail(_brief, _drawer) -> bytes:
        raise Busy("browser_missing", path="/nowhere")

    monkeypatch.setitem(formats.FORMATS, "png", Format(name="png", media_type="image/png", make=fail))
    out = tmp_path / "out"
    code, _, complaint = run("brief", "daily", "--format", "html,png", "-o", str(out))
    assert code == 2
    assert "apt-get install chromium" in complaint
    assert list(out.iterdir()) == []
    with read() as visit:
        assert searching.search(visit, searching.Wanted(area="")) == []


def test_an_earlier_moment_is_read_on_the_city_s_clock(run, tmp_path):
    code, said, complaint = run("brief", "daily", "--at", "2026-03-18T09:30", "--format", "json",
                                "-o", str(tmp_path / "out"))
    assert code in (0, 1), complaint
    [path] = (tmp_path / "out").iterdir()
    assert said == [str(path)]
    assert orjson.loads(path.read_bytes())["at"].startswith("2026-03-18T01:30")


def test_the_wider_circle_s_form_is_written_and_the_whole_is_kept(run, read, tmp_path):
    out = tmp_path / "out"
    code, _, complaint = run("brief", "daily", "--circle", "wide", "--format", "json", "-o", str(out))
    assert code in (0, 1), complaint
    [path] = out.iterdir()
    assert "-wide" in path.name
    with read() as visit:
        [kept] = searching.search(visit, searching.Wanted(area=""))
        assert unpack(keeping.body_of(visit, kept)).circle == ""
    assert unpack(path.read_bytes()).circle == "wide"
    code, _, complaint = run("brief", "flash", "--circle", "wide", "--format", "json", "-o", str(out))
    assert (code, "single cases" in complaint) == (2, True)
def test_one_of_each_area_inside_is_made_and_what_fails_keeps_none_of_the_others(run, read, tmp_path, monkeypatch):
    def make(brief, _drawer) -> bytes:
        if brief.area == cast.EAST_DISTRICT:
            raise Busy("drawing_failed", why="x")
        return b"%PDF-"

    monkeypatch.setitem(formats.FORMATS, "pdf", Format(name="pdf", media_type="application/pdf", make=make))
    code, said, told = run("brief", "daily", "--each", "-o", str(tmp_path / "out"))
    assert code == 1
    with read() as visit:
        made = set(visit.session.scalars(select(Briefing.area_code)))
    assert cast.WEST_DISTRICT in made
    assert cast.EAST_DISTRICT not in made
    assert len(said) == len(made)
    assert f"{len(made) + 1} of {len(made) + 1}" in told
    assert "(x)" in told


def test_where_there_is_no_finer_area_it_says_so(run, tmp_path):
    code, said, told = run("brief", "daily", "--each", "--area", cast.grid_code(0, 0), "-o", str(tmp_path / "out"))
    assert (code, said) == (2, [])
    assert "finer" in told
