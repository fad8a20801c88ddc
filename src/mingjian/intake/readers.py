"""Which reader takes a table file: by what its bytes are, since endings lie."""

from pathlib import Path

from mingjian.intake import columnar, delimited, workbooks
from mingjian.intake.mapping import TableRule
from mingjian.intake.problems import Problem
from mingjian.intake.remarks import RemarkCode
from mingjian.intake.settings import IntakeSettings
from mingjian.intake.staging import Connection, Staged, UnreadableFileError

_OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1")


def stage(connection: Connection, path: Path, rule: TableRule, folder: Path, settings: IntakeSettings) -> Staged:
    """The rows of a table file in ``folder``. UnreadableFileError where it cannot be read at all."""
    if path.stat().st_size > settings.max_table_bytes:
        limit = settings.max_table_bytes // 2**20
        raise UnreadableFileError(path.name, Problem.FILE_TOO_LARGE, RemarkCode.TOO_LARGE, limit)
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"PAR1"):
        return columnar.stage(connection, path, settings)
    if head.startswith(b"PK\x03\x04"):
        return workbooks.stage(path, rule, folder, settings)
    if head.startswith(_OLD_WORKBOOK):
        raise UnreadableFileError(path.name, Problem.FILE_UNREADABLE, RemarkCode.OLD_WORKBOOK)
    if path.suffix.lower() in {".parquet", ".xlsx"}:
        raise UnreadableFileError(path.name, Problem.FILE_UNREADABLE, RemarkCode.NOT_WHAT_IT_SAYS, path.suffix.lower())
    return delimited.stage(path, rule, folder, settings)
