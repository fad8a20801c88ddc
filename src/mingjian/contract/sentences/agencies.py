"""What agencies says: one sentence for each statement about a requirement."""

from mingjian.contract.reasons import Sentence, SentenceKind


def _finding(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.FINDING, zh=zh, en=en)


SENTENCES: tuple[Sentence, ...] = (
    _finding(
        "representative_stated", "代理人姓名和联系电话均已登记。", "The representative's name and telephone are stated."
    ),
    _finding(
        "representative_not_stated",
        "代理人姓名或联系电话未登记，请补充。",
        "The representative's name or telephone is missing: ask for it.",
    ),
    _finding("authorisation_on_file", "已有客户的授权委托书。", "A power of attorney of this customer is on file."),
    _finding(
        "authorisation_not_on_file",
        "尚未见到客户的授权委托书，请客户补充亲笔签名的授权；不影响先行受理。",
        "No power of attorney is on file: ask the customer for one signed by hand; the complaint is taken up meanwhile.",
    ),
    _finding(
        "authorisation_names_another",
        "在案的授权委托书写明的受托人不是现在的代理人，请客户补充对代理人的授权；不影响先行受理。",
        "The power of attorney on file names another agent than the one who acts: ask the customer for one for this "
        "representative; the complaint is taken up meanwhile.",
    ),
    _finding(
        "authorisation_names_both",
        "授权委托书载明了委托人和代理人；是否亲笔签名请人工查看。",
        "The power of attorney names both the consumer and the representative; a person looks at the signature.",
    ),
    _finding(
        "authorisation_lacks_client",
        "授权委托书上未读到客户姓名，请人工核对。",
        "The consumer's name was not read on the power of attorney: look at it.",
    ),
    _finding(
        "authorisation_lacks_agent",
        "授权委托书上未读到代理人姓名，请人工核对。",
        "The representative's name was not read on the power of attorney: look at it.",
    ),
    _finding(
        "authorisation_signed_by_hand",
        "经人工查看，授权委托书系客户亲笔签名。",
        "A person looked at the power of attorney: the customer signed it by hand.",
    ),
    _finding(
        "authorisation_not_signed_by_hand",
        "经人工查看，授权委托书并非亲笔签名，请客户补签；不影响先行受理，也不说明客户有错。",
        "A person looked at the power of attorney: it is not signed by hand. Ask the customer to sign it; the complaint is "
        "taken up meanwhile, and it says nothing against the customer.",
    ),
    _finding("relationship_proof_on_file", "已提供亲属关系证明。", "Proof of the relationship is on file."),
    _finding(
        "relationship_not_shown",
        "未提供亲属关系证明；必要时可请其补充。",
        "No proof of the relationship is on file; it may be asked for where it matters.",
    ),
    _finding(
        "relative_of_many",
        "同一电话以亲属身份代理了{households}个互不相关家庭的投诉，请核实关系。",
        "The same telephone acts as a relative for {households:# unrelated household|# unrelated households}: ask about the relationship.",
    ),
    _finding(
        "relative_takes_fee",
        "以亲属身份代理但登记有收费{fee_yuan}元，请核实。",
        "Acts as a relative, yet a fee of {fee_yuan} yuan is on record: ask about it.",
    ),
    _finding(
        "paid_in_what_capacity",
        "登记有收费{fee_yuan}元，而未说明代理人是律师、基层法律服务工作者或亲属：请问明以何身份代理、收的是什么费用"
        "（垫付的差旅费不算收费）。个人有偿提供法律服务的约定，法院不予保护；投诉照常受理，也不说明客户有错。",
        "A fee of {fee_yuan} yuan is on record, and nobody says that the representative is a lawyer, a legal-service worker "
        "or a relative: ask in what capacity they act and what was paid for (advanced travel costs are no fee). Courts do "
        "not protect what a private person is promised for legal services; the complaint is taken up all the same, and it "
        "says nothing against the customer.",
    ),
    _finding("organisation_code_known", "统一社会信用代码在名录中。", "The credit code stands in the register."),
    _finding("organisation_code_sound", "统一社会信用代码符合编码规则。", "The credit code follows the standard."),
    _finding(
        "organisation_code_early",
        "统一社会信用代码校验位不符，但属于早期赋码区段，可能真实，请查询。",
        "The credit code's check digit fails, but it is of an early series and may be genuine: look it up.",
    ),
    _finding(
        "organisation_code_fails_check",
        "统一社会信用代码校验位不符，可能系录入有误，请查询。",
        "The credit code's check digit fails; it may be mistyped: look it up.",
    ),
    _finding(
        "organisation_code_malformed",
        "统一社会信用代码位数或字符不符，可能系录入有误，请核对。",
        "The credit code has a wrong length or character; it may be mistyped: check it.",
    ),
    _finding(
        "organisation_code_of_another",
        "所填代码在名录中属于“{name}”，与所填机构名称不一致，请核实。",
        "In the register the code belongs to {name}, not to the organisation that is named: ask.",
    ),
    _finding(
        "organisation_code_not_the_named",
        "名录中“{name}”的代码与所填代码不同：可能系录入有误、换发新码，或者名称被人借用，请核实。",
        "The register has another code for {name}: mistyped, newly issued, or a borrowed name. Ask.",
    ),
    _finding(
        "organisation_active",
        "投诉当日，该机构在册且存续。",
        "On the day of the complaint the organisation was registered and active.",
    ),
    _finding(
        "organisation_not_active",
        "名录显示，该机构自{day}起已停业、吊销或注销。",
        "The register says that the organisation was suspended, revoked or dissolved on {day}.",
    ),
    _finding(
        "organisation_registered_later",
        "名录显示，该机构于{day}才登记成立，晚于投诉日。",
        "The register says that the organisation was founded on {day}, after the complaint.",
    ),
    _finding(
        "organisation_status_then_unknown",
        "名录未能说明该机构在投诉当日的状态，请查询。",
        "The register does not tell the organisation's status on that day: look it up.",
    ),
    _finding(
        "organisation_not_in_register",
        "现有名录中未找到该机构；名录可能不全或名称有误，请查询。",
        "The organisation is not in the register at hand, which may be incomplete, or the name misspelt: look it up.",
    ),
    _finding(
        "organisation_register_absent",
        "未提供机构名录，无法核对。",
        "No register of organisations was delivered, so this could not be checked.",
    ),
    _finding(
        "organisation_kind_fits",
        "名录中的机构类型与代理身份相符。",
        "The organisation's kind in the register fits what it does here.",
    ),
    _finding(
        "organisation_kind_by_code",
        "代码类别与代理身份相符；是否在册另行核对。",
        "The kind within its code fits what it does here; whether it is registered is checked apart.",
    ),
    _finding(
        "organisation_kind_is_company",
        "名录显示该机构为公司，不得以律师或法律服务工作者名义代理。",
        "The register says that it is a company, which may not act in the name of a lawyer or legal-service worker.",
    ),
    _finding(
        "organisation_name_is_company",
        "机构名称为公司，而律师只能在律师事务所执业，法律服务工作者只能在法律服务所执业。",
        "By its name it is a company; lawyers practise in law firms alone, and legal-service workers in their offices.",
    ),
    _finding(
        "organisation_kind_unknown",
        "机构类型尚不能确认，请查询。",
        "The organisation's kind is not known yet: look it up.",
    ),
    _finding(
        "law_firm_is_company",
        "自称律师事务所，而名录显示为公司。",
        "It calls itself a law firm; the register says that it is a company.",
    ),
    _finding(
        "law_firm_code_is_company",
        "自称律师事务所，而所填代码属于企业（律师事务所代码以31开头）。",
        "It calls itself a law firm; its code is a company's (law firms' codes begin with 31).",
    ),
    _finding(
        "company_may_advise",
        "公司可以提供咨询；存在本身并不违规，但不得以律师名义代理。",
        "A company may give advice; existing is no offence. It may not act in a lawyer's name.",
    ),
    _finding(
        "company_is_paid",
        "公司可以提供咨询；其收费代理投诉是否在登记的经营范围之内、是否须经许可，名录看不出，请查询。存在和收费本身不等于违规。",
        "A company may give advice; whether its registered business, and any licence for it, covers acting in complaints for"
        " a fee, the register does not show: look it up. Existing and charging are no offence in themselves.",
    ),
    _finding("licence_number_known", "执业证号在律师名录中。", "The licence number stands in the register."),
    _finding("licence_number_sound", "执业证号符合编号规则。", "The licence number follows the ministry's rule."),
    _finding(
        "licence_number_unsound",
        "执业证号不符合编号规则，可能系录入有误或旧证，请查询。",
        "The licence number does not follow the rule; it may be mistyped or an old one: look it up.",
    ),
    _finding(
        "licence_not_stated",
        "以律师身份代理，执业证号未登记，请补充。",
        "Acts as a lawyer; the licence number is missing: ask for it.",
    ),
    _finding(
        "licence_in_force",
        "投诉当日，执业证在册、有效且姓名一致。",
        "On the day of the complaint the licence was in force, under this name.",
    ),
    _finding(
        "licence_not_in_force",
        "名录显示，投诉当日该执业证已被停止或吊销。",
        "The register says that on that day the licence was suspended or revoked.",
    ),
    _finding(
        "licence_of_another",
        "名录显示，该执业证号属于他人。",
        "The register says that the licence is another person's.",
    ),
    _finding(
        "licence_name_alike",
        "登记的代理人姓名与名录中持证人的姓名相近但不一致（可能是简写、打码或笔误），请核对是否同一人。",
        "The name is close to the holder's in the register and not the same (shortened, masked or mistyped): see whether "
        "it is the same person.",
    ),
    _finding(
        "licence_name_unknown",
        "代理人或名录缺少姓名，无法比对执业证。",
        "Without both names the licence cannot be compared.",
    ),
    _finding(
        "licence_status_then_unknown",
        "名录未能说明该执业证在投诉当日的状态，请查询。",
        "The register does not tell the licence's status on that day: look it up.",
    ),
    _finding(
        "licence_not_in_register",
        "现有律师名录中未找到该执业证号；名录可能不全，请查询。",
        "The licence is not in the register at hand, which may be incomplete: look it up.",
    ),
    _finding(
        "licence_register_absent",
        "未提供律师名录，无法核对。",
        "No register of practitioners was delivered, so this could not be checked.",
    ),
    _finding(
        "licence_not_stated_for_register",
        "未登记执业证号，无法在名录中查询。",
        "Without a licence number there is nothing to look up in the register.",
    ),
    _finding("look_up_active", "名录显示该机构在册且存续。", "The register says that it is registered and active."),
    _finding(
        "look_up_ended",
        "名录显示该机构已停业、吊销或注销。",
        "The register says that it was suspended, revoked or dissolved.",
    ),
    _finding(
        "look_up_status_unknown",
        "名录没有写明现在的状态。",
        "The register does not tell the status of today.",
    ),
    _finding(
        "look_up_several",
        "名录中有几家同名机构，仅凭名称分不清是哪一家。",
        "Several organisations of this name stand in the register; the name alone does not tell which is meant.",
    ),
    _finding(
        "look_up_only_alike",
        "名录中没有这个名称，只有相近的：可能是写错或简称，也可能是另一家，请对照代码。",
        "The register lacks this name and has only similar ones: it may be misspelt or shortened, or another firm. "
        "Compare the codes.",
    ),
    _finding(
        "look_up_posed",
        "在已收到的投诉中，有人以它的名义充当律师或法律服务工作者；公司无权这样做。",
        "In complaints on record somebody acted as a lawyer or legal-service worker in its name; a company may not.",
    ),
    _finding(
        "look_up_may_recommend",
        "村（社区）、机关、医院等不是律师事务所，也不是公司，可以推荐人员不收费地帮您办理。",
        "It is a community, an office or a hospital, neither a law firm nor a company: it may recommend somebody who helps "
        "you without a fee.",
    ),
    _finding(
        "look_up_name_borrowed",
        "有人用过这个名称代理投诉而未通过核验。这不说明该机构有过错；请用公开渠道查到的电话向它核实来人。",
        "Somebody has acted under this name and failed a check. That says nothing against the firm: ask the firm itself, "
        "by a telephone number from a public register, whether that person belongs to it.",
    ),
    _finding(
        "look_up_person",
        "与您联系的人是否真是该机构的人，名录说明不了。",
        "The register cannot tell whether the person who contacts you belongs to it.",
    ),
    _finding(
        "look_up_licence_active", "该执业证在律师名录中，有效。", "The licence stands in the register and is in force."
    ),
    _finding(
        "look_up_licence_ended",
        "律师名录显示，该执业证已被停止执业或吊销。",
        "The register says that the licence is suspended or revoked.",
    ),
    _finding(
        "look_up_firm_ended",
        "但名录显示其执业机构已停业、吊销或注销，请查询其现在的执业机构。",
        "Yet the register says that its firm has ended: look up where the lawyer practises now.",
    ),
    _finding(
        "look_up_licence_holder",
        "出示该证号的人是否就是持证人，要看证件和照片。",
        "Whether whoever shows this number holds the licence only the certificate and its photo tell.",
    ),
    _finding(
        "ask_credit_code",
        "请对方提供营业执照或执业许可证上的18位统一社会信用代码。",
        "Ask for the credit code of 18 characters on its business or practising licence.",
    ),
    _finding(
        "ask_business_licence",
        "请对方出示营业执照或执业许可证，逐位核对代码。",
        "Ask to see its business or practising licence, and compare the code sign by sign.",
    ),
    _finding(
        "ask_certificate",
        "以律师身份办事的，请其出示律师执业证并记下证号。",
        "Whoever acts as a lawyer can show a practising certificate: note its number.",
    ),
    _finding(
        "ask_private_person",
        "对方只是个人、不是律师或基层法律服务工作者而要收费的，法院不保护这样的约定（实际垫付的差旅费除外）；亲友、社区或"
        "单位推荐的人不收费帮您，没有问题。",
        "Where a private person who is neither a lawyer nor a legal-service worker asks for a fee, courts do not protect "
        "that promise (travel costs that arose aside). Family, friends, or somebody whom your community or employer "
        "recommends may help you without one.",
    ),
    _finding(
        "ask_identity_of_lawyer",
        "请对方出示律师执业证原件，比对姓名和照片。",
        "Ask to see the certificate itself, and compare the name and the photo.",
    ),
    _finding(
        "ask_authorisation",
        "授权委托书由您亲笔签名，写明办什么事；不必交出身份证原件、手机卡、密码或验证码。",
        "Sign the authorisation by hand and let it say for what; nobody needs your identity card, SIM, passwords or codes.",
    ),
    _finding(
        "ask_public_registers",
        "请到国家企业信用信息公示系统、全国律师执业诚信信息公示平台查询，或拨打12348；核实之前先不付款。",
        "Look it up in the national registers of enterprises and of lawyers, or call 12348; do not pay before that.",
    ),
    _finding(
        "look_at_representative_stated",
        "代理人姓名和电话：可询问客户或来信人",
        "name and telephone: ask the customer or whoever wrote",
    ),
    _finding(
        "look_at_authorisation_on_file",
        "客户亲笔签名的授权委托书",
        "a power of attorney signed by the customer by hand",
    ),
    _finding(
        "look_at_authorisation_complete",
        "授权委托书上双方姓名及签名",
        "both names on the power of attorney, and the signature",
    ),
    _finding("look_at_authorisation_hand_signed", "授权委托书上的签名", "the signature on the power of attorney"),
    _finding(
        "look_at_relationship_shown",
        "亲属：户口簿或其他亲属关系证明（确有必要时）；收费的其他人：以何身份代理、收的是什么费用",
        "of a relative: household register or another proof of kinship, where it matters; of others who are paid: in what "
        "capacity they act, and for what",
    ),
    _finding(
        "look_at_organisation_code_sound",
        "营业执照或执业许可证上的18位代码",
        "the 18 characters on its business or practising licence",
    ),
    _finding(
        "look_at_organisation_active",
        "投诉当日该机构在全国公示系统中的登记状态",
        "its entry in the national register on the day of the complaint",
    ),
    _finding(
        "look_at_organisation_kind_fits",
        "公示系统或律师事务所名录中的机构类型",
        "its kind in the national register or the register of law firms",
    ),
    _finding("look_at_licence_number_sound", "执业证上的证号", "the number on the practising certificate"),
    _finding(
        "look_at_licence_in_force",
        "律师名录中的登记，或拨打12348查询",
        "the entry in the register of lawyers, or 12348",
    ),
)
