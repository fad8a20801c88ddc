import ibis
import pyarrow as pa
import pytest

from mingjian.network.places import one_spelling
from mingjian.store.engine import Engine

ONE_DOOR = (
    ("重庆市渝中区大坪正街20号3-502", "重庆渝中大坪正街20 號 3—502", "重庆市重庆市渝中区大坪正街20号-3-502室"),
    (
        "四川省成都市武侯区一环路12号3栋502",
        "成都武侯区一环路12号3幢502室",
        "中国四川省成都市武侯区一环路12号3号楼502房",
    ),
    ("内蒙古自治区包头市昆都仑区钢铁大街8号", "包头市昆都仑钢铁大街8号"),
    ("吉林省吉林市昌邑区重庆街9号", "吉林市昌邑区重庆街9号"),
)
OTHER_DOORS = (
    ("重庆市渝中区人和街3号2-1501", "重庆市渝中区人和街3号21-501", "重庆市渝中区人和街3号2-150"),
    ("湖南路12号", "河南路12号", "云南南路12号", "四川北路12号"),
    ("重庆市江北区建新路1号", "上海市江北区建新路1号", "江北区建新路1号"),
)


def keys(engine: Engine, addresses: tuple[str, ...]) -> list[str]:
    table = ibis.memtable(pa.table({"address": list(addresses)}))
    found = engine.materialise(table.select("address", key=one_spelling(table.address))).to_pyarrow().to_pylist()
    return [row["key"] for row in found]


@pytest.mark.parametrize("addresses", ONE_DOOR)
def test_one_door_has_one_spelling(engine: Engine, addresses: tuple[str, ...]) -> None:
    assert len(set(keys(engine, addresses))) == 1


@pytest.mark.parametrize("addresses", OTHER_DOORS)
def test_no_two_doors_become_one(engine: Engine, addresses: tuple[str, ...]) -> None:
    assert len(set(keys(engine, addresses))) == len(addresses)
