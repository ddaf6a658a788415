"""A deployment's data folder with scenes and tours of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Return written(folder, name, text): the data folder with that file in it."""
    def write(folder: str, name: str, text: str) -> Path:
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write
