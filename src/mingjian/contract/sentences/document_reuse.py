"""What is said of seals and of what occurs again in other files."""

from mingjian.contract.reasons import Sentence, SentenceKind


def _finding(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.FINDING, zh=zh, en=en)


def _reason(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.REASON, zh=zh, en=en)


def _merit(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.MERIT, zh=zh, en=en)


SENTENCES: tuple[Sentence, ...] = (
    # The name on a seal against the register
    _finding(
        "seal_of_issuer",
        "印文“{name}”与载明的出具方“{issuer}”一致。",
        "The seal, {name}, is that of the stated issuer, {issuer}.",
    ),
    _finding("seal_in_register", "印文“{name}”在机构名录中。", "The seal, {name}, stands in the register."),
    _finding(
        "seal_not_in_register",
        "印文（读作“{name}”）在现有名录中没有对应机构；名录可能不全或印文不清，请查询。",
        "No organisation of the register at hand fits the seal, which reads {name}; the register may be incomplete, or "
        "the seal unclear: look it up.",
    ),
    _finding(
        "seal_of_another",
        "印文为“{name}”，而载明的出具方是“{issuer}”；机构更名后沿用旧章、由其他机构代章也会如此，请核对。",
        "The seal is that of {name}, while the stated issuer is {issuer}; a renamed office that still uses its old seal, or one that stamps for another, looks the same: please check.",
    ),
    _finding(
        "seal_register_absent",
        "未提供机构名录，印文“{name}”无法查询。",
        "No register was delivered, so the seal, which reads {name}, could not be looked up.",
    ),
    # A seal beside the genuine impression on file
    _finding(
        "seal_like_genuine",
        "印章与备案的“{name}”印模相似。",
        "The seal is alike to the genuine impression on file for {name}.",
    ),
    _finding(
        "seal_not_like_genuine",
        "未能比对出与备案的“{name}”印模相似；一家机构可有多枚印章，磨损或拍摄也会影响，请并排查看。",
        "The seal was not found alike to the impression on file for {name}. An office has several seals, and wear or a "
        "photo changes them: lay both side by side.",
    ),
    _finding(
        "seal_cut_otherwise",
        "印章与“{name}”的真实印模（备案印模或经出具方确认的材料）刻制不同：字形、字距或位置对不上。一家机构可有多枚印章，也会更换，"
        "请并排查看并向出具方核实。",
        "The seal is cut otherwise than the genuine one of {name} (an impression on file or on a paper that was confirmed): "
        "letters stand otherwise. An office may have several seals, and renews them: lay both side by side and ask it.",
    ),
    _finding(
        "seal_of_denied",
        "印章与“{name}”的真实印模刻制不同，却与出具方已否认的另一份材料上的印章刻制相同。",
        "The seal is cut otherwise than the genuine one of {name}, and just as that on another paper, which its issuer "
        "denied.",
    ),
    _finding(
        "seal_like_denied",
        "印章与出具方已否认的另一份材料上“{name}”的印章刻制相同；没有真实印模可比，也可能两份用的都是真章图样，请核实。",
        "The seal of {name} is cut as that on another paper, which its issuer denied. There is no genuine impression to "
        "compare it with, and both may show the genuine seal: ask the issuer.",
    ),
    # What a seal alone shows
    _finding(
        "seal_name_misspelt",
        "印文“{name}”与载明的出具方“{issuer}”只差一字或字序不同：私刻的印章可能有错字；机构或地名更名后沿用旧章、另一机构的印章、识别有误也会如此，请看印章原图。",
        "The seal reads {name}, the stated issuer is {issuer}: a letter differs or stands elsewhere. False seals may be misspelt so; "
        "a renamed office's old seal, another office's, or a letter that was misread looks the same: look at the seal itself.",
    ),
    _finding(
        "seal_rim_cut",
        "印章边框恰在“{text}”处整齐地断开，其余部分完整：盖章之后把此处涂白重写会如此；出具方自己贴改、涂改，或印章边框在此缺损，也会如此，请看原件。",
        "The seal's rim breaks off cleanly at the line {text} and is whole all around otherwise, as where the place was painted "
        "white and written anew after the seal was pressed. So does an office's own correction, or a seal that is chipped "
        "there: look at the paper.",
    ),
    _finding(
        "seal_places_inverted",
        "印文“{name}”中地名上下级颠倒：“{smaller}”在“{larger}”之前；正式印章由大到小。也可能系识别错误，请查看。",
        "On the seal, {name}, the smaller place, {smaller}, stands before the larger one, {larger}, that it lies in; official "
        "seals put the larger first. It may also be misread: look at it.",
    ),
    _finding(
        "seal_size_unusual",
        "按扫描分辨率计算，印章约{width} × {height}毫米，超出常见尺寸（圆章38至45毫米，允许误差）。",
        "By the scan's resolution the seal measures about {width} by {height} mm, which no usual seal does (round ones 38 "
        "to 45 mm, with tolerance).",
    ),
    _finding(
        "seal_size_usual",
        "按扫描分辨率计算，印章约{width} × {height}毫米，尺寸正常。",
        "By the scan's resolution the seal measures about {width} by {height} mm, as seals do.",
    ),
    # One image of a seal on several papers
    _finding(
        "seal_image_reused",
        "同一印章图像（逐点相同，而非同一枚实物章的多次盖印）出现在{customers}名客户的材料中，分属{households}个互不相关的家庭，"
        "且没有出具方确认，也不能由出具方的电子文件解释。",
        "One and the same picture of a seal, alike to the speck as no stamp is when pressed twice, stands on papers of "
        "{customers:# customer|# customers} of {households:# unrelated household|# unrelated households}, and neither the issuer's confirmation "
        "nor electronic files of its own explain it.",
    ),
    _finding(
        "seal_image_printed",
        "同一印章图像出现在{customers}名客户的纸质材料中，分属{households}个互不相关的家庭。打印自带印章的单位都会如此，本身不足为疑。",
        "One picture of a seal stands on printed papers of {customers:# customer|# customers} of {households:# unrelated household|# unrelated households}. So it "
        "does wherever an office prints its seal, so by itself it is no ground for doubt.",
    ),
    _finding(
        "seal_image_lawful",
        "同一印章图像出现在{customers}名客户的材料中；该图像由出具方确认、登记的真实印模或多名互不相关客户的电子原件佐证，属于电子印章的正常使用。",
        "One picture of a seal stands on papers of {customers:# customer|# customers}, and the issuer's confirmation, "
        "its impression on file or the electronic files of many unrelated customers vouch for it: that is how electronic seals are used.",
    ),
    _finding(
        "seal_image_electronic",
        "该文件为原生电子文件，印章是其中的电子图像。电子证明本来如此，不足为疑；图像是否为出具方所加，须问出具方。",
        "The file is electronic from the start and its seal is a picture in it. So are genuine electronic certificates, so it is no "
        "ground for doubt; whether the issuer put it there, the issuer alone can say.",
    ),
    _finding(
        "seal_image_not_reused",
        "未在不相关客户的其他材料中发现同一印章图像。",
        "The picture of this seal was found on no paper of an unrelated customer.",
    ),
    # One photograph or scan of a page
    _finding(
        "page_reused",
        "与{customers}名客户的材料是同一次拍摄或扫描，只是另存、缩放或裁剪过（各行位置与纸面颗粒逐点相同），分属{households}个互不相关的家庭。"
        "同一份纸质材料分别拍两次不会如此。",
        "It is one photograph or scan with papers of {customers:# customer|# customers} of {households:# unrelated household|# unrelated households}, only "
        "saved anew, scaled or cropped: lines and the grain of the paper lie alike to the speck. A paper that is photographed twice never does.",
    ),
    _finding(
        "page_altered",
        "与另一名互不相关客户的材料是同一次拍摄或扫描（各行位置与纸面颗粒逐点相同），而此处文字不同：至少一份被改过，"
        "或者出具方在同一张扫描的空白表上用电脑填写。是哪一种、哪一份是原件，图像本身看不出，请并排查看并向出具方核实。",
        "It is one photograph or scan with the paper of an unrelated customer, alike to the speck, and says something else here: at least one of "
        "the two was altered, or the issuer fills in one scanned blank on a computer. Which it is, and which is genuine, the picture cannot tell: lay "
        "both side by side, and ask the issuer.",
    ),
    _finding(
        "page_original",
        "另一名互不相关客户的材料与本材料是同一次拍摄或扫描。本材料已由出具方确认，或经工作人员认定为真实，"
        "因此这一相同之处不归咎于本客户；但这并不说明哪一份是原件。两份有不同之处的，请问明出具方确认的是该处内容，"
        "而不只是编号；另一份如未经确认，也须向出具方核实。",
        "A paper of an unrelated customer is one photograph or scan with this one. The issuer confirmed this one, or people found it genuine, so "
        "the likeness is not held against this customer; it does not tell which of the two is the original. Where they differ, ask the issuer "
        "whether it confirmed the marked place, not the number alone; if nobody confirmed the other one, ask its issuer, too.",
    ),
    # Numbers that one paper alone can have
    _finding(
        "serial_number_reused",
        "本应唯一的编号“{number}”出现在{customers}名客户的不同材料中，分属{households}个互不相关的家庭。",
        "The number {number}, which one paper alone should have, stands on different papers of {customers:# customer|# customers} of "
        "{households:# unrelated household|# unrelated households}.",
    ),
    _finding(
        "serial_number_unique",
        "材料自身的编号未在不相关客户的其他材料中出现。",
        "The paper's own number was found on no paper of an unrelated customer.",
    ),
    # Handwriting
    _finding(
        "handwriting_kept",
        "在{places}处找到客户签名或手写填写的内容，供与其他材料比对。",
        "What was written by hand was kept of {places:# place|# places}, to be held against other papers.",
    ),
    _finding(
        "handwriting_absent",
        "在客户签名和填写处未找到手写内容。",
        "Nothing is written by hand where customers sign or fill in.",
    ),
    _finding(
        "handwriting_reused",
        "客户签名或手写内容与另一人的材料逐点相同（任何人都不会两次写得完全一样），分属{households}个互不相关的家庭。",
        "What is written by hand is alike to the speck, as no hand writes twice, on papers of different people of "
        "{households:# unrelated household|# unrelated households}.",
    ),
    _finding(
        "handwriting_unique",
        "手写内容未在其他人的材料中逐点相同地出现。",
        "What is written by hand stands alike on no paper of another person.",
    ),
    # Photos of people
    _finding(
        "portrait_kept",
        "找到持证人照片{places}处，仅作为图片供与其他材料比对（不做人脸识别）。",
        "The holder's photo was found at {places:# place|# places}; it is held against other papers as a picture, and no face is recognised.",
    ),
    _finding(
        "portrait_absent",
        "未找到可供比对的持证人照片（或身份证号码未能完整识别）。",
        "No holder's photo was found that could be compared, or an identity number could not be read whole.",
    ),
    _finding(
        "portrait_reused",
        "持证人照片与另一人的材料是同一张图片（姓名和身份证号码均不同），分属{households}个互不相关的家庭；同一人另拍的照片、双胞胎的照片都不会如此。"
        "发证机关或复印处放错照片也会如此，请查看并核实。",
        "The holder's photo is one and the same picture as on papers of another person, with another name and identity number, of "
        "{households:# unrelated household|# unrelated households}. A second photograph of a person, or of a twin, is another picture; an office that "
        "filed a photo under the wrong name looks the same, so look at both and ask.",
    ),
    _finding(
        "portrait_unique",
        "持证人照片未作为同一张图片出现在其他人的材料中。",
        "The holder's photo stands as the same picture on no paper of another person.",
    ),
    # Forms
    _finding(
        "form_shared",
        "与{customers}名客户的材料使用同一版式；同一机构使用统一表格属于正常情况，只有填写内容不同。",
        "It is the same form as papers of {customers:# customer|# customers}. Offices use one form for all, so that is as it should "
        "be.",
    ),
    # Assessment
    _reason(
        "document_seal_image_printed",
        "{households}个互不相关家庭的打印材料带有同一印章图像。",
        "Printed papers of {households:# unrelated household|# unrelated households} bear one picture of a seal.",
    ),
    _reason(
        "document_seal_image_reused",
        "同一印章图像逐点相同地出现在{households}个互不相关家庭的材料中，没有出具方确认或其电子文件可以解释。",
        "The same picture of a seal, alike to the speck, stands on papers of {households:# unrelated household|# unrelated households}, and "
        "neither the issuer nor electronic files of its own explain it.",
    ),
    _reason(
        "document_page_reused",
        "与{households}个互不相关家庭的材料是同一次拍摄或扫描，只是另存过。",
        "It is one photograph or scan with papers of {households:# unrelated household|# unrelated households}, only saved anew.",
    ),
    _reason(
        "document_page_altered",
        "与另一名互不相关客户的材料是同一次拍摄或扫描，文字却不同：至少一份被改过，或者出具方在同一张扫描的空白表上用电脑填写，须向出具方核实。",
        "It is one photograph or scan with the paper of an unrelated customer, and says something else: at least one of the two was altered, "
        "or the issuer fills in one scanned blank on a computer; the issuer can say.",
    ),
    _reason(
        "document_seal_cut_otherwise",
        "印章与“{name}”的真实印模刻制不同；机构可有多枚印章，请核实。",
        "The seal is cut otherwise than the genuine one of {name}; an office may have several, so ask it.",
    ),
    _reason(
        "document_seal_of_denied",
        "印章与“{name}”的真实印模刻制不同，却与一份已被否认的材料相同。",
        "The seal is cut otherwise than the genuine one of {name}, and just as that of a paper which was denied.",
    ),
    _reason(
        "document_seal_like_denied",
        "印章与一份已被出具方否认的材料上“{name}”的印章刻制相同。",
        "The seal of {name} is cut as that on a paper which its issuer denied.",
    ),
    _reason(
        "document_seal_of_another",
        "印文为“{name}”，不是载明的出具方“{issuer}”；机构更名后沿用旧章、由其他机构代章也会如此，请核对。",
        "The seal is that of {name}, not of the stated issuer, {issuer}; a renamed office that still uses its old seal, or one that stamps for another, looks the same: please check.",
    ),
    _reason(
        "document_seal_name_misspelt",
        "印文“{name}”与载明的出具方“{issuer}”只差一字或字序不同；机构更名后沿用旧章、识别有误也会如此，请看印章原图。",
        "The seal reads {name}, while the stated issuer is {issuer}: a letter differs or stands elsewhere. "
        "So it does on a renamed office's old seal, or where it was misread: look at the seal itself.",
    ),
    _reason(
        "document_seal_rim_cut",
        "印章边框恰在“{text}”处整齐地断开，盖章之后涂白重写会如此，出具方自己更正或印章缺损也会如此，请看原件。",
        "The seal's rim breaks off cleanly at the line {text}, as where that was written anew after the seal; an office's own "
        "correction, or a chipped seal, looks the same: look at the paper.",
    ),
    _reason(
        "document_seal_places_inverted",
        "印文“{name}”中地名上下级颠倒（“{smaller}”在“{larger}”之前）。",
        "The seal, {name}, puts the smaller place, {smaller}, before the larger one, {larger}.",
    ),
    _reason(
        "document_seal_size",
        "印章尺寸（约{width} × {height}毫米）超出常见范围。",
        "The seal's size, about {width} by {height} mm, is not a usual one.",
    ),
    _reason(
        "document_number_reused",
        "本应唯一的编号“{number}”也出现在其他不相关家庭的材料中。",
        "The number {number}, which should be this paper's alone, stands on papers of other, unrelated households too.",
    ),
    _reason(
        "document_number_confirmed_alone",
        "出具方确认的编号“{number}”也在另一名互不相关客户、所载姓名不同的材料上，所记答复没有说明为谁出具：请问明。",
        "The issuer confirmed the number {number}, which also stands on an unrelated customer's paper that names somebody else, and the answer as "
        "noted does not say for whom it was issued: ask.",
    ),
    _reason(
        "document_confirmed_for_another",
        "出具方确认出具，但称不是为该件所载的人出具；姓名可能系识读有误：请核对并问明。",
        "The issuer confirmed that it issued the paper, but for somebody else than it names; the name may have been misread: look, and ask.",
    ),
    _reason(
        "document_handwriting_reused",
        "签名或手写内容与另一人的材料逐点相同，分属{households}个互不相关的家庭。",
        "A signature or handwriting is alike to the speck on papers of different people of {households:# unrelated household|# unrelated households}.",
    ),
    _reason(
        "document_portrait_reused",
        "持证人照片与另一人（姓名、身份证号码均不同）的材料是同一张图片，分属{households}个互不相关的家庭。",
        "The holder's photo is the same picture as on papers of another person, with another name and number, of {households:# unrelated household|# unrelated households}.",
    ),
    _merit(
        "document_seal_image_lawful",
        "印章图像由出具方确认、登记的真实印模或多名互不相关客户的电子原件佐证；多份材料使用同一图像并不可疑。",
        "The issuer, its impression on file or the electronic files of many unrelated customers vouch for the picture of the "
        "seal; that several papers bear it is no suspicion.",
    ),
    _merit(
        "document_form_shared",
        "与其他客户的材料版式相同，这是同一机构统一表格的正常情况。",
        "That it is the same form as other customers' papers is how an office's forms are.",
    ),
)
