"""Claim: the lender threatens or abuses."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim, ContactChannel
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
    r"打断.{0,4}(腿|手|胳膊)|(弄|整|搞)不?死|收拾你|挨收拾|(泼|砸|堵|烧)(你|油漆|门|锁|孩子|车)|堵.{0,4}(放学|下班|门口)",
    r"(到|去|找)(你|你家|你们).{0,8}(单位|公司|学校|家里?|村).{0,6}(闹|砸|堵|拉横幅|贴)|去你(孩子|爸妈|父母|老婆|老公|家).{0,6}(学校|单位|家)",
    r"让你.{0,8}(都知道|丢人|身败名裂|混不下去|没脸)|信不信.{0,12}(知道|上门|单位|学校)|有脸说|跟你没完|有你好看",
    r"(叫|找|派|喊|带).{0,3}人.{0,3}(上|去|到|堵|来).{0,3}你.{0,3}(家|单位|公司|门|村)|贴(条|纸|大字报|满|在你)|警察.{0,3}抓",
    r"全家.{0,6}(别想|不得安|死|好过)|别想(好过|安生|安宁)",
)
"""What 互联网金融逾期债务催收自律公约 and GB/T 45251—2025 forbid (violence, insults, false threats of arrest), as
it stands in transcripts. Only ever for the consumer: a transcript without such words proves nothing."""


_LENDER = r"(?:催[收款债讨]|讨[账债]|收账|[坐座]席|客服|专员|工作人员|员工|业务员|贷后|法务|外访|[Aa]gent|[Cc]ollector)"
_STAFF = r"客户(?:经理|服务|代表|专员)"
"""Staff whose title begins with the customer's name."""
_CUSTOMER = r"(?:客户|用户|借款人|欠款人|债务人|消费者|持卡人|机主|本人|家属|亲属|第三方|[Cc]ustomer|[Bb]orrower)"
_WORDS_OF_THE_CUSTOMER = _CUSTOMER + r"[^:：\n]{0,8}[:：][^\n]*"
"""To the end of the line: what the lender may say after it in one line is lost, and what the customer says is not heard
as the lender's."""
_DENIED = r"(?:不会|不可能|绝不|决不)(?:坐牢|抓|派|上门|去(?:你|您)|告诉|通知|爆|群发)[^，。！？,!?;；\n]{0,16}"
"""“Nobody goes to prison for this” calms, and threatens nobody."""
_TURN = r"(?:^|\n)[\s\d:：.\-\[\]()（）【】]{0,24}" + _LENDER + r"[^:：\n]{0,8}[:：][^\n]*?"
_ONE_SIDED = (ContactChannel.SMS.value, ContactChannel.EMAIL.value, ContactChannel.LETTER.value)
"""What the lender sends in writing holds its own words alone."""


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by such words of the lender's in an outbound contact; never contradicted.

    Of a conversation only the turns that are marked as the lender's are heard: “I am no 老赖”, said by the customer, is
    no insult, and where nobody marked who speaks the words may be the customer's. Where the complaint names a day, the
    contact lies on it or some weeks before it: a day is misremembered, but what came only after it is not what was
    meant.
    """
    contacts = contacts_before(mentions, ledger, settings)
    days_before = contacts.asserted_on.delta(contacts.started_at.date(), unit="day")
    meant = contacts.asserted_on.isnull() | days_before.between(
        -settings.day_tolerance, settings.misremembered_days
    ).fill_null(False)
    phrases = f"(?:{'|'.join(PHRASES)})"
    heard = contacts.transcript.re_replace(_STAFF, "坐席").re_replace(_WORDS_OF_THE_CUSTOMER, "")
    words = heard.re_replace(_DENIED, "")
    written = contacts.channel.isin(_ONE_SIDED).fill_null(False)
    harsh = contacts.filter(words.re_search(_TURN + phrases) | (written & words.re_search(phrases)), meant)
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
