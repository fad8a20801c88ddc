"""What network says: why a group is taken for a gang, and what holds it together."""

from mingjian.contract.reasons import Sentence, SentenceKind

_TYPES: tuple[tuple[str, str, str], ...] = (
    ("phone", "联系电话", "telephone"),
    ("email", "邮箱", "mailbox"),
    ("device", "设备", "device"),
    ("ip", "IP 地址", "IP address"),
    ("address", "寄件地址", "address"),
    ("account", "收款账户", "payee account"),
    ("wechat", "微信号", "WeChat account"),
    ("person", "代办人", "person who acts"),
    ("organisation", "机构", "organisation"),
    ("licence", "执业证号", "licence number"),
    ("waybill", "连号快递单", "run of waybills"),
    ("phone_group", "连号号码", "batch of telephone numbers"),
    ("person_group", "轮换使用的联系方式", "set of contact details that go round"),
    ("email_group", "邮箱域名", "mail domain"),
    ("email_word", "同一字样的邮箱", "set of mailboxes called alike"),
    ("ip_group", "IP 段", "block of IP addresses"),
    ("address_group", "同一楼栋", "house"),
    ("letter_template", "投诉信模板", "letter template"),
    ("seal", "同一张印章图片", "seal image"),
)


def _reason(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.REASON, zh=zh, en=en)


SENTENCES: tuple[Sentence, ...] = (
    _reason(
        "gang_independent_kinds",
        "由{kinds}类相互独立的线索共同指向。",
        "{kinds:# kind of evidence points to it|# independent kinds of evidence point the same way}.",
    ),
    _reason(
        "gang_size",
        "涉及{customers}名互不同住的客户。",
        "It holds {customers:# customer|# customers} of different households.",
    ),
    _reason(
        "gang_fees",
        "{customers}名客户被收取代理费用，共{sum_yuan}元。",
        "{customers:# customer was|# customers were} charged fees, {sum_yuan} yuan in all.",
    ),
    _reason(
        "gang_witnesses",
        "{testimonies}份消费者线索指认。",
        "{testimonies:# consumer's report names|# consumers' reports name} it.",
    ),
    _reason(
        "gang_adverts",
        "{adverts}条引流信息使用其联系方式。",
        "{adverts:# advert carries|# adverts carry} its contacts.",
    ),
    _reason(
        "gang_adverts_reported",
        "消费者举报的{adverts}条引流信息使用其联系方式：仅供核查，不计分。",
        "{adverts:# advert that consumers reported carries|# adverts that consumers reported carry} its contacts: to be looked at, "
        "and no source.",
    ),
    _reason(
        "gang_one_source",
        "上述收费、线索或广告来源单一，尚无独立来源印证：仅供核查，不计分。",
        "One source alone tells of these fees, reports or adverts, and no independent one: they are to be looked at, and weigh nothing.",
    ),
    _reason(
        "gang_summary", "{customers}名客户共用{shared}。", "{customers:# customer shares|# customers share} {shared}."
    ),
    *(
        _reason(
            f"gang_shares_{code}",
            f"{zh}：{{customers}}名客户共用（全部{{holders}}人）。",
            f"{en}: shared by {{customers:# customer|# customers}}, of {{holders}} who have it.",
        )
        for code, zh, en in _TYPES
    ),
    *(_reason(f"shared_{code}", f"{zh}{{count}}个", f"{{count}} × {en}") for code, zh, en in _TYPES),
)
