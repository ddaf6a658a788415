"""The line to an MQTT broker: a session that the broker keeps, and acknowledgements that we alone send.

One thread does everything on it, so that an acknowledgement can never go out on another connection
than its message came in by: message numbers mean something on one connection only.
"""

import struct
import threading
from time import monotonic
from typing import Any

from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from data.ingest.streams.address import Address
from data.ingest.streams.message import Message, read_message

MOST_MESSAGES = 500
"""On their way and not acknowledged, which bounds what waits in memory; also the most in one transaction."""
ENOUGH_EVENTS = 1_000
"""With so many events, messages are not waited for any longer: other writers wait for the transaction."""
GATHER_SECONDS = 0.05
QUIET_SECONDS = 0.005
"""After so long without a message nothing is gathered any more: one event alone hardly waits."""
LOOK_SECONDS = 0.25
CONNECT_SECONDS = 5.0
KEEPALIVE_SECONDS = 30
FOR_EVER = 0xFFFFFFFF
"""For how many seconds the broker keeps the session; this value means without end."""


class LineLost(Exception):
    """The broker cannot be reached, refuses us, or has gone; whatever was not acknowledged comes again."""


class Line:
    """One connection to a broker. Every method raises LineLost."""

    def __init__(self, address: Address, client_id: str) -> None:
        self._address = address
        self._arrived: list[Message] = []
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
        session.ReceiveMaximum = MOST_MESSAGES
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

    def gather(self) -> list[Message]:
        """Return the messages that came within a short time, [] when none did."""
        until = monotonic() + LOOK_SECONDS
        while True:
            before = len(self._arrived)
            self._turn(QUIET_SECONDS if before else LOOK_SECONDS)
            if before == 0 and self._arrived:
                until = monotonic() + GATHER_SECONDS
            if before == len(self._arrived) or self._is_enough() or monotonic() > until:
                break
        gathered, self._arrived = self._arrived, []
        return gathered

    def acknowledge(self, messages: list[Message]) -> None:
        """Tell the broker that it may forget these."""
        for one in messages:
            if one.quality and self._client.ack(one.number, one.quality) != MQTTErrorCode.MQTT_ERR_SUCCESS:
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

    def _is_enough(self) -> bool:
        return len(self._arrived) >= MOST_MESSAGES or sum(map(Message.received, self._arrived)) >= ENOUGH_EVENTS

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
        self._arrived.append(read_message(topic, message.payload, number=message.mid, quality=message.qos))
