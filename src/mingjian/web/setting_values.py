"""Settings as they may be shown: no secret, no password in an address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import make_url

from mingjian.settings import Settings


@dataclass(frozen=True)
class SettingValue:
    """One setting under the name that the environment gives it."""

    name: str
    value: str


def setting_values(settings: Settings) -> tuple[SettingValue, ...]:
    """Every setting; what is secret says only whether it is set."""
    shown = settings.model_dump(mode="json")
    if settings.database_url:
        shown["database_url"] = make_url(settings.database_url).render_as_string(hide_password=True)
    return tuple(_values(shown, "MINGJIAN"))


def _values(value: Any, name: str) -> Iterator[SettingValue]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _values(inner, f"{name}_{key.upper()}" if name == "MINGJIAN" else f"{name}__{key.upper()}")
    else:
        yield SettingValue(name, "" if value is None else str(value)[:300])
