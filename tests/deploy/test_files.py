"""The files of deploy/ say what the program knows: settings, bodies, sentences, times; and nothing is left open."""

import configparser
import re
import subprocess
from dataclasses import fields
from typing import Any

import orjson
import pytest
import yaml

from app import WORKER_SILENCE_SECONDS
from dashboard.live_hub import Pace
from dashboard.policy import TABLE
from dashboard.refusals import error_body
from data.settings import Settings
from data.storage.database import STATEMENT_SECONDS
from tests.house.source import FLOORS, ROOT, ours, text_of

FILES = [name for name in ours() if name.startswith("deploy/")]
OURS = {f"YIPING_{known.name.upper()}" for known in fields(Settings)}
UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3}


def settings_in(text: str) -> set[str]:
    return {name.removesuffix("_FILE") for name in re.findall(r"YIPING_[A-Z_]*[A-Z]", text)}


def directive(name: str, text: str) -> str:
    found = re.findall(rf"^\s*{name}\s+([^;]+);", text, re.MULTILINE)
    assert found, f"{name} is not set"
    return str(found[0])


def seconds(name: str, text: str) -> float:
    return float(directive(name, text).removesuffix("s"))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text_of("deploy/compose.yaml"))
    return found


@pytest.fixture(scope="module")
def replica() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text_of("deploy/compose.replica.yaml"))
    return found


@pytest.fixture(scope="module")
def nginx() -> str:
    return text_of("deploy/nginx.conf")


def test_every_setting_that_deploy_names_is_one():
    named = {name: settings_in(text_of(name)) for name in FILES}
    assert named["deploy/compose.yaml"] > {"YIPING_DATABASE_URL", "YIPING_AUDIT_KEY", "YIPING_HOSTS"}
    faults = [f"{name}: {one}" for name, found in named.items() for one in found - OURS]
    assert not faults


def test_a_setting_that_is_none_would_be_seen():
    assert settings_in("YIPING_DATABASE_URL_FILE: x\n${YIPING_COLOUR:-}") - OURS == {"YIPING_COLOUR"}


def test_only_nginx_can_be_reached_from_outside(compose):
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["nginx"]
    assert compose["services"]["db"]["networks"] == ["store"]
    assert compose["networks"]["store"]["internal"] is True


def test_every_service_is_bounded_and_comes_back(compose):
    for name, service in compose["services"].items():
        assert service["mem_limit"], name
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped"), name
        assert "healthcheck" in service or name == "migrate"
        assert ":" in service["image"] or "build" in service, f"{name} is not pinned"
    for name in ("web", "nginx"):
        assert "/healthz" in str(compose["services"][name]["healthcheck"]["test"])


