"""The one root of Mingjian's errors: each has a status, a stable code and a sentence that says what to do.

No message holds personal data: it names tables, rows, fields and files, never a customer's values.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class MingjianError(Exception):
    """Something that the user can act on. Subclasses set ``code``, ``status`` (HTTP) and ``exit_code`` (CLI)."""

    code = "error"
    status = 500
    exit_code = 1


class InputError(MingjianError):
    """What was handed over cannot be taken as it is; the message says what to change."""

    code = "input"
    status = 422
    exit_code = 2


class NotFoundError(MingjianError):
    """What was asked for is not there."""

    code = "not_found"
    status = 404
    exit_code = 3


class UnwritableError(InputError):
    """A file or folder that was named to be written cannot be."""

    code = "unwritable"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be written ({why}): name another place, or see to its rights and its room")


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Around whatever writes where a person said: what the system refuses becomes an UnwritableError."""
    try:
        yield
    except FileExistsError:
        raise UnwritableError(path, "a file stands where a folder has to be") from None
    except OSError as error:
        raise UnwritableError(path, error.strerror or type(error).__name__) from None


class MissingExtraError(MingjianError):
    """A heavy part is not installed."""

    code = "missing_extra"
    status = 501
    exit_code = 4

    def __init__(self, extra: str, *, needed_for: str) -> None:
        super().__init__(f"{needed_for} needs the extra '{extra}': pip install 'mingjian[{extra}]'")
        self.extra = extra


class BusyError(MingjianError):
    """Another process is writing; try again when it has ended."""

    code = "busy"
    status = 409
    exit_code = 5


class MemoryLimitError(MingjianError):
    """The work does not fit into the memory that it may take."""

    code = "memory_limit"
    status = 507
    exit_code = 7

    def __init__(self, limit: str) -> None:
        super().__init__(
            f"this does not fit into memory_limit = {limit}: give it more, such as MINGJIAN_MEMORY_LIMIT=8GB; "
            "nothing was changed in the current run"
        )
