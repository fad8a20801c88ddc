"""What came of a delivery, so that a person can act on it."""

import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime

from pydantic import TypeAdapter

from mingjian.contract import Language
from mingjian.intake.problems import Problem
from mingjian.intake.remarks import Remark


@dataclass(frozen=True)
class ProblemCount:
    """How often one problem met one field of a table.

    ``examples`` are the numbers of the first rows, ``shapes`` the form of their values and nothing of their content.
    """

    field: str
    code: str
    whole_row: bool
    count: int
    examples: tuple[int, ...]
    shapes: tuple[str, ...] = ()

    def text(self, language: Language) -> str:
        """What is wrong and what to do."""
        return Problem(self.code).text(language, whole_row=self.whole_row)


@dataclass(frozen=True)
class FileLeftOut:
    """A file of the delivery that was not read, and the code of why."""

    name: str
    code: str

    def text(self, language: Language) -> str:
        """Why, and what to do."""
        return Problem(self.code).text(language, in_a_row=False)


@dataclass(frozen=True)
class TableSummary:
    """One table of a delivery: ``rows_in`` is always ``rows_stored`` + ``rows_quarantined``."""

    table: str
    rows_in: int
    """Rows in the table's files, the header and empty lines not counted."""
    rows_stored: int
    rows_quarantined: int
    """Whole rows that were not taken; values that were left out of rows taken are counted in ``problems``."""
    added: int
    """Stored rows whose key was new,"""
    corrected: int
    """whose key was known with another content,"""
    unchanged: int
    """and whose key was known with the same content."""
    rows_total: int
    """Rows in the accumulated table."""
    problems: tuple[ProblemCount, ...] = ()
    columns_not_understood: tuple[str, ...] = ()
    """Headings that nothing reads: they are not stored."""
    columns_absent: tuple[str, ...] = ()
    """Fields of the contract that no file of this delivery fills: unknown in its rows."""
    placeholders: tuple[str, ...] = ()
    """Fields that hold a stand-in because the source does not know them."""


@dataclass(frozen=True)
class IntakeSummary:
    """One delivery. ``version`` names the accumulated tables that it led to."""

    version: str
    delivery: str
    previous_version: str | None
    changed: bool
    """False where the delivery had been taken before."""
    snapshot_at: datetime | None
    lender: str | None
    tables: tuple[TableSummary, ...]
    tables_absent: tuple[str, ...]
    """Tables that were never delivered: what they would have told is unknown."""
    files_stored: int = 0
    """Submitted files (documents, recordings) that went into the vault or were there already."""
    files_left_out: tuple[FileLeftOut, ...] = ()
    """Table files that were not read, and whatever is no plain file."""
    tables_unreadable: tuple[str, ...] = ()
    """Tables that were delivered and of which no file could be read: neither absent nor known."""
    remarks: tuple[Remark, ...] = ()
    rows_after_snapshot: int = 0
    """Rows of all tables, earlier deliveries' too, that are later than the snapshot: a run of it leaves them out."""

    @property
    def files_not_taken(self) -> tuple[str, ...]:
        """The names of the files that were not read."""
        return tuple(file.name for file in self.files_left_out)

    @property
    def rows_in(self) -> int:
        """Rows of all tables."""
        return sum(table.rows_in for table in self.tables)

    @property
    def rows_stored(self) -> int:
        """Rows taken, of all tables."""
        return sum(table.rows_stored for table in self.tables)

    @property
    def rows_quarantined(self) -> int:
        """Whole rows not taken, of all tables."""
        return sum(table.rows_quarantined for table in self.tables)

    def to_json(self) -> str:
        """The summary as JSON."""
        totals = {
            "rows_in": self.rows_in,
            "rows_stored": self.rows_stored,
            "rows_quarantined": self.rows_quarantined,
            "files_not_taken": self.files_not_taken,
            "warnings": [remark.text(Language.EN) for remark in self.remarks],
        }
        return json.dumps(totals | asdict(self), ensure_ascii=False, indent=2, default=_json_value)

    @classmethod
    def from_json(cls, text: str) -> "IntakeSummary":
        """The summary that :meth:`to_json` wrote."""
        content = json.loads(text)
        return _ADAPTER.validate_python({name: content[name] for name in cls.__dataclass_fields__ if name in content})


_ADAPTER = TypeAdapter(IntakeSummary)


def _json_value(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()


def shape(value: str) -> str:
    """The form of a value without its content: digits as 9, letters as a, characters as 字; cut at 24."""
    signs = []
    for sign in value[:24]:
        category = unicodedata.category(sign)
        if category == "Nd":
            signs.append("9")
        elif category in {"Lu", "Ll"}:
            signs.append("a")
        elif category.startswith("L"):
            signs.append("字")
        else:
            signs.append(sign if sign.isprintable() else "?")
    return "".join(signs) + ("…" if len(value) > 24 else "")


def meaning_of_absence(table: str, language: Language) -> str:
    """What stays unknown where a table was never delivered."""
    zh, en = _ABSENT[table]
    return zh if language is Language.ZH else en


_ABSENT = {
    "customers": ("投诉不能对应到客户,不出客户风险评估", "no complaint is matched, no customer is assessed"),
    "loans": ("利率、状态与余额未知", "rates, status and balances are unknown"),
    "repayments": ("还款未入账、重复扣款的说法无从核对", "claims about payments cannot be checked"),
    "charges": ("合同外收费、重复收费的说法无从核对", "claims about charges cannot be checked"),
    "promises": ("承诺未兑现的说法无从核对", "claims about broken promises cannot be checked"),
    "customer_changes": ("联系方式何时变更未知", "when contact details changed is unknown"),
    "consents": (
        "视为没有任何同意,声纹与医疗材料不作比对",
        "there is no consent: voiceprints and medical papers are not used",
    ),
    "contacts": ("催收频次、时段与第三人联系的说法无从核对", "claims about calls cannot be checked"),
    "complaints": ("没有投诉", "there are no complaints"),
    "materials": ("没有材料可核验", "there are no documents to check"),
    "representations": ("是否委托他人、代理人资格未知", "who acts for a customer is unknown"),
    "app_events": ("设备、登录与共用网络未知", "devices, logins and shared networks are unknown"),
    "testimonies": ("没有消费者提供的线索", "there is no report by consumers"),
    "verifications": ("出具单位是否确认未知", "whether issuers confirm is unknown"),
    "solicitations": ("没有引流信息可比对", "there are no adverts to compare with"),
    "organisations": ("机构资格与真伪无名录可查", "there is no register of organisations to look in"),
    "practitioners": ("律师资格无名录可查", "there is no register of lawyers to look in"),
    "labels": ("没有人工认定,模型按书面评分卡起步", "no confirmed findings: models start from the written scorecard"),
    "judgements": ("没有人工合并、拆分等判断", "there are no judgements on merges and splits"),
}
