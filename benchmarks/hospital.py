"""Fifty honest people with genuine certificates of one hospital: ``python -m benchmarks.hospital``.

One form, one real stamp, several doctors; some papers were photographed, some scanned, some sent on by a messenger.
They complain to a simulated lender, each for themselves, and the delivery goes through a whole run. Nobody may be
accused, at most one in fifty papers may be for a person's review, and the network may make no gang of them: what they
share is their hospital. ``--papers``, ``--seed`` and ``--world`` make it larger or other, ``--folder`` keeps it.
"""

import argparse
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks._fresh_captures import Floats, Sheet, drawn, engraved, jpeg, messaged, photographed, pressed, scanned
from benchmarks._fresh_papers import Dice, Paper, browser, diagnosis, html, printed
from mingjian import pipeline, settings
from mingjian.contract.vocabulary import MaterialKind, Verdict
from mingjian.simulation import WorldSettings, simulate
from mingjian.store.workspace import Workspace

_DOCTORS = ("沈国栋", "陆敏", "顾建华", "方雪", "唐志强", "邵丽萍")
_FOUND = (
    "慢性浅表性胃炎", "腰椎间盘突出症", "原发性高血压 2 级", "2 型糖尿病", "支气管哮喘", "颈椎病；神经根型",
    "甲状腺结节", "急性阑尾炎术后", "右踝关节骨折", "抑郁状态", "冠心病；稳定型心绞痛", "慢性肾小球肾炎",
)  # fmt: skip
_CAPTURES = ("scan", "scan", "photo", "photo", "sent on", "scanned again")


@dataclass(frozen=True)
class _Person:
    complaint_id: str
    customer_id: str
    name: str
    number: str
    received_at: datetime


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--papers", type=int, default=50)
    options.add_argument("--customers", type=int, default=600)
    options.add_argument("--seed", type=int, default=31)
    options.add_argument("--world", default="qingdao")
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.folder or Path(place)
        shutil.rmtree(folder / "delivery", ignore_errors=True)
        world = WorldSettings(
            world=chosen.world,
            customers=chosen.customers,
            complaints_per_customer=0.6,
            seed=chosen.seed,
            documented_complaints=0,
        )
        simulate(world, delivery=folder / "delivery", truth=folder / "truth")
        _hand_in(folder, chosen.papers, np.random.default_rng(chosen.seed))
        workspace = Workspace(folder / "desk")
        configured = settings.load()
        with workspace.writing():
            _, delivered = pipeline.deliver(workspace, folder / "delivery", settings=configured)
            run = pipeline.run(workspace, delivered, settings=configured)
        _report(folder, run.path)


def _hand_in(folder: Path, count: int, dice: Dice) -> None:
    """Adds the papers to the delivery, of people who complain on their own."""
    delivery = folder / "delivery"
    people = _honest(folder, count)
    hospitals = pl.read_parquet(delivery / "organisations.parquet").filter(pl.col("kind") == "hospital")
    hospital = str(hospitals.filter(pl.col("status") == "active")["name"][0])
    plate = engraved(hospital, "诊断证明专用章")
    (delivery / "files").mkdir(exist_ok=True)
    rows = []
    with browser() as opened:
        for number, person in enumerate(people):
            day = (person.received_at - timedelta(days=int(dice.integers(2, 20)))).date()
            paper = _certificate(person, hospital, day, dice)
            sheet = drawn(printed(opened, paper))
            name = f"HOSPITAL-{number:03d}"
            captured = _CAPTURES[number % len(_CAPTURES)]
            (delivery / "files" / f"{name}.jpg").write_bytes(_captured(captured, _stamped(sheet, plate, dice), dice))
            rows.append(
                {
                    "material_id": name,
                    "complaint_id": person.complaint_id,
                    "customer_id": person.customer_id,
                    "kind": MaterialKind.DIAGNOSIS_CERTIFICATE.value,
                    "path": f"files/{name}.jpg",
                    "received_at": person.received_at,
                    "issuer_name": hospital,
                }
            )
    handed_in = pl.DataFrame(rows).with_columns(pl.col("received_at").cast(pl.Datetime("us", "UTC")))
    materials = delivery / "materials.parquet"
    parts = [pl.read_parquet(materials)] if materials.exists() else []
    pl.concat([*parts, handed_in], how="diagonal_relaxed").write_parquet(materials)


