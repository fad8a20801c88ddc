"""Inspections as one HTML page that needs nothing beside it, to keep or to print."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import jinja2
from PIL import Image

from mingjian.contract import Language
from mingjian.contract.labels import value_label
from mingjian.materials.inspection import Inspection
from mingjian.reading.page import Page, Region

LONGEST_SIDE = 1400
QUALITY = 72
_TITLES = {
    Language.ZH: {
        "title": "材料检视报告", "reasons": "疑点", "merits": "有利于当事人", "fields": "要素", "findings": "逐项检查",
        "none": "无", "page": "第{}页", "advisory": "本报告只陈述文件本身呈现的情况，供人工判断参考，不是鉴定意见。",
        "field": "项目", "value": "内容", "confidence": "把握", "check": "检查", "outcome": "结果",
        "settle": "最终应以出具单位的答复为准。",
    },
    Language.EN: {
        "title": "Inspection of documents", "reasons": "What asks for a look", "merits": "What speaks for the consumer",
        "fields": "What it states", "findings": "Check by check", "none": "none", "page": "page {}",
        "advisory": "This report says what the files show, for a person to judge; it is no expert opinion.",
        "field": "Field", "value": "Value", "confidence": "Sure", "check": "Check", "outcome": "Outcome",
        "settle": "What settles it is the answer of the issuer.",
    },
}  # fmt: skip


@dataclass(frozen=True)
class _Box:
    number: int
    left: float
    top: float
    width: float
    height: float
    """In per cent of the page."""


@dataclass(frozen=True)
class _Sheet:
    number: int
    preview: str
    boxes: tuple[_Box, ...]


def html_of(inspections: Sequence[Inspection], language: Language = Language.ZH) -> str:
    """The page; pictures are made anew from pixels, so that nothing of a hostile file gets into it."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = [(one, one.to_record(language), _sheets(one)) for one in inspections]
    return environment.get_template("report.html").render(
        language="zh-CN" if language is Language.ZH else "en",
        words=_TITLES[language],
        inspections=shown,
        label=lambda value: value_label(value)[language],
    )


def _sheets(inspection: Inspection) -> tuple[_Sheet, ...]:
    return tuple(
        _Sheet(
            page.number,
            preview(page),
            tuple(
                _box(number, page, one.place.region)
                for number, one in enumerate(inspection.observations, start=1)
                if one.place is not None and one.place.page == page.number and one.place.region is not None
            ),
        )
        for page in inspection.specimen.rendering.pages
    )


def _box(number: int, page: Page, region: Region) -> _Box:
    height, width = page.pixels.shape[:2]
    return _Box(
        number,
        100 * region.left / width,
        100 * region.top / height,
        100 * (region.right - region.left) / width,
        100 * (region.bottom - region.top) / height,
    )


def preview(page: Page) -> str:
    """A picture of the page as a ``data:`` address."""
    image = Image.fromarray(page.pixels)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return "data:image/jpeg;base64," + b64encode(file.getvalue()).decode("ascii")
