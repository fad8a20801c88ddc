"""How a package asks a run: rows by column, and nothing where a question lacks what it asks about."""

import json
from typing import Any

from mingjian.store.serving import Serving

Row = dict[str, Any]


class Ask:
    """Asks the run; a missing parameter makes a question without rows."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def __call__(self, sql: str, **parameters: object) -> list[Row]:
        if any(value is None or value == [] for value in parameters.values()) and len(parameters) == 1:
            return []
        typed = {name: value if value != [] else [""] for name, value in parameters.items()}
        return self._serving.query(sql, typed)

    def columns(self, table: str) -> list[str]:
        return list(self._serving.schema(table).names)


def array(text: object) -> list[Any]:
    """A JSON array of a column; an empty one where there is none."""
    read = json.loads(str(text)) if text else []
    return read if isinstance(read, list) else []
