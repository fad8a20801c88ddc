"""Looking organisations up in a register of a million: exact, and by names that were written wrong.

The register's names are made here, of house names out of all common characters, so that many differ by one character.
What is done to a name stands here alone. Time is this process's processor time; the index is made once a run.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.agencies.register import Nearness, look_up
from mingjian.agencies.register.stage import signatures_of
from mingjian.contract import TABLES
from mingjian.standards.credit_code import ALPHABET, check_character
from mingjian.store import serving
from mingjian.store.engine import DuckDBEngine
from mingjian.store.serving import Serving

ORGANISATIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ASKED = 200
"""Look-ups of each kind."""
PLACES = (
    ("重庆市", "500103"), ("成都市", "510104"), ("北京", "110105"), ("上海", "310115"), ("广州市天河区", "440106"),
    ("深圳市", "440305"), ("武汉", "420106"), ("长沙市", "430102"), ("贵阳", "520102"), ("西安市", "610113"),
)  # fmt: skip
HOUSE = (
    "恒信诚达安瑞华盛金鼎德润天泽宏远鑫源博雅正和众联佳美嘉禾泰康永兴隆昌明义通顺祥云海龙飞凤凰星辰阳光启航创新锦绣"
    "前程万里江山如意福禄寿喜合力同心聚贤汇智卓越凌峰雄鹰猛虎青松翠柏荷塘月色春秋冬夏东南西北中原大地"
)
TRADES = (
    "法务咨询",
    "信息科技",
    "商务咨询",
    "企业管理",
    "网络科技",
    "财务咨询",
    "电子商务",
    "商贸",
    "文化传媒",
    "健康管理",
)
FORMS = ("有限公司", "有限责任公司", "科技有限公司", "服务有限公司")
HOMOPHONES = str.maketrans(
    "恒信诚达安瑞华盛金鼎德润天泽宏远鑫源博雅正和众联嘉泰康永兴隆",
    "横芯成答氨锐桦胜今顶得闰添择红院欣元勃哑政何重连家态糠勇幸龙",
)
OTHER = "俊凯涛磊洋波超勇杰鹏浩宇轩梓涵欣怡诗琪"


def register() -> tuple[pa.Table, list[str]]:
    """Organisations with distinct ids; one in twenty is a law firm."""
    chance = random.Random(20261126)
    names, codes, kinds = [], [], []
    for number in range(ORGANISATIONS):
        place, region = chance.choice(PLACES)
        house = "".join(chance.choice(HOUSE) for _ in range(chance.choice((2, 2, 3, 4))))
        firm = number % 20 == 0
        if firm:
            name = f"{place}{house}律师事务所"
        elif number % 3 == 0:
            name = f"{house}（{place[:2]}）{chance.choice(TRADES)}{chance.choice(FORMS[:2])}"
        else:
            name = f"{place}{house}{chance.choice(TRADES)}{chance.choice(FORMS)}"
        names.append(name)
        kinds.append("law_firm" if firm else "consulting")
        stem = ("31" if firm else "91") + region + "".join(chance.choice(ALPHABET) for _ in range(9))
        codes.append(stem + check_character(stem))
    ids = [f"O-{number:07d}" for number in range(ORGANISATIONS)]
    empty = dict.fromkeys(TABLES["organisations"].arrow_schema.names)
    columns = empty | {"organisation_id": ids, "name": names, "uscc": codes, "kind": kinds}
    columns["status"] = ["active"] * ORGANISATIONS
    schema = TABLES["organisations"].arrow_schema
    arrays = {
        field.name: pa.nulls(ORGANISATIONS, field.type)
        if columns[field.name] is None
        else pa.array(columns[field.name], field.type)
        for field in schema
    }
    return pa.table(arrays, schema=schema), names


def _replaced(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[:place] + chance.choice(OTHER) + name[place + 1 :]


def _left_out(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[:place] + name[place + 1 :]


def _put_in(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name))
    return name[:place] + chance.choice(OTHER) + name[place:]


def _homophones(name: str, _chance: random.Random) -> str:
    return name.translate(HOMOPHONES)


def _without_form(name: str, _chance: random.Random) -> str:
    for form in ("有限责任公司", "有限公司"):
        name = name.removesuffix(form)
    return name


def _without_place(name: str, _chance: random.Random) -> str:
    for place, _ in PLACES:
        name = name.removeprefix(place).replace(f"（{place[:2]}）", "")
    return name


def _brackets(name: str, _chance: random.Random) -> str:
    return name.replace("（", "").replace("）", "") if "（" in name else f"{name[:2]}({name[2:4]}){name[4:]}"


SLIPS: dict[str, Callable[[str, random.Random], str]] = {
    "one character replaced, anywhere": _replaced,
    "one character left out, anywhere": _left_out,
    "one character put in": _put_in,
    "homophones throughout": _homophones,
    "without legal form": _without_form,
    "without place": _without_place,
    "brackets moved or gone": _brackets,
}


def main() -> None:
    """Prints every figure."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as scratch, closing(DuckDBEngine(workers=1)) as engine:
        folder = Path(scratch)
        table, names = register()
        pq.write_table(table, folder / "organisations.parquet")
        before = time.process_time()
        engine.write(
            signatures_of(engine.read(folder / "organisations.parquet"), engine),
            folder / "organisation_signatures.parquet",
        )
        print(f"signatures made in {time.process_time() - before:.0f} s of processor time (this process alone)")
        rows = pq.read_metadata(folder / "organisation_signatures.parquet").num_rows
        print(f"{rows:,} signatures of {ORGANISATIONS:,} names")
        before = time.process_time()
        sources = {name: folder / f"{name}.parquet" for name in ("organisations", "organisation_signatures")}
        serving.build(sources, folder / "serving.duckdb")
        size = (folder / serving.FILE_NAME).stat().st_size / 1e6
        print(f"serving file built in {time.process_time() - before:.0f} s, {size:.0f} MB")
        with Serving.open(folder) as tables:
            numbers = chance.sample(range(ORGANISATIONS), ASKED)
            _report("by code", [(table["uscc"][n].as_py(), n) for n in numbers], tables)
            _report("by exact name", [(names[n], n) for n in numbers], tables)
            for slip, change in SLIPS.items():
                _report(slip, [(change(names[n], chance), n) for n in numbers], tables)
            _strangers(chance, tables)


def _report(kind: str, asked: list[tuple[str, int]], tables: Serving) -> None:
    first = listed = 0
    seconds = []
    for text, number in asked:
        before = time.process_time()
        answer = look_up(text, tables)
        seconds.append(time.process_time() - before)
        ids = [match.organisation_id for match in answer.matches]
        first += ids[:1] == [f"O-{number:07d}"]
        listed += f"O-{number:07d}" in ids
    print(
        f"{kind:<36} first {first / len(asked):.3f}  among ten {listed / len(asked):.3f}  "
        f"median {statistics.median(seconds) * 1e3:5.1f} ms  "
        f"95th of 100 {sorted(seconds)[int(0.95 * len(seconds))] * 1e3:5.1f} ms"
    )


def _strangers(chance: random.Random, tables: Serving) -> None:
    """Names that no register has: nothing may be called the same."""
    wrong = 0
    for _ in range(ASKED):
        name = f"兰州{''.join(chance.choice(OTHER) for _ in range(3))}法务咨询有限公司"
        wrong += any(match.nearness is not Nearness.ALIKE for match in look_up(name, tables).matches)
    print(f"names that the register lacks: {wrong} of {ASKED} were called the same as another")


if __name__ == "__main__":
    main()
