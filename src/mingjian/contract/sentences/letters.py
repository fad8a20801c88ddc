"""What letters says: its findings."""

from mingjian.contract.reasons import Sentence, SentenceKind

SENTENCES: tuple[Sentence, ...] = (
    Sentence(
        "letter_template",
        SentenceKind.FINDING,
        "文书与模板{template_id}一致（相似度{similarity:.0%}）；该模板共{complaints}件投诉、{customers}名客户。",
        "The letter follows template {template_id} ({similarity:.0%} alike), as do {complaints:# complaint|# complaints} of {customers:# customer|# customers}.",
    ),
    Sentence(
        "code_words",
        SentenceKind.FINDING,
        "文中用语“{word}”是“{standard}”的暗语或代理维权用语。",
        "The words “{word}” stand for “{standard}” in the language of debt agencies.",
    ),
    Sentence(
        "quoted_law_misapplied",
        SentenceKind.FINDING,
        "文中援引{law_zh}，与客户的贷款不符。",
        "The text quotes {law_en}, which does not apply to this customer's loan.",
    ),
)
