"""What came of an intake or a run, in the few lines that a person can act on; Chinese first, or English."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mingjian.contract import TIME_ZONE
from mingjian.contract.labels import field_label, table_label
from mingjian.contract.reasons import Language
from mingjian.intake import IntakeSummary, TableSummary
from mingjian.store.serving import Serving
from mingjian.store.workspace import RunFolder


@dataclass(frozen=True)
class RunSummary:
    """Counts of one run."""

    run: str
    identity: str
    as_of: str
    seconds: float
    gone_on_after: str | None
    """The last stage that an interrupted run had done before this one went on with it."""
    complaints: int
    likely_agent: int
    undecided: int
    likely_self: int
    complaints_with_borne_out_claims: int
    customers: int
    customers_to_assist: int
    victims_to_support: int
    gangs: int
    gang_customers: int
    quarantined: int
    model_alerts: int
    """What the run found of its own models that somebody should look at."""
    rows_later: dict[str, int]
    """Delivered rows that became known after ``as_of``, by their table."""

    def as_json(self) -> dict[str, Any]:
        """The counts by name."""
        return asdict(self)


_COUNTS = """
SELECT
  (SELECT count(*) FROM complaint_assessments) AS complaints,
  (SELECT count(*) FROM complaint_assessments WHERE zone = 'likely_agent') AS likely_agent,
  (SELECT count(*) FROM complaint_assessments WHERE zone = 'undecided') AS undecided,
  (SELECT count(*) FROM complaint_assessments WHERE zone = 'likely_self') AS likely_self,
  (SELECT count(DISTINCT complaint_id) FROM claims WHERE status = 'borne_out') AS complaints_with_borne_out_claims,
  (SELECT count(*) FROM customer_assessments) AS customers,
  (SELECT count(*) FROM customer_assessments WHERE protection_need = 'assist') AS customers_to_assist,
  (SELECT count(*) FROM customer_assessments WHERE protection_need = 'victim_support') AS victims_to_support,
  (SELECT count(*) FROM gangs) AS gangs,
  (SELECT count(DISTINCT entity_id) FROM gang_members WHERE entity_type = 'customer') AS gang_customers,
  (SELECT count(*) FROM quarantine) AS quarantined,
  (SELECT count(*) FROM model_watch WHERE alert) AS model_alerts
