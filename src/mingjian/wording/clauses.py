"""Clauses of a text and how a writer stands to what they say: asserts, denies, supposes, demands or reports it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mingjian.standards.folding import Folded, fold
from mingjian.wording.values import THIRD_PERSON


class Stance(StrEnum):
    """How the writer stands to a piece of the text."""

    ASSERTED = "asserted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    """What the writer takes back, or says is settled."""
    SUPPOSED = "supposed"
    REQUESTED = "requested"
    RULE = "rule"
    """What ought to be, such as a quoted law."""
    REPORTED = "reported"
    """What the lender said, which the writer does not make his own."""
    OF_OTHERS = "of_others"
    """What happened to others or at another lender's, was on the news, or is what somebody taught the writer to say."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a folded text, with the places where its clauses begin."""

    start: int
    end: int
    clause_starts: tuple[int, ...]


LONGEST_SENTENCE = 1_000
"""Characters. How a writer stands to some words is told by their sentence; where nobody has set a full stop for a page,
what stands a page before tells nothing, and would be read again for every claim."""
_SENTENCE_END = re.compile(r"[。!?;\n]+|\.(?=\s|$)")
_CLAUSE_END = re.compile(r"(?:,(?!\d{3})|[、:])+|\s(?=\S)(?<=[\u4e00-\u9fff]\s)")

