"""Which area a row names: by code, by a source's own id, or by a name that only one area of the level has."""

from collections import Counter

from sqlalchemy import select

from data.ingest.columns import Reader
from data.ingest.mapping import AreaRule
from data.models.area import Area, AreaAlias
from data.visit import Visit


def areas_known(visit: Visit, rules: tuple[AreaRule, ...]) -> list[dict[str, str]]:
    """Return, for each rule, {what it finds an area by, in folded case: the area's code}."""
    return [_known(visit, rule) for rule in rules]


def areas_named(rules: tuple[AreaRule, ...], known: list[dict[str, str]],
                reader: Reader) -> tuple[list[str], list[bool]]:
    """Return each row's area code ("" without one) and whether it named an area that nobody knows.

    The first rule that finds an area counts. Raises Invalid("wrong_column").
    """
    found = [""] * len(reader.frame)
    named = [False] * len(reader.frame)
    for number, (rule, codes) in enumerate(zip(rules, known, strict=True), start=1):
        for row, text in enumerate(reader.column(rule.columns, f"area[{number}].column").tolist()):
            if text and not found[row]:
                named[row] = True
                found[row] = codes.get(text.casefold(), "")
    return found, [said and not code for said, code in zip(named, found, strict=True)]


def _known(visit: Visit, rule: AreaRule) -> dict[str, str]:
    level = _level(visit, rule.level)
    if rule.by == "alias":
        aliases = select(AreaAlias.alias, AreaAlias.code)
        if rule.source:
            aliases = aliases.where(AreaAlias.source == rule.source)
        rows = [(alias, code) for alias, code in visit.session.execute(aliases)
                if not level or visit.city.level_of(code) == level]
        return {alias.casefold(): code for alias, code in rows}
    wanted = select(Area.area_code, Area.name, Area.name_en)
    areas = visit.session.execute(wanted.where(Area.level == level) if level else wanted).all()
    if rule.by == "code":
        return {code.casefold(): code for code, _name, _name_en in areas}
    pairs = {(name.casefold(), code) for code, *names in areas for name in names if name}
    shared = Counter(name for name, _code in pairs)
    return {name: code for name, code in pairs if shared[name] == 1}


def _level(visit: Visit, key: str) -> int:
    """Return the level's number, 0 for any; a level that was not imported yet finds nothing."""
    keys = [level["key"] for level in visit.city.levels]
    return 0 if not key else keys.index(key) + 1 if key in keys else len(keys) + 1
