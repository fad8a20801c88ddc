"""Sums that must agree: in words and in figures, row by row, in total."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rapidfuzz.distance import Levenshtein

from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import MaterialKind
from mingjian.materials.rules.dossier import READ, WELL_READ, Document, Dossier, Doubt
from mingjian.reading.fields.dates import Found
from mingjian.reading.fields.sums import sums, sums_in_words
from mingjian.reading.page import DocumentField, Line

_SAME = re.compile(r"(?:[ ():¥/_]|人民币|大写|小写|金额|合计|总计|总额|RMB|CNY|即|计)*")
"""What may stand between, or before, the two ways of writing one sum."""
_OF_THE_WHOLE = frozenset({"转账", "交易", "付款", "支付", "收款", "汇款", "价税", "实付", "实收", "缴款"})
"""What figures may be said to be where the words are only said to be 大写."""
_MISREAD = 2
"""Digits."""
_OTHERWISE = tuple(".%‰-/年月:")
_BY_SYSTEMS = (MaterialKind.PAYMENT_RECEIPT, MaterialKind.BANK_STATEMENT)
_NEXT_LINE = 3.5
"""Heights of a line from a row of a table to the next one, at most."""
_SUM = re.compile(r"(?<![\d,])(?<!\d\.)[+\-−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}(?!\d)")
"""Whole, whatever speck before it was read as a point."""
_DAY = re.compile(r"(?:19|20)\d{2} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}")
_TOTALS = re.compile(r"(收入|转入|贷方|支出|转出|借方)(?:合计|总额|总计|金额合计)")
_IN = ("收入", "转入", "贷方")
_CENT = 0.005
_PAGE_OF = re.compile(r"第 ?(\d{1,3}) ?页 ?[/,(]? ?共 ?(\d{1,3}) ?页")
_ACCOUNT = re.compile(r"\d{12,21}")
"""Whole: a masked one (6228****7044) may be written in two ways."""
_OWN_ACCOUNT = re.compile(r"(?<![一-鿿])(?:本方|本人|客户|账户)?(?:银行)?(卡号|[账帐]号)[: ]*$")
"""A card's number and its account's are two; what stands behind 对方账号 is somebody else's."""
_OWN_HOLDER = re.compile(r"(?<![一-鿿])(?:户名|(?:账户|客户)(?:名称|姓名)|姓名)[: ]*$")
_NAME = re.compile(r"[一-鿿·]{2,}")
_MASKS = ("*", "＊", "某")
"""Behind a name that is not written whole: 王晓* may be 王晓明."""
_CURRENCY = re.compile(
    "人民币|美元|港[币元]|欧元|日元|英镑|澳元|加元|(?<![A-Z])(?:CNY|RMB|USD|HKD|EUR|JPY|GBP|AUD|CAD)(?![A-Z])"
)
_OF_A_PAGE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\s")
"""What may differ from heading to heading, beside sums, days and the page's number."""
_FEWEST_OF_A_PAGE = 3
_NO_ROW_BETWEEN = 1.5
"""Times the usual step from row to row."""
_SLANTS = (0.0, *(sign * step / 200 for step in range(1, 19) for sign in (1, -1)))
"""Down for each pixel across, to five degrees either way; a level page is tried first."""


