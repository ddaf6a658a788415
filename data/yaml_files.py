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

    Raises Invalid(code) with the values file (its name) and why (field and reason).
    """
    try:
        if not path.is_file():
            raise Invalid(code, file=path.name, why="it is no file")
        if path.stat().st_size > largest:
            raise Invalid(code, file=path.name, why=f"larger than {largest} bytes")
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(said, dict):
            raise Invalid(code, file=path.name, why="it names no fields")
        return model.model_validate({**given, **said})
    except ValidationError as error:
        first = error.errors()[0]
        parts = [".".join(str(part) for part in first["loc"]), first["msg"].removeprefix("Value error, ")]
        raise Invalid(code, file=path.name, why=": ".join(part for part in parts if part)[:LONGEST_REASON]) from None
    except RecursionError:
        raise Invalid(code, file=path.name, why="it is nested too deep") from None
    except (OSError, ValueError, yaml.YAMLError) as error:
        # YAML's own reader lets through what Python says of a month 13 and of a number too long.
        raise Invalid(code, file=path.name, why=" ".join(str(error).split())[:LONGEST_REASON]) from None
