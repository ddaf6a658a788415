"""The briefings in docs/briefings are those that `make samples` makes, and a page tells of each of them."""

from tests.samples import FOLDER, SAMPLES


def test_every_sample_is_kept_and_told_of_and_no_other():
    names = sorted(one.name for one in SAMPLES)
    assert sorted(path.name for path in FOLDER.iterdir() if path.name != "README.md") == names
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"({name})" not in page] == []