def sum_differs_in_words(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Only where a sum in words and one in figures are said of one and the same thing, beside each other."""
    del dossier
    for line in document.lines:
        for words in sums_in_words(_folded(line.text)):
            beside = list(_figures_beside(document, words, line))
            if len({figure.value for figure, _ in beside}) != 1:
                continue
            figure, other = beside[0]
            # Figures that were read a little less surely may have a digit or two wrong, and not be another sum. Of the
            # words one lost sign (万) makes another sum.
            far = Levenshtein.distance(figure.value, words.value) > _MISREAD
            read = line.confidence >= WELL_READ and other.confidence >= (READ if far else WELL_READ)
            if figure.value != words.value and read:
                yield Doubt(
                    {"words": _part(line, words), "figures": _part(other, figure)},
                    other,
                    # Who types a contract or a certificate writes both by hand; a bank's system makes one of the other.
                    sure=document.kind in _BY_SYSTEMS and line.confidence >= 1.0 and other.confidence >= 1.0,
                    score=0.8,
                )
                return


def _figures_beside(document: Document, words: Found, line: Line) -> Iterator[tuple[Found, Line]]:
    """Sums in figures that repeat one in words.

    In its line with nothing between, as in brackets, or in the cell or the line next to it under the same label.
    """
    text = _folded(line.text)
    for figure in _money(text):
        first, second = sorted((figure, words), key=lambda one: one.start)
        if _SAME.fullmatch(text, first.end, second.start):
            yield figure, line
    label = _label(document, line, words)
    subject = _SAME.sub("", label)
    if not subject and "大写" not in label:
        return
    for other in document.lines:
        if other is line or other.page != line.page or not _adjoins(other, line):
            continue
        figures = _money(_folded(other.text))
        if len(figures) == 1:
            stated = _SAME.sub("", _label(document, other, figures[0]))
            if stated == subject or (not subject and stated in _OF_THE_WHOLE):
                yield figures[0], other


def _label(document: Document, line: Line, one: Found) -> str:
    """What stands before a value: in its line, or else in the cell to its left."""
    label = re.split("[,;。]", _folded(line.text)[: one.start])[-1]
    if label.strip():
        return label
    left = [
        other
        for other in document.lines
        if other.page == line.page
        and other.region.right <= line.region.left
        and other.region.top < (line.region.top + line.region.bottom) / 2 < other.region.bottom
    ]
    return _folded(max(left, key=lambda other: other.region.right).text) if left else ""


def _money(text: str) -> list[Found]:
    """Numbers that are sums beyond doubt: no rates, no days."""
    return [
        one
        for one in sums(text)
        if re.search(r"[元圆¥]|\.\d\d *$", text[one.start : one.end]) and text[one.end : one.end + 1] not in _OTHERWISE
    ]


def _adjoins(one: Line, other: Line) -> bool:
    """Whether two lines stand one below the other, or beside each other on one height."""
    first, second = one.region, other.region
    height = max(first.bottom - first.top, second.bottom - second.top)
    down = abs((first.top + first.bottom) - (second.top + second.bottom)) / 2
    across = max(first.left, second.left) - min(first.right, second.right)
    return down <= height / 2 or (across <= 0 and down <= _NEXT_LINE * height)


def _part(line: Line, one: Found) -> str:
    return _folded(line.text)[one.start : one.end].strip()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@dataclass(frozen=True)
class _Row:
    """One booking as it stands: the sum, the balance after it, and its line."""

    amount: float
    balance: float
    line: Line
    """Of those with a figure the one that was read least surely."""
    height: float
    """Pixels from the top of the page, the slant taken out."""

    @property
    def is_carried(self) -> bool:
        """Whether its figures stand in the file as text."""
        return self.line.confidence >= 1.0

    @property
    def is_well_read(self) -> bool:
        return self.line.confidence >= WELL_READ


def balances_do_not_follow(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """A break counts where most rows follow: then the columns were understood, and no row is missing elsewhere.

    Neither does one beside a row that was not read well.
    """
    del dossier
    rows = _rows(document)
    if len(rows) < 5:
        return
    rows = max(rows, rows[::-1], key=lambda order: sum(_follows(*pair) for pair in pairwise(order)))
    follows = [_follows(*pair) for pair in pairwise(rows)]
    # Where a row was not read, the next one cannot follow.
    near = _adjacent(rows)
    broken = [place for place, holds in enumerate(follows) if not holds and near[place]]
    counting = [place for place in broken if all(row.is_well_read for row in rows[place : place + 2])]
    if counting and len(broken) <= max(2, len(follows) // 3):
        row = rows[counting[0] + 1]
        yield Doubt(
            {"balance_yuan": row.balance, "amount_yuan": row.amount, "breaks": len(counting)},
            row.line,
            score=0.8 if row.is_carried else 0.5,
        )


def page_of_another_account(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Of pages that number on from each other; on each another holder and his own account, as text of the file.

    A statement over several accounts of one holder numbers its pages on as well.
    """
    del dossier
    for before, after in _pages_in_one(document):
        holders = [_own(document, page, "person_name", _OWN_HOLDER) for page in (before, after)]
        if any(len(named) != 1 or not _NAME.fullmatch(next(iter(named))[1]) for named in holders):
            continue
        first, second = (_own(document, page, "account_number", _OWN_ACCOUNT) for page in (before, after))
        if holders[0].keys() == holders[1].keys() or not len(first) == len(second) == 1:
            continue
        (kind, account), (other_kind, other) = next(iter(first)), next(iter(second))
        if kind == other_kind and account != other and _ACCOUNT.fullmatch(account) and _ACCOUNT.fullmatch(other):
            values: dict[str, Value] = {"page": after, "account": other, "before": account}
            yield Doubt(values, second[other_kind, other], score=0.7)
            return


def page_does_not_follow(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Within both pages each row follows the last one, and the first of the next page does not.

    Whose heading names anything that the page before does not, another card or another currency, begins anew.
    """
    if any(True for _ in page_of_another_account(document, dossier)):
        return  # told already
    rows = _rows(document)
    if not rows or not all(row.is_carried for row in rows):
        return
    rows = max(rows, rows[::-1], key=lambda order: sum(_adds_up(*pair) for pair in pairwise(order)))
    for pages in _pages_in_one(document):
        either = [[row for row in rows if row.line.page == page] for page in pages]
        whole = all(len(page) > _FEWEST_OF_A_PAGE and all(map(_adds_up, page, page[1:])) for page in either)
        edge = next(((a, b) for a, b in pairwise(rows) if {a.line.page, b.line.page} == set(pages)), None)
        if whole and edge is not None and not _adds_up(*edge) and not _begins_anew(document, *either):
            below = next(row for row in edge if row.line.page == pages[1])
            yield Doubt({"page": pages[1], "balance_yuan": below.balance}, below.line, score=0.6)
            return


def _pages_in_one(document: Document) -> Iterator[tuple[int, int]]:
    """Neighbouring pages of the file of which the second says that it follows the first in one statement."""
    numbered = {
        line.page: (int(match[1]), int(match[2]))
        for line in document.lines
        if line.confidence >= 1.0 and (match := _PAGE_OF.search(_folded(line.text)))
    }
    for page, (number, count) in sorted(numbered.items()):
        if numbered.get(page + 1) == (number + 1, count):
            yield page, page + 1


def _own(document: Document, page: int, name: str, label: re.Pattern[str]) -> dict[tuple[str, str], DocumentField]:
    """What a page states of its own account behind such a label, by the label's kind and the value, each once."""
    found: dict[tuple[str, str], DocumentField] = {}
    for one in document.all(name):
        if one.page != page or not document.in_the_file(one):
            continue
        for line in document.lines:
            start = line.text.find(one.text)
            end = start + len(one.text)
            if line.page != page or start < 0 or not _is_within(one, line) or line.text[end : end + 1] in _MASKS:
                continue
            before = label.search(_label(document, line, Found(one.value, start, end)))
            if before is not None:
                found.setdefault((before[1].replace("帐", "账") if before.lastindex else "", one.value), one)
    return found


def _is_within(one: DocumentField, line: Line) -> bool:
    return line.region.top <= one.region.top and line.region.left <= one.region.left <= line.region.right


def _begins_anew(document: Document, before: Sequence[_Row], after: Sequence[_Row]) -> bool:
    """Whether a page's heading says anything that the page before does not, or its rows are in another currency."""
    currencies = [
        {sign for line in document.lines if line.page == rows[0].line.page for sign in _CURRENCY.findall(line.text)}
        for rows in (before, after)
    ]
    return bool(_heading(document, after) - _heading(document, before) or currencies[1] - currencies[0])


def _heading(document: Document, rows: Sequence[_Row]) -> set[str]:
    """The lines above a page's rows, without what differs from page to page of one statement."""
    page, top = rows[0].line.page, min(row.line.region.top for row in rows)
    said = set()
    for line in document.lines:
        if line.page == page and line.region.bottom <= top:
            text = _folded(line.text)
            for changing in (_PAGE_OF, _DAY, _SUM, _OF_A_PAGE):
                text = changing.sub("", text)
            said.add(text)
    return said - {""}


def total_differs(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Of a document of one page whose rows follow each other without a gap."""
    del dossier
    rows = _rows(document)
    if len(rows) < 5 or len({line.page for line in document.lines}) != 1:
        return
    pairs = list(pairwise(rows))
    if not (all(_adds_up(*pair) for pair in pairs) or all(_adds_up(after, before) for before, after in pairs)):
        return  # a row is missing or misread, or the break is told already
    into = sum(row.amount for row in rows if row.amount > 0)
    out = -sum(row.amount for row in rows if row.amount < 0)
    for line in document.lines:
        for part in _parts(line.text):
            label, figure = _TOTALS.search(part), _SUM.search(part)
            if label is None or figure is None or line.confidence < WELL_READ:
                continue
            counted = into if label[1] in _IN else out
            stated = abs(_figure(figure[0]))
            if abs(stated - counted) > _CENT:
                yield Doubt({"stated_yuan": stated, "counted_yuan": round(counted, 2)}, line, score=0.6)
                return


def _adjacent(rows: Sequence[_Row]) -> list[bool]:
    """Of each row but the last, whether the next one stands as close below it as most do."""
    steps = [abs(after.height - before.height) for before, after in pairwise(rows)]
    usual = median(steps)
    same_page = [before.line.page == after.line.page for before, after in pairwise(rows)]
    return [same and step <= _NO_ROW_BETWEEN * usual for step, same in zip(steps, same_page, strict=True)]


def _parts(text: str) -> list[str]:
    """Two totals often stand on one line."""
    cuts = [match.start() for match in _TOTALS.finditer(text)] or [0]
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _adds_up(before: _Row, after: _Row) -> bool:
    return abs(before.balance + after.amount - after.balance) <= _CENT


def _follows(before: _Row, after: _Row) -> bool:
    """Whether a row follows, or would if its sum's sign, a thin dash, had been read."""
    signless = not after.is_carried and abs(before.balance - after.amount - after.balance) <= _CENT
    return _adds_up(before, after) or signless


def _rows(document: Document) -> list[_Row]:
    """The bookings of a statement: on one height a date, a sum and a balance, in this order."""
    if document.kind is not MaterialKind.BANK_STATEMENT:
        return []
    # A photo is askew, and a few degrees carry the end of a row to the height of the next one: that slant is right by
    # which most rows are whole.
    return max((_rows_at(document, slant) for slant in _SLANTS), key=len)


def _rows_at(document: Document, slant: float) -> list[_Row]:
    found = []
    for lines in _heights(document.lines, slant):
        text = " ".join(line.text for line in lines)
        figures = [_figure(figure) for figure in _SUM.findall(text)]
        if _DAY.search(text) and len(figures) == 2:
            figured = [line for line in lines if _SUM.search(line.text)]
            least = min(figured or lines, key=lambda line: line.confidence)
            found.append(_Row(figures[0], figures[1], least, _height(lines[0], slant)))
    return found


def _heights(lines: Sequence[Line], slant: float) -> Iterator[list[Line]]:
    """Lines beside each other, from left to right, from the top down; ``slant`` is pixels down for each across."""
    placed = sorted(((line.page, _height(line, slant), line) for line in lines), key=lambda one: one[:2])
    row: list[tuple[int, float, Line]] = []
    for one in placed:
        if row and (one[0] != row[0][0] or one[1] - row[0][1] > _apart(row[0][2])):
            yield sorted((line for _, _, line in row), key=lambda line: line.region.left)
            row = []
        row.append(one)
    if row:
        yield sorted((line for _, _, line in row), key=lambda line: line.region.left)


def _height(line: Line, slant: float) -> float:
    region = line.region
    return (region.top + region.bottom) / 2 - slant * (region.left + region.right) / 2


def _apart(line: Line) -> float:
    return max(4.0, (line.region.bottom - line.region.top) / 2)


def _figure(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))
