"""Organisations by the words with which their names end."""

import re

from mingjian.reading.fields.dates import Found

__all__ = ["organisation_alone", "organisations"]

_ORGANISATION = re.compile(
    r"[㐀-鿿()A-Za-z0-9·]{2,40}?(?:医院|卫生院|卫生服务中心|诊所|疾病预防控制中心|中心|委员会|公安局|分局|派出所|交警大队|"
    r"法院|检察院|仲裁委员会|律师事务所|公证处|有限责任公司|股份有限公司|有限公司|公司|银行|支行|分行|民政局|人力资源和社会保障局|社会保障局|"
    r"人民政府|街道办事处|办事处|村民委员会|居民委员会|村委会|居委会|残疾人联合会|殡仪馆|学校|大学|中学|小学|幼儿园|集团|厂|"
    r"旅行社|合作社|协会|商行|超市|酒店|药店|农场|保健院|福利院|养老院|门诊部|服务所|服务站|研究所|研究院|司法所|局)(?:[㐀-鿿]{0,12}(?:分院|支行|分公司|营业部))?"
)
_SIGNED = re.compile(r"(?:盖章|公章|章|签章|印)?[))]?$")


def organisations(text: str) -> tuple[Found, ...]:
    """Every name of an organisation, as it stands."""
    return tuple(Found(match[0], match.start(), match.end()) for match in _ORGANISATION.finditer(text))


def organisation_alone(text: str) -> Found | None:
    """The organisation of a line that says nothing else, as headings and signatures do.

    Whom a paper is addressed to (致…, or a colon behind the name) did not write it.
    """
    line = text.strip()
    match = _ORGANISATION.match(line)
    if match is None or line.startswith("致") or line.endswith((":", "：")):
        return None
    start = len(text) - len(text.lstrip())
    alone = len(match[0]) >= len(_SIGNED.sub("", line)) - 2
    return Found(match[0], start, start + len(match[0])) if alone else None
