"""What the page on security calls met is held by a test, or by code, that is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d", line)
]
MET = [row for row in ROWS if row[1].startswith("met")]


def test_the_table_has_every_section_and_says_how_it_stands() -> None:
    assert len(ROWS) >= 22
    assert {len(row) for row in ROWS} == {4}
    assert {row[1] for row in ROWS} <= {"met", "met, once set", "partly", "not applicable"}


@pytest.mark.parametrize("row", MET, ids=[row[0] for row in MET])
def test_what_is_met_names_what_holds_it(row: list[str]) -> None:
    places = re.findall(r"`([^`]+)`", row[3])
    assert places, f"{row[0]} says that it is met, by nothing"
    for place in places:
        path, _, name = place.partition("::")
        assert path.startswith(("tests/", "src/mingjian/")), place
        assert (ROOT / path).is_file(), place
        if name:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, place


def test_what_the_session_row_says_is_what_the_code_does() -> None:
    (said,) = (row[2] for row in ROWS if row[0].startswith("3 "))
    (spoken,) = (row[2] for row in ROWS if row[0].startswith("9 "))
    cookie = (ROOT / "src/mingjian/web/session_cookie.py").read_text(encoding="utf-8")
    headers = (ROOT / "src/mingjian/web/security.py").read_text(encoding="utf-8")
    assert ("__Host-" in said) == ('"__Host-"' in cookie)
    assert ("HSTS" in spoken) == ("strict-transport-security" in headers)
