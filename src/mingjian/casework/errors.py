"""What casework refuses, and what to do about it."""

from mingjian.errors import MingjianError


class RefusedError(MingjianError):
    """The step is not open to this person or at this point; the message says what is missing."""

    code = "refused"
    status = 409
    exit_code = 6


class ConflictOfInterestError(RefusedError):
    """Whoever has an interest in a matter does not handle it."""

    code = "conflict_of_interest"


class AlreadyOpenError(RefusedError):
    """There is a case for this already: continue it."""

    code = "already_open"

    def __init__(self, case_id: str) -> None:
        super().__init__(f"{case_id} is open for the same thing: continue it, or close it with a reason first")
        self.case_id = case_id
