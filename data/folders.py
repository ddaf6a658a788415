"""Bringing a folder's list of names to the disk: what was renamed or linked there outlives a power cut as well."""

import os
from pathlib import Path


def sync(folder: Path) -> None:
    """Return once the folder's names are on the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
