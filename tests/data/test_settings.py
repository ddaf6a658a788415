"""Settings: read once, every fault told at once, no secret shown."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.ingest.streams.brokers import jetstream
from data.ingest.streams.brokers.mqtt import read_address
from data.settings import Settings, SettingsError, export, read, zone_of


def faults(**environ: str) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read({f"YIPING_{name.upper()}": value for name, value in environ.items()})
    return refused.value.values["faults"]


def test_nothing_set_is_the_demo_on_this_machine():
    found = read({})
    assert (found.host, found.port, found.profile, found.url) == (
        "127.0.0.1", 8050, "demo", f"sqlite:///{Path('var') / 'yiping.db'}")
    assert found == Settings()
    assert found.is_demo()


def test_everything_can_be_set():
    found = read({"YIPING_DATA_DIR": "/x", "YIPING_PORT": " 9000 ", "YIPING_WORKERS": "2", "YIPING_THREADS": "4",
                  "YIPING_PROFILE": "production", "YIPING_HOST": "0.0.0.0", "YIPING_HOSTS": "city.example",
                  "YIPING_ZONE": "America/New_York", "YIPING_LANGUAGE": "en", "YIPING_TILES": "https://t/{z}/{x}/{y}"})
    assert found == Settings(data_dir=Path("/x"), port=9000, workers=2, threads=4, profile="production", host="0.0.0.0",
                             hosts="city.example", zone="America/New_York", language="en", tiles="https://t/{z}/{x}/{y}")
    assert not found.is_demo()


def test_it_tells_every_fault_at_once():
    found = faults(port="80a", workers="0", threads="999", profile="test", zone="Mars/Base", language="fr",
                   database_url="mysql://x")
    for name in ("PORT", "WORKERS", "THREADS", "PROFILE", "ZONE", "LANGUAGE", "DATABASE_URL"):
        assert sum(name in fault for fault in found) == 1, name
    assert len(found) == 7


@pytest.mark.parametrize(("name", "value"), [
    ("port", "-1"), ("port", "65536"), ("port", "1e3"), ("port", "²"), ("port", "1.5"), ("workers", "65"),
    ("threads", "0"), ("language", "zh"), ("zone", "GMT+25"), ("zone", "../etc"), ("database_url", "yiping.db"),
])
def test_a_value_that_cannot_be_meant_is_a_fault(name, value):
    assert len(faults(**{name: value})) == 1


def test_the_demo_listens_on_this_machine_only():
    assert "loopback" in faults(host="0.0.0.0")[0]
    assert read({"YIPING_HOST": "localhost"}).host == "localhost"


def test_production_refuses_what_is_unsafe():
    assert "YIPING_TEST" in faults(profile="production", test="1")[0]
    assert "YIPING_HOSTS" in faults(profile="production", host="0.0.0.0")[0]
    assert read({"YIPING_TEST": "1"}).test


def test_callbacks_for_unchecked_callers_are_refused():
    with pytest.raises(SettingsError):
        read({"DASH_MCP_ENABLED": "True"})


def test_a_secret_may_stand_in_a_file(tmp_path):
    secret = tmp_path / "url"
    secret.write_text("postgresql://city:secret@db/city\n", encoding="utf-8")
    found = read({"YIPING_DATABASE_URL_FILE": str(secret)})
    assert found.url == "postgresql://city:secret@db/city"
    assert len(faults(database_url_file=str(tmp_path / "absent"), port="x")) == 2


@pytest.mark.parametrize(("url", "shown"), [
    ("postgresql://city:se@cret@db/city", "postgresql://***@db/city"),
    ("postgresql:///city?host=/run&password=secret&port=1", "postgresql:///city?host=/run&password=***&port=1"),
    ("sqlite:///var/yiping.db", "sqlite:///var/yiping.db"),
])
def test_a_secret_is_never_shown(url, shown):
    rows = {name: (value, about) for name, value, about in Settings(database_url=url).rows()}
    assert rows["database_url"][0] == shown
    assert all(about for _, about in rows.values())


BROKER = "mqtt://city:hu%40sh@broker:1884/city/+/events/#"


def test_a_broker_s_password_is_never_shown(tmp_path):
    found = read({"YIPING_MQTT": BROKER, "YIPING_MQTT_KEY": "sensors"})
    assert (found.mqtt, found.mqtt_key) == (BROKER, "sensors")
    assert {name: value for name, value, _ in found.rows()}["mqtt"] == "mqtt://***@broker:1884/city/+/events/#"
    at = read_address(found.mqtt)
    assert "sh" not in repr(found) + repr(at)
    assert (at.user, at.password, at.host, at.port, at.topics, at.is_encrypted) == (
        "city", "hu@sh", "broker", 1884, "city/+/events/#", False)
    secret = tmp_path / "url"
    secret.write_text("mqtts://broker/%E6%A1%A5\n", encoding="utf-8")
    at = read_address(read({"YIPING_MQTT_FILE": str(secret), "YIPING_MQTT_KEY": "sensors"}).mqtt)
    assert (at.port, at.topics, at.is_encrypted) == (8883, "桥", True)


@pytest.mark.parametrize("url", [
    "broker:1883/x", "http://broker/x", "mqtt:///x", "mqtt://broker", "mqtt://broker/", "mqtt://broker:x/y",
    "mqtt://u:hush@broker:99999/x", "mqtt://u:hush@broker/a+/x", "mqtt://broker/#/x", "mqtt://broker/a#",
    "mqtt://u:hush@[::1/x", "mqtt://broker/a?b", "mqtt://broker/%00"])
def test_what_is_no_broker_s_address_is_a_fault_that_does_not_show_it(url):
    found = faults(mqtt=url, mqtt_key="sensors")
    assert len(found) == 1
    assert "YIPING_MQTT" in found[0]
    assert "hush" not in found[0]


def test_a_nats_address_is_read_and_its_password_never_shown():
    url = "nats://city:hu%40sh@broker/city.*.events.>"
    found = read({"YIPING_NATS": url, "YIPING_NATS_KEY": "sensors"})
    assert {name: value for name, value, _ in found.rows()}["nats"] == "nats://***@broker/city.*.events.>"
    at = jetstream.read_address(found.nats)
    assert (at.user, at.password, at.host, at.port, at.topics, at.is_encrypted) == (
        "city", "hu@sh", "broker", 4222, "city.*.events.>", False)
    assert jetstream.read_address("tls://broker:4223/a").is_encrypted


@pytest.mark.parametrize("url", [
    "broker:4222/x", "mqtt://broker/x", "nats:///x", "nats://broker", "nats://broker/", "nats://broker:x/y",
    "nats://u:hush@broker/a..b", "nats://broker/a.>.b", "nats://broker/a*", "nats://broker/a?b", "nats://broker/a#b",
    "nats://broker/%00", "nats://broker/a%20b"])
def test_what_is_no_nats_address_is_a_fault_that_does_not_show_it(url):
    found = faults(nats=url, nats_key="sensors")
    assert len(found) == 1
    assert "YIPING_NATS" in found[0]
    assert "hush" not in found[0]


def test_a_broker_and_its_key_go_together():
    assert "YIPING_NATS_KEY" in faults(nats="nats://broker/a")[0]
    assert "YIPING_MQTT_KEY" in faults(mqtt=BROKER)[0]
    assert "YIPING_MQTT_KEY" in faults(mqtt_key="sensors")[0]


KEYS = f"k1:{'ab' * 32}\nk2:{'cd' * 32}"


def test_the_audit_keys_are_never_shown():
    found = read({"YIPING_AUDIT_KEY": KEYS})
    assert found.audit_key == KEYS
    assert {name: value for name, value, _ in found.rows()}["audit_key"] == "***"
    assert {name: value for name, value, _ in Settings().rows()}["audit_key"] == ""
    assert "abab" not in repr(found)


@pytest.mark.parametrize("value", ["secret", "k1:abcd", f"{'ab' * 32}", f"k1:{'ab' * 32} k1:{'cd' * 32}"])
def test_an_audit_key_that_is_none_is_a_fault_that_does_not_show_it(value):
    found = faults(audit_key=value)
    assert len(found) == 1
    assert value not in found[0]


def test_the_audit_trail_s_files_lie_in_the_data_folder_unless_said_otherwise():
    assert (Settings().key_path, Settings().anchor_path) == (Path("var/audit.key"), Path("var/audit.anchor"))
    assert read({"YIPING_AUDIT_ANCHOR": "/mnt/other/anchor"}).anchor_path == Path("/mnt/other/anchor")


def test_worker_processes_read_the_same_settings(monkeypatch):
    monkeypatch.setattr(os, "environ", {})
    told = Settings(audit_key=KEYS, audit_anchor="/x", workers=3)
    export(told)
    assert read() == told


@pytest.mark.parametrize(("setting", "city", "zone"), [
    ("America/New_York", "Asia/Shanghai", "America/New_York"), ("", "Asia/Urumqi", "Asia/Urumqi"),
    ("", "", "Asia/Shanghai"),
])
def test_the_zone_is_the_setting_s_else_the_city_s(setting, city, zone):
    assert zone_of(Settings(zone=setting), city) == ZoneInfo(zone)


def test_it_reads_the_process_s_own_environment_by_default(monkeypatch):
    monkeypatch.setenv("YIPING_PORT", "8123")
    assert read().port == 8123


def test_a_replica_is_a_standby_of_a_postgresql():
    ours = "postgresql://city:secret@db/city"
    assert read({"YIPING_DATABASE_URL": ours, "YIPING_REPLICA_URL": "postgresql://city:x@standby/city"}).replica_url
    assert "needs PostgreSQL" in faults(database_url=ours, replica_url="sqlite:///copy.db")[0]
    assert "needs PostgreSQL" in faults(replica_url="postgresql://standby/city")[0]
    for same in (ours, "postgresql+psycopg://other:y@DB/city"):
        (fault,) = faults(database_url=ours, replica_url=same)
        assert "same database" in fault
        assert "secret" not in fault
    shown = {name: value for name, value, _ in Settings(replica_url="postgresql://city:secret@standby/city").rows()}
    assert shown["replica_url"] == "postgresql://***@standby/city"
