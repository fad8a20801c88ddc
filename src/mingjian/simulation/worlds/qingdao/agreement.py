# a sentence is kept on one line, so that it can be found
"""What this world's studios have their students sign: rules of a class, spoken to 学员 by 老师."""

import random

from mingjian.simulation.story import Provision
from mingjian.simulation.world import Agency

_RULES = {
    "upfront_fee": ("入营先交$fee$块，钱不到账老师不开课、不写信。", "报名费$fee$今天就扫码，晚一天不给排号。"),
    "share_of_debt_fee": ("谈下来以后，帮您抹掉的钱里抽两成给工作室。", "车款欠多少，按总数抽一成当辛苦费。"),
    "no_refund": ("交上来的学费不往回退，哪怕您第二天就不学了。", "课一开，$fee$块概不退还，别来找前台要。"),
    "liability_on_client": ("信是您自己寄的，惹出官司您自己扛，跟老师没关系。", "出了事学员自担，工作室半点责任不沾。"),
    "ban_on_contact": ("银行来电一个别接，来人一个别见，更不许偷偷跟他们谈。", "没有老师点头，不准您跟银行的人搭话。"),
    "hand_over_identity": ("身份证押在工作室，用完再还您。", "身份证正反两面拍清楚，连同举着证的自拍一并发老师。"),
    "hand_over_sim": ("手机卡拔下来寄到工作室，由值班老师替您接电话。", "把电话设成转到老师的号上，别自己改回去。"),
    "hand_over_passwords": (
        "手机银行的密码告诉老师，来了验证码马上念过来。",
        "网银密码写在下面空格里，老师好替您操作。",
    ),
    "account_control": ("银行卡放在工作室，进出的钱老师给您管。", "打算还车贷的钱先打给老师，什么时候还由老师说了算。"),
    "stop_repaying": ("从今天起车贷一分别还，拖够日子才有得谈。", "签完先断供，卡上也别存钱让它扣。"),
    "guaranteed_result": ("十天之内准保银行不再催您，利息一笔勾掉，谈不成算我输。", "老师打包票，五年免息一定批下来。"),
    "credit_repair": ("征信上的污点老师给您洗干净，洗完跟新的一样。", "黑名单记录包在我们身上，一个月抹没。"),
    "false_papers": ("缺住院单子的，工作室给您做一张。", "贫困的章我们这里有，证明由老师开好给您。"),
    "coached_statements": (
        "回访的人问起来，就照老师那张纸念，多一句别说。",
        "对外都讲自己病了、没收入，词儿老师给您编好。",
    ),
    "complaints_in_client_name": (
        "老师用您的名字四处递投诉，递多少封您不用过问。",
        "投诉由工作室替您发，署您的名，写什么不必看。",
    ),
    "calls_recorded_to_provoke": (
        "接通了就拿话激他，激到他骂人，录下来当把柄。",
        "故意惹收账的发火，让他说狠话，录音发群里。",
    ),
    "blanket_authorisation": (
        "空白纸上先把名签了、手印按了，往后怎么填老师定。",
        "凡跟欠账沾边的，全交老师一手做主，签了就收不回去。",
    ),
    "gag": ("营里的事不许往外说，爹娘媳妇也不行。", "学了什么、交了多少，烂在肚里，谁问都别讲。"),
    "penalty_for_leaving": ("半道想走的，再罚三千。", "中途退营，学费翻倍赔给工作室才放人。"),
    "no_result_promised": ("成不成看银行，老师只管教，不打保票。", "谈没谈拢都算上过课，结果怎样工作室不保证。"),
    "sharing_personal_data": (
        "您留下的电话住址，工作室可以转给搭伙的几家用。",
        "学员的资料可以拿给兄弟单位，不另打招呼。",
    ),
    "acts_as_lawyer": ("我们的大律师出面替您跟银行打交道，律师函当天发。", "有法务部坐镇，以律师的名头帮您应付银行。"),
    "waiver_of_rights": ("签了就不许告工作室，也不许报警。", "往后闹了别扭，学员不找消协、不上法院告老师。"),
}
_PLAIN = (
    "上课时间：每晚八点，在群里听。",
    "讲义一人一份，丢了不补。",
    "换了手机号，请跟班主任说一声。",
    "本约两张纸，老师一张，学员一张。",
    "课期从开营算起，一共九十天。",
    "教室在写字楼十二层，来前请约好时间。",
)


def agreement(agency: Agency, client: str, throw: random.Random) -> tuple[Provision, ...]:
    """A greeting, a list without numbers, and who signs."""
    rules = [
        Provision(throw.choice(_RULES[kind]).replace("$fee$", str(agency.fee_yuan)), (kind,))
        for kind in throw.sample(sorted(_RULES), throw.randint(6, 10))
    ]
    rules += [Provision(text) for text in throw.sample(_PLAIN, 3)]
    throw.shuffle(rules)
    return (
        Provision(f"{agency.brand}入营约定"),
        *(
            Provision(
                f"（{'一二三四五六七八九十'[n] if n < 10 else '十' + '一二三四五'[n - 10]}）{one.text}", one.kinds
            )
            for n, one in enumerate(rules)
        ),
        Provision(f"学员{client}　主办{agency.name}"),
    )
