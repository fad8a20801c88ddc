"""A part of a list that grows for as long as a desk is worked at."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Depends, Query, Response

Row = TypeVar("Row")


class Part:
    """How many rows are asked for, after how many; the header ``x-total-count`` says how many there are."""

    def __init__(
        self,
        response: Response,
        offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=1_000)] = 200,
    ) -> None:
        self._response = response
        self._rows = slice(offset, offset + limit)

    def of(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows that are asked for."""
        self._response.headers["x-total-count"] = str(len(rows))
        return rows[self._rows]


APart = Annotated[Part, Depends()]
