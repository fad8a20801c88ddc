"""Claim: the lender threatens or abuses."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim
from mingjian.merits.collection_calls import contacts_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.THREATS

PHRASES = (
    r"弄死|打死|砍死|杀了你|打断你|废了你|要你命|活不下去|混不下去|走着瞧|让你好看",
    r"小心你?.{0,4}(家人|孩子|父母|老婆|老公|儿子|女儿)",
    r"爆.{0,2}通讯录|群发.{0,6}(短信|照片|通讯录)|p图|P图",
    r"(告诉|通知|发给|打给).{0,6}(你?单位|同事|领导|全村|村委|亲戚|邻居).{0,10}(丢脸|丢人|抬不起头|看看你)",
    r"坐牢|抓你|派人.{0,4}上门.{0,6}(堵|闹|泼)",
    r"傻逼|畜生|不要脸|去死|王八蛋|老赖|无赖|废物|狗东西|你.{0,2}骗子",
    r"全家.{0,6}(别想|不得安|死|好过)|别想(好过|安生|安宁)",
)
"""What 互联网金融逾期债务催收自律公约 and GB/T 45251—2025 forbid (violence, insults, false threats of arrest), as
it stands in transcripts. Only ever for the consumer: a transcript without such words proves nothing."""


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a transcript of an outbound contact that holds such words; never contradicted."""
    contacts = contacts_before(mentions, ledger, settings)
    harsh = contacts.filter(contacts.transcript.re_search("|".join(PHRASES)))
    summed = harsh.group_by("mention").aggregate(
        contacts=harsh.count(),
        at=harsh.started_at.max().strftime("%Y-%m-%d %H:%M"),
        evidence=array_of(harsh.contact_id, limit=settings.evidence_rows),
    )
    facts = mentions.left_join(summed, "mention").drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.contacts > 0,
        contradicted=ibis.literal(False),
        values=object_of(contacts=facts.contacts, at=facts.at),
        evidence=facts.evidence,
    )
