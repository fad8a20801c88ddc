"""The rows of a run that one complaint can be held against, found by a handful of look-ups.

They are copied into small tables of the contract's names, over which the stages' own expressions run.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from mingjian.contract import TABLES
from mingjian.errors import InputError
from mingjian.risk.features.campaign import CAMPAIGN_DAYS
from mingjian.standards import address
from mingjian.store.row_dialect import prepare
from mingjian.store.rows import KEYS, PACKED, PACKED_COLUMNS, columns_of, plain, unpacked
from mingjian.store.serving import Serving
from mingjian.store.workspace import RunFolder

SUBJECT = "subject"
"""The one complaint, in a table of its own beside those of the contract."""

PAPERS, PAPER_LINES = "papers", "paper_lines"
"""The documents of the customer, in whichever complaint, and what was read on them: asked where somebody acts."""

CONTACT_SPAN = "contact_span"
"""The first and the last day of the run's whole contact log, in one row."""

_STATEMENTS = 500
"""More than the desk ever asks: each is read once and kept."""

SHARED = ("customer_id", "contact_phone", "contact_email", "device_id", "ip", "sender_address")
"""Fields of a complaint by which others are its neighbours."""

_OF_THE_CUSTOMER = ("loans", "promises", "contacts", "app_events")
_OF_THE_LOAN = ("repayments", "charges")
_OF_THE_COMPLAINT = ("materials",)


