"""Everything that can be set, read once from the environment; nothing else reads it."""

import contextlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from data.audit.keys import read_keys
from data.errors import CityError, Invalid
from data.ingest.streams.stream import discover
from data.sources.address import Allowed

FLAGS = ("test", "think")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")


class SettingsError(CityError):
    """The settings have faults; `values["faults"]` lists every one."""

    code = "settings"


def _about(text: str, default: Any) -> Any:
    return field(default=default, metadata={"about": text})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a deployment decides. Defaults serve the demo on one machine."""

    data_dir: Path = _about("folder for the database, reports and logs", Path("var"))
    database_url: str = _about("database; empty means SQLite in the data folder", "")
    replica_url: str = _about("PostgreSQL standby that people who only look are read from; empty: none", "")
    host: str = _about("address to listen on", "127.0.0.1")
    port: int = _about("port to listen on; 0 picks a free one", 8050)
    workers: int = _about("web server processes", 1)
    threads: int = _about("threads that answer in each process, and its database connections", 8)
    profile: str = _about("demo (loopback only) or production", "demo")
    zone: str = _about("the city's time zone; empty means what the city itself says", "")
    language: str = _about("first language of screens: zh-CN or en; empty means what the city says", "")
    tiles: str = _about("tile URL template; empty means our own backdrop, nothing leaves the machine", "")
    hosts: str = _about("host names that may be asked for, comma separated, besides loopback", "")
    audit_key: str = field(default="", repr=False, metadata={
        "about": "keys that seal the audit trail, id:hex; empty means audit.key in the data folder"})
    audit_anchor: str = _about("file that keeps the audit trail's end, best on another host; empty: data folder", "")
    mqtt: str = field(default="", repr=False, metadata={
        "about": "broker whose events are read, mqtt://user:password@host:1883/city/events/# or mqtts://; empty: none"})
    mqtt_key: str = _about("name of the API key under whose rights they are stored; it needs events.write", "")
    nats: str = field(default="", repr=False, metadata={
        "about": "NATS server whose JetStream is read, nats://user:password@host/city.events.> or tls://; empty: none"})
    nats_key: str = _about("name of the API key under whose rights those are stored; it needs events.write", "")
    sources_allow: str = _about("hosts and networks inside that layers may be fetched from; cameras: any host", "")
    chromium: str = _about("Chromium that makes PDF and pictures of briefings", "/usr/bin/chromium")
    smtp_host: str = _about("mail server that released briefings are sent by; empty: none", "")
    smtp_port: int = _about("its port", 587)
    smtp_tls: str = _about("how it is spoken to: starttls, tls or none", "starttls")
    smtp_user: str = _about("who signs in there; empty: nobody", "")
    smtp_password: str = field(default="", repr=False, metadata={"about": "their password"})
    smtp_from: str = _about("mailbox that briefings come from", "")
    think: bool = _about("algorithms run by themselves when they are due; 0: only by the command think", True)
    test: bool = _about("test hooks; demo profile only", False)

    @property
    def url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'yiping.db'}"

    @property
    def key_path(self) -> Path:
        """The file of the audit trail's keys, where the setting does not hold them."""
        return self.data_dir / "audit.key"

    @property
    def anchor_path(self) -> Path:
        """The file of the audit trail's anchor."""
        return Path(self.audit_anchor) if self.audit_anchor else self.data_dir / "audit.anchor"

    @property
    def archive_path(self) -> Path:
        """The folder of the files that hold the detail of old cases."""
        return self.data_dir / "archive"

    def is_demo(self) -> bool:
        """Is this the demo profile?"""
        return self.profile == "demo"

    def rows(self) -> list[tuple[str, str, str]]:
        """Return (name, value with secrets masked, description) for `app.py check`."""
        return [(f.name, _masked(f.name, getattr(self, f.name)), f.metadata["about"]) for f in fields(self)]


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of `environ` (default: the process's), or raise SettingsError with all faults."""
    environ = os.environ if environ is None else environ
    values: dict[str, object] = {}
    faults: list[str] = []
    for known in fields(Settings):
        name = f"YIPING_{known.name.upper()}"
        raw = _raw(name, environ, faults)
        if raw:
            _take(known.name, raw, values, faults)
    settings = Settings(**values)  # type: ignore[arg-type]
    faults += [*_faults(settings), *_unsafe(settings)]
    if environ.get("DASH_MCP_ENABLED", "").lower() in ("1", "true"):
        faults.append("DASH_MCP_ENABLED is refused: it runs callbacks for callers nobody has checked")
    if faults:
        raise SettingsError(faults=faults)
    return settings


def _raw(name: str, environ: Mapping[str, str], faults: list[str]) -> str:
    """Return what is set: the value itself, or what stands in the file that NAME_FILE names (a secret)."""
    path = environ.get(f"{name}_FILE", "")
    if not path:
        return environ.get(name, "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{name}_FILE cannot be read: {type(error).__name__} for {path!r}")
        return ""


def secret(name: str, data_dir: Path) -> str:
    """Return a secret that a layer's file names: of YIPING_SECRET_<name> or its _FILE, else of the file secrets/<name>.

    Only names that begin so can be had: a layer's file cannot ask for the database's password. Raises
    Invalid("secret_missing") with the name.
    """
    faults: list[str] = []
    found = _raw(f"YIPING_SECRET_{name}", os.environ, faults)
    if not found and not faults:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            found = (data_dir / "secrets" / name).read_text(encoding="utf-8").strip()
    if not found or not found.isprintable() or not found.isascii():
        raise Invalid("secret_missing", secret=name)
    return found


def _take(name: str, raw: str, values: dict[str, object], faults: list[str]) -> None:
    if name in ("port", "workers", "threads", "smtp_port"):
        if raw.isascii() and raw.isdigit():
            values[name] = int(raw)
        else:
            faults.append(f"YIPING_{name.upper()} must be a whole number, not {raw!r}")
    elif name in FLAGS:
        values[name] = raw == "1"
        if raw not in ("0", "1"):
            faults.append(f"YIPING_{name.upper()} must be 0 or 1, not {raw!r}")
    elif name == "data_dir":
        values[name] = Path(raw)
    else:
        values[name] = raw


def _faults(settings: Settings) -> list[str]:
    """Return what cannot be meant: values outside what there is."""
    faults = []
    if settings.profile not in ("demo", "production"):
        faults.append(f"YIPING_PROFILE must be demo or production, not {settings.profile!r}")
    if settings.zone and settings.zone not in available_timezones():
        faults.append(f"YIPING_ZONE {settings.zone!r} is not a known time zone; an example is Asia/Shanghai")
    if settings.language not in ("", "zh-CN", "en"):
        faults.append(f"YIPING_LANGUAGE must be zh-CN or en, not {settings.language!r}")
    if settings.database_url and not settings.database_url.startswith(DATABASES):
        faults.append(f"YIPING_DATABASE_URL must begin with one of {', '.join(DATABASES)}")
    faults += _replica_faults(settings)
    try:
        read_keys(settings.audit_key)
    except CityError:
        faults.append("YIPING_AUDIT_KEY must hold id:hex, 32 bytes or more each, the newest last, no id twice")
    faults += _stream_faults(settings)
    try:
        Allowed.of(settings.sources_allow)
    except ValueError as error:
        faults.append(f"YIPING_SOURCES_ALLOW must hold host names and networks, comma separated: {error}")
    faults += _mail_faults(settings)
    bounds = {"port": (0, 65535), "smtp_port": (1, 65535), "workers": (1, 64), "threads": (1, 64)}
    return faults + [
        f"YIPING_{name.upper()} must lie in {least}..{most}, not {getattr(settings, name)}"
        for name, (least, most) in bounds.items() if not least <= getattr(settings, name) <= most
    ]


def _replica_faults(settings: Settings) -> list[str]:
    if not settings.replica_url:
        return []
    if not all(url.startswith(DATABASES[1:]) for url in (settings.replica_url, settings.database_url)):
        return ["YIPING_REPLICA_URL needs PostgreSQL, as does the database it is a standby of (YIPING_DATABASE_URL)"]
    if _place(settings.replica_url) == _place(settings.database_url):
        return ["YIPING_REPLICA_URL is the same database as YIPING_DATABASE_URL; it names a standby of that"]
    return []


def _place(url: str) -> str:
    """Return an address without its driver and without who comes: where it leads."""
    return url.split("://", 1)[1].rsplit("@", 1)[-1].lower()


def _mail_faults(settings: Settings) -> list[str]:
    faults = []
    if settings.smtp_tls not in ("starttls", "tls", "none"):
        faults.append(f"YIPING_SMTP_TLS must be starttls, tls or none, not {settings.smtp_tls!r}")
    if settings.smtp_host and "@" not in settings.smtp_from:
        faults.append("YIPING_SMTP_HOST needs YIPING_SMTP_FROM: the mailbox that briefings come from")
    if settings.smtp_tls == "none" and settings.smtp_password and settings.smtp_host not in LOOPBACK:
        faults.append("YIPING_SMTP_PASSWORD would be sent in the clear: YIPING_SMTP_TLS must not be none")
    return faults


def _stream_faults(settings: Settings) -> list[str]:
    faults = []
    for stream in discover():
        name, url, key = stream.name.upper(), getattr(settings, stream.name), getattr(settings, f"{stream.name}_key")
        if url:
            try:
                stream.read_address(url)
            except ValueError as error:
                faults.append(f"YIPING_{name} is no broker's address: {error}")
        if bool(url) != bool(key):
            faults.append(f"YIPING_{name} and YIPING_{name}_KEY go together: a broker, and the name of the key its "
                          "events need")
    return faults


def _unsafe(settings: Settings) -> list[str]:
    """Return what would open the door too wide for the profile."""
    faults = []
    if settings.profile == "demo" and settings.host not in LOOPBACK:
        faults.append("the demo profile listens on loopback only; set YIPING_PROFILE=production for other addresses")
    if settings.profile == "production" and settings.test:
        faults.append("YIPING_TEST is refused in production")
    if settings.profile == "production" and settings.host not in LOOPBACK and not settings.hosts:
        faults.append("production needs YIPING_HOSTS: the host names people type, comma separated")
    return faults


def zone_of(settings: Settings, city_zone: str) -> ZoneInfo:
    """Return the zone in force: the setting, else the city's own, else Asia/Shanghai."""
    return ZoneInfo(settings.zone or city_zone or "Asia/Shanghai")


def _masked(name: str, value: object) -> str:
    text = str(value)
    if name in ("audit_key", "smtp_password"):
        return "***" if text else ""
    if name not in ("database_url", "replica_url", *(stream.name for stream in discover())):
        return text
    text = re.sub(r"(password=)[^&]*", r"\1***", text)
    return re.sub(r"://.*@", "://***@", text)


def export(settings: Settings) -> None:
    """Put the settings into the environment, for worker processes that read them anew."""
    for known in fields(Settings):
        value = getattr(settings, known.name)
        os.environ[f"YIPING_{known.name.upper()}"] = str(int(value)) if known.name in FLAGS else str(value)
