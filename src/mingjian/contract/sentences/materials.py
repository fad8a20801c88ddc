"""What materials says: its findings, reasons and merits."""

from mingjian.contract.reasons import Sentence, SentenceKind


def _finding(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.FINDING, zh=zh, en=en)


def _reason(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.REASON, zh=zh, en=en)


def _merit(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.MERIT, zh=zh, en=en)


SENTENCES: tuple[Sentence, ...] = (
    # Reading: one sentence for each problem of reading.record.Problem
    _finding("text_read", "读到{lines}行文字。", "{lines} lines of text were read."),
    _finding(
        "text_absent",
        "页面上没有可辨认的文字；这不代表伪造。请人工查看，或索取更清晰的文件。",
        "No text could be made out on its pages, which is no sign of forgery. Look at it, or ask for a clearer file.",
    ),
    _finding(
        "pages_missing",
        "绘制页面时超时或资源不足，只看到{pages}页；这不代表伪造，下次运行会重试。",
        "Drawing its pages ran out of time or memory after {pages:# page|# pages}, which is no sign of forgery; the next run tries again.",
    ),
    _finding(
        "pages_not_examined",
        "共{pages}页，检验了{examined}页；未检验第{left}页，这不代表伪造，也不算真实。",
        "Of its {pages:# page|# pages}, {examined:# was|# were} examined; not examined: {left}, which is a sign neither of forgery nor of their being genuine.",
    ),
    _finding("file_read", "文件完好，可以打开。", "The file is whole and could be opened."),
    _finding(
        "file_missing",
        "名单中有此材料，但未收到文件。请补充文件。",
        "The document is listed, but its file did not come. Ask for the file.",
    ),
    _finding("file_empty", "文件为空。请补充文件。", "The file is empty. Ask for it again."),
    _finding(
        "file_too_large",
        "文件超过大小上限，未读取。请人工查看。",
        "The file is larger than the limit and was not read. A person must look at it.",
    ),
    _finding(
        "file_too_many_pixels",
        "图像像素超过上限，未读取。请人工查看。",
        "The image has more pixels than the limit and was not read. A person must look at it.",
    ),
    _finding(
        "file_too_many_pages",
        "页数超过上限，未读取。请人工查看。",
        "The file has more pages than the limit and was not read. A person must look at it.",
    ),
    _finding(
        "file_damaged",
        "文件损坏，无法完整读取；这不代表伪造。请补充文件。",
        "The file is damaged and could not be read as a whole, which is no sign of forgery. Ask for it again.",
    ),
    _finding(
        "file_encrypted",
        "文件有密码保护，无法读取；这不代表伪造。请向提交人索取密码或原件。",
        "The file is protected by a password, which is no sign of forgery. Ask for the password or the original.",
    ),
    _finding(
        "file_unsupported",
        "文件格式暂不支持，未读取；这不代表伪造。请人工查看。",
        "Files of this form are not read yet, which is no sign of forgery. A person must look at it.",
    ),
    _finding(
        "file_too_slow",
        "读取超时，未完成。请人工查看。",
        "Reading took too long and was stopped. A person must look at it.",
    ),
    _finding(
        "file_too_much_memory",
        "读取占用内存超过上限，未完成。请人工查看。",
        "Reading took too much memory and was stopped. A person must look at it.",
    ),
    _finding(
        "file_crashed",
        "读取程序异常终止，未完成。请人工查看。",
        "The reader failed on this file. A person must look at it.",
    ),
    _finding(
        "examiner_failed",
        "检查“{examiner}”未能完成；这不代表伪造。请人工查看。",
        "The examination {examiner} could not be completed, which is no sign of forgery. A person must look at it.",
    ),
    # Reuse of the same bytes
    _finding(
        "file_reused",
        "同一文件（逐字节相同）由{customers}名客户提交，分属{households}个互不相关的家庭。",
        "The very same file was handed in for {customers:# customer|# customers} of {households:# unrelated household|# unrelated households}.",
    ),
    _finding(
        "file_reuse_lawful",
        "同一文件由{customers}名客户提交；此类材料（空白表格、合同、代理人证件等）可以合法共用。",
        "The same file was handed in for {customers:# customer|# customers}; papers of this kind (blank forms, contracts, a "
        "representative's own card) are lawfully shared.",
    ),
    _finding(
        "file_not_reused",
        "未发现其他不相关客户提交同一文件。",
        "No unrelated customer has handed in the same file.",
    ),
    _finding(
        "file_reuse_unknown",
        "缺少文件或客户信息，无法判断是否重复使用。",
        "Without the file, or without knowing whose it is, reuse cannot be judged.",
    ),
    # The issuer's answer
    _finding("issuer_confirmed", "出具方答复：确认出具。", "The issuer answered: it issued this document."),
    _finding(
        "issuer_confirmed_number",
        "出具方答复：确认出具。但编号“{number}”也出现在另一名互不相关客户、所载姓名不同的材料上。只核对编号的出具方对两份都会答“属实”，"
        "所记答复没有说明为谁出具，因此两份都不能据此认定。请问明该编号的材料为谁出具，并记入答复的“为谁出具”一栏。",
        "The issuer answered: it issued this document. But the number {number} also stands on a paper of an unrelated customer that names somebody else. "
        "An issuer that looks for the number alone says yes of both, and the answer as noted does not say for whom it issued the paper, so it settles "
        "neither. Ask for whom, and note the name with the answer.",
    ),
    _finding(
        "issuer_confirmed_for_another",
        "出具方答复：确认出具，但不是为该件所载的人出具。姓名可能系识读有误；请核对，问明为谁出具，并记入答复的“为谁出具”一栏。",
        "The issuer answered: it issued this document, but for somebody else than it names. The name may have been misread; look, ask for whom, and note "
        "the name with the answer.",
    ),
    _finding("issuer_denied", "出具方答复：否认出具。", "The issuer answered: it did not issue this document."),
    _finding(
        "issuer_no_record",
        "出具方答复：查无记录；可能系姓名或机构名称有误，请再次核对。",
        "The issuer answered: no record. A name may be misspelt; ask again.",
    ),
    _finding("people_found_genuine", "工作人员于{day}认定该材料真实。", "People found it genuine on {day}."),
    _finding("issuer_unreachable", "已发函，未能联系到出具方。", "The issuer was asked and could not be reached."),
    _finding("issuer_pending", "已发函，等待出具方答复。", "The issuer was asked and has not answered yet."),
    _finding(
        "issuer_not_asked",
        "尚未向出具方核实；一封函证即可确认。",
        "The issuer has not been asked; one letter would settle it.",
    ),
    _finding(
        "issuer_none_to_ask",
        "此类材料没有可以函证的出具方，可与本机构的记录或客户手中的原件核对。",
        "Nobody issued it who could be asked; compare it with your own records or with the customer's original.",
    ),
    # The stated issuer in the register
    _finding(
        "issuer_in_register",
        "载明的出具方“{issuer}”在机构名录中。",
        "The stated issuer, {issuer}, stands in the register.",
    ),
    _finding(
        "issuer_not_in_register",
        "载明的出具方“{issuer}”不在现有名录中；名录可能不全或名称有误，请查询。",
        "The stated issuer, {issuer}, is not in the register at hand, which may be incomplete, or the name misspelt: "
        "look it up.",
    ),
    _finding(
        "issuer_not_active",
        "载明的出具方“{issuer}”自{day}起已注销或被吊销，早于材料提交之日。",
        "The stated issuer, {issuer}, had ceased to exist on {day}, before the document was handed in.",
    ),
    _finding(
        "issuer_register_absent",
        "未提供机构名录，出具方无法查询。",
        "No register was delivered, so the issuer could not be looked up.",
    ),
    _finding("issuer_not_stated", "材料未登记出具方，无可查询。", "No issuer is stated, so there is none to look up."),
    # Seals
    _finding("seal_read", "印文读作“{name}”。", "The seal reads {name}."),
    _finding(
        "seal_illegible",
        "找到一枚印章，印文无法辨认；这不代表伪造。请人工查看。",
        "A seal was found whose text cannot be made out, which is no sign of forgery. A person should look at it.",
    ),
    _finding("seal_absent", "未找到印章。", "No seal was found."),
    _finding(
        "name_seal_read",
        "方章读作“{name}”，是个人名章（如法定代表人章、医师章），不是单位公章。",
        "The square seal reads {name}: a person's own, such as a firm's head's or a physician's, and no organisation's official seal.",
    ),
    _finding("square_seal_read", "方形印章读作“{name}”。", "The square seal reads {name}."),
    _finding(
        "square_seal_illegible",
        "找到一枚方形红色印记，无法辨认（名章多用篆书）；这不代表伪造。",
        "A square mark in red was found that cannot be read, as most name seals in seal script cannot, which is no sign of forgery.",
    ),
    _finding(
        "seal_partial",
        "页边有圆章的一部分，像骑缝章；印文无法单独辨认，请与其他页拼合查看。",
        "A part of a round seal stands at the page's edge, as where one was pressed across several pages; it cannot be read by itself, so lay the pages together.",
    ),
    _finding(
        "seal_personal_alone",
        "未找到单位公章，只找到个人名章。名章不能代替公章；公章褪色、盖在其他页或复印丢失也会如此，请看原件。",
        "A person's own seal was found and no official one, which it does not replace. A seal that faded, stands on another page or was lost in "
        "copying looks the same: look at the paper.",
    ),
    _finding(
        "name_seal_of_two_issuers",
        "名章“{name}”的同一图像（逐点相同）出现在两家不同机构的材料上，分属{households}个互不相关的家庭；一人兼任几家关联企业负责人、由同一系统打印也会如此，本身不足为疑。",
        "One and the same picture of the name seal {name}, alike to the speck, stands on papers of two organisations, of "
        "{households:# unrelated household|# unrelated households}. One person heads several firms of a group, and one program prints their papers, so by itself it is no ground for doubt.",
    ),
    _finding(
        "name_seal_of_one_issuer",
        "名章图像未出现在其他机构的材料上。",
        "The picture of the name seal stands on no other organisation's paper.",
    ),
    _finding("seals_not_examined", "文件没有可供查看的页面，未查找印章。", "There is no page to look for seals on."),
    # Assessment
    _reason(
        "document_name_seal_of_two_issuers",
        "名章“{name}”的同一图像也在另一家机构的材料上，分属{households}个互不相关的家庭。",
        "The same picture of the name seal {name} stands on a paper of another organisation, too, of {households:# unrelated household|# unrelated households}.",
    ),
    _reason(
        "document_denied_by_issuer",
        "出具方否认出具该材料。",
        "Its issuer denies having issued it.",
    ),
    _reason(
        "document_unknown_to_issuer",
        "出具方查无该材料的记录。",
        "Its issuer has no record of it.",
    ),
    _reason(
        "document_issuer_not_active",
        "材料提交时，载明的出具方“{issuer}”已不存续（自{day}起）。",
        "When it was handed in, its stated issuer, {issuer}, no longer existed (since {day}).",
    ),
    _reason(
        "document_file_reused",
        "同一文件出现在{customers}名客户的材料中，分属{households}个互不相关的家庭。",
        "The same file stands among the papers of {customers:# customer|# customers} of {households:# unrelated household|# unrelated households}.",
    ),
    _reason(
        "document_unreadable",
        "文件未能读取，真伪无从判断；这本身不是可疑迹象。",
        "The file could not be read, so nothing is known of it; that is no suspicion in itself.",
    ),
    _reason(
        "document_examined_in_part",
        "文件较长，只检验了其中一部分（{pages}页中的{examined}页），结论只及于这些页；未检验第{left}页，真伪未知，这本身不是可疑迹象。",
        "It is long and was examined in part: the verdict is of {examined:# page|# pages} of {pages}. Not examined: {left}, of which nothing is known, which is no suspicion in itself.",
    ),
    _reason(
        "document_not_settled",
        "尚无人确认其真伪：有出具方的，向其核实即可确定；聊天、付款截图等没有出具方的，可与本机构的记录或客户手机中的原件核对。",
        "Nobody has settled yet whether it is genuine: asking its issuer would; where it has none, as chats and screenshots of payments, compare it with your own records or with the original on the phone.",
    ),
    _merit(
        "document_confirmed_by_issuer",
        "出具方确认该材料由其出具。",
        "Its issuer confirms having issued it.",
    ),
    _merit(
        "document_found_genuine",
        "工作人员于{day}认定该材料真实；此前已看过的疑点不再提示。",
        "People found it genuine on {day}; what they had before them then is not raised again.",
    ),
    _merit(
        "document_reuse_lawful",
        "该材料属于可以合法共用的一类，多名客户提交同一文件并不可疑。",
        "It is of a kind that is lawfully shared; that several customers handed it in is no suspicion.",
    ),
)
