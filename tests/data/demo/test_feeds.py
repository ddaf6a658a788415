"""The demo city declares its own source, and is heard of from every district."""

from data.demo import feeds
from data.feeds import coverage, declared


def test_the_file_is_written_once_and_names_every_district(database, settings, read, city):
    feeds.declare(database, settings)
    (one,) = declared.listed(settings.data_dir)
    assert (one.id, one.areas, one.names()) == ("demo", ("990101", "990102"), ("demo", "demo-live"))
    path = settings.data_dir / declared.FOLDER / feeds.FILE
    path.write_text("mine", encoding="utf-8")
    feeds.declare(database, settings)
    assert path.read_text(encoding="utf-8") == "mine"
    with read() as visit:
        assert coverage.faults(visit) == ["demo.yaml: it names no fields"]
