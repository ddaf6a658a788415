"""A real broker for tests: Debian's mosquitto in a folder of its own, started and stopped by the test."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from paho.mqtt import publish

from tests.stand import free_port

MOSQUITTO = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
MISSING = "no mosquitto here: apt-get install -y mosquitto"
PATIENCE_SECONDS = 30.0


class Broker:
    """Keeps sessions and their messages over a restart; anybody may connect unless there are users."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir()
        self._file = folder / "mosquitto.conf"
        lines = (f"listener {self.port} 127.0.0.1", f"user {getpass.getuser()}", "persistence true",
                 f"persistence_location {folder}/", "max_queued_messages 0", *(more or ("allow_anonymous true",)))
        self._file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def start(self) -> None:
        """Return once it listens."""
        assert MOSQUITTO
        self._process = subprocess.Popen([MOSQUITTO, "-c", str(self._file)], stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL)
        wait_until(self._listens)

    def stop(self) -> None:
        """End it as its operator would: what it holds is written down before."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE_SECONDS)
            self._process = None

    def url(self, topics: str = "city/events/#", user: str = "") -> str:
        """Return the address to read these topics at."""
        return f"mqtt://{user}127.0.0.1:{self.port}/{topics}"

    def publish(self, *payloads: bytes, topic: str = "city/events/sensors") -> None:
        """Publish each as one message with QoS 1; returns once the broker has acknowledged them."""
        publish.multiple([{"topic": topic, "payload": one, "qos": 1} for one in payloads], hostname="127.0.0.1",
                         port=self.port)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def wait_until(is_so, seconds: float = PATIENCE_SECONDS) -> None:
    """Return once the question is answered with yes; fail when it is not for too long."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not come to this"
        time.sleep(0.02)
