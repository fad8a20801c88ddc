"""The tree of errors: one code, one meaning, and an exit code that the page explains."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from mingjian.errors import InputError, UnwritableError, writing_to

ROOT = Path(__file__).parents[1]


def declared(attribute: str) -> Iterator[tuple[str, object]]:
    """Every class of the source that sets ``attribute`` on an error, and to what."""
    for path in sorted((ROOT / "src" / "mingjian").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                for line in node.body:
                    if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == attribute:
                        yield node.name, ast.literal_eval(line.value)


def test_two_errors_that_mean_different_things_have_different_codes() -> None:
    by_code = defaultdict(set)
    for name, code in declared("code"):
        by_code[code].add(name)
    assert by_code
    assert {code: names for code, names in by_code.items() if len(names) > 1} == {}


def test_an_exit_code_has_one_meaning_and_stands_on_the_page() -> None:
    by_code = defaultdict(set)
    for name, code in declared("exit_code"):
        by_code[code].add(name)
    refusals = {"RefusedError", "SamePersonError", "StillInHandError"}
    assert by_code[6] == refusals
    assert by_code[7] == {"MemoryLimitError"}
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    explained = {int(code) for code in re.findall(r"^\| (\d+) \|", page, flags=re.MULTILINE)}
    assert set(by_code) <= explained


@pytest.mark.parametrize("place", ["file/inside", "absent/inside.csv"])
def test_what_cannot_be_written_is_named_with_what_to_do(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    target = tmp_path / place
    with pytest.raises(UnwritableError, match=re.escape(str(target))) as refused, writing_to(target):
        target.write_text("x", encoding="utf-8")
    assert isinstance(refused.value, InputError)
    assert "name another place" in str(refused.value)
