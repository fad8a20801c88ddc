"""``run.json``: what went into a run and what came out, so that any score can be explained and recomputed."""

import hashlib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

import mingjian
from mingjian.errors import NotFoundError

FILE_NAME = "run.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TableRecord(_Part):
    """One Parquet file of the run."""

    rows: int
    sha256: str


class StageRecord(_Part):
    """One stage and what it took."""

    stage: str
    seconds: float
    peak_memory_mb: int = Field(description="the process's greatest memory until the stage's end")
    taken_over: bool = Field(default=False, description="done by a process that was interrupted later")


class PreviousRecord(_Part):
    """The run that this one continues."""

    run: str
    identity: str


class CodeRecord(_Part):
    """The code that ran."""

    mingjian: str
    sources_sha256: str = Field(description="over every source file of the package, so that a patched copy shows")
    libraries: dict[str, str]


class Grounds(_Part):
    """What a run's scores follow from, and nothing else."""

    inputs: dict[str, TableRecord] = Field(description="the delivered tables as intake took them, before the cut")
    settings: dict[str, Any]
    code: CodeRecord
    models: dict[str, str] = Field(description="SHA-256 of each model file that the code carries, by its path")
    as_of: AwareDatetime
    previous: PreviousRecord | None

    @property
    def identity(self) -> str:
        """A SHA-256 that two runs share exactly where nothing that may change a score differs."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class RunRecord(_Part):
    """What a run's folder holds beside its tables."""

    run: str
    identity: str
    as_of: AwareDatetime
    snapshot_at: AwareDatetime
    intake_version: str
    started_at: AwareDatetime
    finished_at: AwareDatetime
    stages: tuple[StageRecord, ...]
    outputs: dict[str, TableRecord]
    workings: dict[str, TableRecord]
    intake: dict[str, TableRecord] = Field(description="the delivered tables as they were known at as_of")
    rows_later: dict[str, int] = Field(
        default_factory=dict, description="delivered rows that became known after as_of, by table: not in this run"
    )
    serving_sha256: str
    rows_sha256: str
    grounds: Grounds

    @property
    def seconds(self) -> float:
        """How long its stages worked: a run that was interrupted lay idle in between."""
        return round(sum(stage.seconds for stage in self.stages), 1)

    @classmethod
    def read(cls, run_folder: Path) -> "RunRecord":
        """The record of a run's folder; NotFoundError where it holds none."""
        path = run_folder / FILE_NAME
        if not path.exists():
            raise NotFoundError(f"{run_folder} holds no finished run")
        return cls.model_validate_json(path.read_bytes())

    def write(self, run_folder: Path) -> None:
        """Writes the record into a run's folder."""
        (run_folder / FILE_NAME).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tables_in(folder: Path) -> dict[str, TableRecord]:
    """The Parquet files of a folder by table."""
    return {
        path.stem: TableRecord(rows=pq.read_metadata(path).num_rows, sha256=file_sha256(path))
        for path in sorted(folder.glob("*.parquet"))
    }


def code() -> CodeRecord:
    """The code of this process."""
    root = Path(mingjian.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()}\0{file_sha256(path)}\n".encode())
    return CodeRecord(mingjian=mingjian.__version__, sources_sha256=digest.hexdigest(), libraries=_libraries())


MODEL_FILES = frozenset({".onnx", ".lgb", ".model", ".npz"})


def models() -> dict[str, str]:
    """The model files that the package carries."""
    root = Path(mingjian.__file__).parent
    paths = sorted(path for path in root.rglob("*") if path.suffix in MODEL_FILES)
    return {path.relative_to(root).as_posix(): file_sha256(path) for path in paths}


def _libraries() -> dict[str, str]:
    found = {}
    for requirement in requires("mingjian") or ():
        name = requirement.split(";")[0].split("[")[0].split("<")[0].split(">")[0].split("=")[0].split("!")[0].strip()
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # an extra that is not installed takes no part in the run
            continue
    return dict(sorted(found.items()))
