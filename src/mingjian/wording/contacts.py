"""Ways to reach somebody that a text names, however disguised: telephones, WeChat and QQ numbers, web addresses.

Adverts hide numbers from a platform's filter: full-width and circled digits, Chinese numerals, marks between them,
homophones of 微信. Found in the folded text, each with its span in the text as it was written.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from mingjian.standards import phone
from mingjian.standards.folding import fold
from mingjian.standards.public_addresses import is_public

__all__ = ["Contact", "ContactKind", "find_contacts"]


class ContactKind(StrEnum):
    """What kind of way it is."""

    PHONE = "phone"
    WECHAT = "wechat"
    QQ = "qq"
    WEB = "web"


@dataclass(frozen=True)
class Contact:
    """One way to reach somebody: its normalised spelling, and where it stands in the text."""

    kind: ContactKind
    value: str
    start: int
    end: int


_NUMERALS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "0012345678912345678" + "91")
_DIGIT = "[0-9〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]"
_MARK = r"[-—_ .·•*~|/]?"
_MOBILE = re.compile(
    rf"(?<!{_DIGIT})[1一壹幺]{_MARK}[3-9三四五六七八九叁肆伍陆柒捌玖](?:{_MARK}{_DIGIT}){{9}}(?!{_DIGIT})"
)
_LANDLINE = re.compile(r"(?<!\d)(?:\(?0\d{2,3}\)?[- ]?\d{7,8}|[48]00[- ]?\d{3,4}[- ]?\d{3,4})(?!\d)")
_WECHAT_WORD = (
    r"(?:[微薇威徽危溦维唯围][信心芯辛兴❤♥💗]|wei ?xin|we ?chat|[vw]信|wx|vx"
    r"|v❤|绿(?:色)?(?:软件|泡泡)|\+v|加v|卫星|小绿)"
)
_WECHAT = re.compile(
    rf"{_WECHAT_WORD}(?:号|id|同号)?(?:号?码)?(?:[:为是=~—>→👉+ ]|搜索?|联系|添加|加)*"
    r"(?P<value>[a-z][a-z0-9_-]{5,19})(?![a-z0-9_-])"
)
_QQ = re.compile(r"(?:qq|扣扣|企鹅|球球|叩叩)(?:群|号)?(?:[:为是=~—> ]|联系|加)*(?P<value>[1-9]\d{4,10})(?!\d)")
_WEB = re.compile(
    r"(?:https?://|www\.)[a-z0-9._~:/?#@!$&'*+,;=%-]+"
    r"|(?<![a-z0-9@.])(?:[a-z0-9-]+\.)+(?:com|cn|net|top|xyz|vip|shop|site|cc|club|info|org)"
    r"(?:/[a-z0-9._~/?#=&%-]*)?(?![a-z0-9])"
)


def find_contacts(text: str) -> tuple[Contact, ...]:
    """The contacts of a text in order; one that two readings fit stands once, as the more specific."""
    folded = fold(text)
    found: list[Contact] = []

    def add(kind: ContactKind, value: str, start: int, end: int) -> None:
        first, last = folded.original_span(start, end)
        if not any(one.start < last and first < one.end for one in found):
            found.append(Contact(kind, value, first, last))

    for match in _WEB.finditer(folded.text):
        # The regulator's page, a search engine or a platform is no way to an agency either.
        if not is_public(match[0]):
            add(ContactKind.WEB, match[0].rstrip(".,;!?"), match.start(), match.end())
    for match in _WECHAT.finditer(folded.text):
        add(ContactKind.WECHAT, match["value"], match.start("value"), match.end("value"))
    for match in _QQ.finditer(folded.text):
        add(ContactKind.QQ, match["value"], match.start("value"), match.end("value"))
    for pattern in (_MOBILE, _LANDLINE):
        for match in pattern.finditer(folded.text):
            number = phone.parse(re.sub(r"[^0-9]", "", match[0].translate(_NUMERALS)))
            # A hotline or a bank's service number is no way to an agency.
            if number is not None and number.kind in (phone.PhoneKind.MOBILE, phone.PhoneKind.LANDLINE):
                add(ContactKind.PHONE, number.number, match.start(), match.end())
    return tuple(sorted(found, key=lambda contact: contact.start))
