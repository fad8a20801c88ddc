"""The rows of a run that one complaint can be held against, found by a handful of indexed look-ups.

They are copied into small tables of the contract's names, over which the stages' own expressions run.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from mingjian.contract import TABLES, TIME_ZONE
from mingjian.errors import InputError, NotFoundError
from mingjian.risk.features.campaign import CAMPAIGN_DAYS

SUBJECT = "subject"
"""The one complaint, in a table of its own beside those of the contract."""

PAPERS, PAPER_LINES = "papers", "paper_lines"
"""The documents of the customer, in whichever complaint, and what was read on them: asked where somebody acts."""

IDENTIFIERS = "identifiers"
"""What the complaint names, by the type of entity."""

CONTACT_SPAN = "contact_span"
"""The first and the last day of the run's whole contact log, in one row."""

SHARED = ("customer_id", "contact_phone", "contact_email", "device_id", "ip", "sender_address")
"""Fields of a complaint by which others are its neighbours."""

LISTED = 2_000
"""Up to so many keys are found by a table's index, one by one; with more, DuckDB reads the table through."""

_OF_THE_CUSTOMER = ("loans", "contacts", "promises", "app_events")
_OF_THE_COMPLAINT = ("materials",)


class Neighbourhood:
    """Small tables beside a run's big ones, in one DuckDB connection; for one complaint at a time."""

    def __init__(self, serving: Path) -> None:
        if not serving.exists():
            raise NotFoundError(f"there is no finished run in {serving.parent}: start one with 'mingjian run'")
        self.connection: Any = duckdb.connect(config={"threads": 1})
        self.connection.execute(f"ATTACH '{serving}' AS run (READ_ONLY)")
        self.connection.execute(f"SET TimeZone = '{TIME_ZONE}'")
        there = {name for (name,) in self.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'run'")}
        if missing := sorted(set(TABLES) - there):
            raise InputError(f"the run was made by another version and lacks {', '.join(missing)}: run again")
        for name in TABLES:
            self.connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM run."{name}" LIMIT 0')
        # All tables are made here, before any statement is prepared: DuckDB binds a prepared statement anew at each
        # execution once the catalogue has changed, which costs more than the execution.
        self.connection.execute(f"CREATE TABLE {SUBJECT} AS SELECT * FROM complaints")
        for table, name in ((PAPERS, "materials"), (PAPER_LINES, "document_lines")):
            self.connection.execute(f'CREATE TABLE {table} AS SELECT * FROM run."{name}" LIMIT 0')
        self.connection.execute(f"CREATE TABLE {IDENTIFIERS} (entity_type VARCHAR, entity_id VARCHAR)")
        self.connection.execute(
            f"CREATE TABLE {CONTACT_SPAN} AS SELECT CAST(min(started_at) AS DATE) AS log_since, "
            "CAST(max(started_at) AS DATE) AS log_until FROM run.contacts"
        )
        self.known = frozenset(name for name in TABLES if self._has_rows(name))

    def _has_rows(self, name: str) -> bool:
        return bool(self.connection.execute(f'SELECT 1 FROM run."{name}" LIMIT 1').fetchall())

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query over both the small tables and, as ``run.…``, the run's."""
        found: list[tuple[Any, ...]] = self.connection.execute(sql, list(parameters)).fetchall()
        return found

    def records(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """The rows of a query by the names of their columns."""
        cursor = self.connection.execute(sql, list(parameters))
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]

    def put(self, name: str, rows: pa.Table) -> None:
        """Adds rows to a small table, by the names of their columns."""
        if rows.num_rows:
            names = ", ".join(f'"{column}"' for column in rows.column_names)
            values = f"({', '.join('?' for _ in rows.column_names)})"
            self.connection.execute(
                f'INSERT INTO "{name}" ({names}) VALUES {", ".join([values] * rows.num_rows)}',
                [value for row in rows.to_pylist() for value in row.values()],
            )

    def gather(self, complaint: pa.Table, template_id: str | None) -> None:
        """Fills the small tables for a complaint that follows a template, or none."""
        row = complaint.to_pylist()[0]
        subject, customer = row["complaint_id"], row["customer_id"]
        self.put(SUBJECT, complaint)
        self.put("complaints", complaint)
        complaints = self._neighbours(row, template_id)
        for other in self._others_of_the_customer(row):
            # What another complaint of the customer shares with strangers is asked as well.
            complaints |= self._neighbours(other | {"customer_id": None}, None)
        neighbours = sorted(complaints - {subject})
        self.copy("complaints", "complaint_id", neighbours, without=("text", "demands"))
        customers = self._column("SELECT DISTINCT customer_id FROM complaints WHERE customer_id IS NOT NULL")
        self.copy("customers", "customer_id", customers)
        self.copy("customer_changes", "customer_id", customers)
        if template_id is not None:
            self.copy("letters", "template_id", [template_id], only=("complaint_id", "template_id"), but=subject)
        if customer is not None:
            for name in _OF_THE_CUSTOMER:
                self.copy(name, "customer_id", [customer])
            loans = self._column("SELECT loan_id FROM loans")
            for name in ("repayments", "charges"):
                self.copy(name, "loan_id", loans)
        for name in _OF_THE_COMPLAINT:
            self.copy(name, "complaint_id", [subject])
        papers = self._column("SELECT material_id FROM materials")
        for name in ("material_assessments", "verifications"):
            self.copy(name, "material_id", papers)
        self.copy("representations", "complaint_id", [subject, *neighbours])
        self.copy_sharing_representatives()
        self.copy("legal_senders", "complaint_id", [subject, *neighbours])
        self.copy("requirements", "subject_id", self._column("SELECT representation_id FROM representations"))
        self._copy_by("testimonies", {"customer_id": customer, "agent_phone": row["contact_phone"]})
        self._copy_by("solicitations", {"phone": row["contact_phone"]})

    def _others_of_the_customer(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """What the customer's other complaints of the same weeks came with; an IP address is not asked."""
        if row["customer_id"] is None or row["received_at"] is None:
            return []
        names = ", ".join(name for name in SHARED if name not in ("ip", "customer_id"))
        found = self.records(
            f"SELECT complaint_id, {names}, NULL AS ip, abs(date_diff('day', received_at, ?)) AS days "
            "FROM run.complaints WHERE customer_id = ?",  # one condition, or the index is not asked
            [row["received_at"], row["customer_id"]],
        )
        return [
            one
            for one in found
            if one["complaint_id"] != row["complaint_id"]
            and one["days"] is not None
            and one["days"] <= CAMPAIGN_DAYS + 1
        ]

    def _neighbours(self, row: dict[str, Any], template_id: str | None) -> set[str]:
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

    def copy(
        self,
        name: str,
        column: str,
        keys: Sequence[str],
        *,
        only: Sequence[str] = (),
        without: Sequence[str] = (),
        but: str | None = None,
    ) -> None:
        """Copies a table's rows of some keys; ``but`` is a complaint that is left out."""
        if not keys or name not in self.known:
            return
        columns = ", ".join(only) or (f"* EXCLUDE ({', '.join(without)})" if without else "*")
        chosen, parameters = among(column, keys)
        if but is not None:
            chosen += " AND complaint_id <> ?"
            parameters.append(but)
        self.connection.execute(
            f'INSERT INTO "{name}" BY NAME SELECT {columns} FROM run."{name}" WHERE {chosen}', parameters
        )

    def _copy_by(self, name: str, keys: dict[str, str | None]) -> None:
        given = {column: value for column, value in keys.items() if value is not None}
        if given and name in self.known:
            chosen = " UNION ".join(f'SELECT * FROM run."{name}" WHERE {column} = ?' for column in given)
            self.connection.execute(f'INSERT INTO "{name}" BY NAME {chosen}', list(given.values()))

    def copy_papers(self, customer: str) -> None:
        """Copies a customer's documents, what was read on them, and what people said of these."""
        complaints = self._column("SELECT complaint_id FROM complaints WHERE customer_id = ?", [customer])
        for column, keys in (("customer_id", [customer]), ("complaint_id", complaints)):
            chosen, asked = among(column, keys)
            self.connection.execute(
                f"INSERT INTO {PAPERS} SELECT * FROM run.materials AS m WHERE {chosen} "
                f"AND NOT EXISTS (SELECT 1 FROM {PAPERS} AS p WHERE p.material_id = m.material_id)",
                asked,
            )
        papers = self._column(f"SELECT material_id FROM {PAPERS}")
        if papers and "document_lines" in self.known:
            chosen, asked = among("material_id", papers)
            self.connection.execute(f"INSERT INTO {PAPER_LINES} SELECT * FROM run.document_lines WHERE {chosen}", asked)
        self.copy("judgements", "left_id", papers)

    def copy_sharing_representatives(self) -> None:
        """Copies whoever acts under the same telephone, with those complaints and their customers."""
        phones = self._column(
            f"SELECT DISTINCT representative_phone FROM representations SEMI JOIN {SUBJECT} USING (complaint_id) "
            "WHERE representative_phone IS NOT NULL"
        )
        for phone in phones:
            there = self._column("SELECT representation_id FROM representations")
            self.connection.execute(
                "INSERT INTO representations BY NAME SELECT * FROM run.representations "
                "WHERE representative_phone = ? AND NOT list_contains(?, representation_id)",
                [phone, there],
            )
            missing = self._column(
                "SELECT DISTINCT complaint_id FROM representations ANTI JOIN complaints USING (complaint_id)"
            )
            self.copy("complaints", "complaint_id", missing, without=("text", "demands"))
            homes = self._column("SELECT DISTINCT customer_id FROM complaints ANTI JOIN customers USING (customer_id)")
            self.copy("customers", "customer_id", [home for home in homes if home is not None])

    def _column(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        return [value for (value,) in self.rows(sql, parameters)]

    def close(self) -> None:
        """Closes the run's file and forgets the rest."""
        self.connection.close()


def among(column: str, keys: Sequence[object]) -> tuple[str, list[object]]:
    """The condition that ``column`` is one of ``keys``, with its parameters."""
    if len(keys) <= LISTED:
        return f"{column} IN ({', '.join('?' * len(keys))})", list(keys)
    return f"{column} IN (SELECT unnest(?))", [list(keys)]
