from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from mingjian import settings
from mingjian.errors import InputError
from mingjian.settings import Settings
from mingjian.settings_page import page

DOCS = Path(__file__).parents[1] / "docs"


def test_the_page_of_settings_is_fresh() -> None:
    assert (DOCS / "settings.md").read_text(encoding="utf-8") == page(), (
        "run: python -m mingjian.settings_page docs/settings.md"
    )


def test_the_environment_reaches_a_rooms_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJIAN_LETTERS__SMALLEST_FAMILY", "5")
    assert Settings().letters.smallest_family == 5


def test_the_file_reaches_a_rooms_setting_and_the_environment_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mingjian.toml").write_text('memory_limit = "3GB"\n[letters]\nsmallest_family = 4\n')
    monkeypatch.chdir(tmp_path)
    assert (Settings().memory_limit, Settings().letters.smallest_family) == ("3GB", 4)
    monkeypatch.setenv("MINGJIAN_MEMORY_LIMIT", "4GB")
    assert Settings().memory_limit == "4GB"


def test_a_desks_own_file_goes_before_the_one_where_the_command_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    (tmp_path / "mingjian.toml").write_text('memory_limit = "3GB"\n[merits]\ncontact_days = 90\nday_tolerance = 5\n')
    (desk / "mingjian.toml").write_text("[merits]\ncontact_days = 30\n")
    monkeypatch.chdir(tmp_path)
    found = settings.load(desk)
    assert (found.merits.contact_days, found.merits.day_tolerance, found.memory_limit) == (30, 5, "3GB")
    assert settings.load().merits.contact_days == 90
    monkeypatch.setenv("MINGJIAN_MERITS__CONTACT_DAYS", "10")
    assert settings.load(desk).merits.contact_days == 10


def test_a_file_that_is_no_toml_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "mingjian.toml").write_text("complete_tables = [contacts")
    with pytest.raises(InputError, match=r"mingjian\.toml is no TOML"):
        settings.load(tmp_path)


def test_a_wrong_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJIAN_ENGINE", "secret-engine")
    with pytest.raises(InputError, match="engine") as error:
        settings.load()
    assert "secret" not in str(error.value)


def test_a_runs_record_holds_what_scores_depend_on_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJIAN_VAULT_KEY", "hidden-key")
    monkeypatch.setenv("MINGJIAN_DATABASE_URL", "postgresql://desk:hidden@house/desk")
    recorded = Settings().of_a_run()
    assert {"letters", "merits", "network", "risk"} <= set(recorded)
    assert "hidden" not in str(recorded)


LISTS = [
    (group, field.name)
    for group in Settings.model_fields
    if is_dataclass(room := getattr(Settings(), group))
    for field in fields(room)
    if isinstance(getattr(room, field.name), tuple)
]


@pytest.mark.parametrize(("group", "name"), LISTS)
def test_the_environment_reaches_a_list_of_a_room(group: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    default = getattr(getattr(Settings(), group), name)
    monkeypatch.setenv(f"MINGJIAN_{group}__{name}".upper(), TypeAdapter(Any).dump_json(default).decode())
    assert getattr(getattr(settings.load(), group), name) == default


def test_a_list_of_names_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJIAN_WEB__ALLOWED_HOSTS", '["desk.example", "127.0.0.1"]')
    assert settings.load().web.allowed_hosts == ("desk.example", "127.0.0.1")


def test_a_list_that_is_none_says_how_one_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJIAN_WEB__ALLOWED_HOSTS", "desk.example")
    with pytest.raises(InputError, match=r'allowed_hosts: .* such as \["one", "two"\]'):
        settings.load()
