"""What this machine and this process have and take, as the operating system says; what it does not say is unknown."""

import os
import shutil
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path

MB = 1024 * 1024
KB_A_MB = 1024
PROC = Path("/proc")


@dataclass(frozen=True, kw_only=True)
class Machine:
    """One machine; None where its system does not say."""

    host: str
    cores: int
    load: float | None
    """Processes that ran or waited to run, the mean of the last minute."""
    memory_mb: int | None
    memory_free_mb: int | None
    """What could be had without swapping."""
    disk_mb: int
    disk_free_mb: int
    """Of the disk that holds the data folder."""


def machine(folder: Path, proc: Path = PROC) -> Machine:
    """Return this machine as it is now."""
    memory, disk = _numbers(proc / "meminfo"), shutil.disk_usage(folder)
    total, free = memory.get("MemTotal"), memory.get("MemAvailable")
    return Machine(
        host=socket.gethostname(), cores=os.cpu_count() or 1,
        load=os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        memory_mb=None if total is None else total // KB_A_MB, memory_free_mb=None if free is None else free // KB_A_MB,
        disk_mb=disk.total // MB, disk_free_mb=disk.free // MB)


def process(proc: Path = PROC) -> dict[str, float]:
    """Return what this process takes: memory_mb (resident; absent where unknown), cpu_seconds, threads."""
    resident = _numbers(proc / "self" / "status").get("VmRSS")
    told = {"cpu_seconds": round(time.process_time(), 1), "threads": float(threading.active_count())}
    return told if resident is None else told | {"memory_mb": round(resident / KB_A_MB, 1)}


def _numbers(path: Path) -> dict[str, int]:
    """Return {name: number} of lines such as "MemTotal:  8000000 kB"; nothing where there is no such file."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return {}
    found = {}
    for line in lines:
        name, _, said = line.partition(":")
        words = said.split()
        if words and words[0].isdecimal():
            found[name] = int(words[0])
    return found
