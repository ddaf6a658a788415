"""A stream of our own making: six seconds of a test picture as HLS, by Debian's ffmpeg."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.origin import Origin

FFMPEG = "ffmpeg"
KINDS = {".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t"}


def made(folder: Path) -> Path:
    """Return the folder with the playlist cam.m3u8 and its parts; skip the test where there is no ffmpeg."""
    if shutil.which(FFMPEG) is None:
        pytest.skip("no ffmpeg here: apt-get install -y ffmpeg")
    subprocess.run([
        FFMPEG, "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=10", "-t", "6", "-c:v", "libx264",
        "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "20", "-f", "hls", "-hls_time", "2", "-hls_list_size", "0",
        str(folder / "cam.m3u8")], check=True, timeout=60)
    return folder


def put(origin: Origin, folder: Path) -> None:
    """Let the origin answer with the stream's files."""
    for path in folder.iterdir():
        origin.says(f"/film/{path.name}", path.read_bytes(), KINDS[path.suffix])
