"""The complainant or a relative is ill."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule

RULE = ClaimRule(
    Claim.ILLNESS,
    wordings=(
        r"(?:病危|病榻|卧床|瘫|重症|顽疾|大病|急病|绝症|恶性|尿毒|肾衰|心梗|脑溢血|脑瘤|癌|肝硬化|白血|血栓|手术|开刀|化疗|透析|抢救|icu|住(?:进|了)?(?:医)?院|入院|就医|就诊|求医|治病|看病|医药费|医疗费|药费|长期服药|吃药|病历|一病不起|病倒|病重|养病|病休|工伤|伤残|骨折|残疾|车祸)[^,。!?;]{0,4}",
        r"(?:跑|花|扔|砸)[^,。!?;]{0,5}医院|去[^,。!?;]{0,3}趟医院",
        r"身(?:子|体)(?:骨)?[^,。!?;]{0,4}(?:垮|病|不行|每况愈下|出了?(?:问题|毛病))",
        r"(?:身患|患有|患上?|确诊|诊断|查出|得了|罹患)[^,。!?;]{0,10}(?:病|癌|瘤|症|炎|血|结核|突出|梗|中风|结石|硬化"
        r"|衰竭|囊肿|息肉|痛风|哮喘|癫痫|帕金森|肺气肿|白内障|截瘫|坏死)[^,。!?;]{0,4}",
        r"(?:重病|大病|生病|患病|病重|病倒|住院|手术|化疗|放疗|透析|尿毒症|白血病|癌症?|肿瘤|脑梗|脑出血|中风|偏瘫|瘫痪|抑郁症?|焦虑症|精神(?:分裂|疾病|障碍)|残疾"
        r"|车祸|工伤|骨折|心脏病|糖尿病|重症监护|icu)[^,。!?;]{0,4}",
        r"\b(?:hospitali[sz]ed|hospital|cancer|surgery|chemotherapy|stroke|heart attack|seriously ill"
        r"|illness|disabled|disability|dialysis|medical condition)\b",
    ),
    together=(
        (
            r"腰|腿|胳膊|手|脚|头|眼|心脏|肺|肝|肾|胃|骨|身子|身体|脑|脊椎|颈椎",
            r"摔(?:坏|断|伤)|断了|伤了|瘫|坏了|起不来|动不了|站不起来|下不了(?:床|地)|重疾|重症",
        ),
        (r"罹患|身患|患上|得了|染上|查出", r"重疾|重症|绝症|大病|恶疾|顽疾"),
    ),
    unless=(r"(?:通病|毛病|诟病)",),
    asserts=(
        Asserted.PERSON,
        Asserted.DATE,
    ),
)
