"""What arrived one by one, written as a delivery for the next run."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import true

from mingjian.contract import TABLES
from mingjian.online.complaint import REPRESENTATIONS, parse_arrival
from mingjian.online.reception import Reception
from mingjian.store.vault import Vault

_PAGE = 500


def write_delivery(reception: Reception, vault: Vault, folder: Path) -> tuple[str, ...]:
    """Writes complaints and their files that no delivery took up yet; gives the complaints' numbers.

    A file's material is numbered after its complaint, so that writing it again corrects instead of doubling.
    """
    complaints: list[pa.Table] = []
    representations: list[pa.Table] = []
    materials: list[dict[str, Any]] = []
    numbers: list[str] = []
    after = ""
    while page := reception.list(where=true(), after=after, limit=_PAGE, waiting=True):
        for received in page:
            content = reception.content(received.complaint_id)
            sent = {name: value for name, value in content["complaint"].items() if value is not None}
            arrival = parse_arrival(json.dumps(sent | {REPRESENTATIONS: content.get(REPRESENTATIONS)}))
            row, acting = arrival.as_written()
            complaints.append(row)
            representations.append(acting)
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
                        "customer_id": row["customer_id"][0].as_py(),
                        "path": path,
                        "received_at": row["received_at"][0].as_py(),
                        "original_filename": file["name"] or None,
                    }
                )
            numbers.append(received.complaint_id)
        after = page[-1].complaint_id
    if complaints:
        pq.write_table(pa.concat_tables(complaints), folder / "complaints.parquet")
    if any(rows.num_rows for rows in representations):
        pq.write_table(pa.concat_tables(representations), folder / f"{REPRESENTATIONS}.parquet")
    if materials:
        schema = TABLES["materials"].arrow_schema
        rows = [{name: material.get(name) for name in schema.names} for material in materials]
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / "materials.parquet")
    return tuple(numbers)