"""


def run_summary(folder: RunFolder) -> RunSummary:
    """The counts of a finished run."""
    record = folder.read_record()
    with Serving.open(folder.path) as serving:
        (counts,) = serving.query(_COUNTS)
    return RunSummary(
        run=record.run,
        identity=record.identity,
        as_of=record.as_of.astimezone(ZoneInfo(TIME_ZONE)).isoformat(),
        seconds=record.seconds,
        rows_later={table: rows for table, rows in record.rows_later.items() if rows},
        gone_on_after=next((stage.stage for stage in reversed(record.stages) if stage.taken_over), None),
        **counts,
    )


_RUN_LINES = {
    Language.ZH: (
        "第 {run} 次运行完成，用时 {seconds} 秒；数据截至 {as_of}",
        "  投诉 {complaints:,} 件：疑似代理 {likely_agent:,}，待人工判断 {undecided:,}，疑似本人 {likely_self:,}",
        "  其中 {complaints_with_borne_out_claims:,} 件至少有一项诉求被本机构自己的记录证实，请优先处理",
        "  客户 {customers:,} 人：需要协助 {customers_to_assist:,}，疑似受害、需要支持 {victims_to_support:,}",
        "  团伙 {gangs:,} 个，牵涉客户 {gang_customers:,} 人",
        "  隔离记录 {quarantined:,} 条，原因见 {out}/quarantine.parquet",
        "  查看：mingjian serve {out}",
    ),
    Language.EN: (
        "Run {run} ended after {seconds} s; as of {as_of}",
        "  {complaints:,} complaints: {likely_agent:,} likely agent, {undecided:,} for a person to judge, "
        "{likely_self:,} likely self",
        "  {complaints_with_borne_out_claims:,} of them have a claim that your own records bear out: begin there",
        "  {customers:,} customers: {customers_to_assist:,} to assist, {victims_to_support:,} possible victims",
        "  {gangs:,} gangs with {gang_customers:,} customers",
        "  {quarantined:,} entries in quarantine, each with why, in {out}/quarantine.parquet",
        "  To see it: mingjian serve {out}",
    ),
}

_GONE_ON = {
    Language.ZH: "  此前中断的运行已做到 {gone_on_after}，本次从其后继续",
    Language.EN: "  A run that was interrupted had come as far as {gone_on_after}: this one went on from there",
}

_ALERTS = {
    Language.ZH: "  模型监测：{model_alerts:,} 项超出应有范围，请看“模型”页（/models）",
    Language.EN: "  Watch over the models: {model_alerts:,} figures are beyond what is expected, see Models (/models)",
}

_LATER = {
    Language.ZH: "  晚于该时间、不在本次运行内：{tables}",
    Language.EN: "  Later than that, and not in this run: {tables}",
}

_ROWS: dict[Language, Callable[[str, int], str]] = {
    Language.ZH: lambda table, rows: f"{table_label(table)[Language.ZH]}（{table}）{rows:,} 行",
    Language.EN: lambda table, rows: f"{rows:,} {'row' if rows == 1 else 'rows'} of {table}",
}

_INTAKE_LINES = {
    Language.ZH: {
        "head": "交付 {delivery}：收到 {rows_in:,} 行，入库 {rows_stored:,} 行，隔离 {rows_quarantined:,} 行",
        "same": "交付 {delivery}：此前已入库，没有变化",
        "table": "  {label}（{table}）：{rows_stored:,} 行（新增 {added:,}，更正 {corrected:,}）",
        "problem": "    {count:,} 处{field}：{text}（例如第 {rows} 行）",
        "columns": "    未识别的列（不入库）：{columns}；请在映射文件中写明对应的字段，见 docs/intake.md",
        "meant": "{heading}（是 {field} {label} 吗？）",
        "displaced": "{heading}（即 {field}，但映射文件为它指定了别的列）",
        "unreadable": "  已交付但读不出：{tables}",
        "absent": "  未交付（按未知处理）：{tables}",
        "left_out": "  未读取的文件 {name}：{text}",
        "between": "、",
    },
    Language.EN: {
        "head": "Delivery {delivery}: {rows_in:,} rows in, {rows_stored:,} stored, {rows_quarantined:,} quarantined",
        "same": "Delivery {delivery}: taken before, nothing changed",
        "table": "  {label} ({table}): {rows_stored:,} rows ({added:,} new, {corrected:,} corrected)",
        "problem": "    {count:,} ×{field}: {text} (such as row {rows})",
        "columns": "    columns not understood, hence not stored: {columns}; name their fields in a mapping file, see "
        "docs/intake.md",
        "meant": "{heading} (is it {field}, {label}?)",
        "displaced": "{heading} (this is {field}, for which the mapping file names another column)",
        "unreadable": "  delivered, but not readable: {tables}",
        "absent": "  not delivered, hence unknown: {tables}",
        "left_out": "  file {name} was not read: {text}",
        "between": ", ",
    },
}


def run_lines(summary: RunSummary, out: Path, language: Language) -> list[str]:
    """The summary of a run."""
    values = summary.as_json() | {"out": out, "as_of": summary.as_of[:16].replace("T", " ")}
    head, *rest, where = _RUN_LINES[language]
    gone_on = [_GONE_ON[language]] if summary.gone_on_after else []
    values["tables"] = _INTAKE_LINES[language]["between"].join(
        _ROWS[language](table, rows) for table, rows in summary.rows_later.items()
    )
    later = [_LATER[language]] if summary.rows_later else []
    alerts = [_ALERTS[language]] if summary.model_alerts else []
    lines = [head, *later, *gone_on, *rest, *alerts, where]
    return [line.format(**values) for line in lines]


def intake_lines(summary: IntakeSummary, language: Language) -> list[str]:
    """The summary of an intake: what was not taken, and where to look."""
    say = _INTAKE_LINES[language]
    if not summary.changed:
        return [say["same"].format(delivery=summary.delivery)]
    lines = [
        say["head"].format(
            delivery=summary.delivery,
            rows_in=summary.rows_in,
            rows_stored=summary.rows_stored,
            rows_quarantined=summary.rows_quarantined,
        )
    ]
    for table in summary.tables:
        lines.append(say["table"].format(label=table_label(table.table)[language], **asdict(table)))
        for problem in table.problems:
            rows = ", ".join(str(row) for row in problem.examples[:3])
            place = f" {problem.field}" if problem.field else ""
            lines.append(
                say["problem"].format(count=problem.count, field=place, text=problem.text(language), rows=rows)
            )
        if table.columns_not_understood:
            lines.append(say["columns"].format(columns=", ".join(_meant(table, language))))
    for key, tables in (("unreadable", summary.tables_unreadable), ("absent", summary.tables_absent)):
        if tables:
            names = say["between"].join(table_label(name)[language] for name in tables)
            lines.append(say[key].format(tables=names))
    lines += [say["left_out"].format(name=file.name, text=file.text(language)) for file in summary.files_left_out]
    return [*lines, *(f"  ! {remark.text(language)}" for remark in summary.remarks)]


_ALIKE = 0.65
"""From so much in common (手机 and 手机号码) a heading may be meant for a field: a question, never an answer. Two names
that share one word only (``full_name`` and ``sender_name``, ``phone`` and ``contact_phone``) reach 0.6."""


def _meant(table: TableSummary, language: Language) -> list[str]:
    """The headings that nothing reads, each with the unfilled field that it names or resembles most."""
    say = _INTAKE_LINES[language]
    asked = []
    for heading in table.columns_not_understood:
        likeness, field = max(
            ((_likeness(table.table, field, heading), field) for field in table.columns_absent), default=(0.0, "")
        )
        if likeness == 1:
            asked.append(say["displaced"].format(heading=heading, field=field))
        elif likeness >= _ALIKE:
            label = field_label(table.table, field)[language]
            asked.append(say["meant"].format(heading=heading, field=field, label=label))
        else:
            asked.append(heading)
    return asked


def _likeness(table: str, field: str, heading: str) -> float:
    label = field_label(table, field)
    names = (field, label.zh, label.en)
    return max(SequenceMatcher(None, heading.lower(), name.lower()).ratio() for name in names)
