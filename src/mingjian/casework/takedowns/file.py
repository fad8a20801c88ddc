"""The file of a request: a letter for a person to send, and the places as a table for forms that take many at once.

It holds what is public in the adverts and nothing of any customer.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

from docx import Document as Word

from mingjian.casework.takedowns.platforms import rules_of
from mingjian.casework.takedowns.requests import Asked, Takedown
from mingjian.contract import TIME_ZONE
from mingjian.contract.labels import field_label, value_label
from mingjian.contract.reasons import Language

__all__ = ["ReportFile"]

_TITLES = {
    Language.ZH: "关于{platform}上涉嫌非法代理维权（反催收）引流内容的举报",
    Language.EN: "Report of adverts for unlawful debt agencies on {platform}",
}
_WORDS: dict[Language, dict[str, str]] = {
    Language.ZH: {
        "opening": "我单位在工作中发现，贵平台（单位）上的下列{number}条内容涉嫌以代理维权、停息挂账、征信修复等名义"
        "招揽借款人，"
        "诱导其停止还款、支付费用并交出身份证件与账号。现依法举报，请核查处置。",
        "asks": "请求：{asks}；保全发布者注册信息、发布记录备有权机关调取；并将处理结果书面告知我单位。",
        "law": "依据：《中华人民共和国民法典》第一千一百九十五条，《网络信息内容生态治理规定》第十条、第十六条，"
        "《互联网广告管理办法》第十六条。",
        "door": "递交渠道：{goes_to}；亦可拨打 {also}。",
        "item": "{number}. 编号 {id}",
        "signs": "涉嫌内容",
        "missing": "尚缺：{fields}（请在递交前补齐，{found_by}）",
        "closing": "以上内容为公开信息的摘录，是否违法由贵平台及主管机关认定。",
        "sender": "举报单位：{sender}",
        "number": "编号：{id}",
        "list": "、",
        "and": "；",
    },
    Language.EN: {
        "opening": "In our work we came upon the {number} pieces below. They seem to draw borrowers to agencies that "
        "claim to act for them (suspended interest, credit repair), to have them stop paying, pay fees, and hand over "
        "papers and accounts. We report them and ask you to examine them.",
        "asks": "We ask you to: {asks}; to keep who registered and what was published for the authorities; and to tell "
        "us the outcome in writing.",
        "law": "On the ground of: Civil Code, article 1195; Provisions on the Governance of the Online Information "
        "Content Ecosystem, articles 10 and 16; Measures for Internet Advertising, article 16.",
        "door": "Goes to: {goes_to}; {also} may be called as well.",
        "item": "{number}. No. {id}",
        "signs": "What seems wrong",
        "missing": "Still missing: {fields} (complete it before sending: {found_by})",
        "closing": "The above are extracts of what is public. Whether it is unlawful is for you and the authorities.",
        "sender": "Reported by: {sender}",
        "number": "Reference: {id}",
        "list": ", ",
        "and": "; ",
    },
}
_FIELDS = ("url", "author", "author_id", "published_at", "organisation_name", "phone", "wechat_id", "text")
_COLUMNS = ("solicitation_id", *_FIELDS)
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ReportFile:
    """The file of one request, from ``sender`` on ``day``."""

    takedown: Takedown
    sender: str
    day: date
    language: Language = Language.ZH

    @property
    def title(self) -> str:
        """What the letter is headed."""
        return _TITLES[self.language].format(platform=value_label(self.takedown.platform)[self.language])

    @property
    def opening(self) -> tuple[str, ...]:
        """What is asked of whom, and on what ground."""
        words, rules = _WORDS[self.language], rules_of(self.takedown.platform)
        return (
            words["opening"].format(number=len(self.takedown.adverts)),
            words["asks"].format(asks=rules.asks[self.language]),
            words["law"],
            words["door"].format(goes_to=rules.goes_to[self.language], also=rules.also),
        )

    def lines_of(self, asked: Asked) -> Iterator[str]:
        """One advert: where and when it stands, what seems wrong, and what is still missing to find it."""
        words, advert = _WORDS[self.language], asked.advert
        for name in _FIELDS:
            if value := _said(getattr(advert, name)):
                yield f"{field_label('solicitations', name)[self.language]}: {value}"
        if signs := advert.signs_in_words(self.language):
            yield f"{words['signs']}: {words['and'].join(sign.rstrip('。.') for sign in signs)}"
        if asked.missing:
            yield words["missing"].format(
                fields=words["list"].join(field_label("solicitations", name)[self.language] for name in asked.missing),
                found_by=rules_of(self.takedown.platform).found_by[self.language],
            )

    @property
    def closing(self) -> tuple[str, ...]:
        """Who reports, under which number, on which day."""
        words = _WORDS[self.language]
        return (
            words["closing"],
            words["sender"].format(sender=self.sender),
            words["number"].format(id=self.takedown.takedown_id),
            self.day.isoformat(),
        )

    def to_text(self) -> str:
        """As plain text."""
        lines: list[str] = [self.title, "", *self.opening, ""]
        for asked in self.takedown.adverts:
            lines += [self._heading(asked), *(f"   {line}" for line in self.lines_of(asked)), ""]
        return "\n".join([*lines, *self.closing]) + "\n"

    def to_docx(self) -> bytes:
        """As a Word document, to be put on the sender's own letterhead."""
        word = Word()
        word.core_properties.title, word.core_properties.author = self.title, self.sender
        word.add_heading(self.title, level=1)
        for paragraph in self.opening:
            word.add_paragraph(paragraph)
        for asked in self.takedown.adverts:
            word.add_heading(self._heading(asked), level=2)
            for line in self.lines_of(asked):
                word.add_paragraph(_printable(line))
        for paragraph in self.closing:
            word.add_paragraph(paragraph)
        buffer = BytesIO()
        word.save(buffer)
        return buffer.getvalue()

    def to_csv(self) -> str:
        """The places alone, one row an advert, for a platform's form that takes many at once."""
        file = StringIO()
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([field_label("solicitations", name)[self.language] for name in _COLUMNS])
        for asked in self.takedown.adverts:
            writer.writerow(_cells([_said(getattr(asked.advert, name)) for name in _COLUMNS]))
        return "\ufeff" + file.getvalue()

    def _heading(self, asked: Asked) -> str:
        return _WORDS[self.language]["item"].format(number=asked.number, id=asked.advert.solicitation_id)


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(TIME_ZONE)).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def _cells(values: Sequence[str]) -> list[str]:
    """An advert's author writes its cells: none may begin a formula."""
    return [f"'{value}" if value.startswith(_RISKY) else value for value in values]


def _printable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(sign if sign in "\n\t" or sign >= " " else " " for sign in text if sign not in "\ufffe\uffff")
