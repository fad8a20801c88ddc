"""How an issuer says in free text for whom it issued a paper: 为某人出具, "issued to" somebody.

Where a delivery names whom in a field of its own (``verifications.issued_for``) nobody has to read the words.
"""

import re

__all__ = ["named", "names_in_field", "says_so_of", "undoubted"]

_SHORTEST, _LONGEST = 2, 8
"""Characters of a Chinese name, and of names of the peoples that write theirs in more."""
_TITLE = "(?:患者|职工|居民)?"
_ISSUED = "(?:本人|先生|女士|同志)?所?(?:出具|开具|签发|开立)"
_ANY_NAME = rf"(?![我本该贵])[\u4e00-\u9fff·]{{{_SHORTEST},{_LONGEST}}}?"
"""经核实为我院出具 tells of nobody."""
_NOT_FOR = re.compile(
    "(并非|不是|没有|非|未曾|未|没|不)(系|是|曾)?((我|本|贵)?(院|单位|公司|所|局|行|校|处|社区|村委会))?[为给向][^，。；]{1,9}?"
    "(出具|开具|签发|开立)"
)
"""For whom a paper was not issued, which names nobody."""
_APPROVED = re.compile("没有问题|核[对实]无误|无误|无不符(之处)?|无异(议|常)|并?非伪造|不是伪造")
"""What denies nothing."""
_UNDECIDED = re.compile("[不未无没非否拒难疑若]|查无|如[系为果]|是否")
"""Where such a word is left in the sentence, the office may say that it found nothing: a person reads it."""
_DOUBTED = "涂|[修更篡被]改|出入|冒[用名充]|有误|应[为是]|作废|不一致|所载.{0,4}不符"
"""Where an answer says that something on the paper was changed a person has to read whom it means."""
_ASIDE = re.compile(r"[(（].*?([)）]|$)")
_BETWEEN_NAMES = re.compile("[、,，;；/]")
_LABEL = re.compile("^(该|本院)?(患者|病人|职工|员工|居民|村民|学生|客户|家属|本人|姓名|户名)?(姓名|为|是|[:：]){0,2}")
_AFTER_NAME = re.compile(r"\s*(本人|先生|女士|同志|小姐|[男女]?\s*\d{1,3}\s*岁.*|\s+[男女].*)$")
_ISSUED_TO = (
    r"\b(?i:issued|made\s+out|granted)\b(?:\s+[\w,'’]+){0,8}?\s+(?i:to|for|in\s+the\s+name\s+of)\s+"
    r"(?:(?i:the\s+)?(?i:patient|employee|customer|mr|mrs|ms|miss|dr)\.?\s+)?"
)
"""Issued by our hospital on 3 May 2026 to."""
_ANY_LATIN_NAME = r"[A-Z][\w'’-]*\.?(?:\s+[A-Z][\w'’-]*){0,3}"
_DENIED_OR_DOUBTED = re.compile(
    r"\b(?:not|never|neither|nor|nobody|other|instead|no(?!\s*[.:]?\s*[A-Z]*\d)|alter\w*|chang\w+|forge\w*|tamper\w*|replace\w*|differ\w*|void"
    r"|invalid|cancel\w*|revoke\w*|wrong\w*|mistake\w*|only"
    r"|cannot|nothing|none|unable|without|fake\w*|cop(?:y|ies)|whether|if|unless|den(?:y|ies|ied)|refus\w*|fail\w*|doubt\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
"""An English answer with one of these may deny what it names, or speak of a change: a person reads it."""


def _in_chinese(name: str) -> str:
    return f"[为给向]{_TITLE}({name}){_ISSUED}"


def named(text: str) -> tuple[str, ...]:
    """Every name that stands in an answer as the one for whom a paper was, or was not, issued."""
    found = re.findall(_in_chinese(_ANY_NAME), text)
    return (*found, *re.findall(f"{_ISSUED_TO}({_ANY_LATIN_NAME}|{_ANY_NAME}(?![\u4e00-\u9fff·]))", text))


def names_in_field(value: str) -> tuple[str, ...]:
    """The names that stand in ``issued_for``, without titles, labels and what stands in brackets; often one."""
    parts = (_ASIDE.sub("", part) for part in _BETWEEN_NAMES.split(value))
    bare = (_LABEL.sub("", _AFTER_NAME.sub("", part.strip())).strip() for part in parts)
    return tuple(name for name in bare if name)


def says_so_of(name: str, text: str) -> bool:
    """Whether an answer says that the paper was issued for whoever bears this name, and casts no doubt on it.

    ``name`` is written without blanks, and a Latin one in capitals, as it is held. Blanks within the answer tell
    nothing: lists set them within short names.
    """
    said = _in_chinese(re.escape(name))
    for sentence in re.split("[。！？\n]", undoubted(text)):
        if re.search(said, sentence) and not _UNDECIDED.search(sentence.replace(name, "")):
            return True
    if _DENIED_OR_DOUBTED.search(text) or re.search(_DOUBTED, text):
        return False
    spelt = r"\s*".join(map(re.escape, name))
    return re.search(rf"{_ISSUED_TO}(?i:{spelt})(?![\w'’-])(?!\s+[A-Z][a-z])", text) is not None


def undoubted(text: str) -> str:
    """The answer in capitals, without blanks and without whom it denies; empty where it speaks of a change."""
    lines = "\n".join("".join(line.split()) for line in text.splitlines()).upper()
    return "" if re.search(_DOUBTED, lines) else _NOT_FOR.sub("×", _APPROVED.sub("", lines))
