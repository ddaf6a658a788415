"""The program's own measures of one process: counters and gauges in Prometheus text format 0.0.4."""

import threading
from collections.abc import Callable

Labels = tuple[tuple[str, str], ...]

ABOUT = {
    "yiping_requests_total": "Requests answered, by kind of route and status",
    "yiping_events_total": "Events taken in, by what became of them; by HTTP where no door is named",
    "yiping_stream_connected": "1 while this process reads the stream behind the door; one process of all does",
    "yiping_hearing": "1 while this process hears of commits by notification and need not ask often; PostgreSQL only",
    "yiping_live_clients": "Live connections open now",
    "yiping_replica_in_use": "1 while people who only look are read from the replica",
    "yiping_replica_lag_seconds": "For how long the replica has not held all that the primary had written",
    "yiping_replica_reads": "Visits of people who only look that were read from the replica",
    "yiping_replica_refusals": "Those that went to the primary: the replica was away, late or had not the newest",
    "yiping_data_seq": "Number of the newest change",
    "yiping_up_seconds": "Seconds since this process began to serve",
}


class Measures:
    """Counts from any thread; `render` reads them all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, Labels], float] = {}
        self._gauges: dict[tuple[str, Labels], Callable[[], float]] = {}

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """Add to a counter. Labels come from fixed lists, never from what a caller sent."""
        key = (name, tuple(sorted(labels.items())))
        with self._lock:
            self._counts[key] = self._counts.get(key, 0) + amount

    def value(self, name: str, **labels: str) -> float:
        """Return where a counter stands."""
        with self._lock:
            return self._counts.get((name, tuple(sorted(labels.items()))), 0)

    def gauge(self, name: str, read: Callable[[], float], **labels: str) -> None:
        """Ask `read` for the value whenever the measures are rendered; it must return at once."""
        self._gauges[name, tuple(sorted(labels.items()))] = read

    def render(self) -> str:
        """Return every measure as Prometheus text."""
        with self._lock:
            counts = sorted(self._counts.items())
        lines: list[str] = []
        for name in sorted({name for (name, _), _ in counts}):
            lines += _head(name, "counter")
            lines += [f"{name}{_braces(labels)} {value:.16g}" for (other, labels), value in counts if other == name]
        for name in sorted({name for name, _ in self._gauges}):
            mine = sorted((labels, read) for (other, labels), read in self._gauges.items() if other == name)
            lines += [*_head(name, "gauge"), *(f"{name}{_braces(labels)} {read():.16g}" for labels, read in mine)]
        return "\n".join(lines) + "\n"


def _head(name: str, kind: str) -> list[str]:
    return [f"# HELP {name} {ABOUT.get(name, name)}", f"# TYPE {name} {kind}"]


def _braces(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels) + "}" if labels else ""
