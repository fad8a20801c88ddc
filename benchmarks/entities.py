"""Who is who, against Splink's own ready-made comparisons: ``python -m benchmarks.entities [--data FOLDER]``.

FEBRL 3, FEBRL 4 and fake_1000 from public data, and simulated Chinese people with errors. Both ways have the same
candidates, the same training and the same threshold; they differ in how values are compared.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
from pypinyin import lazy_pinyin
from rich.console import Console
from rich.table import Table
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as ready

from mingjian.network.people import CHINESE, chinese_people
from mingjian.network.resolution import ID, SEED, Feature, FeatureKind, blocking_rules, resolve

TEXT, CODE, CATEGORY = FeatureKind.TEXT, FeatureKind.CODE, FeatureKind.CATEGORY
FEBRL = (
    Feature("given_name", TEXT, swapped_with="surname"),
    Feature("surname", TEXT),
    Feature("street_number", CODE),
    Feature("address_1", TEXT),
    Feature("address_2", TEXT),
    Feature("suburb", TEXT),
    Feature("postcode", CODE),
    Feature("state", CATEGORY),
    Feature("date_of_birth", CODE),
    Feature("soc_sec_id", CODE),
)
FAKE = (
    Feature("first_name", TEXT, swapped_with="surname"),
    Feature("surname", TEXT),
    Feature("dob", CODE),
    Feature("city", TEXT),
    Feature("email", TEXT),
)
READY = {
    "given_name": ready.NameComparison("given_name"),
    "first_name": ready.NameComparison("first_name"),
    "surname": ready.NameComparison("surname"),
    "date_of_birth": ready.DamerauLevenshteinAtThresholds("date_of_birth"),
    "dob": ready.DateOfBirthComparison("dob", input_is_string=True),
    "email": ready.EmailComparison("email"),
    "postcode": ready.LevenshteinAtThresholds("postcode", 2),
    "address_1": ready.JaroWinklerAtThresholds("address_1"),
    "address_2": ready.JaroWinklerAtThresholds("address_2"),
}
"""What Splink offers for such columns; for every other column, its exact match with term frequencies."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared/data/entities")
    parser.add_argument("--people", type=int, default=3_000)
    chosen = parser.parse_args()
    table = Table(title="pairs of records that are one person's")
    for column in ("data", "records", "ours P", "R", "F1", "s", "Splink's own P", "R", "F1", "s"):
        table.add_column(column, justify="right")
    if chosen.data.exists():
        for name, records, features, truth in (_febrl_3(chosen.data), _febrl_4(chosen.data), _fake(chosen.data)):
            table.add_row(
                name, f"{records.height:,}", *_ours(records, features, truth), *_own(records, features, truth)
            )
    records, truth = simulated(chosen.people)
    table.add_row("simulated Chinese", f"{records.height:,}", *_ours(records, CHINESE, truth), "", "", "", "")
    Console(width=150).print(table)
    print(f"pairs joined across different identity numbers: {_across(records)}")


def _ours(records: pl.DataFrame, features: Sequence[Feature], truth: Mapping[str, str]) -> list[str]:
    began = time.process_time()
    people = resolve(records.to_arrow(), features, DuckDBAPI()).people
    return [*_shown(people, truth), f"{time.process_time() - began:.0f}"]


def _own(records: pl.DataFrame, features: Sequence[Feature], truth: Mapping[str, str]) -> list[str]:
    """Splink with its ready-made comparisons, trained and cut alike, and clustered by its own components."""
    began = time.process_time()
    names = [feature.name for feature in features]
    rules = blocking_rules(records.to_arrow(), names)
    database = DuckDBAPI()
    linker = Linker(
        database.register(records.to_arrow()),
        SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name=ID,
            comparisons=[
                READY.get(name, ready.ExactMatch(name).configure(term_frequency_adjustments=True)) for name in names
            ],
            blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
        ),
        log_level=None,
    )
    linker.training.estimate_probability_two_random_records_match([block_on(*names[:2], names[-1])], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    for rule in rules[:4]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predicted = linker.inference.predict(threshold_match_probability=0.5)
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, 0.5).as_record_list()
    groups: dict[str, list[str]] = {}
    for row in clustered:
        groups.setdefault(row["cluster_id"], []).append(row[ID])
    return [*_shown([tuple(group) for group in groups.values()], truth), f"{time.process_time() - began:.0f}"]


def _shown(people: Sequence[Sequence[str]], truth: Mapping[str, str]) -> list[str]:
    true = sum(_pairs(count) for count in Counter(truth.values()).values())
    said = sum(_pairs(len(person)) for person in people)
    right = sum(_pairs(count) for person in people for count in Counter(truth[record] for record in person).values())
    return [f"{right / max(1, said):.4f}", f"{right / true:.4f}", f"{2 * right / (said + true):.4f}"]


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _across(records: pl.DataFrame) -> int:
    number = {row[ID]: row["id_number"] for row in records.iter_rows(named=True) if row["id_number"]}
    people = resolve(records.to_arrow(), CHINESE, DuckDBAPI()).people
    return sum(len({number[record] for record in person if record in number}) > 1 for person in people)


