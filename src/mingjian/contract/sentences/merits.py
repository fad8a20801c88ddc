"""What merits says: one sentence for each claim and what the lender's own records say of it."""

from mingjian.contract.reasons import Sentence, SentenceKind


def _merit(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.MERIT, zh=zh, en=en)


_MADE = {
    "call_frequency": ("催收来电过于频繁", "they are called too often"),
    "call_hours": ("在禁止时段来电", "they are called at forbidden hours"),
    "third_party_contact": ("联系了第三人", "others were contacted"),
    "rate_above_cap": ("利率超过上限", "the rate is above the cap"),
    "rate_above_contract": ("实际利率高于合同", "the loan costs more than its contract"),
    "charge_not_in_contract": ("收取合同外费用", "charges are not in the contract"),
    "double_charge": ("重复扣款", "money was taken twice"),
    "repayment_not_booked": ("还款未入账", "a repayment was not booked"),
    "promise_not_kept": ("承诺未兑现", "a promise was not kept"),
}
"""What each claim that records can contradict says."""

_UNCERTAIN = tuple(
    _merit(
        f"{claim}_uncertain",
        f"似称{zh}：记录与此不符，但原话是否此意不能确定，不作不利认定，请由人阅读原话。",
        f"Seems to say that {en}: the records do not agree with that, but whether their words mean it is not certain, so"
        " this counts for nothing against them; a person must read what they wrote.",
    )
    for claim, (zh, en) in _MADE.items()
)

