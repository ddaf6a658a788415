"""What is looked into before serving, and what is repaired."""

from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import delete, select

from data import clock, startup
from data.cases import breaks
from data.models.person import Person
from data.people import sessions, trail
from data.scope import ROLES
from data.settings import Settings
from data.startup import Finding
from data.storage import replica
from data.storage.database import Database
from tests import cast, pile
from tests.wire.live_stage import wait_until


def found_in(settings: Settings) -> dict[str, Finding]:
    return {finding.id: finding for finding in startup.findings(settings)}


def demo_people(database: Database) -> set[str]:
    with database.read(startup.JOB) as session:
        return set(session.scalars(select(Person.demo_button).where(Person.demo_button.is_not(None))))


def test_a_sound_city_has_nothing_to_find(city, settings):
    found = found_in(settings)
    assert all(finding.is_fine for finding in found.values()), found
    assert {"database", "migrations", "city", "zone"} <= set(found)
    assert found["database"].words == ("sqlite" if "sqlite" in settings.url else "postgresql")


def test_a_feed_whose_file_or_area_is_wrong_is_found(city, settings):
    assert found_in(settings)["feeds"].is_fine
    folder = settings.data_dir / "feeds"
    folder.mkdir()
    (folder / "hotline.yaml").write_text("title: x\nevery_minutes: 60\nareas: [990101, 990199]\n", encoding="utf-8")
    (folder / "late.yaml").write_text("title: x\nevery_minutes: never\nareas: [990101]\n", encoding="utf-8")
    found = found_in(settings)["feeds"]
    assert not found.is_fine
    assert "hotline.yaml: areas: there is no area 990199" in found.words
    assert "late.yaml: every_minutes" in found.words


def test_an_empty_database_wants_a_city(database, settings):
    assert not found_in(settings)["city"].is_fine
    assert not startup.has_city(database)


def test_a_bare_database_wants_its_schema_first(bare_url, tmp_path):
    found = found_in(Settings(data_dir=tmp_path, database_url=bare_url))
    assert not found["migrations"].is_fine
    assert "migrate" in found["migrations"].words
    assert "city" not in found


def test_a_file_that_is_no_database_is_found_out(tmp_path):
    (tmp_path / "yiping.db").write_text("not a database " * 200)
    found = found_in(Settings(data_dir=tmp_path))
    assert list(found) == ["database"]
    assert found["database"] == Finding("database", False, "file is not a database")


def test_a_database_that_does_not_answer_is_found_out_without_its_password():
    found = found_in(Settings(database_url="postgresql://yiping:hunter2secret@127.0.0.1:1/city"))
    assert not found["database"].is_fine
    assert "hunter2secret" not in found["database"].words
    assert "\n" not in found["database"].words


def test_a_folder_that_cannot_be_made_is_found_out(tmp_path):
    (tmp_path / "file").touch()
    found = found_in(Settings(data_dir=tmp_path / "file"))
    assert list(found) == ["database"]
    assert not found["database"].is_fine


def test_demo_people_are_added_once_and_only_to_a_city(database):
    startup.ensure_demo_people(database)
    assert demo_people(database) == set()
    cast.build(database)
    for _ in range(2):
        startup.ensure_demo_people(database)
        assert demo_people(database) == {*ROLES} - {"handler"}


def test_breaks_are_chosen_once_there_are_cases_and_then_stay(write, database, settings):
    startup.fix_breaks(database, settings)
    with write() as visit:
        assert visit.city.breaks == {}, "an imported map has no cases yet: nothing to choose by"
        pile.put_all(visit, [pile.case(code, cast.NOW) for code in cast.GRIDS.values()])
    startup.fix_breaks(database, settings)
    with write() as visit:
        chosen = visit.city.breaks
        assert chosen == breaks.choose(visit)
        pile.put_all(visit, [pile.case(code, cast.NOW) for code in cast.GRIDS.values() for _ in range(9)])
        visit.city.breaks = {**chosen, "mark": 1}
    startup.fix_breaks(database, settings)
    with write() as visit:
        assert visit.city.breaks == {**chosen, "mark": 1}


def test_breaks_wait_for_a_city(database, settings):
    startup.fix_breaks(database, settings)
    assert not startup.has_city(database)


def note(database: Database) -> None:
    with database.write(startup.JOB) as session:
        trail.note(session, at=cast.NOW, who="x", what="x", outcome="done")


