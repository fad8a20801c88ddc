"""Drafts of what is written to a complainant, from what was checked and decided, for a person to finish.

A draft says what the lender's own records say of each claim, what was decided and what may be done against it. It
never speaks of suspicion: who is behind a complaint is no answer to whether it is right. Which decisions are told
stands in :data:`TOLD`; where one came from and who judges what else is nobody's but the lender's.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mingjian.casework.questions import Answer, Question
from mingjian.contract import Language
from mingjian.contract.vocabulary import ClaimStatus

BLANK = "____"
"""What a person has to fill in; a text that still holds one is not sent."""
TOLD: Mapping[Question, frozenset[Answer]] = {
    Question.ACCEPTANCE: frozenset({Answer.ACCEPT, Answer.REFUSE}),
    Question.ENDING: frozenset({Answer.ELSEWHERE, Answer.WITHDRAWN}),
    Question.MERIT: frozenset({Answer.UPHELD, Answer.PARTLY_UPHELD, Answer.NOT_UPHELD}),
    Question.DEADLINE: frozenset({Answer.COMPLEX, Answer.APPROVED}),
    Question.HARDSHIP: frozenset({Answer.OFFERED, Answer.DECLINED}),
    Question.COLLECTION: frozenset({Answer.PAUSED, Answer.RESUMED}),
}
"""The decisions that a complainant is told. A longer period is told with its reason before the first one ends
(银行业保险业消费投诉处理管理办法)."""


_HAN = re.compile(r"[\u3400-\u9fff]")


def language_of(texts: Iterable[str]) -> Language:
    """The language to answer somebody in: their own. Chinese unless they wrote, and not one character of Chinese."""
    written = "".join(texts)
    return Language.EN if any(map(str.isalpha, written)) and not _HAN.search(written) else Language.ZH


@dataclass(frozen=True)
class CheckedClaim:
    """What the lender's records say of a claim: its name in the language of the answer, its status, the facts."""

    name: str
    status: str
    facts: str = ""
    """What the records show, where they show it: a clause without its full stop."""
    words: str = ""
    """The customer's own words that were taken for the claim. Told where the records are held against it: whoever
    signs, and whoever is answered, sees whether that was said at all."""


def draft(
    language: Language,
    *,
    number: str,
    held: Mapping[Question, Answer],
    claims: Sequence[CheckedClaim],
    reviewed: bool = False,
) -> str:
    """The answer that ends a matter: what was checked, what was decided, what may be done against it."""
    words = _WORDS[language]
    opening = words["reviewed" if reviewed else "opening"].format(number=number)
    if Question.MERIT not in held:
        return "\n\n".join((opening, *_decided(words, held), words["rights"], words["closing"].format(blank=BLANK)))
    checked = "\n".join(_line(words, one) for one in claims) or f"- {BLANK}"
    return "\n\n".join(
        (
            opening,
            f"{words['checked']}\n{checked}",
            *_decided(words, held),
            words["rights"],
            words["closing"].format(blank=BLANK),
        )
    )


def notice(language: Language, *, number: str, question: Question, answer: Answer, due_on: date) -> str:
    """What is told of one decision while the matter goes on; ``due_on`` is when its answer is due now."""
    words = _WORDS[language]
    told = words[answer.value].format(blank=BLANK, day=due_on.isoformat())
    rights = () if question is Question.DEADLINE else (words["rights"],)
    return "\n\n".join((words["opening"].format(number=number), told, *rights, words["closing"].format(blank=BLANK)))


def _decided(words: Mapping[str, str], held: Mapping[Question, Answer]) -> tuple[str, ...]:
    asked = (Question.ACCEPTANCE, Question.ENDING, Question.MERIT, Question.HARDSHIP, Question.COLLECTION)
    # That a complaint is accepted goes without saying once it is answered.
    answers = (held[one] for one in asked if one in held and held[one] is not Answer.ACCEPT)
    return tuple(words[answer.value].format(blank=BLANK) for answer in answers)


def _line(words: Mapping[str, str], claim: CheckedClaim) -> str:
    said = words[f"{claim.status}_as" if claim.facts else claim.status]
    quoted = claim.words and claim.status == ClaimStatus.CONTRADICTED
    name = claim.name + (words["in_your_words"].format(words=claim.words) if quoted else "")
    return f"- {name}{words['colon']}{said.format(facts=claim.facts)}"


