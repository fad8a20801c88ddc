"""Who paid an agency, and who was only asked to."""

import pyarrow as pa
import pytest

from mingjian.standards.payments import paid, was_paid
from mingjian.store.engine import Engine

PAID = (
    "他们收了我三千块钱，说能停息，结果越欠越多。",
    "钱交了人也不回了。",
    "交了两千，后来要尾款我没给。",
    "2980块交上去，人就没了动静。",
    "押了身份证还交2980，车照样被收走。",
    "花2980买了他们的包，里头就几页纸。",
    "钱打到一个私人卡上，一共2980元。",
    "朋友介绍我交了三千，事没办成。",
    "交了3000也没给我办。",
    "我上当了，结果先收2980。",
)
NOT_PAID = (
    "给我打电话说能只还本金，要三千，我没给。",
    "加我微信说能停息，我没答应，举报给你们。",
    "差点交了三千，幸好问了你们。",
    "我朋友交了三千被骗了，我没上当。",
    "没交过钱。",
    "要收2980，我没付。",
    "刷到个上岸课，我觉得是骗子。",
)
SAYS_NEITHER = (
    "让我交三千块定金。",
    "给了我一个电话13904510003。",
    "打了我三次电话，要三千块。",
    "付了2980就能停催。",
    None,
)


@pytest.mark.parametrize(
    ("said", "account", "told"),
    [
        (PAID, None, True),
        (NOT_PAID, None, False),
        (NOT_PAID, "6222000000000001", False),
        (SAYS_NEITHER, None, False),
        (SAYS_NEITHER, "6222000000000001", True),
    ],
)
def test_a_price_is_paid_where_the_report_says_so(
    said: tuple[str | None, ...], account: str | None, told: bool, duckdb_engine: Engine
) -> None:
    assert [text for text in said if was_paid(2980.0, account, text) is not told] == []
    reports = duckdb_engine.read_arrow(
        pa.table(
            {
                "fee_yuan": pa.array([2980.0] * len(said)),
                "payee_account": pa.array([account] * len(said), pa.string()),
                "text": pa.array(said, pa.string()),
            }
        )
    )
    assert set(reports.select(paid=paid(reports)).to_pyarrow()["paid"].to_pylist()) == {told}


def test_without_a_fee_nothing_is_known_to_be_paid() -> None:
    assert not was_paid(None, "6222000000000001", "钱交了")
