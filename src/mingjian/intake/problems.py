"""What may be wrong with a row, a value or a file, each with a stable code and a sentence that says what to do."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product

from mingjian.contract import Language


class Problem(StrEnum):
    """Why something was not taken, or not taken as it stood."""

    REQUIRED_MISSING = "required_missing"
    NOT_A_NUMBER = "not_a_number"
    NOT_AN_INTEGER = "not_an_integer"
    BELOW_MINIMUM = "below_minimum"
    RATE_IN_PERCENT = "rate_in_percent"
    NOT_A_BOOLEAN = "not_a_boolean"
    NOT_A_DATE = "not_a_date"
    NOT_A_TIME = "not_a_time"
    IMPLAUSIBLE_DATE = "implausible_date"
    UNKNOWN_VALUE = "unknown_value"
    NOT_A_PHONE = "not_a_phone"
    NOT_AN_IDENTITY_NUMBER = "not_an_identity_number"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_PROVINCE = "not_a_province"
    NO_DEVICE = "no_device"
    INNER_ADDRESS = "inner_address"
    MASKED_VALUE = "masked_value"
    ROUNDED_BY_SPREADSHEET = "rounded_by_spreadsheet"
    LABEL_DOES_NOT_FIT = "label_does_not_fit"
    EMPTY_ROW = "empty_row"
    DUPLICATE_ROW = "duplicate_row"
    DUPLICATE_KEY = "duplicate_key"
    REFERENCE_MISSING = "reference_missing"
    COLUMNS_TOO_FEW = "columns_too_few"
    COLUMNS_TOO_MANY = "columns_too_many"
    BROKEN_QUOTES = "broken_quotes"
    BAD_ENCODING = "bad_encoding"
    NUL_BYTE = "nul_byte"
    ROW_TOO_LONG = "row_too_long"
    NOT_A_TEXT = "not_a_text"
    NOT_ROWS = "not_rows"
    TOO_MANY_ROWS = "too_many_rows"
    COLUMN_NOT_UNDERSTOOD = "column_not_understood"
    FILE_UNREADABLE = "file_unreadable"
    FILE_MISSING = "file_missing"
    FILE_REFUSED = "file_refused"
    FILE_TOO_LARGE = "file_too_large"
    FILE_NOT_UNDERSTOOD = "file_not_understood"

    @property
    def of_a_file(self) -> bool:
        """Whether it is said of a file or a path, and not of a value."""
        return self.value.startswith("file_")

    def text(self, language: Language, *, whole_row: bool = False, in_a_row: bool = True) -> str:
        """The sentence for a reader: what is wrong, what to do, and what became of the row that holds it, if any."""
        text = _TEXTS[self]
        if self.of_a_file:
            zh, en = ("（该行已收）", " (the row was taken)") if in_a_row else ("", "")
            return text.zh + zh if language is Language.ZH else text.en + en
        if language is Language.ZH:
            return f"{text.zh}（{'整行未收' if whole_row else '该值留空，该行已收'}）"
        return f"{text.en} ({'the row was not taken' if whole_row else 'the value was left out, the row taken'})"


@dataclass(frozen=True)
class _Text:
    zh: str
    en: str


_TEXTS = {
    Problem.REQUIRED_MISSING: _Text(
        "必填字段为空；请补齐后随下次交付重送",
        "a required field is empty; fill it in and deliver the row again",
    ),
    Problem.NOT_A_NUMBER: _Text(
        "看不懂的数字；应如 1234.56、1,234.56 或 1.2万", "not a number; write 1234.56, 1,234.56 or 1.2万"
    ),
    Problem.NOT_AN_INTEGER: _Text("应为整数", "a whole number is expected"),
    Problem.BELOW_MINIMUM: _Text("小于允许的最小值；请核对正负号与单位", "below the minimum; check sign and unit"),
    Problem.RATE_IN_PERCENT: _Text(
        '年利率应写成小数，如 0.24 或 24%；大于 1 的数多半是漏了百分号；整列如此时可在映射文件写 suffix: "%"',
        'write 0.24 or 24%, above 1 the percent sign is missing; for a column: suffix "%" in a mapping file',
    ),
    Problem.NOT_A_TEXT: _Text("应为一段文字", "a text is expected"),
    Problem.NOT_ROWS: _Text("应为由各行字段组成的列表", "a list of objects of the fields of a row is expected"),
    Problem.TOO_MANY_ROWS: _Text(
        "超过一件投诉可带的行数；请随下次交付报送", "more than a complaint may bring; deliver the rest"
    ),
    Problem.COLUMN_NOT_UNDERSTOOD: _Text("没有这个字段", "there is no such field"),
    Problem.NOT_A_BOOLEAN: _Text("应为是/否、true/false、Y/N 或 1/0", "write 是/否, true/false, Y/N or 1/0"),
    Problem.NOT_A_DATE: _Text(
        "看不懂的日期；应如 2026-03-05、2026/3/5 或 2026年3月5日", "not a date; write 2026-03-05"
    ),
    Problem.NOT_A_TIME: _Text(
        "看不懂的时间；应如 2026-03-05T14:30:00+08:00 或 2026年3月5日 14:30",
        "not a time; write 2026-03-05T14:30:00+08:00",
    ),
    Problem.IMPLAUSIBLE_DATE: _Text("日期不在 1900 年至 2100 年之间", "the date lies outside 1900 to 2100"),
    Problem.UNKNOWN_VALUE: _Text(
        "不在允许的取值之内；可在映射文件的 values 中写明对应关系",
        "not one of the allowed values; translate it under 'values' in a mapping file",
    ),
    Problem.NOT_A_PHONE: _Text("不是电话号码", "not a telephone number"),
    Problem.NOT_AN_IDENTITY_NUMBER: _Text(
        "不是 15 位或 18 位居民身份证号", "not a 15- or 18-character resident identity number"
    ),
    Problem.NOT_AN_EMAIL: _Text("不是电子邮箱地址", "not an e-mail address"),
    Problem.NOT_A_PROVINCE: _Text(
        "不是省级行政区划代码(GB/T 2260 前两位)或名称", "not a province's GB/T 2260 code or name"
    ),
    Problem.NO_DEVICE: _Text(
        "占位值，不是设备标识，许多人会相同；请交付真实标识，没有则留空",
        "stands for no device, and many have the same; deliver the device's own, or nothing",
    ),
    Problem.INNER_ADDRESS: _Text(
        "内网或占位地址，不能区分来者；请交付外部所见的地址，没有则留空",
        "an address of an inside network or of none; deliver the one seen from outside, or nothing",
    ),
    Problem.MASKED_VALUE: _Text(
        "已脱敏的值(含 *)不能用于比对；请交付未脱敏的值", "a masked value cannot be compared; deliver it unmasked"
    ),
    Problem.ROUNDED_BY_SPREADSHEET: _Text(
        "被电子表格改成科学计数，末位数字已丢失；请将该列设为文本后重新导出",
        "a spreadsheet rounded the number and lost its last digits; format the column as text and export again",
    ),
    Problem.LABEL_DOES_NOT_FIT: _Text("认定结论与对象类型不符", "the label does not fit the kind of subject"),
    Problem.EMPTY_ROW: _Text("空行", "an empty row"),
    Problem.DUPLICATE_ROW: _Text("与前面某行完全相同，只收一行", "the same row stands above; one was taken"),
    Problem.DUPLICATE_KEY: _Text(
        "主键与前面某行相同而内容不同，已收前一行；请核对哪一行正确，随下次交付更正",
        "an earlier row has the same key and other content; the earlier was taken: deliver the right one again",
    ),
    Problem.REFERENCE_MISSING: _Text(
        "所指的记录不存在；请一并交付被引用的表", "the row that it refers to was not delivered"
    ),
    Problem.COLUMNS_TOO_FEW: _Text("列数少于表头；多半是换行未加引号", "fewer columns than the header"),
    Problem.COLUMNS_TOO_MANY: _Text("列数多于表头；多半是逗号未加引号", "more columns than the header"),
    Problem.BROKEN_QUOTES: _Text("引号不成对", "quotes that do not pair"),
    Problem.BAD_ENCODING: _Text("含有无法解码的字节；请以 UTF-8 导出", "bytes that cannot be decoded; export as UTF-8"),
    Problem.NUL_BYTE: _Text("含有空字节(NUL)", "a NUL byte"),
    Problem.ROW_TOO_LONG: _Text("一行超过长度上限", "the row is longer than the limit"),
    Problem.FILE_UNREADABLE: _Text(
        "文件损坏或格式不符，未能读取；请重新导出", "the file is broken or not what its name says; export it again"
    ),
    Problem.FILE_MISSING: _Text(
        "交付中没有这个文件；请随下次交付补送",
        "the delivery does not hold this file; add it to the next one",
    ),
    Problem.FILE_REFUSED: _Text(
        "文件路径不安全(绝对路径、越出交付目录、链接或设备)，未收；请放入文件本身",
        "the path is unsafe (absolute, outside the delivery, a link or a device); deliver the file itself",
    ),
    Problem.FILE_TOO_LARGE: _Text(
        "文件超过大小上限，未收；请拆分或换一种格式", "the file is larger than the limit; split it, or use another form"
    ),
    Problem.FILE_NOT_UNDERSTOOD: _Text(
        "不是已知的表，未读取；请用映射文件说明它对应哪张表",
        "not a known table; say in a mapping file which table it is",
    ),
}


def said(problem: str, language: Language) -> str:
    """The text of the quarantine in another language: it holds Chinese, as the contract has it, or a bare code.

    What another version wrote otherwise stays as it stands.
    """
    if problem in set(Problem):
        return Problem(problem).text(language)
    return _translations(language).get(problem, problem)


@cache
def _translations(language: Language) -> dict[str, str]:
    return {
        problem.text(Language.ZH, whole_row=whole, in_a_row=in_a_row): problem.text(
            language, whole_row=whole, in_a_row=in_a_row
        )
        for problem, whole, in_a_row in product(Problem, (False, True), (False, True))
    }
