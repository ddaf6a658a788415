"""A deployment's own YAML files, checked field by field: whatever is wrong is told with file, field and why."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from data.errors import Invalid

Model = TypeVar("Model", bound=BaseModel)
LARGEST_FILE = 64 * 1024
LONGEST_REASON = 200


def read(path: Path, model: type[Model], code: str, *, largest: int = LARGEST_FILE, **given: Any) -> Model:
    """Return what a file describes; `given` fields hold unless the file says otherwise.

    Raises Invalid(code) with the values file (its name), why (field and reason), and line where a field is at fault.
    """
    text = ""
    try:
        if not path.is_file():
            raise Invalid(code, file=path.name, why="it is no file")
        if path.stat().st_size > largest:
            raise Invalid(code, file=path.name, why=f"larger than {largest} bytes")
        text = path.read_text(encoding="utf-8")
        said = yaml.safe_load(text)
        if not isinstance(said, dict):
            raise Invalid(code, file=path.name, why="it names no fields")
        return model.model_validate({**given, **said})
    except ValidationError as error:
        first = error.errors()[0]
        parts = [".".join(str(part) for part in first["loc"]), first["msg"].removeprefix("Value error, ")]
        raise Invalid(code, file=path.name, why=": ".join(part for part in parts if part)[:LONGEST_REASON],
                      line=line_of(text, first["loc"])) from None
    except RecursionError:
        raise Invalid(code, file=path.name, why="it is nested too deep") from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        # YAML's own reader lets through what Python says of a month 13 and of a number too long.
        raise Invalid(code, file=path.name, why=" ".join(str(error).split())[:LONGEST_REASON]) from None


def line_of(text: str, place: tuple[int | str, ...]) -> int:
    """Return the line, from 1, of the field at a place in a YAML text, or of the nearest one around it."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    line = node.start_mark.line + 1 if node else 1
    for part in place:
        children = ([child for key, child in node.value if key.value == str(part)]
                    if isinstance(node, yaml.MappingNode) else
                    node.value[part:part + 1] if isinstance(node, yaml.SequenceNode) and isinstance(part, int) else [])
        if not children:
            break
        node = children[0]
        line = node.start_mark.line + 1
    return line
