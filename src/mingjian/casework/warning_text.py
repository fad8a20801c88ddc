"""What a customer may be told of an advert that may reach them: words that a person reads, changes and sends.

It tells what such adverts ask for and what is better left, names no firm and no person, says nothing of the reader's
own debts, and accuses nobody. Whoever has paid already is offered help.
"""

from collections.abc import Iterable
from functools import cache

from mingjian.contract.reasons import Language
from mingjian.standards.code_words import CodeWordKind, code_words

__all__ = ["warning_text"]

_OPENING = {
    Language.ZH: "【提示】近期{where}有人发布信息，声称可以代办{what}。请您留意：",
    Language.EN: "[Please note] {where} messages offer to arrange {what} for a fee. Please bear in mind:",
}
_ADVICE = {
    Language.ZH: (
        "向我司反映问题、申请协商还款都不收费，您本人就可以办理，也可请家人或律师帮助。",
        "请不要先付款，不要把身份证、手机卡、密码或验证码交给别人。",
        "请不要因为别人的承诺停止还款或不接听我司电话，以免逾期和影响信用记录。",
        "如果还款确有困难，请直接告诉我们，我们会和您一起想办法。",
        "如果您已经付了款或交出了证件，这不是您的错：请联系我们，也可拨打96110或110。",
        "金融消费投诉可拨打12378，免费法律咨询可拨打12348。",
    ),
    Language.EN: (
        "Complaining or asking us for instalments costs nothing; you can do it yourself, with family or a lawyer.",
        "Please pay nothing in advance, and give nobody your identity card, SIM card, passwords or codes.",
        "Please do not stop paying or talking to us because somebody promises something: you would fall into arrears.",
        "If it is hard for you to pay, tell us, and we will look for a way together.",
        "If you have paid or handed over papers already, that is not your fault: tell us, or call 96110 or 110.",
        "12378 takes complaints about financial services, 12348 gives legal advice free of charge.",
    ),
}
_ENDING = {Language.ZH: "{sender}，客服电话：{hotline}", Language.EN: "{sender}, telephone: {hotline}"}
_SERVICES = {
    Language.ZH: "减免、停息、修复征信等事项",
    Language.EN: "waivers, a stop of interest or a repaired credit record",
}
_SOMEWHERE = {Language.ZH: "网络上", Language.EN: "Online"}
_ON = {Language.ZH: "在{platform}上", Language.EN: "On {platform},"}
_MOST = 3
"""So many of the advert's own words are named; more would be an advert of it."""


def warning_text(
    words: Iterable[str], language: Language, *, platform: str = "", sender: str = "", hotline: str = ""
) -> str:
    """The text for one advert: ``words`` are the known words that it uses, ``platform`` its name in that language.

    Named is what is sold alone: nobody offers to arrange a 征信 or a 保费, which are words of everybody.
    """
    named = tuple(dict.fromkeys(word for word in words if word in _offered()))[:_MOST]
    quoted = (
        "、".join(f"“{word}”" for word in named)
        if language is Language.ZH
        else ", ".join(f'"{word}"' for word in named)
    )
    where = _ON[language].format(platform=platform) if platform else _SOMEWHERE[language]
    lines = [
        _OPENING[language].format(where=where, what=quoted or _SERVICES[language]),
        *(f"{number}. {line}" for number, line in enumerate(_ADVICE[language], start=1)),
        _ENDING[language].format(sender=sender or "________", hotline=hotline or "________"),
    ]
    return "\n".join(lines)


@cache
def _offered() -> frozenset[str]:
    return frozenset(one.word for one in code_words().words if one.kind is CodeWordKind.SERVICE)
