"""Collectors call at night or at rest times."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.notions import COMING, OFF_HOURS
from mingjian.wording.claims.rule import Asserted, ClaimRule
from mingjian.wording.values import NUMERAL

RULE = ClaimRule(
    Claim.CALL_HOURS,
    wordings=(
        r"(?:三更半夜|深更半夜|夜半|子夜|后半夜|下半夜|大清早|一清早|大早上|天还没亮|天刚亮|天蒙蒙亮|入睡后?|睡梦中|休息时段|作息|夜晚|当晚|夜深|午夜|夜里头"
        r"|次日凌晨)[^。!?;]{0,20}?(?:电话|打|来电|致电|催|拨|骚扰|滋扰|短信|联系|吵|上门|铃|惊醒|吵醒)",
        r"(?:电话|来电|致电|拨打|打来|催收|催款|骚扰|短信|吵)[^。!?;]{0,16}?(?:凌晨|半夜|三更|深夜|夜半|夜里|夜间|午夜|大清早|一大早|清晨|天没亮|天不亮|休息时间|休息时段)",
        rf"(?<![0-9午一二三四五六七八九十])(?:2[1-3]|0?[0-6]|二十[一二三]|零)(?:点|时)(?!间|候|许可)(?:{NUMERAL}分?|半|许|多|整|钟)?[^。!?;]{{0,14}}(?:电话|来电|打|拨|催|短信)",
        r"(?:0?[0-7]|2[1-3]):[0-5]\d(?!\d)[^。!?;]{0,14}(?:电话|来电|打|拨|催|讨|短信)",
        r"(?:电话|来电|打|拨|催|讨|短信)[^。!?;]{0,10}(?<!\d)(?:0?[0-7]|2[1-3]):[0-5]\d(?!\d)",
        r"(?:0?[0-7]|2[1-3]):[0-5]\d讨",
        r"(?:凌晨|半夜|大半夜|深夜|深更半夜|夜里|夜间|清晨|一大早|天不亮|天没亮|休息时间|睡觉时间?|午休|非工作时间|不合理(?:的)?时间"
        r"|下班后)[^,。!?;]{0,16}(?:电话|打|来电|催收|拨|骚扰|短信|联系|吵|上门)",
        r"(?:电话|打|来电|催收|拨|骚扰)[^,。!?;]{0,12}(?:凌晨|半夜|深夜|夜里|夜间)",
        r"\bcall(?:s|ed|ing)?\b[^.!?]{0,40}\b(?:at night|late at night|in the middle of the night"
        r"|before 8|after 9|\d{1,2}(?::\d\d)?\s*[ap]\.?m\b|on sundays?|early in the morning)",
    ),
    together=(
        (OFF_HOURS, COMING),
        # At an hour that is late or early for whoever sleeps then.
        (
            r"(?:刚|都|已经?|正)[^,。!?;]{0,3}(?:睡|歇|躺)(?:下|着|了|觉)|睡得早|(?:吵|惊|闹|叫)醒|被窝|歇下",
            r"电话|来电|铃|(?:就|还)(?:在)?(?:打|来|响)",
            r"(?:点|时|:\d\d)|夜|晚|清早|凌晨",
        ),
    ),
    asserts=(
        Asserted.CLOCK,
        Asserted.DATE,
        Asserted.COUNT,
    ),
)
