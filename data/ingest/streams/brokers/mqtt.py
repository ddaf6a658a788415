"""MQTT 5: a session that the broker keeps, and acknowledgements that we alone send.

One thread does everything on a line, so that an acknowledgement can never go out on another connection
than its message came in by: message numbers mean something on one connection only.
"""

import struct
import threading
from collections.abc import Sequence
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from data.ingest.streams.stream import MOST_LETTERS, Address, Letter, LineLost, Stream

PORTS = {"mqtt": 1883, "mqtts": 8883}
LONGEST_TOPICS = 1_000
LOOK_SECONDS = 0.25
CONNECT_SECONDS = 5.0
KEEPALIVE_SECONDS = 30
FOR_EVER = 0xFFFFFFFF
"""For how many seconds the broker keeps the session; this value means without end."""


def read_address(url: str) -> Address:
    """Return the address. Raises ValueError with what is wrong; the words never hold the password."""
    try:
        parts = urlsplit(url.replace("#", "%23"))  # a filter's sign for "all below", not the start of a fragment
        port = parts.port
    except ValueError:
        raise ValueError("its host or port cannot be read") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("it must look like mqtt://user:password@host:1883/city/events/#, or mqtts://")
    topics = unquote(parts.path.removeprefix("/"))
    if parts.query or not is_filter(topics):
        raise ValueError("after the host a filter of topics is needed, such as /city/events/#")
    return Address(host=parts.hostname, port=port or PORTS[parts.scheme], topics=topics,
                   user=unquote(parts.username or ""), password=unquote(parts.password or ""),
                   is_encrypted=parts.scheme == "mqtts")


def is_filter(topics: str) -> bool:
    """Is this a filter of topics: + alone in its level, # alone in the last one?"""
    levels = topics.split("/")
    return (0 < len(topics) <= LONGEST_TOPICS and topics.isprintable()
            and all(level == "+" or "+" not in level for level in levels)
            and all((level == "#" and i == len(levels) - 1) or "#" not in level for i, level in enumerate(levels)))


class Line:
    """One connection to an MQTT broker."""

    def __init__(self, address: Address, client_id: str) -> None:
        self._address = address
        self._arrived: list[Letter] = []
        self._is_subscribed, self._lost = False, ""
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=client_id, protocol=mqtt.MQTTv5,
                                   manual_ack=True)
        self._client.connect_timeout = CONNECT_SECONDS
        if address.user:
            self._client.username_pw_set(address.user, address.password)
        if address.is_encrypted:
            self._client.tls_set()  # the machine's own certificate authorities
        self._client.on_connect, self._client.on_subscribe = self._connected, self._subscribed
        self._client.on_disconnect, self._client.on_message = self._disconnected, self._came

    def open(self) -> None:
        """Connect and take up the session where it was left; returns once the broker has granted the topics."""
        session = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        session.SessionExpiryInterval = FOR_EVER
        session.ReceiveMaximum = MOST_LETTERS
        try:
            self._client.connect(self._address.host, self._address.port, KEEPALIVE_SECONDS, clean_start=False,
                                 properties=session)
        except (OSError, ValueError) as error:
            raise LineLost(f"{type(error).__name__}: {error}") from None
        until = monotonic() + 2 * CONNECT_SECONDS
        while not self._is_subscribed:
            self._turn(LOOK_SECONDS)
            if monotonic() > until:
                raise LineLost("the broker does not answer")

    def take(self, seconds: float) -> list[Letter]:
        """Return the letters that are there, waiting so long for a first one."""
        self._turn(seconds)
        taken, self._arrived = self._arrived, []
        return taken

    def settle(self, sound: Sequence[Letter], refused: Sequence[Letter]) -> None:
        """Acknowledge all of them: MQTT knows no other word."""
        for number, quality in (one.receipt for one in (*sound, *refused)):
            if quality and self._client.ack(number, quality) != MQTTErrorCode.MQTT_ERR_SUCCESS:
                raise LineLost("the connection ended before everything was acknowledged")

    def hold(self, seconds: float, stopping: threading.Event) -> None:
        """Keep the connection alive for a while, or until `stopping` is set."""
        until = monotonic() + seconds
        while not stopping.is_set() and (left := until - monotonic()) > 0:
            self._turn(min(left, LOOK_SECONDS))

    def close(self) -> None:
        """End the connection; the broker keeps the session and what was not acknowledged."""
        self._client.disconnect()
        until = monotonic() + 1
        while self._client.socket() is not None and monotonic() < until:
            if self._client.loop(0.05) != MQTTErrorCode.MQTT_ERR_SUCCESS:
                break

    def _turn(self, seconds: float) -> None:
        try:
            code = self._client.loop(seconds)
        except (OSError, ValueError, struct.error) as error:
            raise LineLost(f"the broker sent what cannot be read: {type(error).__name__}") from None
        if self._lost or code != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise LineLost(self._lost or mqtt.error_string(code))

    def _connected(self, client: mqtt.Client, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            self._lost = f"the broker refuses the connection: {reason}"
        else:
            client.subscribe(self._address.topics, qos=1)

    def _subscribed(self, _client: Any, _data: Any, _number: Any, reasons: list[Any], _properties: Any) -> None:
        if any(reason.is_failure for reason in reasons):
            self._lost = f"the broker refuses the topics {self._address.topics}: {reasons[0]}"
        self._is_subscribed = True

    def _disconnected(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._lost = self._lost or f"the connection ended: {reason}"

    def _came(self, _client: Any, _data: Any, message: mqtt.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = ""
        self._arrived.append(Letter(topic=topic, payload=message.payload, receipt=(message.mid, message.qos)))


def connect(address: Address, name: str) -> Line:
    """Return an open line. Raises LineLost."""
    line = Line(address, name)
    try:
        line.open()
    except LineLost:
        line.close()
        raise
    return line


STREAM = Stream(name="mqtt", title="MQTT", read_address=read_address, open=connect)