_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.ZH: {
        "opening": "您好。您反映的事项（编号{number}）我们已经收到，并作了核查。",
        "reviewed": "您好。您就编号{number}的事项申请核查，我们已由未参与原处理的人员重新核查。",
        "checked": "针对您反映的情况，核查结果如下：",
        "colon": "：",
        "in_your_words": "（您的原话：“{words}”）",
        "borne_out": "经核对我方记录，情况属实。",
        "borne_out_as": "经核对我方记录，情况属实：{facts}。",
        "contradicted": "我方记录与此不一致，如您有不同的材料，请提供给我们。",
        "contradicted_as": "我方记录与此不一致：{facts}。如您有不同的材料，请提供给我们。",
        "unknown": "我方现有记录不足以作出判断。",
        "upheld": "处理决定：您的诉求成立。我们将：{blank}",
        "partly_upheld": "处理决定：您的诉求部分成立。我们将：{blank}；未予支持的部分及理由：{blank}",
        "not_upheld": "处理决定：您的诉求未获支持，理由如下：{blank}",
        "accept": "您反映的事项我们予以受理，将在规定期限内答复您。",
        "refuse": "您反映的事项我们不予受理，理由如下：{blank}。您可向以下单位反映：{blank}",
        "elsewhere": "您反映的事项我们已于{blank}通过{blank}向您作出处理，结果为：{blank}。本编号下的事项到此办结。",
        "withdrawn": "您于{blank}表示撤回所反映的事项，我们据此终止办理。您可以随时再次提出，我们会照常受理。",
        "complex": "因情况复杂，您反映的事项需要延长处理期限，理由如下：{blank}。我们将于{day}前答复您。",
        "approved": "因情况特别复杂，经批准，处理期限需要再次延长，理由如下：{blank}。我们将于{day}前答复您。",
        "offered": "还款安排：结合您的情况，我们可以提供以下安排：{blank}。是否接受由您决定，不影响对您诉求的处理。",
        "declined": "还款安排：您申请的安排我们暂不能提供，理由如下：{blank}",
        "paused": "催收：自{blank}起暂停对您的催收联系。",
        "resumed": "催收：自{blank}起恢复催收联系，理由如下：{blank}。联系将遵守有关时间、频次和对象的规定。",
        "rights": "如不同意本决定，您可自收到之日起30日内向我们申请核查，也可拨打12378向金融监管部门反映，"
        "或通过调解、仲裁、诉讼解决。本处理由工作人员作出，您有权要求说明理由。",
        "closing": "经办人：{blank}　联系电话：{blank}",
    },
    Language.EN: {
        "opening": "We have received what you told us (number {number}) and looked into it.",
        "reviewed": "You asked for a review of {number}. People who had no part in the first decision looked into it.",
        "checked": "This is what we found:",
        "colon": ": ",
        "in_your_words": " (in your words: “{words}”)",
        "borne_out": "our own records confirm it.",
        "borne_out_as": "our own records confirm it: {facts}.",
        "contradicted": "our records say otherwise; if you have other papers, please send them to us.",
        "contradicted_as": "our records say otherwise: {facts}. If you have other papers, please send them to us.",
        "unknown": "our records do not suffice to tell.",
        "upheld": "Our decision: your complaint is right. We will: {blank}",
        "partly_upheld": "Our decision: your complaint is right in part. We will: {blank}; what we do not follow, "
        "and why: {blank}",
        "not_upheld": "Our decision: we cannot follow your complaint, because: {blank}",
        "accept": "We take your complaint up and will answer you within the period that the law gives.",
        "refuse": "We do not take your complaint up, because: {blank}. You may turn to: {blank}",
        "elsewhere": "What you told us was dealt with on {blank} by {blank}, with this result: {blank}. So this number "
        "ends here.",
        "withdrawn": "On {blank} you said that you withdraw what you told us, so we end it. You may bring it again "
        "at any time, and we will take it as any other.",
        "complex": "Your matter is complex and needs more time, because: {blank}. We will answer you by {day}.",
        "approved": "Your matter is very complex; it was approved that it takes longer, because: {blank}. We will "
        "answer you by {day}.",
        "offered": "Repayment: as things stand with you we can offer: {blank}. Whether you take it is up to you and "
        "does not touch your complaint.",
        "declined": "Repayment: we cannot offer what you asked for at present, because: {blank}",
        "paused": "Collection: from {blank} on we do not contact you about what is due.",
        "resumed": "Collection: from {blank} on we contact you again, because: {blank}. We keep to the rules on when, "
        "how often and whom.",
        "rights": "If you disagree, you may ask us for a review within 30 days of receiving this, turn to the "
        "financial regulator at 12378, or to mediation, arbitration or a court. A person decided this; ask why.",
        "closing": "Handled by: {blank}  Telephone: {blank}",
    },
}
