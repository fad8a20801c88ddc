"""What a person is told of a delivery beside its counts: a code, a sentence in two languages, no value but keys.

A reader of table files says by such a code why it cannot read one, so that the same sentence stands in an error, in the
printed summary and in its JSON.
"""

from dataclasses import dataclass
from enum import StrEnum

from mingjian.contract import Language
from mingjian.contract.labels import field_label, table_label


class RemarkCode(StrEnum):
    """What there is to remark; the first ones are why a table file cannot be read."""

    TOO_LARGE = "too_large_to_read"
    UNPACKS_TO_TOO_MUCH = "unpacks_to_too_much"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_HEADER = "no_header"
    OLD_WORKBOOK = "old_workbook"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    NO_SHEET = "no_sheet"
    EMPTY_SHEET = "empty_sheet"
    BROKEN_WORKBOOK = "broken_workbook"
    BROKEN = "broken"
    KEYS_ABSENT = "keys_absent"
    NOTHING_TAKEN = "nothing_taken"
    FIELD_SILENT = "field_silent"
    PREVIOUS_NOT_TAKEN = "previous_not_taken"
    AFTER_SNAPSHOT = "after_snapshot"


@dataclass(frozen=True)
class Remark:
    """One remark. ``detail`` is what its sentence names: a limit, columns, another delivery, keys."""

    code: RemarkCode
    table: str = ""
    file: str = ""
    detail: str = ""

    def text(self, language: Language) -> str:
        """The sentence, after the table and the file that it is about."""
        zh, en = _TEXTS[self.code]
        parts = [table_label(self.table)[language] if self.table else "", self.file]
        place = " ".join(part for part in parts if part)
        if self.code is RemarkCode.FIELD_SILENT:
            lost = SILENCED[self.table, self.detail]
            name = f"{field_label(self.table, self.detail)[language]} ({self.detail})"
            detail = f"{name}：{lost[0]}" if language is Language.ZH else f"{name}: {lost[1]}"
        else:
            detail = self.detail
        if language is Language.ZH:
            return (f"{place}：" if place else "") + zh.format(detail=detail)
        return (f"{place}: " if place else "") + en.format(detail=detail)


_TEXTS: dict[RemarkCode, tuple[str, str]] = {
    RemarkCode.TOO_LARGE: ("文件大于 {detail} MiB 的上限；请拆分", "larger than {detail} MiB, the limit; split it"),
    RemarkCode.UNPACKS_TO_TOO_MUCH: (
        "解压后大于 {detail} MiB 的上限；请另存为 CSV",
        "unpacks to more than {detail} MiB, the limit; export it as CSV",
    ),
    RemarkCode.TOO_MANY_ROWS: ("超过 {detail} 行的上限；请拆分", "more than {detail} rows, the limit; split it"),
    RemarkCode.TOO_MANY_COLUMNS: (
        "超过 {detail} 列；请确认是否交付了正确的文件",
        "more than {detail} columns; is this the right file?",
    ),
    RemarkCode.NO_HEADER: (
        "文件为空；表文件的第一行应为列名",
        "the file is empty; a table file begins with a line of column names",
    ),
    RemarkCode.OLD_WORKBOOK: (
        "2007 年以前的工作簿，或设有密码；请另存为 .xlsx",
        "a workbook of before 2007, or one with a password; save it as .xlsx",
    ),
    RemarkCode.NOT_WHAT_IT_SAYS: (
        "不是可以读取的 {detail} 文件；请重新导出",
        "not a {detail} file that can be read; export it again",
    ),
    RemarkCode.NO_SHEET: ("工作簿中没有名为“{detail}”的工作表", "the workbook has no sheet '{detail}'"),
    RemarkCode.EMPTY_SHEET: (
        "工作表为空；表的第一行应为列名",
        "the sheet is empty; a table begins with a line of column names",
    ),
    RemarkCode.BROKEN_WORKBOOK: (
        "工作簿已损坏，或解压后过大；请重新导出，或另存为 CSV",
        "the workbook is broken or unpacks to too much; export it again, or as CSV",
    ),
    RemarkCode.BROKEN: ("文件已损坏；请重新导出", "the file is broken; export it again"),
    RemarkCode.KEYS_ABSENT: (
        "没有 {detail} 对应的列，所有行都不能收；请在映射文件中写明这些列",
        "no column for {detail}, so none of its rows can be taken: name the columns in a mapping file",
    ),
    RemarkCode.NOTHING_TAKEN: (
        "{detail} 行一行未收；原因见隔离记录",
        "of its {detail} rows not one was taken; the quarantine says why",
    ),
    RemarkCode.FIELD_SILENT: ("没有这一列：{detail}", "no column for {detail}"),
    RemarkCode.PREVIOUS_NOT_TAKEN: (
        "本次交付接续“{detail}”，而那次尚未收取，其独有的内容缺失；请先收取它，再重收本次",
        "this delivery follows '{detail}', which was not taken: what only that one held is missing; take it, then this "
        "one again",
    ),
    RemarkCode.AFTER_SNAPSHOT: (
        "晚于数据截止时间，本次运行不计入的行数：{detail}；请核对其时间，或 delivery.yaml 的 snapshot_at",
        "rows later than the snapshot, which a run leaves out: {detail}; check their times, or snapshot_at in "
        "delivery.yaml",
    ),
}


SILENCED: dict[tuple[str, str], tuple[str, str]] = {
    ("complaints", "text"): (
        "投诉正文未知，诉求、模板、引用法条与话术都无从读取",
        "what complaints say is unknown: no claim, template, quoted law or wording is read",
    ),
    ("complaints", "customer_id"): (
        "投诉不能对应到客户，诉求无从与记录核对",
        "no complaint is matched to a customer, and no claim is checked against the records",
    ),
    ("complaints", "contact_phone"): (
        "投诉所留电话未知，看不出不同客户是否共用电话",
        "whether customers share a complaint's telephone is unknown",
    ),
    ("customers", "phone"): (
        "客户电话未知，看不出投诉是否用了他人的电话",
        "whether a complaint came from the customer's own telephone is unknown",
    ),
    ("loans", "annual_rate"): ("利率类诉求无从核对", "claims about the rate cannot be checked"),
    ("loans", "product_kind"): (
        "产品种类未知，所引法条是否适用无从判断",
        "whether quoted law holds for the product is unknown",
    ),
    ("repayments", "paid_on"): ("还款未入账的说法无从核对", "claims that a payment was not booked cannot be checked"),
    ("contacts", "direction"): (
        "来电与去电不分，催收频次无从核对",
        "calls in and out are not told apart: how often a customer was called is unknown",
    ),
    ("contacts", "counterparty"): (
        "通话对象未知，是否联系了第三人无从核对",
        "whether third parties were called is unknown",
    ),
    ("materials", "kind"): ("材料种类未知，只能按一般文件检查", "documents are examined as of no known kind"),
    ("app_events", "device_id"): ("共用设备未知", "shared devices are unknown"),
    ("solicitations", "text"): ("引流文字未知，无从比对", "adverts cannot be compared with what letters say"),
    ("organisations", "status"): ("机构是否存续未知", "whether an organisation is in being is unknown"),
}
"""By table and field: what nothing can say where a delivered table has no column for the field."""