_DENIAL = re.compile(
    r"(?:从来没有?|从没有?|并没有?|没有|没|从未|并未|未曾|不曾|未|不会|不存在|不是|并非|绝不|不|无人|无)"
    r"(?:再|去|来|曾|主动|直接|人|任何人|任何|因为|因|由于|受到过?|遭到|遭受|有过?|被|是)?$"
    # What is denied first of a list is denied of all of it; "无视法律、" begins no such list.
    r"|(?:没有?|从未|并未|未曾?)(?:被|遭到|受到)过?[^,。;、]{1,6}、(?:[^,。;、]{1,6}、)*$"
    r"|\b(?:not|never|no|n't|without|nobody|did ?n.?t|have ?n.?t|has ?n.?t|was ?n.?t)\s+"
    r"(?:been\s+|ever\s+|any\s+|have\s+|me\s+)?$"
)
_REQUEST = re.compile(
    r"(?:停止|停催|请勿|不要|不准|别再?|勿|杜绝|避免|以免|以防|防止|免得|禁止|制止)(?:再|继续|任何|一切|对我?|向|给|以)?[^,。;]{0,6}$"
    r"|\b(?:stop|cease|refrain from|do not|don't|please don't)\s+(?:\w+\s+){0,2}$"
)
_RULE = re.compile(
    r"(?:不得|严禁|不应当?|(?<!能)不能|不可以?|不允许|无权|不准|应当(?!把我)|禁止|的?行为(?:违反|属于)|如有)[^,。;]{0,14}$"
    r"|\b(?:shall not|must not|may not|cannot|prohibits?|prohibited from|unlawful to|illegal to)\s+(?:\w+\s+){0,4}$"
)
_CITED_RULE = re.compile(
    r"(?:参照|根据|依据|依照|按照|遵照)[^。!?;]{0,40}?(?:法|规定|办法|解释|条例|要求|通知|公约|指引|意见)(?!院)(?P<then>.*)$",
    re.DOTALL,
)
_ESTABLISHED = re.compile(
    r"(?:法|规定|办法|解释|条例|通知|公约|指引|意见|判例|批复)[》\")]?[^,。!?;]{0,4}(?:早有|早已|已有|明文|明确)(?:定论|规定|明确|指出|载明|说明)?(?P<then>.*)$",
    re.DOTALL,
)
"""A rule that is named as the authority: what follows is what it says."""
_ANOTHER_LENDER = (
    r"(?:别的|其他|另外?的?|另一个?家?|上一?[个家]|前一?[个家]|(?:之前|以前|原来|先前)(?:的|那[个家]|借的那[个家]))"
    r"(?:的)?(?:平台|公司|银行|机构|小贷|网贷|家)|在?(?:别|他|人)家(?=借|贷|平台|的|,|也|都|天天)(?!人)"
)
_BY_ANOTHER_LENDER = re.compile(rf"被(?:{_ANOTHER_LENDER})")
"""Not "别的平台都不这样", which compares and tells of the writer's own."""
_OWN = re.compile(r"你们|你司|贵(?:司|行|公司)")
_HEARSAY = re.compile(
    r"新闻|报道|节目|晚会|广播|播了|专题|暗访|热搜|记者|判决书|视频里|(?:网|抖音|群|论坛)(?:上|里)(?:看|说|都说|都在说|有人)|也有人|别人|听说"
    r"|人家说|其他(?:人|客户|用户|借款人)|(?:有人|中介|老师|他们)?(?:教|叫|让|喊|劝)(?:我|俺|大家)(?:就)?(?:这么)?(?:说|写|讲|假装|装|编|谎称)"
    rf"|{_ANOTHER_LENDER}"
    r"|(?:隔壁|邻居|朋友|同学|同事|亲戚|老乡|[表堂]?(?:弟弟?|哥哥?|姐姐?|妹妹?))[^,。;]{0,6}(?:借|贷|欠|碰上|遇到)(?:的|过|了)"
    r"|(?:朋友|同学|同事|亲戚)[^,。;]{0,4}在[^,。;]{1,8}(?:干过|上过班|做过|上班|做事)"
    r"|须知|可多选|提醒(?:各位|大家|消费者|:)|如遇"
)
"""What happened to others, was on the news, is what somebody taught, or stands on a form to choose from."""
_MINE = re.compile(r"(?:我|俺|本人)(?:这|也|的|家|老|爸|妈|手机|同)")
_OWN_LENDER = re.compile(r"[,;:](?:因为|由于|而|可是?|但是?|现在|昨天|今天|结果)?(?:你们|你司|贵|催收)")
"""A new clause about the writer's own lender: what stood before it on others ends there."""
_ASKED = re.compile(
    r"(?<!问)(?<!问我)(?<!问俺)(?:有没有|是否|会不会)|(?:^|[,。!?;]|你们|贵司|公司|银行|平台)(?:还|都|就)?会[^,。;]{1,16}(?:吗|么)[?,。]?$"
)
"""A question that leaves open what it asks; "why did you …?" and "is this right?" do not."""
_ENQUIRY = re.compile(
    r"(?:去世|死亡|身故|失业|生病|患病|住院|逾期)了?(?:之?后|的话|证明|的)(?:(?!我|俺)[^。!;]){0,14}(?:怎么|如何|谁|吗|去哪|哪里|哪儿)"
    r"|(?:证明|病历|诊断书?|材料)(?:(?!我|俺)[^。!;]){0,10}(?:吗|么[?。]?$|去哪|哪里|哪儿|怎么开)|要(?:上传|提供|提交)[^,。!;]{0,8}吗|"
    r"(?:请问|想问|咨询|想了解|想知道)(?!.*(?:为什么|为何|凭什么|怎么|哪来|谁))[^。!;]{0,40}(?:(?<!什)吗|(?<!什)么(?=[?,。]|$)|多少|哪里|哪儿|如何|怎样|什么情况)"
)
_OPEN = re.compile(
    r"吗(?=[?,。]|$)|是不是|是否|(?:想|请|麻烦)问|问一?下|别家|(?:另外?|别的?|其[他它])一?[家个]?(?:平台|公司|机构|银行|小贷|网贷|软件|app)|邻居"
)
_OF_RIGHT = re.compile(r"(?:合适|合法|合规|合理|正常|应该|允许|对|像话|道理)(?:的)?(?:吗|么)")
_FORBIDDEN = re.compile(r"无权|严禁|不得(?!安宁|不|已|了)|(?:规定|条例|公约|办法)(?:里|中|上)?(?:写|说|要求|明确)")
"""Says what may not be done, not that it was done."""
_REPROACH = re.compile(
    r"(?:你们?|你司|贵(?:司|行|公司)|平台|催收员?|谁|凭什么|凭啥)[^,。!?;]{0,6}"
    r"(?:无权|没有?(?:任何)?(?:权利|权力|资格)|不(?:应该?|该)|凭什么|凭啥|怎么能|怎么可以|允许|准许)[^,。!?;]{0,8}(?:我|俺|本人)"
)
"""Whoever tells the lender that it had no right to do this to *him* says that it was done; a rule names nobody."""
_UNDER_LAW = re.compile(r"根据|依据|依照|按照|参照|未经[^,。!?;]{0,6}(?:同意|授权|许可)")
_PUT_RIGHT = r"(?:退回来?|退还|退给我|处理好|解决|兑现|道歉|道过歉|撤销)"
_WITHDRAWN = re.compile(
    r"(?:我|俺|本人)(?:自己)?(?:看错|记错|弄错|误会|搞错)|在此更正|不(?:再|予)?追究"
    rf"|(?<!我)(?<!俺)(?<!本人)已经?(?:都|全部)?(?:给我|帮我)?{_PUT_RIGHT}(?:了|(?=[,。!?;]|$))"
    rf"|(?:都|全部)(?:给我|帮我)?{_PUT_RIGHT}了"
)
_WISHED = re.compile(r"请|望|要求|必须|应当|务必|尽快|立即|马上|何时|才|没|未|不|如果|要是|说|称")
"""Before what is settled in its clause: then somebody asks for it, denies it or only says so."""
_YET = re.compile(r"但|却|可是|可(?=催|你|还)|不过|然而|又|还|仍|再次|这次|结果|没|未|一半|部分")
"""After it: then it is not all that is to be said."""
_SUPPOSED_LATER = re.compile(r"(?:如果|如若|若|倘若|假如|假使|要是|一旦|万一|即使|即便)")
_SOMEBODY = re.compile(r"我|本人|贵|你们|你司|催收|平台|客服|对方|他们|该公司|该机构|这笔|这家")
_SUPPOSITION = re.compile(
    r"^(?:而|但|且|并)?(?:再这[样么](?:下去)?|照这样|长此以往|如果|如若|若|倘若|假如|假使|要是|一旦|万一|即使|即便|除非|只要|是否|会不会|有没有|我?(?:担心|害怕|生怕|怕|恐怕|唯恐)|以为)"
    r"|(?:担心|害怕|生怕|恐怕|唯恐|会不会|是否|有没有|是不是)[^,。;]{0,10}$"
    r"|^\s*(?:if|unless|in case|whether)\b|\b(?:afraid|fear|worried) (?:that )?(?:\w+\s+){0,4}$"
)
_LENDER = (
    r"(?:客服|催收员?|贵司|贵公司|贵行|银行|平台|对方|业务员|工作人员|专员|你们|你司"
    r"|公司(?!前台|同事|领导|人事|财务|里)|机构|他们|他|她)"
)
_REPORT = re.compile(
    _LENDER + r"[^,。;“”\"]{0,8}(?<!不)(?<!没)(?<!意思)(?<!替我)"
    r"(?:说|称|表示|声称|回复|答复|告知|告诉我?|解释|辩称|回应|坚称|认为|反馈)"
    r"(?!得|话|法|书|不清|不明白|不出|不上来)"
    r"(?:说|称|我|是|为|道)?[:,“\"]?"
    r"|\b(?:representative|agent|rep|bank|company|lender|they|he|she)\s+"
    r"(?:said|says|told me|claimed?s?|stated|states|insisted?|replied)\b"
)
_PRONOUN = re.compile("[他她]")
_NAMED = re.compile(rf"(?P<own>{THIRD_PERSON}|医生|大夫)|(?P<lender>客服|催收|业务员|工作人员|专员|经理|你们|贵)")
"""Who was spoken of before a pronoun."""
_CONTRAST = re.compile(
    r"(?:但是?|可是|然而|不过|实际上?|事实上|其实|而我|却|结果|我不认可|我认为)"
    r"|\b(?:but|however|in fact|actually|yet|which is (?:false|untrue))\b"
)


