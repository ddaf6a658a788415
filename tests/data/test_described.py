"""What a deployment describes in files: a thing is called as its file is, and a file nobody can ask for is told."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from data.described import Kind
from data.errors import Invalid


class Thing(BaseModel):
    id: str
    size: int = 1


THINGS = Kind(folder="things", model=Thing, missing="no_thing", unreadable="thing_unreadable")


def written(folder: Path, **texts: str) -> Path:
    (folder / "things").mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / "things" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_it_is_called_as_its_file_and_by_no_other_name(tmp_path):
    folder = written(tmp_path, a="size: 2", b="id: a")
    assert THINGS.find("a", folder) == Thing(id="a", size=2)
    with pytest.raises(Invalid) as refused:
        THINGS.find("b", folder)
    assert refused.value.values == {"file": "b.yaml", "why": "id: it is the file's own name"}


def test_each_is_told_by_name_broken_ones_included(tmp_path):
    folder = written(tmp_path, b="size: much", a="size: 2", c="size: 3")
    assert [getattr(one, "size", "broken") for one in THINGS.each(folder)] == [2, "broken", 3]
    assert [one.size for one in THINGS.readable(folder)] == [2, 3]


def test_a_file_that_changed_is_read_anew(tmp_path):
    assert THINGS.find("a", written(tmp_path, a="size: 2")).size == 2
    assert THINGS.find("a", written(tmp_path, a="size: 30")).size == 30


def test_a_file_whose_name_nothing_can_have_is_a_fault_and_nothing_else(tmp_path):
    folder = written(tmp_path, A="size: 2")
    assert THINGS.names(folder) == []
    assert [fault.split(":")[0] for fault in THINGS.faults(folder)] == ["A.yaml"]


def test_without_a_folder_there_is_nothing_and_no_fault(tmp_path):
    assert (THINGS.each(tmp_path), list(THINGS.faults(tmp_path))) == ([], [])
