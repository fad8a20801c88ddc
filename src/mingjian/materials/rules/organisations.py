"""Who issued a document: the order of places in its name, its code, its telephone, its lawyer."""

import re
from collections.abc import Iterator

from mingjian.materials.rules.dossier import WELL_READ, Document, Dossier, Doubt
from mingjian.reading.fields.organisations import organisation_alone, organisations
from mingjian.reading.page import DocumentField, Line
from mingjian.standards import credit_code, identity, licence, names, regions
from mingjian.standards import phone as telephones
from mingjian.standards.validity import Validity

_LAW_FIRM = re.compile(r"律师事务所$")
_BUSINESS = re.compile(r"(?:店|行|超市|公司|厂|部|社|场|馆)$")
"""A firm may choose its name as it likes: 渝北区重庆市民小吃店."""
_NOT_THE_CITY = tuple("民场政容立郊内花井委区")
"""Behind 市 they make another word of it: 市民, 市场, 市政."""
_OWN = re.compile(r"[我本](?:单位|公司|所|院|社区|局|司)")
_BARE = re.compile(r"[ 统一社会信用代码纳税人识别号:：()（）0-9A-Za-z]*")
_ADDRESSEE = re.compile(r"^\s*致|[:：]\s*$")
_TITLE_LENGTH = 10
_SEAT = re.compile(
    r"(?:咨询|办公|值班|服务|投诉|监督|总机|总台)(?:电话|热线)?[:： ]*"
    r"(?P<phone>(?P<area>0\d{2,3})[-— ]?\d{7,8})(?!\d)"
)
"""What an office says of itself: any other may be the customer's, an employer's, or of the machine that sent a fax."""
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

_DISABILITY_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx][1-7][1-4](?![0-9])")
_KINDS = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
_DISABILITY_KIND = re.compile(rf"类别[:： ]*({'|'.join(_KINDS)})")
_ANY_KIND = re.compile("|".join(_KINDS))
_GRADES = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "壹": 1, "贰": 2, "叁": 3, "肆": 4}
_DISABILITY_GRADE = re.compile(rf"等级[:： ]*([{''.join(_GRADES)}]) *级")
_ANY_GRADE = re.compile(rf"([{''.join(_GRADES)}]) *级")


