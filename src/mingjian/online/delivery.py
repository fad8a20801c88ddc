"""What arrived one by one, written as a delivery for the next run."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import true

from mingjian.contract import TABLES
from mingjian.online.complaint import RECEIVED_AT, REPRESENTATIONS
from mingjian.online.reception import Reception
from mingjian.store.vault import Vault

_PAGE = 500


def write_delivery(reception: Reception, vault: Vault, folder: Path) -> tuple[str, ...]:
    """Writes complaints and their files that no delivery took up yet; gives the complaints' numbers.

    A file's material is numbered after its complaint, so that writing it again corrects instead of doubling.
    """
    complaints: list[dict[str, Any]] = []
    representations: list[dict[str, Any]] = []
    materials: list[dict[str, Any]] = []
    numbers: list[str] = []
    after = ""
    while page := reception.list(where=true(), after=after, limit=_PAGE, waiting=True):
        for received in page:
            content = reception.content(received.complaint_id)
            arrival = reception.arrival(received.complaint_id)
            row = arrival.complaint.to_pylist()[0]
            complaints.append(arrival.written | {RECEIVED_AT: row[RECEIVED_AT]})
            if isinstance(arrival.written_representations, list):
                representations += [one for one in arrival.written_representations if isinstance(one, dict)]
            for number, file in enumerate(content["files"], start=1):
                path = f"files/{file['sha256']}{Path(file['name']).suffix.lower()[:8]}"
                target = folder / path
                target.parent.mkdir(exist_ok=True)
                if not target.exists():
                    vault.copy_to(file["sha256"], target)
                materials.append(
                    {
                        "material_id": f"{received.complaint_id}-{number}",
                        "complaint_id": received.complaint_id,
                        "customer_id": row["customer_id"],
                        "path": path,
                        "received_at": row[RECEIVED_AT],
                        "original_filename": file["name"] or None,
                    }
                )
            numbers.append(received.complaint_id)
        after = page[-1].complaint_id
    for name, rows in (("complaints", complaints), (REPRESENTATIONS, representations), ("materials", materials)):
        if rows:
            pq.write_table(_as_written(name, rows), folder / f"{name}.parquet")
    return tuple(numbers)


def _as_written(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """The rows as a table of the contract, but for what is of no such type: such a column holds what was written.

    Intake reads each value of it by itself and says of which row it takes none.
    """
    schema = TABLES[name].arrow_schema
    unknown = sorted({column for row in rows for column in row} - set(schema.names))
    columns = {}
    for column in (*schema.names, *unknown):
        values = [row.get(column) for row in rows]
        try:
            columns[column] = pa.array(values, schema.field(column).type if column not in unknown else pa.string())
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            columns[column] = pa.array([_text(value) for value in values], pa.string())
    return pa.table(columns)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, datetime) else json.dumps(value, ensure_ascii=False)
