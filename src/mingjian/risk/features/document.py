"""The page that documents every feature, generated from the catalogue."""

from mingjian.risk.features.catalogue import groups_of
from mingjian.risk.features.feature import FeatureGroup, Subject

HEADER = """# Features

Every number that a scorecard may read, generated from the code by `python -m mingjian.risk.features.document`.
A feature without a value is unknown: it adds exactly nothing to a score and widens its interval. Where "none is 0"
says yes, a subject without any row in the source tables, where these were delivered, has the value 0. Tables in
brackets are read besides, and done without where they are absent.

No feature is, or stands closely for, a province, age, sex, ethnicity or employer; a test inspects the list.
"""


def document() -> str:
    """The whole page."""
    return "\n".join([HEADER, *(_section(subject) for subject in Subject)])


def _section(subject: Subject) -> str:
    lines = [
        f"## Of a {subject}",
        "",
        "| feature | meaning | unit | tables | known | none is 0 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for group in groups_of(subject):
        lines.extend(_rows(group))
    return "\n".join([*lines, ""])


def _rows(group: FeatureGroup) -> list[str]:
    tables = ", ".join(f"`{name}`" for name in group.needs)
    if group.also_reads:
        tables += f" ({', '.join(f'`{name}`' for name in group.also_reads)})"
    return [
        f"| `{feature.name}` | {feature.meaning} | {feature.unit} | {tables} | {feature.known_at} "
        f"| {'yes' if feature.none_is_zero else 'no'} |"
        for feature in group.features
    ]


if __name__ == "__main__":
    from pathlib import Path

    Path("docs/features.md").write_text(document(), encoding="utf-8")
