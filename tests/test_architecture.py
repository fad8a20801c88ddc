"""The doors of ``docs/architecture.md``: which room may import which."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import permutations, product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "mingjian"

GROUND_FLOOR = frozenset({"contract", "standards", "reading", "wording", "store", "access"})
EVERYTHING = None

MAY_IMPORT: dict[str, frozenset[str] | None] = {
    "errors": frozenset(),
    "contract": frozenset(),
    "standards": frozenset(),
    "store": frozenset({"contract"}),
    "access": frozenset({"contract", "store"}),
    "reading": frozenset({"contract", "store", "standards"}),
    "wording": frozenset({"contract", "store", "standards"}),
    "intake": GROUND_FLOOR,
    "materials": GROUND_FLOOR,
    "letters": GROUND_FLOOR,
    "calls": GROUND_FLOOR,
    "agencies": GROUND_FLOOR,
    "merits": GROUND_FLOOR,
    "network": GROUND_FLOOR,
    "risk": GROUND_FLOOR,
    "casework": GROUND_FLOOR,
    "protection": GROUND_FLOOR | {"materials", "agencies", "letters", "casework"},
    "exchange": GROUND_FLOOR,
    "simulation": frozenset({"contract", "standards"}),
    "evaluation": frozenset({"contract", "standards", "store"}),
    "web": EVERYTHING,
    "cli": EVERYTHING,
    "pipeline": EVERYTHING,
    "online": EVERYTHING,
    "subjects": GROUND_FLOOR | {"online", "intake"},
    "settings": EVERYTHING,
    "settings_page": frozenset({"settings"}),
}
"""By room; ``errors`` is everybody's and is not named. A room that is still to come has its doors already."""

SERVES_SCREENS = {"web", "cli", "settings"}
"""The command line starts the server, and the settings of the whole include the pages'."""


def imports_of(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("mingjian"))
        elif isinstance(node, ast.ImportFrom) and node.level:
            pytest.fail(f"{path} imports by a relative name, which hides the room")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "mingjian":
            if node.module == "mingjian":
                yield from (f"mingjian.{alias.name}" for alias in node.names)
            else:
                yield str(node.module)


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def doors() -> Iterator[tuple[str, str, Path]]:
    """Every import across rooms: who, whom, where."""
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for module in imports_of(path):
            other = room_of(module)
            if other not in ("", "__version__", room, "errors"):
                yield room, other, path.relative_to(ROOT)


def test_every_room_stands_in_the_plan() -> None:
    rooms = {
        path.name.removesuffix(".py")
        for path in SOURCE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - {"__init__", "__main__"} <= set(MAY_IMPORT)


def test_a_room_imports_only_what_the_plan_allows() -> None:
    wrong = []
    for room, other, path in doors():
        allowed = MAY_IMPORT.get(room, frozenset())
        if allowed is not EVERYTHING and other not in allowed:
            wrong.append(f"{path}: {room} may not import {other}")
    assert wrong == []


def test_nothing_imports_the_screens() -> None:
    assert [str(path) for room, other, path in doors() if other == "web" and room not in SERVES_SCREENS] == []


def test_only_the_pipeline_and_what_stands_above_it_know_the_stages() -> None:
    stages = {"letters", "materials", "calls", "agencies", "merits", "network", "risk"}
    callers = {room for room, other, _ in doors() if other in stages}
    assert callers <= {"pipeline", "online", "settings", "cli", "web", "protection"}


def test_the_plan_in_the_docs_names_every_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for room, allowed in MAY_IMPORT.items():
        if (SOURCE / room).is_dir() and allowed is not EVERYTHING:
            assert f"`{room}" in page, room


def shut_doors() -> set[tuple[str, str]]:
    """Every pair of rooms of which the first may not import the second, as pyproject.toml tells the linter."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    pairs: set[tuple[str, str]] = set()
    for contract in contracts:
        if contract["type"] == "independence":
            pairs |= set(permutations(map(room_of, contract["modules"]), 2))
        else:
            pairs |= set(product(map(room_of, contract["source_modules"]), map(room_of, contract["forbidden_modules"])))
    return pairs


def test_the_linter_shuts_every_door_that_the_plan_shuts() -> None:
    rooms = {room for room in MAY_IMPORT if (SOURCE / room).is_dir() or (SOURCE / f"{room}.py").is_file()} - {"errors"}
    planned = {
        (room, other)
        for room in rooms
        if (allowed := MAY_IMPORT[room]) is not EVERYTHING
        for other in rooms - allowed - {room}
    }
    assert planned - shut_doors() == set()


def lint_imports(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_doors_are_shut() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("materials/__init__.py", "import mingjian.letters"),
        ("network/__init__.py", "import mingjian.risk"),
        ("store/__init__.py", "import mingjian.access"),
        ("contract/schema.py", "import mingjian.standards"),
        ("risk/__init__.py", "import mingjian.web"),
        ("simulation/__init__.py", "import mingjian.network"),
        ("subjects/__init__.py", "import mingjian.casework"),
        ("online/__init__.py", "import mingjian.web"),
    ],
    ids=lambda value: value.split(".")[0].replace("import mingjian", "to") if isinstance(value, str) else "",
)
def test_a_door_that_is_forced_is_found(tmp_path: Path, file: str, line: str) -> None:
    shutil.copytree(SOURCE, tmp_path / "src" / "mingjian", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    forced = tmp_path / "src" / "mingjian" / file
    forced.write_text(forced.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout
