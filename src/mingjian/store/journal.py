"""How far an unfinished run came, so that the next one over the same grounds goes on from there.

A draft's journal names the run's identity, the stages that ended, and the SHA-256 of every file that they left. A run
that was killed, or failed, leaves its draft with it. Whoever goes on first holds each file against its hash, and
removes what the journal does not name, which is what the stage that was cut off had begun; a draft that does not hold
is not used at all. So a run that was interrupted says what it would have said in one go.
"""

import os
from pathlib import Path
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from mingjian.store.record import StageRecord, file_sha256

FILE_NAME = ".journal.json"


class _Standing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    identity: str
    started_at: AwareDatetime
    stages: tuple[StageRecord, ...] = ()
    files: dict[str, str] = {}


class Journal:
    """The journal of one draft."""

    def __init__(self, draft: Path, standing: _Standing) -> None:
        self.draft = draft
        self._standing = standing

    @classmethod
    def begin(cls, draft: Path, *, identity: str, started_at: AwareDatetime) -> "Journal":
        """The journal of a new draft."""
        journal = cls(draft, _Standing(identity=identity, started_at=started_at))
        journal._write()
        return journal

    @classmethod
    def read(cls, draft: Path) -> "Journal | None":
        """The journal of a draft that was left; None where there is none that can be read."""
        try:
            return cls(draft, _Standing.model_validate_json((draft / FILE_NAME).read_bytes()))
        except (OSError, ValidationError):
            return None

    @property
    def identity(self) -> str:
        """The identity of the run's grounds."""
        return self._standing.identity

    @property
    def started_at(self) -> AwareDatetime:
        """When the run was begun first."""
        return self._standing.started_at

    @property
    def stages(self) -> tuple[StageRecord, ...]:
        """The stages that ended, in order."""
        return self._standing.stages

    def note(self, stage: StageRecord) -> None:
        """Writes down that a stage ended, with the hash of every file that stands now."""
        # A stage writes its tables once and no other stage touches them: what was hashed before need not be again.
        known = self._standing.files
        files = {name: known.get(name) or file_sha256(self.draft / name) for name in self._files()}
        self._standing = self._standing.model_copy(update={"stages": (*self.stages, stage), "files": files})
        self._write()

    def resume(self) -> bool:
        """Whether every file is as its stage left it; then what no ended stage left is removed."""
        files, found = self._standing.files, self._files()
        if not set(files) <= set(found) or any(file_sha256(self.draft / name) != files[name] for name in files):
            return False
        for name in set(found) - set(files):
            (self.draft / name).unlink()
        taken = tuple(stage.model_copy(update={"taken_over": True}) for stage in self.stages)
        self._standing = self._standing.model_copy(update={"stages": taken})
        return True

    def close(self) -> None:
        """Removes the journal: the run is whole."""
        (self.draft / FILE_NAME).unlink()

    def _files(self) -> list[str]:
        return sorted(
            path.relative_to(self.draft).as_posix()
            for path in self.draft.rglob("*")
            if path.is_file() and path.name != FILE_NAME
        )

    def _write(self) -> None:
        partial = self.draft / f"{FILE_NAME}.{uuid4().hex}"
        with partial.open("w", encoding="utf-8") as file:
            file.write(self._standing.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.draft / FILE_NAME)
