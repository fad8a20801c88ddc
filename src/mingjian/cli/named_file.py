"""A file that is named on the command line."""

from pathlib import Path

from mingjian.errors import MingjianError


class UnreadableArgumentError(MingjianError):
    """A file that was named cannot be opened."""

    code = "unreadable_argument"
    status = 404
    exit_code = 2


def bytes_of(path: Path) -> bytes:
    """Its content."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableArgumentError(f"{path} cannot be opened: {error.strerror}") from None
