"""The one root of Mingjian's errors: each has a status, a stable code and a sentence that says what to do.

No message holds personal data: it names tables, rows, fields and files, never a customer's values.
"""


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
    exit_code = 6

    def __init__(self, limit: str) -> None:
        super().__init__(
            f"this does not fit into memory_limit = {limit}: give it more, such as MINGJIAN_MEMORY_LIMIT=8GB; "
            "nothing was changed in the current run"
        )