_Data = tuple[str, pl.DataFrame, Sequence[Feature], Mapping[str, str]]


def _febrl_3(folder: Path) -> _Data:
    records = _read(folder / "febrl_dataset3.csv").rename({"rec_id": ID})
    return "FEBRL 3", records, FEBRL, _febrl_truth(records)


def _febrl_4(folder: Path) -> _Data:
    records = pl.concat([_read(folder / f"febrl_dataset4{half}.csv") for half in "ab"]).rename({"rec_id": ID})
    return "FEBRL 4", records, FEBRL, _febrl_truth(records)


def _fake(folder: Path) -> _Data:
    records = _read(folder / "fake_1000.csv").rename({"unique_id": ID})
    return "fake_1000", records, FAKE, dict(zip(records[ID], records["cluster"], strict=True))


def _febrl_truth(records: pl.DataFrame) -> Mapping[str, str]:
    return {record: record.split("-")[1] for record in records[ID]}


def _read(path: Path) -> pl.DataFrame:
    read = pl.read_csv(path, infer_schema=False)
    tidy = read.rename({name: name.strip() for name in read.columns}).with_columns(pl.all().str.strip_chars())
    return tidy.with_columns(pl.when(pl.all() == "").then(None).otherwise(pl.all()).name.keep())


_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华红建国志玉春梅云龙海燕雪婷宇浩欣怡子轩晨"
_ROADS = ("中山", "人民", "解放", "建设", "民生", "长江", "新华", "和平", "文化", "滨海", "青年", "朝阳")
_PLACES = ("重庆市渝中区", "重庆市江北区", "青岛市市南区", "成都市武侯区", "武汉市江汉区", "西安市雁塔区")
_HOMOPHONES = {
    "伟": "玮",
    "芳": "方",
    "静": "婧",
    "丽": "莉",
    "军": "君",
    "洋": "阳",
    "英": "瑛",
    "华": "桦",
    "萧": "肖",
}
_TRADITIONAL = {
    "张": "張",
    "刘": "劉",
    "陈": "陳",
    "丽": "麗",
    "军": "軍",
    "国": "國",
    "华": "華",
    "红": "紅",
    "杨": "楊",
}


def simulated(people: int, *, seed: int = 7) -> tuple[pl.DataFrame, Mapping[str, str]]:
    """People of whom one in two stands in two to four records, written with the errors of counters and forms."""
    throw = random.Random(seed)
    rows: list[dict[str, str | None]] = []
    truth: dict[str, str] = {}
    for number in range(people):
        born = f"{throw.randrange(1955, 2004)}{throw.randrange(1, 13):02d}{throw.randrange(1, 29):02d}"
        person: dict[str, str | None] = {
            "name": throw.choice(_SURNAMES) + "".join(throw.choice(_GIVEN) for _ in range(throw.choice((1, 2, 2)))),
            "id_number": f"{throw.choice(('500103', '370202', '510107'))}{born}{throw.randrange(10**4):04d}",
            "phone": f"1{throw.choice('358')}{throw.randrange(10**9):09d}",
            "address": f"{throw.choice(_PLACES)}{throw.choice(_ROADS)}路{throw.randrange(1, 300)}号"
            f"{throw.randrange(1, 20)}栋{throw.randrange(1, 30)}{throw.randrange(1, 9):02d}室",
        }
        for copy in range(throw.choice((1, 1, 1, 2, 3, 4))):
            record = f"R{number}-{copy}"
            truth[record] = str(number)
            rows.append({"record": record, **(_miswritten(person, throw) if copy else person)})
    written = pl.DataFrame(rows, infer_schema_length=None).to_arrow()
    return pl.DataFrame(chinese_people(written, id_column="record")), truth


def _miswritten(person: Mapping[str, str | None], throw: random.Random) -> dict[str, str | None]:
    name, phone, address = person["name"] or "", person["phone"] or "", person["address"] or ""
    error = throw.random()
    if error < 0.1:
        name = "".join(_HOMOPHONES.get(sign, sign) for sign in name)
    elif error < 0.2:
        name = "".join(_TRADITIONAL.get(sign, sign) for sign in name)
    elif error < 0.25:
        name = "".join(lazy_pinyin(name))
    elif error < 0.3 and len(name) == 3:
        name = name[0] + name[2] + name[1]
    phone = throw.choice((phone, phone, "+86 " + phone, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", _moved(phone, throw)))
    spelled = throw.choice(
        (address, address.replace("市", "", 1), address.replace("号", "號"), address.replace("栋", "幢"))
    )
    if throw.random() < 0.15:
        spelled = spelled.split("号")[0] + "号"
    return {
        "name": name,
        "id_number": person["id_number"] if throw.random() < 0.5 else None,
        "phone": phone if throw.random() < 0.8 else f"1{throw.choice('358')}{throw.randrange(10**9):09d}",
        "address": spelled if throw.random() < 0.85 else None,
    }


def _moved(phone: str, throw: random.Random) -> str:
    place = throw.randrange(3, 10)
    return phone[:place] + phone[place + 1] + phone[place] + phone[place + 2 :]


if __name__ == "__main__":
    main()
