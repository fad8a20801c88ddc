"""Whether two written names can be one person's: clerks add titles, mask characters, mistype and write by ear."""

import re
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from mingjian.standards.names import normalise
from mingjian.standards.sounds import sounds


class Likeness(StrEnum):
    """What two written names say of each other."""

    SAME = "same"
    ALIKE = "alike"
    """May be one person's; only a person can tell."""
    DIFFERENT = "different"


_TITLE = (
    r"(?:律师|法律(?:服务)?工作者|主任|合伙人|先生|女士|小姐|同志|老师|经理|顾问|专员|助理"
    r"|代理人|受托人|代表|本人|姓名|执业|实习|专职|兼职)"
)
NOBODYS = (
    "^(?:小|老|大)?[\u3400-\u9fff]?"
    r"(?:律师|主任|合伙人|先生|女士|小姐|同志|老师|经理|顾问|专员|助理|助手|主管|总监|老板|师傅|代理人?|受托人|委托人|代表|代办"
    r"|客服|中介|业务员|工作人员|负责人|联系人|朋友|网友|亲戚|家属|本人|[总哥姐叔姨])+[0-9a-zA-Z一二三四五六七八九十号]*$"
    r"|^(?:不知道|不清楚|不详|不记得|忘记?了?|未知|不明|无名?|没有|没说|未提供|未填写|其他|匿名)$"
    r"|[*＊×○□某]"
)
"""A pattern, for engines too, of what stands where a name is asked for and tells nobody apart: a role, with a surname
at most (老师, 王经理, 客服01), that it is not known, or a masked name. Two who bear it have nothing in common."""
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
"""The hundred commonest (《二〇二〇年全国姓名报告》), of six people in seven."""
_SOMEBODYS = re.compile(
    f"(?:欧阳|上官|诸葛|[{SURNAMES}])[\u3400-\u9fff]{{1,2}}|[A-Za-z][\\w.'’-]*(?:\\s+[A-Za-z][\\w.'’-]*)+"
)
_AROUND = re.compile(rf"[（(\[【〔][^）)\]】〕]*[）)\]】〕]|^(?:{_TITLE}+[:：]*)+|{_TITLE}+$")
MASKED = re.compile(r"[*＊×○□■?#_某]|(?<=[\u3400-\u9fff])[xX]+$")
"""What stands for the hidden part of a name."""
_SEVERAL = re.compile(r"[、,，;；/|&]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def likeness(written: str, registered: str) -> Likeness:
    """``SAME`` where the names are equal, titles and spelling aside; ``DIFFERENT`` only where they clearly differ.

    A masked name, a surname alone, one wrong character in three, the same sound, another script, one word of a foreign
    name or one of several names in the field may well be the same person's, and contradict nobody. A foreign name is
    the same whichever of its words comes first: passports and forms differ.
    """
    if any(without_titles(one) == without_titles(registered) != "" for one in (written, *_SEVERAL.split(written))):
        return Likeness.SAME
    foreign, words = _words(written), _words(registered)
    if len(foreign) > 1 and sorted(foreign) == sorted(words):
        return Likeness.SAME
    mine, other = without_titles(written), without_titles(registered)
    alike = (
        any(MASKED.search(normalise(text)) for text in (written, registered))
        or mine in other
        or other in mine
        or bool(_CHINESE.search(mine)) != bool(_CHINESE.search(other))
        or any(len(word) > 1 for word in set(foreign) & set(words))
        or any(_differ_little(without_titles(one), other) for one in (written, *_SEVERAL.split(written)))
    )
    return Likeness.ALIKE if alike else Likeness.DIFFERENT


def is_somebodys(text: str) -> bool:
    """Whether a text is surely a person's name, and no remark where a name is asked for (见回函, 未说明, 无, 王经理).

    Of a rarer surname it is not told: one person in seven.
    """
    written = normalise(text).strip()
    return not re.search(NOBODYS, written) and _SOMEBODYS.fullmatch(written) is not None


def without_titles(text: str) -> str:
    """A name without titles, brackets, dots and space, in one case."""
    spelt = normalise(text)
    while (shorter := _AROUND.sub("", spelt).strip()) != spelt:
        spelt = shorter
    return re.sub(r"[\s·.]", "", spelt).casefold()


def _words(text: str) -> list[str]:
    """The words of a name in Latin letters; none of one that holds Chinese characters."""
    return [] if _CHINESE.search(text) else re.findall(r"[^\W\d_]+", normalise(text).casefold())


def _differ_little(one: str, other: str) -> bool:
    if sounds(one) == sounds(other):
        return True
    return Levenshtein.distance(one, other) <= max(1, max(len(one), len(other)) // 3)