def test_the_audit_key_is_told_before_and_after_it_is_made(city, database, settings):
    assert found_in(settings)["audit_key"] == Finding("audit_key", True, f"{settings.key_path} is made on first use")
    assert not settings.key_path.exists(), "looking makes nothing"
    note(database)
    assert found_in(settings)["audit_key"] == Finding("audit_key", True, f"{settings.key_path}, 1 known")


def test_a_lost_audit_key_is_found_out(city, database, settings):
    note(database)
    lost = settings.key_path.read_text(encoding="ascii").split(":")[0]
    settings.key_path.unlink()
    found = found_in(settings)["audit_key"]
    assert not found.is_fine
    assert lost in found.words
    set_here = replace(settings, audit_key=f"{lost}:{'ab' * 32}")
    assert found_in(set_here)["audit_key"] == Finding("audit_key", True, "from the setting, 1 known")


def test_an_audit_key_that_others_may_read_or_nobody_can_is_found_out(city, database, settings):
    note(database)
    settings.key_path.chmod(0o644)
    assert f"chmod 600 {settings.key_path}" in found_in(settings)["audit_key"].words
    settings.key_path.write_text("nothing\n", encoding="ascii")
    assert not found_in(settings)["audit_key"].is_fine


def test_production_is_told_what_its_workers_share_and_where_an_anchor_is_worth_most(city, settings):
    found = found_in(replace(settings, profile="production"))
    assert ("YIPING_AUDIT_KEY_FILE" in found["audit_key"].words) == ("postgresql" in settings.url)
    assert "YIPING_AUDIT_ANCHOR" in found["audit_anchor"].words
    assert found["audit_key"].is_fine
    assert found["audit_anchor"].is_fine


def test_an_anchor_that_cannot_be_written_is_found_out(city, settings, tmp_path):
    away = replace(settings, audit_anchor=str(tmp_path / "mount" / "anchor"))
    assert found_in(away)["audit_anchor"] == Finding("audit_anchor", False, f"{tmp_path / 'mount'} cannot be written")
    (tmp_path / "mount").mkdir()
    assert found_in(away)["audit_anchor"].is_fine


def test_a_stream_whose_key_may_not_post_is_found_out(city, settings, database, job):
    streamed = replace(settings, mqtt="mqtt://u:hush@broker/city/#", mqtt_key="sensors")
    assert "mqtt" not in found_in(settings)
    assert "key add sensors --may events.write" in found_in(streamed)["mqtt"].words
    with database.write(job) as session:
        sessions.make_key(session, "sensors", ["events.write"], [""], clock.now())
    assert found_in(streamed)["mqtt"] == Finding("mqtt", True, "city/# at broker:1883 as sensors")


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_replica_is_looked_into(city, settings, standby, bare_url):
    # A copy that has just begun to follow may be late, and says so.
    wait_until(lambda: found_in(replace(settings, replica_url=standby.url))["replica"].is_fine)
    assert found_in(replace(settings, replica_url=standby.url))["replica"].words.startswith("a standby, ")
    for url, words in ((settings.database_url, "no standby"), (bare_url, "another database"),
                       ("postgresql://yiping:hunter2secret@127.0.0.1:1/city", "onnection")):
        found = found_in(replace(settings, replica_url=url))["replica"]
        assert not found.is_fine
        assert words in found.words
        assert "hunter2secret" not in found.words


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_late_replica_is_found_out(city, settings, standby, database):
    standby.ask("SELECT pg_wal_replay_pause()")
    with database.write(startup.JOB) as session:
        session.execute(delete(Person))
    found = found_in(replace(settings, replica_url=standby.url))["replica"]
    standby.ask("SELECT pg_wal_replay_resume()")
    assert (found.is_fine, found.words.split(":")[0]) == (False, "late")


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_role_that_owns_no_more_than_its_database_may_look_into_a_replica(city, settings, standby):
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE modest LOGIN")
    modest = [url.replace("postgres:@", "modest:@") for url in (settings.database_url, standby.url)]
    ours, copy = (Database(url, connections=1) for url in modest)
    try:
        assert ours.url.username == "modest"
        wait_until(lambda: standby.ask("SELECT count(*) FROM pg_roles WHERE rolname = 'modest'") == 1)
        assert replica.fault_of(copy, ours) == ""
    finally:
        ours.close()
        copy.close()
        with psycopg.connect(settings.database_url, autocommit=True) as connection:
            connection.execute("DROP ROLE modest")
