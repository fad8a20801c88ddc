"""How the database's schema came to be, step by step, up and down.

One line of steps for all rooms: ``versions/v0001_….py`` has the revision ``0001`` and follows nothing, the next one
follows it. A step states its tables itself and imports none of ours, so that it stays what it was.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

FOLDER = Path(__file__).parent


@cache
def known() -> tuple[str, ...]:
    """Every revision, oldest first, by the names of their files: reading them costs what alembic's import does not."""
    return tuple(sorted(path.name[1:5] for path in (FOLDER / "versions").glob("v????_*.py")))


def newest() -> str:
    """The revision that the program works with."""
    return known()[-1]


def version(connection: Connection) -> str:
    """The revision that a database stands at; an empty text before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def migrate(connection: Connection, to: str) -> None:
    """Brings a database to a revision within the caller's transaction; ``head`` and ``base`` are the two ends."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    config.attributes["to"] = to
    stands_at = version(connection)
    if to != "base" and (to == "head" or to >= stands_at):
        command.upgrade(config, to)
    else:
        command.downgrade(config, to)
