"""What can go wrong on the way to a page."""

from mingjian.errors import MingjianError, NotFoundError


class NoRunError(MingjianError):
    """No run is current yet; the pages answer with what to do."""

    code = "no_run"
    status = 200


class PageNotFoundError(NotFoundError):
    """The run has no such row."""


class BadAddressError(MingjianError):
    """An address asks for a column, filter or page that the table does not have."""

    code = "bad_address"
    status = 422
