"""What scanning programs, cameras and careful people write over a page: they say so themselves, and accuse nobody."""

import re
from collections.abc import Iterable

from mingjian.reading.page import Line, Region

__all__ = ["is_caption", "on_caption", "under_caption"]

_CAPTION = re.compile(
    r"扫描全能王|全能扫描|扫描创建|扫描王|扫描宝|camscanner|scanned (by|with|using)|adobe scan|office lens|"
    r"microsoft lens|夸克|有道云|印象笔记|白描|wps|水印相机|今日水印|马克相机|元道经纬|shot on|拍摄于|"
    r"仅供|仅限|仅用于|只供|他用无效|复印无效|再次复印|不得用于|盗用无效|"
    r"ai ?生成|人工智能生成|试用版|evaluation|trial version|unregistered",
    re.IGNORECASE,
)
"""Names of programs, limits that an owner sets to the use of a copy, labels that platforms must add."""


def is_caption(text: str) -> bool:
    """Whether a line was written by a program or an owner over the page, and says so."""
    return _CAPTION.search(text) is not None


def on_caption(page: int, region: Region, lines: Iterable[Line]) -> bool:
    """Whether a place touches such a line, and no other one."""
    touched = [line for line in lines if line.page == page and _touch(line.region, region)]
    return bool(touched) and all(is_caption(line.text) for line in touched)


def under_caption(page: int, region: Region, lines: Iterable[Line]) -> bool:
    """Whether such a line was written over a place."""
    return any(line.page == page and is_caption(line.text) and _touch(line.region, region) for line in lines)


def _touch(one: Region, other: Region) -> bool:
    """By a third of the lower one's height and any width: boxes of neighbouring lines overlap a little."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0 and 3 * down > min(one.bottom - one.top, other.bottom - other.top)
