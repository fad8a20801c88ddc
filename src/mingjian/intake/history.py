"""What a version of the accumulated tables is made of: ``delivery.json`` beside them."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from mingjian.errors import NotFoundError

FILE_NAME = "delivery.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TakenFile(_Part):
    """One table file of a delivery."""

    name: str
    bytes: int
    sha256: str


class TakenDelivery(_Part):
    """One delivery that the tables hold."""

    name: str
    fingerprint: str
    """Over every file's content and the mapping, so that the same delivery is known again."""
    lender: str | None
    snapshot_at: datetime | None
    """As the delivery states it; empty where it states none, and its events tell."""
    mapping: str
    tables: tuple[TakenFile, ...]
    other_files: int


class Record(_Part):
    """The history of one version, oldest delivery first, and the summary of the last one."""

    deliveries: tuple[TakenDelivery, ...]
    summary: dict[str, object]

    @classmethod
    def read(cls, folder: Path) -> "Record":
        """The record in a version's folder; NotFoundError where there is none."""
        path = folder / FILE_NAME
        if not path.is_file():
            raise NotFoundError(f"there is no taken delivery of version {folder.name}")
        return cls.model_validate_json(path.read_bytes())

    def write(self, folder: Path) -> None:
        """Writes the record."""
        (folder / FILE_NAME).write_text(self.model_dump_json(indent=2), encoding="utf-8")

    def holds(self, fingerprint: str) -> bool:
        """Whether a delivery was taken before."""
        return any(delivery.fingerprint == fingerprint for delivery in self.deliveries)
