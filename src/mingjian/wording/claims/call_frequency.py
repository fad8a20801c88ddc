"""Collectors call too often."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule
from mingjian.wording.values import NUMERAL

RULE = ClaimRule(
    Claim.CALL_FREQUENCY,
    wordings=(
        rf"{NUMERAL}(?:多|余|来|几)?通(?![知过讯常用])",
        rf"(?:呼叫|拨打|来电|致电|拨)[^,。!?;]{{0,8}}{NUMERAL}(?:多|余|来|几)?(?:遍|次|回)",
        rf"被(?:打|呼|拨)了?{NUMERAL}(?:多|余|几)?(?:遍|次|个|通)",
        r"电话(?:就|都|一直)?(?:没停|没断|不断|不停|响个不停)[^,。!?;]{0,4}",
        rf"{NUMERAL}(?:多|余|来|几)?(?:遍|次|个|通)(?:催收|骚扰)?电话",
        r"(?:每天|一天|天天|一日|每日|整天|一(?:个)?小时|一上午|一下午|一周|每周|短时间)内?之?内?[^,。!?;]{0,12}(?:拨打|打来|打了?|来电|电话|骚扰|呼叫"
        r"|轰炸)[^,。!?;]{0,12}",
        r"(?:频繁|反复|不断|不停|不间断|多次|连续|轮番|持续|经常|一直|无休止|没完没了|高频|疯狂|狂)(?:地|的)?[^,。!?;]{0,6}(?:拨打|打|致电|来电|电话|骚扰"
        r"|呼叫|轰炸)[^,。!?;]{0,10}",
        r"(?:电话|短信)(?:频繁)?(?:轰炸|骚扰)|轰炸式?(?:电话|短信|催收)|呼死你",
        rf"(?:打|拨|接到|收到|来)[了过]?[^,。!?;]{{0,6}}(?:{NUMERAL}|几|无数|好多|很多|上)(?:十|百)?(?:多|余|来)?(?:个|通|次"
        rf"|遍)[^,。;!?]{{0,8}}(?:电话|来电|催收|催款)",
        rf"(?:电话|来电|催收)[^,。!?;]{{0,6}}(?:多达|高达|达到?|共|了)?{NUMERAL}(?:十|百)?(?:多|余|来)?(?:个|通|次|遍)",
        r"\b(?:calls?|called|calling|phone calls)\b[^.!?]{0,30}\b(?:\d+ times|times (?:a|per) day"
        r"|every (?:single )?day|daily|repeatedly|constantly|non ?stop|multiple times|all day"
        r"|several times a day)",
        r"\b(?:constant|repeated|harassing|excessive|nonstop|incessant)(?:ly)? (?:phone )?call(?:s|ing)?",
    ),
    unless=(
        r"(?<![给对向找扰])(?:我|本人)(?:自己)?(?:也|曾|已|已经|都|又)?(?:多次|反复|不断|一直|经常|频繁|每天|连续)[^,。;]{0,4}(?:打|拨打|致电|联系|反馈)(?!我)",
        r"(?:给|向|致电|拨打|联系)(?:了)?(?:你们|贵司|贵公司|贵行|银行|平台|官方)?(?:客服|热线|12378|12345|12363)|给(?:贵司|贵公司|贵行|银行|你们)",
        r"\bi (?:have )?(?:called|call|been calling|tried calling)\b",
    ),
    asserts=(
        Asserted.COUNT,
        Asserted.DATE,
    ),
)
