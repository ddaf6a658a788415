"""Finding a mapping by name or path and reading it strictly: every fault names the file and the key."""

import tomllib
from pathlib import Path
from typing import Any

from data.codes import SCHEMES
from data.errors import Invalid
from data.ingest.mapping import DIGITS_OF_LEVEL, CityPlan, Head, Level, Mapping
from data.ingest.mapping_kinds import KINDS
from data.ingest.source import Options
from data.ingest.strict import StrictTable

SHIPPED = Path(__file__).parent / "mappings"
CITIES = SHIPPED / "cities"
SOURCE_LENGTH = 64


def shipped() -> list[str]:
    """Return the names of the mappings that come with the program."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load(name_or_path: str) -> Mapping:
    """Return a mapping by its name or by the path of a TOML file.

    Raises Invalid: mapping_not_found, mapping_unreadable, mapping_missing_key, mapping_unknown_key, mapping_bad_value.
    """
    path = path_of(name_or_path)
    table = StrictTable(_toml(path), path.name)
    read = KINDS[table.one_of("kind", tuple(KINDS))]
    head = _head(table, path)
    mapping = read(table, head)
    table.done()
    return mapping


def path_of(name_or_path: str) -> Path:
    """Return the file of a mapping. Raises Invalid("mapping_not_found")."""
    path = Path(name_or_path)
    if path.suffix == ".toml":
        if not path.is_file():
            raise Invalid("mapping_not_found", mapping=name_or_path, known=", ".join(shipped()))
        return path
    if name_or_path not in shipped():
        raise Invalid("mapping_not_found", mapping=name_or_path, known=", ".join(shipped()))
    return SHIPPED / f"{name_or_path}.toml"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Invalid("mapping_unreadable", mapping=path.name, detail=str(error)[:200]) from None


def _head(table: StrictTable, path: Path) -> Head:
    table.text("about", "")
    source = table.text("source", path.stem)
    if len(source) > SOURCE_LENGTH:
        table.refuse("source", source, f"at most {SOURCE_LENGTH} characters")
    where = table.inner("where")
    wanted = {column: where.texts(column) for column in where.table}
    return Head(
        name=path.stem, source=source, city=_city_of(table, path), where=wanted,
        options=Options(encoding=table.text("encoding", ""), sheet=table.text("sheet", ""), crs=table.text("crs", "")),
        null_values=frozenset(table.texts("null_values", ())),
    )


def _city_of(table: StrictTable, path: Path) -> CityPlan | None:
    """The city is written here as a table, or named: a file beside the mapping or one that is shipped."""
    if not table.has("city"):
        return None
    if isinstance(table.table["city"], dict):
        return _city(table.inner("city"))
    name = table.text("city")
    for candidate in (path.parent / f"{name}.toml", path.parent / "cities" / f"{name}.toml", CITIES / f"{name}.toml"):
        if candidate.is_file() and candidate != path:
            return _city(StrictTable(_toml(candidate), candidate.name))
    raise Invalid("mapping_bad_value", mapping=table.mapping, key="city", value=name,
                  expected=" | ".join(sorted(one.stem for one in CITIES.glob("*.toml"))))


def _city(table: StrictTable) -> CityPlan:
    levels: list[Level] = []
    for number, inner in enumerate(table.inners("levels")):
        usual = DIGITS_OF_LEVEL[min(number, len(DIGITS_OF_LEVEL) - 1)]
        width = (levels[-1].width if levels else 0) + inner.whole("digits", usual)
        levels.append(Level(key=inner.text("key"), zh=inner.text("zh"), en=inner.text("en"), width=width))
        inner.done()
    if len(levels) < 2:
        table.refuse("levels", len(levels), "at least two levels, the city first")
    plan = CityPlan(
        code=table.text("code"), name=table.text("name"), name_en=table.text("name_en"), zone=table.zone("zone"),
        language=table.one_of("language", ("zh-CN", "en"), "zh-CN"), class_scheme=table.text("class_scheme"),
        code_scheme=table.one_of("code_scheme", tuple(SCHEMES), "nested-15"), levels=tuple(levels),
    )
    if len(plan.code) != levels[0].width or not plan.code.isalnum() or not plan.code.isascii():
        table.refuse("code", plan.code, f"{levels[0].width} letters or digits")
    table.done()
    return plan
