"""Whether a stretch of a text is the writer's own wording, or another's, whom he quotes or reports; or is refused.

"有个公司叫我先别还，我没答应" is the report of a victim, and holds the agency's words. Claims are judged more
finely, by :mod:`mingjian.wording.clauses`; here every doubt is in the writer's favour.
"""

import re

from mingjian.wording.clauses import Clauses, Stance

__all__ = ["in_own_words", "refused"]

_QUOTED = re.compile(r"“[^“”]*”|「[^「」]*」|『[^『』]*』|‘[^‘’]*’|\"[^\"\n]*\"")
_OTHERS = re.compile(
    r"(?:叫|让|教|劝|喊|催|要求|建议|告诉|忽悠|怂恿|诱导|骗|哄|推荐|通知|联系|找到?)(?:了|过)?"
    r"(?:我|俺|咱|本人|客户|借款人|老人|大家|别人)"
    r"|说|称|承诺|保证|宣传|广告|推销|自称|所谓|号称|打着|冒充|假冒|骗子|诈骗|上当"
    r"|网上|抖音|快手|视频|直播|微信群|朋友圈|小红书|百度|短信里|帖子"
    r"|有(?:个|家|些|一家|一个|的)?(?:人|公司|中介|机构|团队|代理)|被[^,。;]{0,10}(?:骗|忽悠|坑)"
)
"""Who or what the words come from, earlier in the sentence."""
_REFUSED_BEFORE = re.compile(
    r"(?:没有?|并没有?|从未|从不|不|未|不是|并非|绝非|非|拒绝|反对|抵制|举报|不信|不会|无需|不需要)"
    r"(?:[^,。;!?]{0,6})$"
)
_REFUSED_AFTER = re.compile(
    r"[^。;!?\n]{0,12}(?:(?:没有?|未|不)(?:答应|同意|理会?|搭理|相信|信|接受|参加|参与|付|交|给|找|办|加)|拒绝|是骗|骗人|骗局|假的|不可信)"
)


def in_own_words(clauses: Clauses, start: int, end: int) -> bool:
    """Whether the wording of a stretch of the folded text is the writer's, neither quoted nor told of others."""
    if any(match.start() < start and end < match.end() for match in _QUOTED.finditer(clauses.text)):
        return False
    if clauses.stance(start) in (Stance.REPORTED, Stance.OF_OTHERS):
        return False
    return _OTHERS.search(clauses.text, clauses.sentence(start).start, start) is None


def refused(clauses: Clauses, start: int, end: int) -> bool:
    """Whether the writer says that he does not, or will not have, what stands at a place of the folded text."""
    return (
        clauses.stance(start) is Stance.DENIED
        or _REFUSED_BEFORE.search(clauses.text[clauses.clause(start)[0] : start]) is not None
        or _REFUSED_AFTER.match(clauses.text, end, clauses.sentence(start).end) is not None
    )
