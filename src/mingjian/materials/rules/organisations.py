"""Who issued a document: the order of places in its name, its code, its telephone, its lawyer."""

import re
from collections.abc import Iterator

from mingjian.materials.rules.dossier import WELL_READ, Document, Dossier, Doubt
from mingjian.reading.page import Line
from mingjian.standards import credit_code, identity, licence, names, regions
from mingjian.standards import phone as telephones
from mingjian.standards.validity import Validity

_LAW_FIRM = re.compile(r"律师事务所$")
_SEAT = re.compile(r"(?<!\d)(0\d{2,3})[-— ]?\d{7,8}(?!\d)")
_AREAS = {
    "北京": "010", "上海": "021", "天津": "022", "重庆": "023", "沈阳": "024",
    "南京": "025", "武汉": "027", "成都": "028", "西安": "029", "石家庄": "0311",
    "太原": "0351", "郑州": "0371", "长春": "0431", "哈尔滨": "0451", "呼和浩特": "0471",
    "无锡": "0510", "苏州": "0512", "济南": "0531", "青岛": "0532", "烟台": "0535",
    "潍坊": "0536", "合肥": "0551", "杭州": "0571", "宁波": "0574", "福州": "0591",
    "厦门": "0592", "长沙": "0731", "广州": "020", "深圳": "0755", "佛山": "0757",
    "东莞": "0769", "南宁": "0771", "海口": "0898", "南昌": "0791", "贵阳": "0851",
    "昆明": "0871", "拉萨": "0891", "兰州": "0931", "西宁": "0971", "银川": "0951",
    "乌鲁木齐": "0991",
}  # fmt: skip
"""Areas of large cities; where a city is not listed nothing is said. No code is shared between two of them."""


def place_levels_inverted(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """渝北区重庆市…: certain where it is printed twice or is text; one line may be recognised out of order."""
    del dossier
    lines = [line for line in document.lines if line.confidence >= WELL_READ and inverted_places(line.text)]
    if not lines:
        return
    small, large = inverted_places(lines[0].text) or ("", "")
    sure = len(lines) > 1 or lines[0].confidence >= 1.0
    yield Doubt({"smaller": small, "larger": large}, lines[0], sure=sure, score=0.8)


def inverted_places(text: str) -> tuple[str, str] | None:
    """(smaller, larger) where a name begins with a county or district and goes on with the city that it lies in."""
    clean = names.normalise(text)
    for small in _leading_places(clean, "区县旗市"):
        for large in _leading_places(clean[len(small) :], "市省"):
            for inner in regions.named(small):
                for outer in regions.named(large):
                    width = 2 if outer.code.endswith("0000") else 4
                    if inner.code != outer.code and inner.code[:width] == outer.code[:width] and not _whole(outer.code):
                        return small, large
    return None


def _leading_places(text: str, endings: str) -> list[str]:
    """Beginnings of a text that are names of places with those endings."""
    ends = range(2, min(len(text), 12) + 1)
    return [text[:end] for end in ends if text[end - 1] in endings and regions.named(text[:end])]


def _whole(code: str) -> bool:
    """Whether it is a county or district, which holds no others."""
    return not code.endswith("00")


def credit_code_of_another_kind(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """A law firm with a company's code; the check digits of the code exclude a misreading."""
    del dossier
    firms = [line for line in document.lines if _LAW_FIRM.search(names.normalise(line.text))]
    for one in document.all("credit_code"):
        code = credit_code.parse(one.value)
        sound = code.validity is Validity.VALID and code.organisation_code_holds
        if firms and sound and code.code.startswith("9"):
            firm = names.normalise(firms[0].text)
            own = _LAW_FIRM.search(firm) is not None and firms[0].confidence >= WELL_READ
            yield Doubt({"issuer": firm, "code": code.code}, one, sure=own and len(firms) > 1, score=0.8)
            return


def credit_code_differs_from_register(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Of the issuer that the document names at its head or foot."""
    issuer = document.first("issuer")
    entry = dossier.register.organisations.get(names.normalise(issuer.value)) if issuer else None
    if entry is None or not entry.credit_code:
        return
    for one in document.all("credit_code"):
        code = credit_code.parse(one.value)
        if code.validity is Validity.VALID and code.code != credit_code.normalise(entry.credit_code):
            yield Doubt(
                {"issuer": entry.name, "code": code.code, "registered": entry.credit_code},
                one,
                score=0.6,
                evidence=(entry.organisation_id,),
            )
            return


def telephone_of_another_region(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """A landline of one large city under the name of an issuer of another."""
    del dossier
    issuer = document.first("issuer")
    city = next((city for city in _AREAS if issuer and names.normalise(issuer.value).startswith(city)), None)
    if city is None:
        return
    for line in document.lines:
        found = _SEAT.search(line.text)
        if found is None or line.confidence < WELL_READ or telephones.parse(found[0]) is None:
            continue
        elsewhere = next((other for other, area in _AREAS.items() if area == found[1]), None)
        if elsewhere is not None and elsewhere != city:
            yield Doubt({"phone": found[0], "city": city, "elsewhere": elsewhere}, line, score=0.3)
            return


def lawyer_not_of_that_name(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """The register has the number, and for somebody whose name is nowhere on the document."""
    for line in document.lines:
        for written in re.findall(r"(?<!\d)1\d{16}(?!\d)", line.text):
            number = licence.parse(written)
            name = dossier.register.lawyers.get(number.number)
            if name and line.confidence >= WELL_READ and not any(name in other.text for other in document.lines):
                yield Doubt({"number": number.number}, line, score=0.6)
                return


def disability_number_wrong(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Identity number, kind 1 to 7, grade 1 to 4; a suffix of reissued cards is taken off."""
    del dossier
    for line in document.lines:
        found: Line = line
        for written in re.findall(r"(?<![0-9])[0-9]{17}[0-9Xx][0-9]{2}(?![0-9])", line.text):
            number = identity.parse(written[:18])
            if line.confidence < WELL_READ:
                continue
            if number.validity is not Validity.VALID or written[18] not in "1234567" or written[19] not in "1234":
                yield Doubt({"number": written}, found, score=0.5)
                return
