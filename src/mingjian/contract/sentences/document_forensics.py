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
    # What the file's own notes say
    _finding(
        "editor_named",
        "文件自带信息写明经过编辑软件“{program}”；裁剪、旋转也会如此，本身不足为疑。",
        "The file's own notes name an editor, {program}; cropping and turning leave the same note, so by itself it is "
        "no ground for doubt.",
    ),
    _finding(
        "editor_none",
        "文件自带信息中的程序为“{program}”，不是编辑软件。",
        "The program in the file's own notes is {program}, which is no editor.",
    ),
    _finding(
        "editor_unknown",
        "文件自带信息没有写明由何程序制作。",
        "The file's own notes do not say which program made it.",
    ),
    _finding(
        "generation_credential",
        "文件的内容凭证（C2PA）写明由算法生成（{said}）。",
        "The file's content credentials (C2PA) say that an algorithm generated it ({said}).",
    ),
    _finding(
        "generation_label",
        "文件带有人工智能生成内容标识（GB 45438-2025，生成合成；服务提供者：{said}）。",
        "The file carries the label of machine-generated content (GB 45438-2025; provider: {said}).",
    ),
    _finding(
        "generation_label_possible",
        "文件带有“可能”或“疑似”人工智能生成的标识（GB 45438-2025；{said}）。",
        "The file carries the label of possibly or suspectedly generated content (GB 45438-2025; {said}).",
    ),
    _finding(
        "generation_settings",
        "文件自带信息中有图像生成程序的记录（{said}）。",
        "The file's own notes hold the record of an image generator ({said}).",
    ),
    _finding(
        "generation_unmarked",
        "未见生成标识；没有标识并不说明什么。",
        "No mark of generation; its absence proves nothing.",
    ),
    _finding(
        "generation_unknown",
        "文件无法解析，有无生成标识不明。",
        "The file could not be taken apart, so marks of generation are not known.",
    ),
    _reason(
        "document_names_an_editor",
        "文件自带信息写明经过编辑软件“{program}”。",
        "The file's own notes name an editor, {program}.",
    ),
    _reason(
        "document_says_generated",
        "文件自带标识写明由人工智能或算法生成（{said}）。",
        "The file itself says that a machine generated it ({said}).",
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
