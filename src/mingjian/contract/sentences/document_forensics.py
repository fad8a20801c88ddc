"""What the forensics of images, PDF and OFD files say: findings of the examiners, and the reasons drawn from them."""

from mingjian.contract.reasons import Sentence, SentenceKind


def _finding(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.FINDING, zh=zh, en=en)


def _reason(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.REASON, zh=zh, en=en)


def _merit(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.MERIT, zh=zh, en=en)


SENTENCES: tuple[Sentence, ...] = (
    # An earlier JPEG compression that a part of the page has not been through
    _finding(
        "jpeg_history_differs",
        "第{page}页此处没有经过该页其余部分经过的一次JPEG压缩（约质量{quality}）：{examined}个有墨迹的图块中{departing}个不符。"
        "可能是事后输入或粘贴；扫描后叠加的文字、印章也会如此。",
        "This place on page {page} has not been through the earlier JPEG compression (about quality {quality}) that the "
        "rest of the page has: {departing} of {examined} inked blocks depart. It may have been typed or pasted in "
        "later; so is text or a seal that was lawfully laid over a scan.",
    ),
    _finding(
        "jpeg_history_even",
        "第{page}页各处经过同一次较早的JPEG压缩（约质量{quality}），未见例外。",
        "All of page {page} has been through the same earlier JPEG compression (about quality {quality}).",
    ),
    _finding(
        "jpeg_history_unknown",
        "看不出较早的JPEG压缩（从未压缩、后来压缩得更强，或页面由程序绘制），此项检查不适用。",
        "No earlier JPEG compression can be told (never compressed, compressed more strongly since, or a drawn page), "
        "so this check does not apply.",
    ),
    _reason(
        "document_place_of_another_history",
        "第{page}页有一处与该页其余部分的压缩历史不同，可能是事后改动，请人工查看。",
        "A place on page {page} has another history of compression than the rest of it and may have been changed "
        "later: a person should look.",
    ),
    _merit(
        "document_examined_consistent",
        "文件已经完整读取并检验，未发现相互矛盾或改动的迹象。",
        "The file was read and examined as a whole; nothing contradicts it and no change was found.",
    ),
)