_LETTER = re.compile("[a-z]")


class Clauses:
    """The sentences and clauses of one text, as it reads folded."""

    def __init__(self, text: str | Folded) -> None:
        self.folded = text if isinstance(text, Folded) else fold(text)
        self.text = text = self.folded.text
        self.has_letters = _LETTER.search(text) is not None
        self._sentences = _sentences(text)
        self._starts = [sentence.start for sentence in self._sentences]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, in order."""
        return tuple(self._sentences)

    def sentence(self, place: int) -> Sentence:
        """The sentence that a place stands in."""
        return self._sentences[max(bisect_right(self._starts, place) - 1, 0)]

    def sentence_text(self, place: int) -> str:
        """The words of the sentence that a place stands in."""
        sentence = self.sentence(place)
        return self.text[sentence.start : sentence.end]

    def clause(self, place: int) -> tuple[int, int]:
        """The span of the clause that a place stands in."""
        sentence = self.sentence(place)
        index = max(bisect_right(sentence.clause_starts, place) - 1, 0)
        ends = (*sentence.clause_starts[1:], sentence.end)
        return sentence.clause_starts[index], ends[index]

    def is_open(self, place: int) -> bool:
        """Whether the sentence asks, or names another lender or a neighbour: this one may be meant with nothing."""
        return _OPEN.search(self.sentence_text(place)) is not None

    def stance(self, start: int, end: int | None = None) -> Stance:
        """How the writer stands to what begins at ``start``: judged by what precedes it in its sentence.

        With its ``end`` also by what it holds itself: that it is asked, supposed or forbidden may stand amid its words.
        """
        clause_start, _ = self.clause(start)
        while clause_start and self.text[clause_start - 1] == "、":
            # The items of a list stand under what is said before its first.
            clause_start = self.clause(clause_start - 1)[0]
        before_in_clause = self.text[clause_start:start]
        if end is not None and (within := self._stance_within(clause_start, start, end)):
            return within
        if _SUPPOSITION.search(before_in_clause + ("" if before_in_clause else self.text[start : start + 4])):
            return Stance.SUPPOSED
        for stance, pattern in ((Stance.RULE, _RULE), (Stance.REQUESTED, _REQUEST), (Stance.DENIED, _DENIAL)):
            if pattern.search(before_in_clause):
                if stance is Stance.RULE and self._is_reproach(clause_start, end or start):
                    continue
                return stance
        before = self.text[self.sentence(start).start : start]
        cited = _CITED_RULE.search(before) or _ESTABLISHED.search(before)
        if cited and not _SOMEBODY.search(cited["then"]):
            # What a rule says, as long as nobody is named who broke it.
            return Stance.RULE
        # The other lender may be named amid the words of the claim: "他被另一个平台一天打了五十个电话".
        hearsay = _HEARSAY.search(before) or self._of_another_lender(start)
        if hearsay and not _MINE.search(before, hearsay.end()) and not _OWN_LENDER.search(before, hearsay.end()):
            return Stance.OF_OTHERS
        reports = [report for report in _REPORT.finditer(before) if not self._is_of_kin(report, before)]
        if reports and not _CONTRAST.search(before, reports[-1].end()):
            return Stance.REPORTED
        return Stance.ASSERTED

    def _of_another_lender(self, start: int) -> re.Match[str] | None:
        """The other lender, where the rest of the sentence names one and says nothing of the writer's own."""
        end = self.sentence(start).end
        another = _BY_ANOTHER_LENDER.search(self.text, start, end)
        return another if another and not _OWN.search(self.text, start, another.start()) else None

    @staticmethod
    def _is_of_kin(report: re.Match[str], before: str) -> bool:
        """Whether "she said" is said of a relative or another person of the writer's who was named last."""
        if not _PRONOUN.match(report[0]):
            return False
        named = list(_NAMED.finditer(before, 0, report.start()))
        return bool(named) and named[-1].lastgroup == "own"

    def _is_reproach(self, start: int, end: int) -> bool:
        """Whether the lender is told that it had no right to what it did; not where a law or a condition is quoted."""
        before = self.sentence(start).start
        return bool(_REPROACH.search(self.text, start, end)) and not _UNDER_LAW.search(self.text, before, end)

    def _is_settled(self, sentence: Sentence) -> bool:
        """Whether the writer takes back what the sentence says, or says plainly that it has been put right.

        Whoever asks for it, doubts it or goes on complaining takes nothing back.
        """
        settled = _WITHDRAWN.search(self.text, sentence.start, sentence.end)
        if settled is None or _YET.search(self.text, settled.end(), sentence.end):
            return False
        clause_start, _ = self.clause(settled.start())
        return not (
            _WISHED.search(self.text, clause_start, settled.start())
            or _REPORT.search(self.text, sentence.start, settled.start())
        )

    def _stance_within(self, clause_start: int, start: int, end: int) -> Stance | None:
        sentence = self.sentence(start)
        if self._is_settled(sentence):
            return Stance.WITHDRAWN
        asked_until = max(self.clause(max(start, end - 1))[1], end)
        enquiry = _ENQUIRY.search(self.text, sentence.start, sentence.end)
        # What precedes the question is told, and whether it is right is asked of what happened.
        open_question = enquiry and enquiry.start() <= start and not _OF_RIGHT.search(self.text, start, sentence.end)
        if open_question or _ASKED.search(self.text[clause_start:asked_until].rstrip("\n")):
            return Stance.SUPPOSED
        if any(start < place < end and _SUPPOSED_LATER.match(self.text, place) for place in sentence.clause_starts):
            return Stance.SUPPOSED
        if not _FORBIDDEN.search(self.text, clause_start, end) or self._is_reproach(clause_start, end):
            return None
        return Stance.RULE


def _sentences(text: str) -> list[Sentence]:
    sentences: list[Sentence] = []
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        if end > start:
            sentences.extend(_parted(start, end, [match.end() for match in _CLAUSE_END.finditer(text, start, end - 1)]))
            start = end
    return sentences or [Sentence(0, 0, (0,))]


def _parted(start: int, end: int, ends: Sequence[int]) -> Iterator[Sentence]:
    """The sentence, in parts where it runs on for pages, each up to the last end of a clause that it has room for."""
    place = 0
    while end - start > LONGEST_SENTENCE:
        stop = bisect_right(ends, start + LONGEST_SENTENCE)
        cut = ends[stop - 1] if stop > place else start + LONGEST_SENTENCE
        yield Sentence(start, cut, (start, *(one for one in ends[place:stop] if one < cut)))
        start, place = cut, stop
    yield Sentence(start, end, (start, *ends[place:]))
