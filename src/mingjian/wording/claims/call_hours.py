"""Collectors call at night or at rest times."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule
from mingjian.wording.values import NUMERAL

RULE = ClaimRule(
    Claim.CALL_HOURS,
    wordings=(
        r"(?:0?[0-7]|2[1-3]):[0-5]\d(?!\d)[^。!?;]{0,14}(?:电话|来电|打|拨|催|讨|短信)",
        r"(?:电话|来电|打|拨|催|讨|短信)[^。!?;]{0,10}(?<!\d)(?:0?[0-7]|2[1-3]):[0-5]\d(?!\d)",
        r"(?:0?[0-7]|2[1-3]):[0-5]\d讨",
        r"(?:凌晨|半夜|大半夜|深夜|深更半夜|夜里|夜间|清晨|一大早|天不亮|天没亮|休息时间|睡觉时间?|午休|非工作时间|不合理(?:的)?时间"
        r"|下班后)[^,。!?;]{0,16}(?:电话|打|来电|催收|拨|骚扰|短信|联系|吵|上门)",
        rf"(?:晚上?|晚间|早上?|早晨)\s*{NUMERAL}(?:点|时|:\d\d)[^,。!?;]{{0,14}}(?:电话|打|来电|催收|拨|骚扰|短信|联系|上门)",
        rf"(?:电话|打|来电|催收|拨|骚扰)[^,。!?;]{{0,12}}(?:凌晨|半夜|深夜|夜里|夜间|晚上?\s*{NUMERAL}点)",
        r"\bcall(?:s|ed|ing)?\b[^.!?]{0,40}\b(?:at night|late at night|in the middle of the night"
        r"|before 8|after 9|\d{1,2}(?::\d\d)?\s*[ap]\.?m\b|on sundays?|early in the morning)",
    ),
    asserts=(
        Asserted.CLOCK,
        Asserted.DATE,
        Asserted.COUNT,
    ),
)
