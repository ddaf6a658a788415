"""Real brokers for tests: Debian's mosquitto, and the NATS server of a wheel, each in a folder of its own."""

import asyncio
import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import nats
from nats.js.errors import BadRequestError
from paho.mqtt import publish

from tests.stand import free_port

MOSQUITTO = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
MISSING = "no mosquitto here: apt-get install -y mosquitto"
NATS = str(Path(sys.executable).with_name("nats-server"))
PATIENCE_SECONDS = 60.0


class Broker:
    """A server process on a port of its own that keeps what it holds over a restart."""

    name = ""
    """As the settings call it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir()

    def command(self) -> list[str]:
        """Return what starts it."""
        raise NotImplementedError

    def start(self) -> None:
        """Return once it listens."""
        self._process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self._listens)

    def stop(self, *, at_once: bool = False) -> None:
        """End it as its operator would, what it holds is written down before; or `at_once`, as a power cut does."""
        if self._process is not None:
            (self._process.kill if at_once else self._process.terminate)()
            self._process.wait(PATIENCE_SECONDS)
            self._process = None

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class Mosquitto(Broker):
    """Anybody may connect unless there are users."""

    name = "mqtt"

    def __init__(self, folder: Path, *more: str) -> None:
        super().__init__(folder)
        self._file = folder / "mosquitto.conf"
        lines = (f"listener {self.port} 127.0.0.1", f"user {getpass.getuser()}", "persistence true",
                 f"persistence_location {folder}/", "max_queued_messages 0", *(more or ("allow_anonymous true",)))
        self._file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def command(self) -> list[str]:
        """Return what starts it."""
        assert MOSQUITTO
        return [MOSQUITTO, "-c", str(self._file)]

    def topic(self, *parts: str) -> str:
        """Return the name of a topic."""
        return "/".join(parts)

    def url(self, topics: str = "city/events/#", user: str = "") -> str:
        """Return the address to read these topics at."""
        return f"mqtt://{user}127.0.0.1:{self.port}/{topics}"

    def publish(self, *payloads: bytes, topic: str = "city/events/sensors") -> None:
        """Publish each as one message with QoS 1; returns once the broker has acknowledged them."""
        publish.multiple([{"topic": topic, "payload": one, "qos": 1} for one in payloads], hostname="127.0.0.1",
                         port=self.port)


class Nats(Broker):
    """Keeps a stream EVENTS of city.events.> on its disk; anybody may connect unless there is a password."""

    name = "nats"

    def __init__(self, folder: Path, *more: str) -> None:
        super().__init__(folder)
        self._folder, self._more = folder, more

    def command(self) -> list[str]:
        """Return what starts it."""
        return [NATS, "-a", "127.0.0.1", "-p", str(self.port), "-js", "-sd", str(self._folder), *self._more]

    def start(self) -> None:
        """Return once it listens and has its stream."""
        super().start()
        if not self._more:
            asyncio.run(self._with_jetstream(self._add_stream))

    def topic(self, *parts: str) -> str:
        """Return the name of a subject."""
        return ".".join(parts)

    def url(self, topics: str = "city.events.>", user: str = "") -> str:
        """Return the address to read these subjects at."""
        return f"nats://{user}127.0.0.1:{self.port}/{topics}"

    def publish(self, *payloads: bytes, topic: str = "city.events.sensors") -> None:
        """Publish each as one message; returns once the server has them all on its disk."""
        async def each(stream):
            for one in payloads:
                await stream.publish(topic, one, timeout=PATIENCE_SECONDS)

        asyncio.run(self._with_jetstream(each))

    def waiting(self) -> tuple[int, int]:
        """Return how many messages of the one consumer are out and not settled, and how many were not sent yet."""
        async def asked(stream):
            [one] = await stream.consumers_info("EVENTS")
            return one.num_ack_pending, one.num_pending

        return asyncio.run(self._with_jetstream(asked))

    async def _add_stream(self, stream) -> None:
        with contextlib.suppress(BadRequestError):  # it has one already
            await stream.add_stream(name="EVENTS", subjects=["city.events.>"])

    async def _with_jetstream(self, work):
        client = await nats.connect(f"nats://127.0.0.1:{self.port}")
        try:
            return await work(client.jetstream())
        finally:
            await client.close()


def wait_until(is_so, seconds: float = PATIENCE_SECONDS) -> None:
    """Return once the question is answered with yes; fail when it is not for too long."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not come to this"
        time.sleep(0.02)