class Neighbourhood:
    """Small tables in SQLite beside a run's rows; for one complaint at a time."""

    def __init__(self, run: RunFolder) -> None:
        self._serving = Serving(run.serving)
        there = {row["table_name"] for row in self.of_the_run("SELECT table_name FROM duckdb_tables()")}
        if (missing := sorted(set(TABLES) - there)) or not run.rows.exists():
            lacking = ", ".join(missing) or run.rows.name
            raise InputError(f"the run was made by another version and lacks {lacking}: run again")
        # One connection for all threads: who asks holds the desk's lock.
        self.connection = sqlite3.connect(
            ":memory:", uri=True, check_same_thread=False, isolation_level=None, cached_statements=_STATEMENTS
        )
        self.connection.execute("ATTACH ? AS run", [f"{run.rows.resolve().as_uri()}?mode=ro&immutable=1"])
        if outdated := [name for name in (*KEYS, *PACKED) if not self._as_written_now(name)]:
            raise InputError(f"the run was made by another version and lacks {', '.join(outdated)}: run again")
        prepare(self.connection, door=address.door)
        for name in TABLES:
            self.connection.execute(f'CREATE TABLE "{name}" ({columns_of(name)})')
        for name, alike in ((SUBJECT, "complaints"), (PAPERS, "materials"), (PAPER_LINES, "document_lines")):
            self.connection.execute(f"CREATE TABLE {name} ({columns_of(alike)})")
        self.connection.execute(f"CREATE TABLE {CONTACT_SPAN} (log_since TEXT, log_until TEXT)")
        days = "CAST(min(started_at) AS DATE) AS log_since, CAST(max(started_at) AS DATE) AS log_until"
        self.put(CONTACT_SPAN, self.of_the_run(f"SELECT {days} FROM contacts"))
        self.known = frozenset(name for name in TABLES if self.of_the_run(f'SELECT 1 AS one FROM "{name}" LIMIT 1'))

    def _as_written_now(self, name: str) -> bool:
        columns = tuple(column for _, column, *_ in self.rows(f'PRAGMA run.table_info("{name}")'))
        return columns == (PACKED_COLUMNS if name in PACKED else TABLES[name].columns)

    def of_the_run(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query over the whole run, by the names of their columns; not for what is asked a complaint."""
        return self._serving.query(sql)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query over both the small tables and, as ``run.…``, the run's."""
        return self.connection.execute(sql, parameters).fetchall()

    def records(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """The rows of a query by the names of their columns."""
        cursor = self.connection.execute(sql, parameters)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]

    def put(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds rows to a small table, by the names of their columns."""
        if rows:
            names = ", ".join(f'"{column}"' for column in rows[0])
            values = [[plain(value) for value in row.values()] for row in rows]
            self.connection.executemany(
                f'INSERT INTO "{name}" ({names}) VALUES ({", ".join("?" * len(rows[0]))})', values
            )

    def gather(self, row: Mapping[str, Any], template_id: str | None) -> None:
        """Fills the small tables for a complaint, a row of the contract's, that follows a template, or none."""
        subject, customer = row["complaint_id"], row["customer_id"]
        self.put(SUBJECT, [row])
        self.put("complaints", [row])
        complaints = self._neighbours(row, template_id)
        for other in self._others_of_the_customer(row):
            # What another complaint of the customer shares with strangers is asked as well.
            complaints |= self._neighbours(other | {"customer_id": None}, None)
        neighbours = sorted(complaints - {subject})
        self.copy("complaints", "complaint_id", neighbours)
        customers = self._column("SELECT DISTINCT customer_id FROM complaints WHERE customer_id IS NOT NULL")
        self.copy("customers", "customer_id", customers)
        self.copy("customer_changes", "customer_id", customers)
        if template_id is not None:
            self.copy("letters", "template_id", [template_id], but=subject)
        if customer is not None:
            for name in _OF_THE_CUSTOMER:
                self.copy(name, "customer_id", [customer])
            loans = self._column("SELECT loan_id FROM loans")
            for name in _OF_THE_LOAN:
                self.copy(name, "loan_id", loans)
        for name in _OF_THE_COMPLAINT:
            self.copy(name, "complaint_id", [subject])
        papers = self._column("SELECT material_id FROM materials")
        for name in ("material_assessments", "verifications"):
            self.copy(name, "material_id", papers)
        self.copy("representations", "complaint_id", [subject, *neighbours])
        self.copy_sharing_representatives()
        self.copy_organisations()
        self.copy("legal_senders", "complaint_id", [subject, *neighbours])
        self.copy("requirements", "subject_id", self._column("SELECT representation_id FROM representations"))
        for name, column in (("testimonies", "agent_phone"), ("solicitations", "phone")):
            if row["contact_phone"] is not None:
                self.copy(name, column, [row["contact_phone"]])

    def _others_of_the_customer(self, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What the customer's other complaints of the same weeks came with; an IP address is not asked."""
        if row["customer_id"] is None or row["received_at"] is None:
            return []
        names = ", ".join(name for name in SHARED if name not in ("ip", "customer_id"))
        return self.records(
            f"SELECT complaint_id, {names}, NULL AS ip FROM run.complaints WHERE customer_id = ? "
            "AND complaint_id <> ? AND abs(julianday(received_at) - julianday(?)) <= ?",
            [row["customer_id"], row["complaint_id"], plain(row["received_at"]), CAMPAIGN_DAYS + 1],
        )

    def _neighbours(self, row: Mapping[str, Any], template_id: str | None) -> set[str]:
        parts = [
            f"SELECT complaint_id FROM run.complaints WHERE {name} = ?" for name in SHARED if row[name] is not None
        ]
        values = [row[name] for name in SHARED if row[name] is not None]
        if template_id is not None:
            parts.append("SELECT complaint_id FROM run.letters WHERE template_id = ?")
            values.append(template_id)
        return {
            complaint for part, value in zip(parts, values, strict=True) for (complaint,) in self.rows(part, [value])
        }

    def copy(self, name: str, column: str, keys: Sequence[str], *, but: str | None = None) -> None:
        """Copies a table's rows of some keys; ``but`` is a complaint that is left out."""
        if not keys or name not in self.known:
            return
        if name in PACKED:
            packed = self._column(f'SELECT rows FROM run."{name}" WHERE {among("key")}', [json.dumps(keys)])
            places = ", ".join("?" * len(TABLES[name].columns))
            self.connection.executemany(
                f'INSERT INTO main."{name}" VALUES ({places})', [row for one in packed for row in unpacked(one)]
            )
        elif but is None:
            chosen = f'INSERT INTO main."{name}" SELECT * FROM run."{name}" WHERE {among(column)}'
            self.connection.execute(chosen, [json.dumps(keys)])
        else:
            chosen = f'INSERT INTO main."{name}" SELECT * FROM run."{name}" WHERE {among(column)} AND complaint_id <> ?'
            self.connection.execute(chosen, [json.dumps(keys), but])

    def copy_papers(self, customer: str) -> None:
        """Copies a customer's documents, what was read on them, and what people said of these."""
        complaints = self._column("SELECT complaint_id FROM complaints WHERE customer_id = ?", [customer])
        for column, keys in (("customer_id", [customer]), ("complaint_id", complaints)):
            self.connection.execute(
                f"INSERT INTO {PAPERS} SELECT * FROM run.materials WHERE {among(column)} "
                f"AND material_id NOT IN (SELECT material_id FROM {PAPERS})",
                [json.dumps(keys)],
            )
        papers = self._column(f"SELECT material_id FROM {PAPERS}")
        self.connection.execute(
            f"INSERT INTO {PAPER_LINES} SELECT * FROM run.document_lines WHERE {among('material_id')}",
            [json.dumps(papers)],
        )
        self.copy("judgements", "left_id", papers)

    def copy_sharing_representatives(self) -> None:
        """Copies whoever acts under the same telephone, with those complaints and their customers."""
        phones = self._column(
            f"SELECT DISTINCT representative_phone FROM representations JOIN {SUBJECT} USING (complaint_id) "
            "WHERE representative_phone IS NOT NULL"
        )
        for phone in phones:
            self.connection.execute(
                "INSERT INTO representations SELECT * FROM run.representations WHERE representative_phone = ? "
                "AND representation_id NOT IN (SELECT representation_id FROM main.representations)",
                [phone],
            )
            missing = self._column(
                "SELECT DISTINCT complaint_id FROM representations "
                "WHERE complaint_id NOT IN (SELECT complaint_id FROM main.complaints)"
            )
            self.copy("complaints", "complaint_id", missing)
            homes = self._column(
                "SELECT DISTINCT customer_id FROM complaints WHERE customer_id IS NOT NULL "
                "AND customer_id NOT IN (SELECT customer_id FROM main.customers)"
            )
            self.copy("customers", "customer_id", homes)

    def copy_organisations(self) -> None:
        """Copies what the register has of those who act, by the codes and by the names that they state."""
        stated = "SELECT {0} FROM main.representations WHERE {0} IS NOT NULL"
        self.connection.execute(
            "INSERT INTO main.organisations SELECT * FROM run.organisations "
            f"WHERE (uscc IN ({stated.format('organisation_uscc')}) OR name IN ({stated.format('organisation_name')})) "
            "AND organisation_id NOT IN (SELECT organisation_id FROM main.organisations)"
        )

    def _column(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        return [value for (value,) in self.rows(sql, parameters)]

    def close(self) -> None:
        """Closes the run's files and forgets the rest."""
        self.connection.close()
        self._serving.close()


def among(column: str) -> str:
    """The condition that ``column`` is one of a JSON list of keys; each is looked up, however many they are."""
    return f"{column} IN (SELECT value FROM json_each(?))"
