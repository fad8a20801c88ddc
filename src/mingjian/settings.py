"""The configuration of everything: from the environment (``MINGJIAN_…``), then ``mingjian.toml``, then defaults.

A desk's own ``mingjian.toml`` stands in its folder and goes before the one where the command is typed: what a lender
states about itself, such as which of its tables hold everything, belongs to its desk and not to who looks at it.

A room's own settings stand in the room; they are composed here under the room's name, so that
``MINGJIAN_WEB__PAGE_ROWS=100`` in the environment and ``[web] page_rows = 100`` in the file say the same.
"""

import json
import tomllib
from collections.abc import Collection, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin, get_type_hints

from annotated_types import Ge
from pydantic import SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from mingjian.access.settings import AccessSettings
from mingjian.agencies.settings import AgenciesSettings
from mingjian.casework.clues.settings import CluesSettings
from mingjian.casework.settings import CaseworkSettings
from mingjian.contract import Language
from mingjian.errors import InputError
from mingjian.intake.settings import IntakeSettings
from mingjian.letters.settings import LettersSettings
from mingjian.materials.settings import MaterialsSettings
from mingjian.merits.settings import MeritsSettings
from mingjian.network.settings import NetworkSettings
from mingjian.risk.settings import RiskSettings
from mingjian.subjects.settings import RetentionSettings
from mingjian.web.settings import WebSettings

FILE_NAME = "mingjian.toml"
NOT_OF_A_RUN = frozenset(
    {
        "engine",
        "memory_limit",
        "workers",
        "spark_memory",
        "spark_master",
        "database_url",
        "language",
        "vault_key",
        "web",
        "access",
        "clues",
        "casework",
        "retention",
    }
)
"""Settings that change where and how fast a run is computed or shown, never what it says."""


_FILES: ContextVar[tuple[Path, ...]] = ContextVar("files", default=(Path(FILE_NAME),))
"""The files that are read, what stands in the first before what stands in the next."""


class Settings(BaseSettings):
    """What may be set. Defaults are for one lender on one machine."""

    model_config = SettingsConfigDict(
        env_prefix="MINGJIAN_",
        env_nested_delimiter="__",
        extra="ignore",
        frozen=True,
        use_attribute_docstrings=True,
    )

    language: Literal["zh", "en"] = "zh"
    """In which language the command line sums up."""
    engine: Literal["duckdb", "spark"] = "duckdb"
    """Where set-at-a-time work runs."""
    memory_limit: str = "20%"
    """What DuckDB may hold, as a size (``4GB``) or a share of the machine's memory; what can goes to disk beyond it."""
    workers: Annotated[int, Ge(1)] | None = None
    """Processes for work on single files; empty: one a core."""
    spark_master: str = "local[*]"
    """The Spark cluster, where the engine is spark."""
    spark_memory: str = "4g"
    """Memory of Spark's driver, and of each executor."""
    database_url: str = ""
    """Where people's work is kept, as a SQLAlchemy address; empty: ``database.sqlite`` in the workspace."""
    vault_key: SecretStr = SecretStr("")
    """The vault's key, 32 bytes in base64; empty: ``vault.key`` in the workspace, made at first use."""
    intake: IntakeSettings = IntakeSettings()
    """Limits of one delivery."""
    letters: LettersSettings = LettersSettings()
    """What complaints say."""
    materials: MaterialsSettings = MaterialsSettings()
    """Whether documents are what they claim to be."""
    agencies: AgenciesSettings = AgenciesSettings()
    """Who claims to act for customers."""
    merits: MeritsSettings = MeritsSettings()
    """What the lender's own records say of each claim."""
    network: NetworkSettings = NetworkSettings()
    """How links become gangs."""
    risk: RiskSettings = RiskSettings()
    """Assessments of complaints and customers."""
    web: WebSettings = WebSettings()
    """The pages."""
    access: AccessSettings = AccessSettings()
    """Accounts and sign-in."""
    casework: CaseworkSettings = CaseworkSettings()
    """Complaints in hand."""
    clues: CluesSettings = CluesSettings()
    """Clue packages for the police."""
    retention: RetentionSettings = RetentionSettings()
    """How long what is kept."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic-settings names the arguments
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        files = (TomlConfigSettingsSource(settings_cls, toml_file=file) for file in _FILES.get())
        return init_settings, env_settings, *files

    @model_validator(mode="before")
    @classmethod
    def _read_lists(cls, given: dict[str, Any]) -> dict[str, Any]:
        """A list comes from the environment as its JSON; pydantic-settings reads it for models, not for dataclasses."""
        return _with_lists(cls, given)

    @property
    def speech(self) -> Language:
        """The language as the contract knows it."""
        return Language(self.language)

    def of_a_run(self) -> dict[str, Any]:
        """What a run's scores depend on, for its record."""
        return self.model_dump(mode="json", exclude=set(NOT_OF_A_RUN))


def _with_lists(of: type, given: Mapping[str, Any]) -> dict[str, Any]:
    types, read = get_type_hints(of), dict(given)
    for name, value in given.items():
        origin = get_origin(types.get(name))
        if isinstance(value, Mapping) and is_dataclass(types.get(name)):
            read[name] = _with_lists(types[name], value)
        elif isinstance(value, str) and isinstance(origin, type) and issubclass(origin, Collection):
            with suppress(json.JSONDecodeError):
                read[name] = json.loads(value)
    return read


def load(desk: Path | None = None) -> Settings:
    """The settings of this process, of the desk in a folder where one is named.

    InputError names a setting that cannot be taken, without its value.
    """
    here = Path(FILE_NAME)
    before = _FILES.set((here,) if desk is None else (desk / FILE_NAME, here))
    try:
        return Settings()
    except ValidationError as error:
        places = [".".join(str(part) for part in problem["loc"]) + ": " + _said(problem) for problem in error.errors()]
        raise InputError(f"settings (environment or {FILE_NAME}): {'; '.join(places)}") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{FILE_NAME} is no TOML: {error}") from None
    finally:
        _FILES.reset(before)


def _said(problem: Mapping[str, Any]) -> str:
    said: str = problem["msg"]
    return said + ', such as ["one", "two"]' if problem["type"] == "tuple_type" else said
