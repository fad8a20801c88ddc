"""What an agency's agreement or advert asks of its client: one finding a kind of clause, and why it is dangerous."""

from mingjian.contract.reasons import Sentence, SentenceKind


def _clause(kind: str, zh: str, en: str) -> Sentence:
    return Sentence(f"clause_{kind}", SentenceKind.FINDING, zh=zh, en=en)


SENTENCES: tuple[Sentence, ...] = (
    _clause(
        "upfront_fee",
        "服务开始前即须付费：钱付出后，对方做不做、做得成都由不得您。",
        "A fee is due before anything is done: once it is paid, nothing binds the agency to act.",
    ),
    _clause(
        "share_of_debt_fee",
        "按债务或减免金额的比例收费：费用往往超过真正省下的钱；向贷款机构申请协商本不收费。",
        "The fee is a share of the debt or of what is waived: often more than what is saved; asking the lender is free.",
    ),
    _clause(
        "no_refund",
        "约定不退费：无论结果如何，已付的钱都拿不回来。",
        "Nothing is refunded: whatever comes of it, the money is gone.",
    ),
    _clause(
        "liability_on_client",
        "把全部责任推给客户：伪造材料、虚假投诉的法律后果由您一人承担。",
        "All liability is put on the client, who alone answers for forged papers and false complaints.",
    ),
    _clause(
        "ban_on_contact",
        "不许与贷款机构联系：您会错过协商、减免和起诉的通知。任何人都无权禁止您与贷款机构沟通。",
        "The client may not speak to the lender, and so misses offers and notices. Nobody may forbid it.",
    ),
    _clause(
        "hand_over_identity",
        "要求交出身份证件：可能被用来贷款、开户或冒名投诉。",
        "The identity card is to be handed over: it can be used for loans, accounts or complaints in the client's name.",
    ),
    _clause(
        "hand_over_sim",
        "要求交出手机卡或设置呼叫转移：对方可以冒充您接听电话、收取验证码。",
        "The SIM card or the calls are to be handed over: somebody else then speaks as the client and receives codes.",
    ),
    _clause(
        "hand_over_passwords",
        "要求提供密码或验证码：对方可以动用您的账户。任何正当服务都不需要密码和验证码。",
        "Passwords or codes are asked for, which give access to the client's accounts. No lawful service needs them.",
    ),
    _clause(
        "account_control",
        "要求把银行卡或还款资金交对方控制：资金可能被挪用。",
        "A bank card or the money for repayment passes into the agency's hands, where it can be misused.",
    ),
    _clause(
        "stop_repaying",
        "要求停止还款：利息、违约金和不良记录由您承担，并可能被起诉。",
        "Repayment is to stop: interest, charges, the credit record and a possible suit fall on the client.",
    ),
    _clause(
        "guaranteed_result",
        "承诺停催、减免或停息：是否同意由贷款机构依法决定，代理人无法保证。",
        "A result is guaranteed that only the lender can grant; no agent can promise it.",
    ),
    _clause(
        "credit_repair",
        "承诺修复征信：真实的不良记录任何人都无权删除；确有错误可以免费提出异议。",
        "It offers to repair the credit record: nobody may delete true entries, and correcting false ones is free.",
    ),
    _clause(
        "false_papers",
        "代办证明材料：使用伪造的证明可能构成犯罪，责任由使用者承担。",
        "It procures certificates: using forged papers may be a crime, and the user answers for it.",
    ),
    _clause(
        "coached_statements",
        "要求按其口径陈述：虚假陈述的后果由您承担。",
        "The client is to speak from a script, and answers for what is false in it.",
    ),
    _clause(
        "complaints_in_client_name",
        "以客户名义对外投诉：投诉内容不由您掌握，责任却由您承担。向贷款机构和监管部门投诉本不收费。",
        "It files complaints in the client's name, out of the client's control but at the client's risk. Complaining is free.",
    ),
    _clause(
        "calls_recorded_to_provoke",
        "诱导催收人员违规并录音：可能涉嫌敲诈勒索，您会被牵连。",
        "Collectors are to be provoked and recorded, which may amount to extortion and draws the client in.",
    ),
    _clause(
        "blanket_authorisation",
        "全权或不可撤销的授权、代签空白文件：对方可以用您的名义做任何事。",
        "A blanket or irrevocable authorisation, or signing for the client: the agency may then do anything in that name.",
    ),
    _clause(
        "gag",
        "不许向他人透露：出了问题也难以求助。报警和投诉的权利不能被合同限制。",
        "The client may tell nobody, and so cannot seek help. No contract limits the right to go to the police.",
    ),
    _clause(
        "penalty_for_leaving",
        "客户中途退出须付违约金：以此阻止您离开。显失公平的约定可以请求撤销。",
        "Leaving costs a penalty, which keeps the client in. Grossly unfair terms can be set aside.",
    ),
    _clause(
        "no_result_promised",
        "对方不保证结果：付了钱，未必办成。",
        "No result is promised: the money is paid whether or not anything comes of it.",
    ),
    _clause(
        "sharing_personal_data",
        "个人信息可提供给他人：可能被转卖或用于诈骗。",
        "Personal data may be passed on, sold or used for fraud.",
    ),
    _clause(
        "acts_as_lawyer",
        "以律师或法务名义办理：请核对律师执业证；咨询公司、科技公司不得以律师名义代理。",
        "It acts as a lawyer or legal department: check the practising certificate; a company may not act in a lawyer's name.",
    ),
    _clause(
        "waiver_of_rights",
        "要求放弃对其投诉、报警或起诉：这类约定不影响您依法维权。",
        "Rights against the agency are to be waived; such a term does not bind the client's lawful rights.",
    ),
    Sentence(
        "agreement_without_known_clause",
        SentenceKind.FINDING,
        zh="未读到已知的危险条款；不代表没有，请通读全文。",
        en="No known dangerous clause was read, which does not mean that there is none: read the whole.",
    ),
    Sentence(
        "agreement_unreadable",
        SentenceKind.FINDING,
        zh="协议文字未能读取，条款未知。",
        en="The agreement's text could not be read, so its clauses are unknown.",
    ),
    Sentence(
        "agreement_clauses_are_wording",
        SentenceKind.FINDING,
        zh="读到的是文字，不是事实：不表示您做错了什么或您的投诉不实，也不表示对方已照此行事或已违法。请对照原文通读。",
        en="This is what is written, not what was done: it does not say that you did wrong, that a complaint of yours is "
        "untrue, or that the other side acted so or broke the law. Read each passage in its place.",
    ),
    Sentence(
        "agreement_read_from_picture",
        SentenceKind.FINDING,
        zh="文字由图像识别，可能有误；请对照原件。",
        en="The words were recognised in a picture and may be misread: compare them with the original.",
    ),
    Sentence(
        "agreement_read_in_part",
        SentenceKind.FINDING,
        zh="只读了其中一部分，其余条款未知：请自行通读，或分成几份再读。",
        en="Only a part of it was read, the rest is unknown: read that yourself, or hand it in as several files.",
    ),
    Sentence(
        "agreement_hardly_chinese",
        SentenceKind.FINDING,
        zh="文字多半不是中文，条款会有遗漏；请通读全文。",
        en="Hardly any of it is Chinese, which is what is read best: clauses will be missed. Read the whole.",
    ),
    Sentence(
        "advert_code_word",
        SentenceKind.FINDING,
        zh="暗语“{word}”，即“{standard}”。",
        en="The code word “{word}” stands for “{standard}”.",
    ),
    Sentence(
        "advert_code_word_plain",
        SentenceKind.FINDING,
        zh="“{word}”是代办债务、代理维权一类服务的用语。",
        en="“{word}” is a term of those who offer to handle debts or complaints for a fee.",
    ),
    Sentence(
        "advert_offers_agency_service",
        SentenceKind.FINDING,
        zh="疑似招揽代理投诉、债务处理业务：读到{signs}处招揽表述。",
        en="It seems to offer agency services: {signs} passages say so.",
    ),
    Sentence(
        "advert_says_nothing_known",
        SentenceKind.FINDING,
        zh="未读到招揽代理业务的表述。",
        en="Nothing in it is known to offer agency services.",
    ),
)

AGAINST_THE_AGENCY: frozenset[str] = frozenset(
    sentence.code for sentence in SENTENCES if sentence.code.startswith(("clause_", "advert_"))
)
"""Findings that accuse whoever wrote the paper; they say nothing of whether it is genuine, nor of who hands it in."""