def test_the_schema_is_current_before_workers_start_and_there_are_several(compose):
    web = compose["services"]["web"]
    assert web["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert compose["services"]["migrate"]["command"][-1] == "migrate"
    assert int(web["environment"]["YIPING_WORKERS"].removesuffix("}").split(":-")[1]) >= 2


def test_secrets_are_files_that_are_never_committed(compose):
    used = {secret for service in compose["services"].values() for secret in service.get("secrets", [])}
    assert used == set(compose["secrets"])
    assert all(secret["file"].startswith("./secrets/") for secret in compose["secrets"].values())
    assert "deploy/secrets/" in text_of(".gitignore").split()
    for service in compose["services"].values():
        values = service.get("environment", {})
        assert not [name for name in values if re.search("PASSWORD|KEY|URL", name) and not name.endswith("_FILE")]


def test_the_standby_s_address_is_a_secret_and_only_the_web_is_told(compose, replica):
    (web,) = replica["services"].values()
    assert set(web) == {"environment", "secrets", "networks"}
    assert web["environment"] == {"YIPING_REPLICA_URL_FILE": "/run/secrets/replica_url"}
    assert set(replica["services"]) < set(compose["services"])
    assert web["secrets"] == list(replica["secrets"])
    assert all(secret["file"].startswith("./secrets/") for secret in replica["secrets"].values())
    assert set(web["networks"]) == set(replica["networks"])


def test_what_compose_mounts_is_shipped(compose):
    volumes = [volume for service in compose["services"].values() for volume in service.get("volumes", [])]
    mounted = {volume.split(":")[0] for volume in volumes}
    files = {path.removeprefix("./") for path in mounted if path.endswith((".conf", ".sh"))}
    assert files >= {"nginx.conf", "place.conf", "listen.conf", "create-role.sh"}
    assert not [name for name in files if f"deploy/{name}" not in FILES]
    assert {name for name in mounted if "/" not in name} == set(compose["volumes"])


def test_the_proxy_s_network_is_the_one_that_is_trusted(compose):
    subnet = compose["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert compose["services"]["web"]["environment"]["FORWARDED_ALLOW_IPS"] == subnet
    assert compose["services"]["nginx"]["networks"] == ["front"]


def test_the_largest_body_is_the_program_s(nginx):
    size = directive("client_max_body_size", nginx)
    assert int(size[:-1]) * UNITS[size[-1]] == max(entry.max_body for entry in TABLE)


def test_what_nginx_refuses_it_says_as_the_program_does(nginx):
    answers = [(int(status), orjson.loads(body.replace("$short_id", "00")))
               for status, body in re.findall(r"return (\d+) '(\{.*\})';", nginx)]
    values = {413: {"limit": max(entry.max_body for entry in TABLE)}, 429: {"seconds": 2}, 431: {"limit": 16 * 1024}}
    assert {status for status, _ in answers} == {400, 413, 429, 431, 503}
    for status, body in answers:
        assert body == error_body(body["error"]["code"], "00", values.get(status))


def test_nginx_waits_longer_than_what_it_waits_for(nginx):
    live = nginx[nginx.index("location = /live"):]
    assert seconds("proxy_read_timeout", live) > 2 * Pace().ping
    assert seconds("proxy_read_timeout", nginx) > 2 * STATEMENT_SECONDS
    kept = re.search(r'"timeout_keep_alive": (\d+)', text_of("app.py"))
    assert kept is not None
    assert seconds("keepalive_timeout", text_of("deploy/place.conf")) < int(kept[1])


def test_a_worker_may_be_quiet_for_longer_than_a_question_takes():
    assert WORKER_SILENCE_SECONDS > STATEMENT_SECONDS


def test_the_image_holds_the_whole_program_and_runs_as_nobody_in_particular():
    lines = text_of("deploy/Dockerfile").splitlines()
    copied = {word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]}
    assert copied >= {*FLOORS, "assets", "app.py", "requirements.txt"}
    assert not [name for name in copied if not (ROOT / name).exists()]
    sent = {line[1:] for line in text_of("deploy/Dockerfile.dockerignore").splitlines() if line.startswith("!")}
    assert sent == copied
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001"]


def test_the_unit_starts_what_there_is_with_secrets_from_files():
    unit = configparser.RawConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(text_of("deploy/yiping.service"))
    service = unit["Service"]
    assert service["ExecStart"].endswith("app.py serve")
    assert service["ExecStartPre"].endswith("app.py migrate")
    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["User"]) == ("yes", "strict", "yiping")
    text = text_of("deploy/yiping.service")
    for secret in ("database_url", "audit_key"):
        assert f"LoadCredential={secret}:/etc/yiping/{secret}" in text
        assert f"YIPING_{secret.upper()}_FILE=%d/{secret}" in text


def test_the_shell_can_read_what_makes_the_role():
    subprocess.run(["sh", "-n", str(ROOT / "deploy/create-role.sh")], check=True)
    assert (ROOT / "deploy/create-role.sh").stat().st_mode & 0o111


def test_the_broker_is_bounded_needs_a_password_and_cannot_be_reached_from_outside(compose):
    broker = yaml.safe_load(text_of("deploy/compose.broker.yaml"))
    nats, web = broker["services"]["nats"], broker["services"]["web"]
    assert (nats["networks"], "ports" in nats, nats["restart"], bool(nats["mem_limit"])) == (
        ["store"], False, "unless-stopped", True)
    assert "nats_conf" in nats["secrets"]
    assert web["environment"] == {"YIPING_NATS_FILE": "/run/secrets/nats_url", "YIPING_NATS_KEY": "sensors"}
    assert set(web["secrets"]) | set(nats["secrets"]) == set(broker["secrets"])
    assert all(secret["file"].startswith("./secrets/") for secret in broker["secrets"].values())
    assert set(broker["volumes"]).isdisjoint(compose["volumes"])
