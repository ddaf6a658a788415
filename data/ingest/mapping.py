"""What a mapping says: which file columns become which facts. Records only; read by mapping_file.

A `Columns` value is a list of alternatives; in each row the first that says something counts, and
alternatives whose columns the file lacks are passed over. An alternative is a column's name, or a
pattern such as "{complaint_type} · {descriptor}".
"""

from dataclasses import dataclass, field

from data.cases.states import State
from data.ingest.source import Options

Columns = tuple[str, ...]

DIGITS_OF_LEVEL = (4, 2, 3, 3, 3)
"""How many digits each level adds to its parent's code, unless the mapping says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of a city's ladder, outermost first."""

    key: str
    zh: str
    en: str
    width: int


@dataclass(frozen=True, kw_only=True)
class CityPlan:
    """The city that is made when the database has none yet."""

    code: str
    name: str
    name_en: str
    zone: str
    language: str
    code_scheme: str
    class_scheme: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, kw_only=True)
class Head:
    """What every mapping says."""

    name: str
    source: str
    """Whose ids these are; aliases and duplicates are kept per source."""
    city: CityPlan | None
    options: Options
    null_values: frozenset[str]
    """Texts that mean nothing: "N/A", "Unspecified"."""
    where: dict[str, tuple[str, ...]]
    """{column: values} of the rows that are wanted; the others are rejected as left_out."""


@dataclass(frozen=True, kw_only=True)
class Parent:
    """How a child finds its parent: by `overlap`, by its own `code`'s prefix, or by a column with the parent's `id`."""

    by: str
    columns: Columns = ()
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class AreasMapping:
    """Polygons (or a plain list) of one level."""

    head: Head
    level: str
    parent: Parent
    has_shapes: bool
    id: Columns
    names: Columns
    names_en: Columns
    code: Columns
    """Columns that hold real codes; empty: codes are made."""
    codes: dict[str, str]
    """{id: code} for sources that know names only."""
    rename: dict[str, str]
    """{id: name} for a second language or better names."""
    cut: tuple[str, ...]
    """Endings taken off names; the full name stays as an alias."""
    population: Columns
    households: Columns


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a row lies: two columns, or well-known text, in a named system."""

    lon: Columns = ()
    lat: Columns = ()
    wkt: Columns = ()


@dataclass(frozen=True, kw_only=True)
class AreaRule:
    """One way to find the area of a row: a column that holds a code, a source's own id, or a name."""

    columns: Columns
    by: str
    level: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ClassRule:
    """What classes made from this file get; the first rule that matches counts."""

    major: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    priority: int = 4
    limit_hours: float | None = None
    unit_kind: str | None = None


@dataclass(frozen=True, kw_only=True)
class Classes:
    """How the categories of rows are read; with `create` unknown ones are added to the scheme."""

    scheme: str
    create: bool
    major: Columns
    minor: Columns
    major_code: Columns
    minor_code: Columns
    department: Columns
    department_name: Columns
    rules: tuple[ClassRule, ...]


@dataclass(frozen=True, kw_only=True)
class CasesMapping:
    """Cases of one source."""

    head: Head
    id: Columns
    occurred: Columns
    closed: Columns
    due: Columns
    text: Columns
    address: Columns
    position: Position
    areas: tuple[AreaRule, ...]
    zone: str
    date_formats: tuple[str, ...]
    classes: Classes
    priority: Columns
    priority_of: dict[str, str]
    state: Columns
    state_of: dict[str, State]
    kept_time: Columns = ()
    """Whether a case was handled in time, of a source that does not say when."""
    kept_time_of: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class UnitRule:
    """One kind of unit found by a regular expression in the name column; its groups fill the names."""

    pattern: str
    kind: str
    name: str
    name_en: str
    is_vehicle: bool
    crew: int


@dataclass(frozen=True, kw_only=True)
class UnitsMapping:
    """People or vehicles; one row may hold several ("Engine 4/Ladder 15")."""

    head: Head
    id: Columns
    names: Columns
    position: Position
    serves: str
    """Level of the area a unit serves: the one it stands in."""
    prefix: str
    department: str
    rules: tuple[UnitRule, ...]


@dataclass(frozen=True, kw_only=True)
class PlacesMapping:
    """Facilities."""

    head: Head
    id: Columns
    names: Columns
    names_en: Columns
    address: Columns
    position: Position
    kind: str
    kind_columns: Columns
    kind_of: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StockMapping:
    """Stock of depots: what came in, or what was counted."""

    head: Head
    id: Columns
    """The movement's own id, so that the file can come again; without one the row itself is its id."""
    act: str
    depot: Columns
    depots: str
    """The source under which the depots were imported; empty: the file's own."""
    material: Columns
    material_of: dict[str, str]
    """{word of the file: code of the material}; a word that does not stand here is a code."""
    quantity: Columns
    expires_on: Columns
    reason: Columns


Mapping = AreasMapping | CasesMapping | UnitsMapping | PlacesMapping | StockMapping
KIND_OF = {AreasMapping: "areas", CasesMapping: "cases", UnitsMapping: "units", PlacesMapping: "places",
           StockMapping: "stock"}