def place_levels_inverted(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """渝北区重庆市…: certain where heading and foot both bear the name, or it is text; one line may be misread."""
    del dossier
    bearing: dict[str, list[Line]] = {}
    for line in document.lines:
        if line.confidence >= WELL_READ and (name := _issuer_in(line, document)) and inverted_places(name):
            bearing.setdefault(name, []).append(line)
    for name, lines in bearing.items():
        small, large = inverted_places(name) or ("", "")
        sure = (len(lines) > 1 or lines[0].confidence >= 1.0) and not _BUSINESS.search(name)
        yield Doubt({"smaller": small, "larger": large}, lines[0], sure=sure, score=0.8)
        return


def _issuer_in(line: Line, document: Document) -> str:
    """The organisation that a line names as who wrote the paper: a heading, a signature, or what a label says."""
    alone = organisation_alone(line.text)
    if alone is not None:
        return names.normalise(alone.value)
    stated = document.first("issuer")
    labelled = stated is not None and stated.labelled and stated.page == line.page and stated.text in line.text
    return names.normalise(stated.value) if stated is not None and labelled else ""


def inverted_places(text: str) -> tuple[str, str] | None:
    """(smaller, larger) where a name begins with a county or district and goes on with the city that it lies in."""
    clean = names.normalise(text)
    for small in _leading_places(clean, "区县旗市"):
        for large in _leading_places(clean[len(small) :], "市省"):
            if clean[len(small) + len(large) :][:1] in _NOT_THE_CITY:
                continue
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
    codes = [(one, credit_code.parse(one.value)) for one in document.all("credit_code")]
    sound = [(one, code) for one, code in codes if code.validity is Validity.VALID and code.organisation_code_holds]
    if any(code.code.startswith("31") for _, code in sound):
        return
    for one, code in sound:
        owner, near = _owner_of_code(document, one)
        if code.code.startswith("9") and _LAW_FIRM.search(owner):
            printed = [line for line in document.lines if names.normalise(line.text).endswith(owner)]
            sure = near and len(printed) > 1 and all(line.confidence >= WELL_READ for line in printed)
            yield Doubt({"issuer": owner, "code": code.code}, one, sure=sure, score=0.8)
            return


def _owner_of_code(document: Document, code: DocumentField) -> tuple[str, bool]:
    """Whose code it is, where the paper leaves no doubt, and whether its very line or the next one names it.

    A letter to a lender, or about one, states the lender's code as well.
    """
    ordered = sorted(document.lines, key=lambda line: (line.page, line.region.top, line.region.left))
    place = next((place for place, line in enumerate(ordered) if line.page == code.page and code.text in line.text), -1)
    if place < 0:
        return "", False
    text = ordered[place].text
    before = text[: text.find(code.text)]
    named = organisations(before)
    if named:
        only = len(named) == 1 and not _ADDRESSEE.match(before)
        return (names.normalise(named[0].value), True) if only else ("", False)
    stated = document.first("issuer")
    if _OWN.search(before) and stated is not None:
        return names.normalise(stated.value), False
    above = [line.text for line in ordered[max(0, place - 2) : place]][::-1]
    below = [line.text for line in ordered[place + 1 : place + 2]]
    if not _BARE.fullmatch(text) or any(_ADDRESSEE.search(other) for other in above[:1]):
        return "", False
    titled = above[1:] if above and len(above[0].strip()) <= _TITLE_LENGTH else []
    for other, near in ((above[:1], True), (below, True), (titled, False)):
        owner = next((name for text in other if (name := organisation_alone(text)) is not None), None)
        if owner is not None:
            return names.normalise(owner.value), near
    return "", False


def credit_code_differs_from_register(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Of the issuer that the document names at its head or foot, and of its own code."""
    issuer = document.first("issuer")
    entry = dossier.register.organisations.get(names.normalise(issuer.value)) if issuer else None
    if entry is None or not entry.credit_code:
        return
    registered = credit_code.normalise(entry.credit_code)
    codes = [(one, credit_code.parse(one.value)) for one in document.all("credit_code")]
    if any(code.code == registered for _, code in codes):
        return
    for one, code in codes:
        owner, _ = _owner_of_code(document, one)
        if code.validity is Validity.VALID and owner == names.normalise(entry.name):
            yield Doubt(
                {"issuer": entry.name, "code": code.code, "registered": entry.credit_code},
                one,
                score=0.6,
                evidence=(entry.organisation_id,),
            )
            return


def telephone_of_another_region(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """The landline at which an issuer may be asked is of one large city, its name of another."""
    del dossier
    issuer = document.first("issuer")
    city = next((city for city in _AREAS if issuer and names.normalise(issuer.value).startswith(city)), None)
    if city is None:
        return
    for line in document.lines:
        found = _SEAT.search(line.text)
        if found is None or line.confidence < WELL_READ or telephones.parse(found["phone"]) is None:
            continue
        elsewhere = next((other for other, area in _AREAS.items() if area == found["area"]), None)
        if elsewhere is not None and elsewhere != city:
            yield Doubt({"phone": found["phone"], "city": city, "elsewhere": elsewhere}, line, score=0.3)
            return


def telephone_differs_from_register(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Whom to call about a paper: the register's number, where the paper brings another one."""
    issuer = document.first("issuer")
    entry = dossier.register.organisations.get(names.normalise(issuer.value)) if issuer else None
    registered = telephones.normalise(entry.phone) if entry is not None else None
    if entry is None or registered is None:
        return
    stated = [
        (line, number)
        for line in document.lines
        if (found := _SEAT.search(line.text)) is not None
        and line.confidence >= WELL_READ
        and (number := telephones.normalise(found["phone"])) is not None
    ]
    if stated and all(number != registered for _, number in stated):
        line, number = stated[0]
        values = {"stated": number, "registered": entry.phone, "issuer": entry.name}
        yield Doubt(values, line, score=0.0, evidence=(entry.organisation_id,))


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


def disability_number_differs(document: Document, dossier: Dossier) -> Iterator[Doubt]:
    """Kind and grade as they are printed against the two digits that say them in the number.

    Whoever has several is of the kind 7 and of the gravest grade, and cards write them in many ways
    (肢体二级 智力三级): where a second kind or grade stands anywhere, it is not asked.
    """
    del dossier
    read = [line for line in document.lines if line.confidence >= WELL_READ]
    numbers = {number for line in read for number in _DISABILITY_NUMBER.findall(line.text)}
    kind = _only(document, read, _DISABILITY_KIND, _ANY_KIND)
    grade = _only(document, read, _DISABILITY_GRADE, _ANY_GRADE)
    if len(numbers) != 1 or identity.parse((number := numbers.pop())[:18]).validity is not Validity.VALID:
        return
    kind_differs = kind is not None and number[18] != str(_KINDS.index(kind) + 1)
    if kind_differs or (grade is not None and number[19] != str(_GRADES[grade])):
        line = next(line for line in read if number in line.text)
        yield Doubt({"number": number}, line, score=0.5)


def _only(document: Document, read: list[Line], stated: re.Pattern[str], any_one: re.Pattern[str]) -> str | None:
    """What the lines that were read well state behind its label, where the document says no other of its sort."""
    found = {one for line in read for one in stated.findall(line.text)}
    said = {one for line in document.lines for one in any_one.findall(line.text)}
    return found.pop() if len(found) == 1 and found == said else None
