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
        "rest of the page has: {departing} of {examined} inked blocks {departing:departs|depart}. It may have been typed or pasted in "
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
    # A word that was put there otherwise than those around it
    _finding(
        "word_differs",
        "第{page}页此处连续{signs}个字符的墨色深浅或边缘锐度与紧邻的字符及同页其他字符明显不同，可能是事后输入或粘贴。",
        "On page {page} the blacks or the edges of {signs:# sign|# signs} in a row differ plainly from those close by and from all "
        "others. They may have been typed or pasted in later.",
    ),
    _finding(
        "value_sharper_than_picture",
        "第{page}页此处{signs}个字符的边缘比同页其他文字都锐利，是扫描或拍摄之后由程序写上的；在扫描的表格上用电脑填写、在照片上加注也会如此。",
        "On page {page} the edges of {signs:# sign|# signs} are sharper than the picture makes any of paper: a program wrote them "
        "after it was taken. So does who fills in a scanned form on a screen, or writes a note on a photo.",
    ),
    _finding(
        "signs_as_soft_as_picture",
        "第{page}页未见比图像本身更锐利的文字。",
        "On page {page} no text is sharper than the picture itself.",
    ),
    _finding(
        "sharpness_not_compared",
        "文字太少、图像经过锐化或由程序绘制，无法据锐度判断。",
        "Too little text, a sharpened or a drawn picture: sharpness tells nothing.",
    ),
    _finding(
        "typed_on_stamped_paper",
        "盖章材料第{page}页此处{signs}个字符的边缘比同页其他文字都锐利，像是扫描或拍摄之后由程序写上的；申请人自己加注（电话、称谓等）、出具方先盖章后用电脑填写也会如此。请核对原件。",
        "On page {page} of a stamped paper the edges of {signs:# sign|# signs} are sharper than all others, as what a program writes after "
        "the picture was taken. So are an owner's own note (a telephone, who somebody is) and a stamped blank that its office filled in on "
        "a computer: look at the paper itself.",
    ),
    _finding(
        "value_differs",
        "第{page}页此处一整项内容的墨色深浅或边缘锐度与同页其他文字明显不同（{signs}个字符）。"
        "另一台打印机、号码机或黑色笔填写的内容也会如此。",
        "On page {page} a whole value ({signs:# sign|# signs}) differs plainly from all other text in its blacks or its edges. So does "
        "what another printer, a numbering stamp or a black pen filled in.",
    ),
    _finding(
        "words_alike",
        "第{page}页没有哪一处文字的墨色深浅或边缘锐度明显不同于其他文字。",
        "No word of page {page} differs plainly from the others in its blacks or its edges.",
    ),
    _finding(
        "words_not_compared",
        "文字太少或页面由程序绘制，无法比较各处文字的墨色与边缘。",
        "There are too few signs, or a program drew the page, so its words could not be compared.",
    ),
    # One sign at two places
    _finding(
        "sign_copied",
        "第{page}页此处的字符与另一处的字符连同墨迹、纸面几乎逐点相同，像是从一处复制到另一处；"
        "扫描后再用电脑填写的内容也可能如此。",
        "On page {page} the signs here and at another place are alike almost to the speck of ink and paper, as when one was "
        "copied to the other; so may be what was typed in after scanning.",
    ),
    _finding(
        "signs_not_copied",
        "第{page}页没有哪一对字符相似得超出同页其他字符。",
        "No two signs of page {page} are more alike than its others let expect.",
    ),
    _finding(
        "signs_not_compared",
        "文字太少或页面由程序绘制，无法判断有无复制的字符。",
        "There are too few signs, or a program drew the page, so nothing can be said of copied ones.",
    ),
    # Paper whose grain changes
    _finding(
        "noise_differs",
        "第{page}页此处文字间纸面的颗粒（噪声）强度为同页其他类似处的{percent}%，可能是从另一图像粘贴而来或被涂抹；另贴的标签也可能如此。",
        "On page {page} the grain of the paper between the letters here is {percent} % of that at like places of the page. It "
        "may have been pasted from another picture or painted over; a label that was stuck on may look so too.",
    ),
    _finding(
        "noise_even",
        "第{page}页各处文字间纸面的颗粒（噪声）强度一致。",
        "The grain of the paper is as strong between the letters all over page {page}.",
    ),
    _finding(
        "noise_unknown",
        "纸面颗粒已被压缩或增强处理抹去，或页面由程序绘制，无法比较。",
        "Compression or enhancement took the grain of the paper away, or a program drew the page, so it could not be compared.",
    ),
    _reason(
        "document_noise_differs",
        "第{page}页有一处文字间纸面的颗粒强度为同页其他类似处的{percent}%，像是从别处粘贴或被涂抹。",
        "At a place of page {page} the grain of the paper is {percent} % of that elsewhere, as of what was pasted in or painted over.",
    ),
    # A page photographed off a screen
    _finding(
        "screen_recaptured",
        "第{page}页{percent}%的区域有同一种倾斜的细密条纹，像是从屏幕翻拍；本身不足为疑，印有底纹的纸张也可能如此。请索取原件或原始文件。",
        "The same fine slanted wave lies over {percent} % of page {page}, as of what was photographed off a screen. By itself it is "
        "no ground for doubt, and a printed tint may look so too: ask for the paper or the file itself.",
    ),
    _finding(
        "screen_not_seen",
        "未见从屏幕翻拍的条纹；没有条纹并不说明什么。",
        "No wave of a screen was seen, which proves nothing.",
    ),
    _reason(
        "document_screen_recaptured",
        "第{page}页像是从屏幕翻拍，所示材料本身如何制成看不出；请索取原件或原始文件。",
        "Page {page} looks photographed off a screen, which hides how what it shows was made: ask for the paper or the file itself.",
    ),
    # A picture that never was on paper
    _finding("picture_captured", "图像来自扫描或拍摄。", "A scanner or a camera made the picture."),
    _finding(
        "picture_drawn",
        "图像由程序直接绘制（如截屏或导出），不是扫描件或照片；本身不足为疑。",
        "A program drew the picture, as of a screenshot or an export; it is no scan and no photo, which by itself is no "
        "ground for doubt.",
    ),
    _finding(
        "picture_of_unknown_make",
        "页面不是图像，或文字太少，看不出图像是扫描、拍摄还是由程序绘制。",
        "The page is no picture, or has too few signs to tell a scan or a photo from what a program drew.",
    ),
    _finding("seal_on_paper", "盖章材料来自扫描或拍摄。", "The stamped paper was scanned or photographed."),
    _finding(
        "seal_never_on_paper",
        "此类材料通常打印后盖章，而提交的图像连同印章由程序直接绘制，从未在纸上出现过。出具单位也可能直接提供图像，请核实。",
        "Papers of this kind are printed and stamped, while this picture, seal and all, was drawn by a program and never was "
        "on paper. An office may hand out pictures too: ask it.",
    ),
    _reason(
        "document_word_differs",
        "第{page}页有{signs}个连续字符的墨色或边缘与同页其他字符明显不同。",
        "On page {page}, {signs:# sign|# signs} in a row differ plainly from all others in their blacks or their edges.",
    ),
    _reason(
        "document_value_sharper_than_picture",
        "第{page}页有{signs}个字符像是扫描或拍摄之后由程序写上的；在扫描的表格上填写、申请人自己加注也会如此。",
        "On page {page} {signs:# sign|# signs} look as if a program wrote them after the picture was taken; so do a scanned form that was "
        "filled in, and an owner's own note.",
    ),
    _reason(
        "document_typed_on_stamped_paper",
        "盖章材料第{page}页有{signs}个字符像是扫描或拍摄之后由程序写上的；申请人自己加注、先盖章后填写也会如此，请核对原件。",
        "On page {page} of a stamped paper {signs:# sign|# signs} look as if a program wrote them after its picture was taken; so do an "
        "owner's own note and a stamped blank that was filled in: look at the paper.",
    ),
    _reason(
        "document_value_differs",
        "第{page}页有一整项内容（{signs}个字符）的墨色或边缘与其他文字明显不同，另行填写也会如此。",
        "On page {page}, a whole value ({signs:# sign|# signs}) differs plainly from other text in its blacks or its edges, as what was "
        "filled in separately does.",
    ),
    _reason(
        "document_sign_copied",
        "第{page}页有两处字符几乎逐点相同，像是从一处复制到另一处。",
        "On page {page}, signs at two places are alike almost to the speck, as when one was copied to the other.",
    ),
    _reason(
        "document_never_on_paper",
        "此类材料应在纸上盖章，而图像连同印章由程序直接绘制。",
        "Papers of this kind are stamped, while a program drew this picture, seal and all.",
    ),
    # What the file's own notes say
    _finding(
        "file_dated",
        "文件自记创建于{created}，最后保存于{saved}，所用程序为“{program}”。",
        "By its own notes the file was made on {created} and last saved on {saved}, by {program}.",
    ),
    _finding("file_undated", "文件没有可用的创建或保存日期。", "The file notes no day on which it was made or saved."),
    _finding(
        "file_before_its_program",
        "文件自记创建于{created}，早于其程序“{program}”的面世；电脑时钟有误也会如此，本身不足为疑。",
        "The file claims to be made on {created}, before its program, {program}, was sold. A computer's wrong clock does that "
        "too, so by itself it is no ground for doubt.",
    ),
    _finding(
        "file_saved_before_issue",
        "文件最后保存于{saved}，早于其载明的出具日期{issued}；电脑时钟有误也会如此，本身不足为疑。",
        "The file was last saved on {saved}, before the day of issue that it states, {issued}. A computer's wrong clock does "
        "that too, so by itself it is no ground for doubt.",
    ),
    _finding(
        "file_saved_after_issue",
        "文件最后保存于{saved}，不早于载明的出具日期{issued}；事后重新下载属于正常情况。",
        "The file was last saved on {saved}, not before the day of issue that it states, {issued}; a later download is normal.",
    ),
    _finding(
        "file_dates_not_compared",
        "文件自记的日期无从比较：文件自身的文字没有载明出具日期，或此类材料可能预先填写日期。",
        "The file's own days were not compared: its text states no day of issue, or papers of this kind may be dated ahead.",
    ),
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
        "generation_source",
        "文件的元数据写明该图像由人工智能生成（IPTC 来源类型：{said}）。",
        "The file's metadata say that the picture was made by a machine (IPTC source type: {said}).",
    ),
    _finding(
        "generation_of_part",
        "文件的元数据写明图像的一部分由人工智能生成（{said}）；手机消除阴影或杂物也会如此标注。",
        "The file's metadata say that a part of the picture was made by a machine ({said}); phones that take out a "
        "shadow or an object say so too.",
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
    # The history of a PDF
    _finding(
        "pdf_page_rewritten",
        "文件写成以后，第{page}页的内容又被增量更新改写；签名、盖章、填表不会如此。",
        "After the file was written, an incremental update rewrote the content of page {page}; signing, sealing and "
        "filling in forms do not.",
    ),
    _finding(
        "pdf_image_replaced",
        "文件写成以后，第{page}页的图像被增量更新替换。",
        "After the file was written, an incremental update replaced an image of page {page}.",
    ),
    _finding(
        "pdf_number_in_two_fonts",
        "第{page}页此处的数字“{number}”一部分用字体{font}，其余用{others}。程序写出的数字只用一种字体，像是事后改过；也可能是拼版所致。",
        "Some digits of the number {number} at this place of page {page} are set in the font {font}, the others in "
        "{others}. A program sets a number in one font, so it may have been changed later; a page that was put together "
        "by hand may look so too.",
    ),
    _finding(
        "pdf_text_covered",
        "第{page}页此处有文字被遮盖：“{text}”。",
        "Text is covered at this place of page {page}: {text}.",
    ),
    # An OFD's versions, layers and fonts
    _finding("ofd_history_none", "不是OFD文件，本项不适用。", "It is no OFD, so this does not apply."),
    _finding(
        "ofd_history_unreadable",
        "OFD结构损坏，无法检验其版本与图层；这不代表伪造。",
        "The OFD is damaged, so its versions and layers could not be examined, which is no sign of forgery.",
    ),
    _finding(
        "ofd_history_clean",
        "OFD内未见被改写的版本、被遮盖的文字或字体不一的数字。",
        "No rewritten version, no covered text and no number in two fonts was found in the OFD.",
    ),
    _finding(
        "ofd_page_rewritten",
        "OFD内保存的较早版本与现行版本相比，第{page}页的内容被改写；盖章、批注不会如此。",
        "Beside an earlier version that the OFD keeps, the content of page {page} was rewritten; sealing and notes do not.",
    ),
    _finding(
        "ofd_text_covered",
        "第{page}页此处有文字被遮盖：“{text}”。",
        "Text is covered at this place of page {page}: {text}.",
    ),
    _finding(
        "ofd_number_in_two_fonts",
        "第{page}页此处的数字“{number}”一部分用字体{font}，其余用{others}。程序写出的数字只用一种字体，像是事后改过；也可能是拼版所致。",
        "Some digits of the number {number} at this place of page {page} are set in the font {font}, the others in "
        "{others}. A program sets a number in one font, so it may have been changed later; a page that was put together "
        "by hand may look so too.",
    ),
    _finding(
        "pdf_signature_broken",
        "电子签名（{signer}）与文件内容不符：签名后文件有改动，或被其他软件重新保存。",
        "The electronic signature ({signer}) does not fit the file: it was changed, or saved anew by another program, "
        "after it was signed.",
    ),
    _finding(
        "pdf_changed_after_signing",
        "电子签名（{signer}）完整，但签名之后的更新超出了签名、填表的范围。",
        "The electronic signature ({signer}) is intact, but a later update changed more than signing and filling in do.",
    ),
    _finding(
        "pdf_signature_intact",
        "电子签名（{signer}）完整，签名后未见改动；签名人身份未核。",
        "The electronic signature ({signer}) is intact and nothing changed since; who the signer is was not verified.",
    ),
    _finding(
        "pdf_signature_unknown",
        "电子签名（{signer}）使用的算法或格式此处无法验证（如国密算法），请用签发平台验证。",
        "The electronic signature ({signer}) uses an algorithm or form that cannot be validated here (such as SM2): "
        "validate it on its platform.",
    ),
    # The signatures of an OFD
    _finding(
        "ofd_signature_intact",
        "OFD电子签章（{signer}）完整，所签内容未见改动；签章人身份未核。",
        "The electronic seal of the OFD ({signer}) is intact and nothing that it covers changed; who the signer is was not "
        "verified.",
    ),
    _finding(
        "ofd_changed_after_signing",
        "OFD已签章（{signer}），但签章后有{parts}处内容与签章时不同或未被签章覆盖，如{part}。",
        "The OFD was sealed ({signer}), yet {parts} of its parts {parts:is|are} no longer what was sealed or {parts:was|were} never covered, such "
        "as {part}.",
    ),
    _finding(
        "ofd_signature_broken",
        "OFD电子签章（{signer}）的签名值与其清单不符：签章被移植，或清单在签章后被改写。",
        "The signed value of the OFD's seal ({signer}) does not fit its list of parts: the seal was moved here, or the list "
        "was rewritten after sealing.",
    ),
    _finding(
        "ofd_signature_unknown",
        "OFD电子签章（{signer}）的格式或算法此处无法验证，请用签发平台验证。",
        "The electronic seal of the OFD ({signer}) has a form or an algorithm that cannot be validated here: validate it "
        "on its platform.",
    ),
    _finding(
        "habit_unknown",
        "不是PDF，或不了解其制作程序的固有特征，此项检查不适用。",
        "It is no PDF, or nothing is known of how its program always writes files, so this check does not apply.",
    ),
    _finding(
        "habit_kept",
        "文件与自称的制作程序（{program}）的固有特征相符。",
        "The file is as its stated program, {program}, writes files.",
    ),
    _finding(
        "scanner_page_typeset",
        "文件自称由扫描设备（{program}）制作，但第{page}页是排版文字而不是扫描图像。把扫描件与电子文件合并成一个文件也会如此，本身不足为疑。",
        "The file says that a scanning device, {program}, wrote it, but page {page} is typeset and no picture. So it is where somebody joined a scan and an "
        "electronic file, so by itself it is no ground for doubt.",
    ),
    _finding(
        "fonts_of_two_programs",
        "文件自称由{program}制作，但第{page}页混有另一程序写入的字体（标记{tag}）：页面上有内容是后加的。用其他软件填表也会如此，本身不足为疑。",
        "The file says that {program} wrote it, but on page {page} stands a font that another program put in (mark {tag}): something on the page was added. "
        "So it is where somebody filled in a form, so by itself it is no ground for doubt.",
    ),
    _finding(
        "ofd_seal_unsigned",
        "印章只是放在页面上的图片，文件没有任何电子签章。单位的OFD通常以电子签章盖印；由PDF转换而来的文件也会如此，本身不足为疑。",
        "The seal is a picture put on the page, and nobody sealed the file electronically. Offices usually seal their OFD files by a signature; what was turned "
        "from a PDF into an OFD looks the same, so by itself it is no ground for doubt.",
    ),
    _finding(
        "ofd_signature_none",
        "文件不是OFD，或未经电子签章，此项检查不适用。",
        "It is no OFD, or nobody sealed it electronically, so this check does not apply.",
    ),
    _finding(
        "ofd_signature_unreadable",
        "OFD结构无法解析，签章无法验证；这不代表伪造。",
        "The structure of the OFD could not be read, so its seals were not checked; that is no sign of forgery.",
    ),
    _finding(
        "pdf_history_clean",
        "PDF文件写成后有{updates}次更新，均未改写页面，也未见遮盖文字。",
        "After the PDF was written it had {updates:# update, which rewrote no page|# updates, none of which rewrote a page}, and no text is covered.",
    ),
    _finding("pdf_history_none", "不是PDF文件，此项检查不适用。", "It is no PDF, so this check does not apply."),
    _finding(
        "pdf_history_unreadable",
        "PDF结构无法解析，更新历史不明；这不代表伪造。",
        "The structure of the PDF could not be read, so its history is not known; that is no sign of forgery.",
    ),
    _reason(
        "document_rewritten_later",
        "PDF写成以后，第{page}页又被改写，请人工查看。",
        "After the PDF was written, page {page} was rewritten: a person should look.",
    ),
    _reason(
        "document_version_rewritten",
        "OFD内保存有较早版本，第{page}页在其后被改写，请人工查看。",
        "The OFD keeps an earlier version, after which page {page} was rewritten: a person should look.",
    ),
    _reason(
        "document_number_in_two_fonts",
        "第{page}页的数字“{number}”用了两种字体（{font}与{others}），像是事后改过。",
        "The number {number} on page {page} is set in two fonts, {font} and {others}, as if it had been changed later.",
    ),
    _reason(
        "document_text_covered",
        "第{page}页有文字被遮盖：“{text}”。",
        "Text of page {page} is covered: {text}.",
    ),
    _reason(
        "document_signature_broken",
        "电子签名（{signer}）之后文件有改动，请人工查看。",
        "The file was changed after its electronic signature ({signer}): a person should look.",
    ),
    _reason(
        "document_scanner_page_typeset",
        "自称由扫描设备（{program}）制作，第{page}页却是排版文字。",
        "It says that a scanning device, {program}, wrote it, but page {page} is typeset.",
    ),
    _reason(
        "document_fonts_of_two_programs",
        "自称由{program}制作，第{page}页混有另一程序写入的字体。",
        "It says that {program} wrote it, but another program's font stands on page {page}.",
    ),
    _reason(
        "document_seal_unsigned",
        "文件中的印章只是一张图片，没有电子签章；由PDF转换而来的文件也会如此。",
        "The file's seal is a picture without an electronic seal, as where a PDF was turned into an OFD.",
    ),
    _merit(
        "document_signature_intact",
        "电子签名（{signer}）完整，签名后未见改动。",
        "Its electronic signature ({signer}) is intact and nothing changed since.",
    ),
    _reason(
        "document_saved_before_issue",
        "文件最后保存于{saved}，早于其载明的出具日期{issued}。",
        "The file was last saved on {saved}, before the day of issue that it states, {issued}.",
    ),
    _reason(
        "document_before_its_program",
        "文件自记创建于{created}，早于其程序“{program}”的面世。",
        "The file claims to be made on {created}, before its program, {program}, was sold.",
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
        "document_says_generated_in_part",
        "文件自带标识写明图像的一部分由人工智能生成（{said}）；手机消除阴影或杂物也会如此标注，请查看原图。",
        "The file itself says that a machine generated a part of it ({said}); phones that take out a shadow or an object "
        "say so too: look at the original.",
    ),
    _reason(
        "document_place_of_another_history",
        "第{page}页有一处与该页其余部分的压缩历史不同，可能是事后改动，请人工查看。",
        "A place on page {page} has another history of compression than the rest of it and may have been changed "
        "later: a person should look.",
    ),
    _merit(
        "document_examined_consistent",
        "各页均已读取和检验，未发现相互矛盾或改动的迹象；看不清之处无从检验。",
        "Every page was read and examined; as far as it is legible nothing contradicts it and no change was found.",
    ),
    _merit(
        "document_part_consistent",
        "已检验的各页未发现相互矛盾或改动的迹象。",
        "On the pages that were examined nothing contradicts another and no change was found.",
    ),
)