def _honest(folder: Path, count: int) -> list[_Person]:
    """Customers of different addresses with a complaint of their own that no agent wrote."""
    complaints = pl.read_parquet(folder / "delivery" / "complaints.parquet")
    customers = pl.read_parquet(folder / "delivery" / "customers.parquet")
    truth = pl.read_parquet(folder / "truth" / "complaints.parquet")
    clients = pl.read_parquet(folder / "truth" / "gang_members.parquet")["entity_id"].unique().to_list()
    own = truth.filter(pl.col("gang_id").is_null()).select("complaint_id")
    customers = customers.filter(~pl.col("customer_id").is_in(clients))
    known = customers.drop_nulls(["full_name", "id_number"]).unique("address", keep="first", maintain_order=True)
    found = complaints.join(own, on="complaint_id", how="semi").join(known, on="customer_id")
    found = found.unique("customer_id", keep="first", maintain_order=True).sort("complaint_id").head(count)
    return [
        _Person(row["complaint_id"], row["customer_id"], row["full_name"], row["id_number"], row["received_at"])
        for row in found.to_dicts()
    ]


def _certificate(person: _Person, hospital: str, day: date, dice: Dice) -> Paper:
    born = date(int(person.number[6:10]), int(person.number[10:12]), int(person.number[12:14]))
    body = diagnosis(
        hospital=hospital,
        name=person.name,
        number=person.number,
        sex="男" if int(person.number[16]) % 2 else "女",
        age=day.year - born.year - ((day.month, day.day) < (born.month, born.day)),
        found=str(dice.choice(_FOUND)),
        doctor=str(dice.choice(_DOCTORS)),
        day=day,
        case=f"{day.year}{int(dice.integers(10_000, 99_999))}",
    )
    return Paper("diagnosis", MaterialKind.DIAGNOSIS_CERTIFICATE, html(body), hospital)


def _stamped(sheet: Sheet, plate: Floats, dice: Dice) -> Sheet:
    return pressed(sheet, plate, (float(dice.uniform(0.62, 0.82)), float(dice.uniform(0.34, 0.46))), dice)


def _captured(how: str, sheet: Sheet, dice: Dice) -> bytes:
    if how == "scan":
        return jpeg(scanned(sheet, dice).picture, int(dice.choice((75, 85, 92))), dpi=(200, 200))
    if how == "scanned again":
        return jpeg(scanned(scanned(sheet, dice), dice).picture, 85, dpi=(200, 200))
    photo = jpeg(photographed(sheet, dice).picture, 88)
    return photo if how == "photo" else messaged(photo)


def _report(folder: Path, run: Path) -> None:
    mine = pl.col("material_id").str.starts_with("HOSPITAL-")
    assessed = pl.read_parquet(run / "material_assessments.parquet").filter(mine)
    findings = pl.read_parquet(run / "findings.parquet").filter(pl.col("outcome").is_in(["suspect", "contradicted"]))
    verdicts = Counter(assessed["verdict"].to_list())
    print(f"{assessed.height} papers: " + ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items()))
    for row in assessed.filter(pl.col("verdict") != Verdict.NO_SIGN_OF_FORGERY.value).to_dicts():
        said = findings.filter(pl.col("subject_id") == row["material_id"])
        print(
            f"  {row['material_id']} {row['verdict']} {row['forgery_probability']:.3f}",
            said["check", "values", "place"].rows(),
        )
    papers = pl.read_parquet(folder / "delivery" / "materials.parquet").filter(mine)
    members = pl.read_parquet(run / "gang_members.parquet")
    people = [*papers["customer_id"].to_list(), *papers["complaint_id"].to_list()]
    print("members of a gang:", members.filter(pl.col("entity_id").is_in(people)).height)
    marks = pl.read_parquet(run / "workings" / "document_marks.parquet").filter(mine)
    print("marks:", Counter(zip(marks["entity_type"].to_list(), marks["lawful"].to_list(), strict=True)))


if __name__ == "__main__":
    main()
