"""What the rules of contradiction say, as findings and, under ``document_…``, as reasons of an assessment."""

from mingjian.contract.reasons import Sentence, SentenceKind

_DOUBTS: tuple[tuple[str, str, str], ...] = (
    (
        "identity_number_fails_check",
        "身份证号码{number}未通过校验（GB 11643）；可能是误读或笔误，请核对原件。",
        "The identity number {number} fails its check digit (GB 11643); it may be misread or mistyped: look at the original.",
    ),
    (
        "sex_differs_from_identity_number",
        "记载性别为“{stated_zh}”，与身份证号码{number}不一致。",
        "The sex is given as {stated_en}, which the identity number {number} contradicts.",
    ),
    (
        "age_differs_from_identity_number",
        "记载年龄{stated}岁，与身份证号码{number}（推算为{counted}岁）不符；两者或有一处误写。",
        "The age is given as {stated}, by the identity number {number} it is {counted}; either may be mistyped.",
    ),
    (
        "birth_date_differs_from_identity_number",
        "记载出生日期{stated}，与身份证号码{number}不一致。",
        "The date of birth is given as {stated}, which the identity number {number} contradicts.",
    ),
    (
        "name_differs_from_customer",
        "身份证号码与客户一致，姓名却写作“{stated}”。",
        "The identity number is the customer's, but the name reads {stated}.",
    ),
    (
        "identity_number_differs_from_customer",
        "姓名与客户一致，身份证号码却是{number}。",
        "The name is the customer's, but the identity number is {number}.",
    ),
    (
        "documents_name_different_people",
        "同一投诉的另一份材料以同一身份证号码写作“{elsewhere}”，本件写作“{stated}”。",
        "Another document of this complaint gives {elsewhere} for the same identity number; this one gives {stated}.",
    ),
    (
        "names_somebody_else",
        "本件记的是“{stated}”，未见客户姓名；如为客户的亲属，请补充关系说明。这不计作疑点。",
        "It is about {stated} and does not name the customer: if a relative, ask how they are related. This counts against nobody.",
    ),
    (
        "discharged_before_admission",
        "出院日期{discharged}早于入院日期{admitted}。",
        "The discharge, on {discharged}, is before the admission, on {admitted}.",
    ),
    (
        "hospital_days_differ",
        "记载住院{stated}天，按入院、出院日期为{counted}天。",
        "It states {stated:# day|# days} in hospital; by admission and discharge there were {counted}.",
    ),
    (
        "issued_before_event",
        "出具日期{issued}早于所证明之事的日期{event}。",
        "It was issued on {issued}, before what it certifies, on {event}.",
    ),
    (
        "issued_after_receipt",
        "出具日期{issued}晚于收到日期{received}。",
        "It is dated {issued}, after it was received on {received}.",
    ),
    ("impossible_day", "所载日期“{day}”在历法上不存在。", "No calendar has the date {day}."),
    (
        "weekday_differs",
        "{day}并非所载的“{stated}”。",
        "{day} was not the weekday that is stated, {stated}.",
    ),
    (
        "death_form_not_yet_in_force",
        "使用2026年7月1日起启用的《居民死亡医学证明》样式，却在{issued}已经{how_zh}。",
        "It is on the form in force since 1 July 2026, but it had been {how_en} on {issued}.",
    ),
    (
        "death_form_outdated",
        "出具日期{issued}已应使用新版《居民死亡医学证明》，本件仍为旧版（推断书）；可能是沿用旧存单。",
        "On {issued} the new form of death certificate was in force; this is on the old one, perhaps out of old stock.",
    ),
    (
        "death_form_of_before_2014",
        "出具日期为{issued}，使用的却是2014年起已被取代的《居民死亡医学证明书》样式；可能是沿用旧存单。",
        "It is dated {issued}, on the form of death certificate that was replaced in 2014, perhaps out of old stock.",
    ),
    (
        "death_number_differs_from_identity_number",
        "新版死亡证明编号应为死者身份证号码，本件编号为{stated}。",
        "The number of the new form is the deceased's identity number; here it is {stated}.",
    ),
    (
        "customer_active_after_death",
        "证明客户本人于{died}死亡，此后（自{first}起）本人通话{calls}日、登录{logins}日。",
        "It certifies the customer's own death on {died}; from {first} on the lender spoke to the customer on "
        "{calls:# day|# days}, and the customer logged in on {logins:# day|# days}.",
    ),
    (
        "place_levels_inverted",
        "名称中“{smaller}”写在“{larger}”之前，行政级别颠倒。",
        "In the name {smaller} stands before {larger}, the smaller place before the larger one.",
    ),
    (
        "credit_code_of_another_kind",
        "“{issuer}”载明的统一社会信用代码{code}是企业代码；律师事务所的代码以31开头。",
        "The credit code {code} of {issuer} is a company's; law firms' begin with 31.",
    ),
    (
        "credit_code_differs_from_register",
        "载明代码{code}，名录中“{issuer}”的代码为{registered}。",
        "It states the code {code}; in the register {issuer} has {registered}.",
    ),
    (
        "telephone_of_another_region",
        "出具方在{city}，所载电话{phone}却是{elsewhere}的区号。",
        "The issuer is in {city}, but the telephone {phone} is of {elsewhere}.",
    ),
    (
        "sum_differs_in_words",
        "大写金额“{words}”与小写金额“{figures}”不一致。",
        "The sum in words, {words}, is not the sum in figures, {figures}.",
    ),
    (
        "balances_do_not_follow",
        "流水中有{breaks}处余额无法由上一笔得出：本笔{amount_yuan}元，余额{balance_yuan}元。",
        "At {breaks:# place|# places} the balance does not follow from the row before: sum {amount_yuan} yuan, balance {balance_yuan} yuan.",
    ),
    (
        "total_differs",
        "合计写作{stated_yuan}元，各笔相加为{counted_yuan}元。",
        "The total is given as {stated_yuan} yuan; the rows add up to {counted_yuan}.",
    ),
    (
        "disability_number_wrong",
        "残疾人证号{number}不符合“身份证号码＋类别＋等级”的编制规则。",
        "The disability card's number {number} is not an identity number with kind and grade.",
    ),
    (
        "disability_number_differs",
        "残疾人证号{number}末两位与所载残疾类别或等级不一致。",
        "The last two digits of the disability number {number} disagree with the kind or grade that is printed.",
    ),
    (
        "telephone_differs_from_register",
        "件上所印电话{stated}与名录中“{issuer}”的电话{registered}不同；机构常有多个号码，核实时请拨名录中的号码。",
        "The telephone on it, {stated}, is not the one that the register has of {issuer}, {registered}. Offices have several; "
        "to ask, call the register's.",
    ),
    (
        "issued_on_closed_day",
        "“{issuer}”的出具日期{day}是法定节假日或休息日；值班、延时服务或预填日期都可能如此，不说明真伪，询问出具方时可一并问及。",
        "{issuer} does not usually work on {day}, the day of issue. Officials on duty, longer hours or a day written ahead explain "
        "it, so it tells neither way; mention it when its issuer is asked.",
    ),
    (
        "page_of_another_account",
        "第{page}页的户名和账号（{account}）与前一页（{before}）都不同，而页码相连；一份流水含多个账户也可能如此。",
        "Page {page} is of another holder and account, {account}, than the one before, {before}, though their numbers run on; so "
        "may be a statement over several accounts.",
    ),
    (
        "page_does_not_follow",
        "第{page}页首笔的余额{balance_yuan}元接不上前一页末笔，而各页之内均相连；一份流水含多个账户、按条件筛选也可能如此。",
        "The first balance of page {page}, {balance_yuan} yuan, does not follow the last one of the page before, while within "
        "each page all follow; so may be a statement over several accounts, or one that leaves rows out.",
    ),
    (
        "lawyer_not_of_that_name",
        "执业证号{number}在律师名录中属于他人。",
        "In the register the licence number {number} is another lawyer's.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (
    *(Sentence(code, SentenceKind.FINDING, zh=zh, en=en) for code, zh, en in _DOUBTS),
    *(Sentence(f"document_{code}", SentenceKind.REASON, zh=zh, en=en) for code, zh, en in _DOUBTS),
    Sentence(
        "facts_agree",
        SentenceKind.FINDING,
        zh="所载事实未见自相矛盾，与核对过的记录之间也未见矛盾。",
        en="What it states contradicts neither itself nor any record that it was compared with.",
    ),
    Sentence(
        "facts_not_read",
        SentenceKind.FINDING,
        zh="未读出可供核对的事实；这不代表可疑。",
        en="No facts were read that could be compared, which is no suspicion.",
    ),
)