SENTENCES: tuple[Sentence, ...] = (
    _merit(
        "call_frequency_borne_out",
        "称催收来电过于频繁：属实，通话记录显示{day}当日外呼{calls}次。",
        "Says they are called too often: borne out, the log shows {calls:# call|# calls} on {day}.",
    ),
    _merit(
        "call_frequency_contradicted",
        "称来电{asserted}次：与记录不符，通话记录中最多的一日（{day}）为{calls}次。",
        "Says they were called {asserted:once|# times}: contradicted, the busiest day logged ({day}) has {calls}.",
    ),
    _merit(
        "call_frequency_unrecorded",
        "称来电{asserted}次：通话记录中最多的一日（{day}）为{calls}次；记录是否完整未经声明，不作不利认定。",
        "Says they were called {asserted:once|# times}: the busiest day in the log ({day}) has {calls};"
        " whether the log holds every call was not stated, so this counts for nothing against them.",
    ),
    _merit(
        "call_frequency_unknown",
        "称催收来电过于频繁：现有记录不足以判断。",
        "Says they are called too often: the records do not tell.",
    ),
    _merit(
        "call_hours_borne_out",
        "称在禁止时段来电：属实，通话记录有{calls}次在规定时段之外，最近一次为{at}。",
        "Says they are called at forbidden hours: borne out, {calls:# call|# calls} outside permitted hours, the last at {at}.",
    ),
    _merit(
        "call_hours_contradicted",
        "称在禁止时段来电：与记录不符，所述期间{calls}次外呼均在规定时段内。",
        "Says they are called at forbidden hours: contradicted, {calls:the one call of that time was|all # calls of that time were} within the hours.",
    ),
    _merit(
        "call_hours_unrecorded",
        "称在禁止时段来电：通话记录中未见，所述期间有{calls}次外呼，均在规定时段内；记录是否完整未经声明，不作不利认定。",
        "Says they are called at forbidden hours: the log holds no such call and {calls} within the hours at"
        " that time; whether it holds every call was not stated, so this counts for nothing against them.",
    ),
    _merit(
        "call_hours_unknown",
        "称在禁止时段来电：现有记录不足以判断。",
        "Says they are called at forbidden hours: the records do not tell.",
    ),
    _merit(
        "third_party_contact_borne_out",
        "称联系了第三人：属实，记录有{contacts}次催收联系的对象不是本人，最近一次为{day}。",
        "Says others were contacted: borne out, {contacts:# collection contact was|# collection contacts were} not with them, the last on {day}.",
    ),
    _merit(
        "third_party_contact_contradicted",
        "称联系了第三人：与记录不符，{contacts}次联系的对象均为本人。",
        "Says others were contacted: contradicted, {contacts:the one contact was|all # contacts were} with the customer.",
    ),
    _merit(
        "third_party_contact_unrecorded",
        "称联系了第三人：记录中的{contacts}次联系对象均为本人；记录是否完整未经声明，不作不利认定。",
        "Says others were contacted: {contacts:the one contact in the log was|the # contacts in the log were} with the customer;"
        " whether it holds every contact was not stated, so this counts for nothing against them.",
    ),
    _merit(
        "third_party_contact_unknown",
        "称联系了第三人：现有记录不足以判断。",
        "Says others were contacted: the records do not tell.",
    ),
    _merit(
        "threats_borne_out",
        "称遭到威胁或辱骂：通话文本中有{contacts}次出现此类言语，最近一次为{at}。",
        "Says they were threatened or insulted: such words stand in {contacts:# transcript|# transcripts}, the last of {at}.",
    ),
    _merit(
        "threats_unknown",
        "称遭到威胁或辱骂：通话文本中未见，但不能据此否定。",
        "Says they were threatened or insulted: no transcript shows it, which proves nothing.",
    ),
    _merit(
        "rate_above_cap_borne_out",
        "称利率超过上限：属实，借款年化利率达{rate:.2%}，放款当日上限{cap:.2%}。",
        "Says the rate is above the cap: borne out, the loan's cost reaches {rate:.2%} a year and the cap that day was {cap:.2%}.",
    ),
    _merit(
        "rate_above_cap_contradicted",
        "称利率超过上限：与记录不符，最高一笔年化利率{rate:.2%}，上限{cap:.2%}。",
        "Says the rate is above the cap: contradicted, the dearest loan costs {rate:.2%} a year, the cap is {cap:.2%}.",
    ),
    _merit(
        "rate_above_cap_unrecorded",
        "称利率超过上限：按合同与已记账费用，最高一笔年化利率{rate:.2%}，上限{cap:.2%}；担保、保险等第三方费用是否全部在账未经声明，不作不利认定。",
        "Says the rate is above the cap: by contract and booked fees the dearest loan costs {rate:.2%} a"
        " year, the cap is {cap:.2%}; whether the fees of guarantors, insurers and others are all booked was"
        " not stated, so this counts for nothing against them.",
    ),
    _merit(
        "rate_above_cap_unfinished",
        "称利率超过上限：按已记账费用，年化利率{rate:.2%}，未超过上限{cap:.2%}；但还款未满期，以后各期如照样收取这些费用，将达{continued:.2%}，须查明约定的收费，不作不利认定。",
        "Says the rate is above the cap: by the fees booked so far the loan costs {rate:.2%} a year, within the cap"
        " of {cap:.2%}; but its plan still runs, and {continued:.2%} is reached if the instalments ahead bring the same"
        " fees. Find out what was agreed; this counts for nothing against them.",
    ),
    _merit(
        "rate_above_cap_unknown",
        "称利率超过上限：现有记录不足以判断。",
        "Says the rate is above the cap: the records do not tell.",
    ),
    _merit(
        "rate_above_contract_borne_out",
        "称实际利率高于合同：属实，按还款计划与费用测算，年化达{measured:.2%}，合同为{contract:.2%}。",
        "Says the loan costs more than its contract: borne out, its plan and fees reach {measured:.2%} a year,"
        " the contract says {contract:.2%}.",
    ),
    _merit(
        "rate_above_contract_contradicted",
        "称实际利率高于合同：与记录不符，按还款计划与费用测算为年化{measured:.2%}，合同为{contract:.2%}。",
        "Says the loan costs more than its contract: contradicted, its plan and fees measure {measured:.2%} a year,"
        " the contract says {contract:.2%}.",
    ),
    _merit(
        "rate_above_contract_unrecorded",
        "称实际利率高于合同：按还款计划与已记账费用测算为年化{measured:.2%}，合同为{contract:.2%}；费用是否全部在账未经声明，不作不利认定。",
        "Says the loan costs more than its contract: its plan and booked fees measure {measured:.2%} a year,"
        " the contract says {contract:.2%}; whether every fee is booked was not stated, so this counts for"
        " nothing against them.",
    ),
    _merit(
        "rate_above_contract_unfinished",
        "称实际利率高于合同：按已记账费用测算为年化{measured:.2%}，与合同{contract:.2%}相符；但还款未满期，以后各期如照样收取这些费用，将达{continued:.2%}，须查明约定的收费，不作不利认定。",
        "Says the loan costs more than its contract: by the fees booked so far it measures {measured:.2%} a year, as the"
        " contract's {contract:.2%}; but its plan still runs, and {continued:.2%} is reached if the instalments ahead"
        " bring the same fees. Find out what was agreed; this counts for nothing against them.",
    ),
    _merit(
        "rate_above_contract_unknown",
        "称实际利率高于合同：现有记录不足以测算。",
        "Says the loan costs more than its contract: the records do not suffice to measure it.",
    ),
    _merit(
        "charge_not_in_contract_borne_out",
        "称收取合同外费用：属实，账上有{charges}笔合同未约定的费用，共{sum_yuan}元。",
        "Says charges are not in the contract: borne out, {charges:# such charge is|# such charges are} booked, {sum_yuan} yuan in all.",
    ),
    _merit(
        "charge_not_in_contract_contradicted",
        "称收取合同外费用：与记录不符，账上共{charges}笔费用，没有合同外的。",
        "Says charges are not in the contract: contradicted, {charges:# charge is|# charges are} booked, none outside the contract.",
    ),
    _merit(
        "charge_not_in_contract_unrecorded",
        "称收取合同外费用：账上共{charges}笔费用，没有合同外的，未见所述的一笔；费用是否全部在账未经声明，不作不利认定。",
        "Says charges are not in the contract: {charges:# charge is|# charges are} booked, none outside the contract, and the one that"
        " they mean is not among them; whether every charge is booked was not stated, so this counts for nothing against"
        " them.",
    ),
    _merit(
        "charge_not_in_contract_other_sum",
        "称收取合同外费用：账上有{charges}笔合同未约定的费用，共{sum_yuan}元，属实；金额与所述不同，请核对所指是哪一笔。",
        "Says charges are not in the contract: {charges:# such charge is|# such charges are} booked, {sum_yuan} yuan in all:"
        " borne out. It is another sum than they state; ask which charge they mean.",
    ),
    _merit(
        "charge_not_in_contract_unknown",
        "称收取合同外费用：现有记录不足以判断。",
        "Says charges are not in the contract: the records do not tell.",
    ),
    _merit(
        "double_charge_borne_out",
        "称重复扣款：属实，账上{sum_yuan}元被收取两次。",
        "Says money was taken twice: borne out, {sum_yuan} yuan is booked twice.",
    ),
    _merit(
        "double_charge_contradicted",
        "称重复扣款：与记录不符，账上{sum_yuan}元仅收取一次。",
        "Says money was taken twice: contradicted, {sum_yuan} yuan is booked once.",
    ),
    _merit(
        "double_charge_other_sum",
        "称重复扣款：账上{sum_yuan}元被收取两次，属实；金额与所述不同，请核对所指是哪一笔。",
        "Says money was taken twice: {sum_yuan} yuan is booked twice: borne out. It is another sum than they state;"
        " ask which debit they mean.",
    ),
    _merit(
        "double_charge_unrecorded",
        "称重复扣款：账上{sum_yuan}元记有一次；扣款是否全部入账未经声明，不作不利认定，可请其提供扣款凭证。",
        "Says money was taken twice: {sum_yuan} yuan is booked once; whether every debit is booked was not"
        " stated, so this counts for nothing against them; a bank statement would tell.",
    ),
    _merit(
        "double_charge_unknown",
        "称重复扣款：现有记录不足以判断。",
        "Says money was taken twice: the records do not tell.",
    ),
    _merit(
        "repayment_not_booked_borne_out",
        "称还款未入账：属实，{day}前后应用内有还款操作，账上无对应入账。",
        "Says a repayment was not booked: borne out, the app saw one about {day} and the books have none.",
    ),
    _merit(
        "repayment_not_booked_contradicted",
        "称还款未入账：与记录不符，该笔还款已于{day}入账。",
        "Says a repayment was not booked: contradicted, it was booked on {day}.",
    ),
    _merit(
        "repayment_not_booked_unrecorded",
        "称还款未入账：{day}前后账上有一笔还款，是否即其所指的一笔无从判断，可请其提供支付凭证。",
        "Says a repayment was not booked: one is booked about {day}; whether it is the one that they mean"
        " cannot be told; a payment receipt would.",
    ),
    _merit(
        "repayment_not_booked_unknown",
        "称还款未入账：现有记录不足以判断，可请其提供支付凭证。",
        "Says a repayment was not booked: the records do not tell; a payment receipt would.",
    ),
    _merit(
        "promise_not_kept_borne_out",
        "称承诺未兑现：属实，记录有{promises}项承诺逾期未兑现，最近一项应于{due_on}兑现。",
        "Says a promise was not kept: borne out, {promises:# promise was|# promises were} not kept in time, the last due on {due_on}.",
    ),
    _merit(
        "promise_not_kept_contradicted",
        "称承诺未兑现：与记录不符，{promises}项承诺均已按期兑现。",
        "Says a promise was not kept: contradicted, {promises:the one promise on record was|all # promises on record were} kept in time.",
    ),
    _merit(
        "promise_not_kept_unrecorded",
        "称承诺未兑现：有记录的{promises}项承诺均已按期兑现；承诺是否全部有记录未经声明，不作不利认定。",
        "Says a promise was not kept: {promises:the one promise on record was|all # promises on record were} kept in time; whether every"
        " promise is on record was not stated, so this counts for nothing against them.",
    ),
    _merit(
        "promise_not_kept_unknown",
        "称承诺未兑现：记录中没有可以核对的承诺。",
        "Says a promise was not kept: no promise on record can be held against it.",
    ),
    _merit(
        "loan_not_taken_borne_out",
        "称未曾借款：属实，其名下无借据。",
        "Says they never took the loan: borne out, no loan stands in their name.",
    ),
    _merit(
        "loan_not_taken_unrecorded",
        "称未曾借款：其名下{loans}笔借款已分{days}日还款，但由谁还款记录中看不出；须核实身份是否被冒用。",
        "Says they never took the loan: {loans:their loan was|their # loans were} repaid on {days:# day|# days}, by whom the records do"
        " not show; check for stolen identity.",
    ),
    _merit(
        "loan_not_taken_unknown",
        "称未曾借款：现有记录不足以判断，须核实身份是否被冒用。",
        "Says they never took the loan: the records do not tell; check for stolen identity.",
    ),
    _merit(
        "credit_record_wrong_borne_out",
        "称征信记录有误：属实，账上无一期逾期，借款却被标为逾期。",
        "Says the credit record is wrong: borne out, a loan of which nothing was late was set overdue.",
    ),
    _merit(
        "credit_record_wrong_unknown",
        "称征信记录有误：现有记录不足以判断，须调取上报记录。",
        "Says the credit record is wrong: the records do not tell; look up what was reported.",
    ),
    _merit(
        "hardship_borne_out",
        "称经济困难：有{documents}份材料经出具单位确认。",
        "Says they are in difficulty: {documents:# document was confirmed by its issuer|# documents were confirmed by their issuers}.",
    ),
    _merit(
        "hardship_unknown",
        "称经济困难：尚待核实；不得据此推定不实。",
        "Says they are in difficulty: not yet verified, which is no sign that it is untrue.",
    ),
    _merit(
        "illness_borne_out",
        "称患病：有{documents}份材料经出具单位确认。",
        "Says somebody is ill: {documents:# document was confirmed by its issuer|# documents were confirmed by their issuers}.",
    ),
    _merit(
        "illness_unknown",
        "称患病：尚待核实；不得据此推定不实。",
        "Says somebody is ill: not yet verified, which is no sign that it is untrue.",
    ),
    _merit(
        "bereavement_borne_out",
        "称亲属亡故：有{documents}份材料经出具单位确认。",
        "Says somebody died: {documents:# document was confirmed by its issuer|# documents were confirmed by their issuers}.",
    ),
    _merit(
        "bereavement_unknown",
        "称亲属亡故：尚待核实；不得据此推定不实。",
        "Says somebody died: not yet verified, which is no sign that it is untrue.",
    ),
    _merit(
        "other_unknown",
        "其他诉求：本机构记录无法核对，须由人判断。",
        "Another claim: no record of the lender speaks of it; a person must judge.",
    ),
    *_UNCERTAIN,
)
