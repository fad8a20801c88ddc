"""What risk says: the reasons of its scorecards, and what among them speaks for the consumer.

``agent_`` speaks of who is behind a complaint, ``involvement_`` of an agency behind a customer, ``warning_`` of a
complaint to come. A reason that speaks against an agent stands among the merits as well, as ``self_``.
"""

from mingjian.contract.reasons import Sentence, SentenceKind


def _reason(code: str, zh: str, en: str) -> Sentence:
    return Sentence(code, SentenceKind.REASON, zh=zh, en=en)


def _against_agent(name: str, zh: str, en: str) -> tuple[Sentence, Sentence]:
    """A reason that lowers the score, and the same as a merit."""
    return (
        Sentence(f"agent_{name}", SentenceKind.REASON, zh=zh, en=en),
        Sentence(f"self_{name}", SentenceKind.MERIT, zh=zh, en=en),
    )


SENTENCES: tuple[Sentence, ...] = (
    _reason(
        "agent_channel_transferred",
        "经监管或政府热线转来；转办投诉中代理投诉较多。",
        "A regulator or government line transferred it; agencies are more frequent among transfers.",
    ),
    *_against_agent(
        "channel_association",
        "由消费者组织转来，使用其统一表格。",
        "A consumer association brought it, on its own form.",
    ),
    *_against_agent(
        "channel_direct",
        "直接向本机构提出（热线、应用、在线客服或到访）。",
        "Made to the lender itself: hotline, app, chat or counter.",
    ),
    *_against_agent(
        "letter_family_form",
        "与{letter_family_households}户文书相同，为消费者组织提供的格式文本。",
        "Follows one letter with {letter_family_households:# household|# households}: a form that consumer associations hand out.",
    ),
    _reason(
        "agent_letter_family_own_phones",
        "与{letter_family_households}户无关客户的文书同出一稿，但这些客户多使用本人电话，可能是流传的范文。",
        "Follows one letter with {letter_family_households:# unrelated household|# unrelated households}, most of whom gave their own phone:"
        " it may be a model letter that circulates.",
    ),
    _reason(
        "agent_letter_family_sudden",
        "与{letter_family_households}户无关客户的文书同出一稿，但集中在{letter_family_span_days}天内，可能因新闻或号召而起。",
        "Follows one letter with {letter_family_households:# unrelated household|# unrelated households}, but all within"
        " {letter_family_span_days:# day|# days}: news or a call may have caused it.",
    ),
    _reason(
        "agent_letter_family_lasting",
        "与{letter_family_households}户无关客户的文书同出一稿，历时{letter_family_span_days}天。",
        "Follows one letter with {letter_family_households:# unrelated household|# unrelated households} over {letter_family_span_days:# day|# days}.",
    ),
    _reason(
        "agent_letter_family",
        "与{letter_family_households}户无关客户的文书同出一稿。",
        "Follows one letter with {letter_family_households:# unrelated household|# unrelated households}.",
    ),
    _reason(
        "agent_letter_family_small",
        "与另外{letter_family_households}户的文书相近，数量很少。",
        "Resembles the letters of {letter_family_households:# other household|# other households}, which is few.",
    ),
    *_against_agent(
        "letter_own_words",
        "文书未见与他人雷同。",
        "The letter follows no template that others use.",
    ),
    _reason(
        "agent_manner",
        "用语习惯与已认定的代理投诉相近（如“{words}”）；仅凭此点不会认定为代理。",
        "Worded as complaints that were found to be agents' are (such as “{words}”); this alone accuses nobody.",
    ),
    *_against_agent(
        "manner_own",
        "用语习惯与客户本人所写的投诉相近（如“{words}”）。",
        "Worded as complaints that customers wrote themselves are (such as “{words}”).",
    ),
    _reason(
        "agent_code_words",
        "文中有{letter_code_words}个词写成了代理行业的暗语。",
        "The text disguises {letter_code_words:one word|# words} as the trade does.",
    ),
    _reason(
        "agent_law_misapplied",
        "引用了{letter_laws_misapplied}处不适用于该借款的规定。",
        "Quotes {letter_laws_misapplied:# rule that does|# rules that do} not apply to the loan.",
    ),
    _reason(
        "agent_package_demands",
        "同时提出代理机构常打包的{letter_package_demands}项诉求。",
        "Makes {letter_package_demands} of the demands that agencies sell as a set.",
    ),
    *_against_agent(
        "own_facts",
        "陈述了{letter_particular_claims}处具体的时间、金额或人物。",
        "Names particular times, sums or persons in {letter_particular_claims:# claim|# claims}.",
    ),
    _reason(
        "agent_phone_shared_stranger",
        "联系电话不在客户档案中，且另有{contact_phone_households}户投诉使用同一号码。",
        "The contact phone is not on the customer's file, and {contact_phone_households:# other household|# other households} gave it too.",
    ),
    _reason(
        "agent_phone_shared",
        "另有{contact_phone_households}户投诉使用同一联系电话。",
        "{contact_phone_households:# other household|# other households} gave the same contact phone.",
    ),
    _reason(
        "agent_phone_shared_few",
        "联系电话不在客户档案中，另有{contact_phone_households}户使用过。",
        "The contact phone is not on the customer's file; {contact_phone_households:# other household|# other households} gave it too.",
    ),
    *_against_agent(
        "phone_own",
        "联系电话是客户本人档案中的号码。",
        "The contact phone stands on the customer's own file.",
    ),
    _reason(
        "agent_phone_fresh_shared",
        "联系电话是投诉前后才登记到档案的，另有{contact_phone_households}户使用过。",
        "The contact phone was put on file about the time of the complaint; {contact_phone_households:another household|# other"
        " households} gave it too.",
    ),
    _reason(
        "agent_phone_virtual",
        "联系电话不在档案中，且为虚拟运营商号段；单独不足为凭。",
        "The contact phone is not on file and a virtual operator's; alone this says little.",
    ),
    _reason(
        "agent_phone_other",
        "联系电话不在客户档案中；单独不足为凭。",
        "The contact phone is not on the customer's file; alone this says little.",
    ),
    _reason(
        "agent_email_shared",
        "另有{contact_email_households}户投诉使用同一邮箱。",
        "{contact_email_households:# other household|# other households} used the same mailbox.",
    ),
    _reason(
        "agent_sender_shared",
        "另有{sender_address_households}户的投诉信寄自同一地址。",
        "{sender_address_households:# other household|# other households} sent from the same address.",
    ),
    _reason(
        "agent_device_shared",
        "另有{device_households}户投诉使用同一设备。",
        "{device_households:# other household|# other households} complained from the same device.",
    ),
    *_against_agent(
        "device_own",
        "由客户本人用过的设备提交。",
        "Sent from a device that the customer had used before.",
    ),
    _reason(
        "agent_device_new",
        "由客户此前未用过的设备提交；单独不足为凭。",
        "Sent from a device that the customer had not used before; alone this says little.",
    ),
    _reason(
        "agent_ip_shared",
        "另有{ip_households}户投诉来自同一网络地址；单独不足为凭。",
        "{ip_households:# other household|# other households} complained from the same IP address; alone this says little.",
    ),
    _reason(
        "agent_burst_after_refusal",
        "诉求未获支持后，十四天内又在{channels_within_days}个其他渠道投诉。",
        "After a refusal, complained on {channels_within_days:# other channel|# other channels} within 14 days.",
    ),
    _reason(
        "agent_burst",
        "十四天内在{channels_within_days}个其他渠道投诉。",
        "Complained on {channels_within_days:# other channel|# other channels} within 14 days.",
    ),
    _reason(
        "agent_phone_changed",
        "投诉前{phone_change_days}天更换了档案电话。",
        "The phone on file was changed {phone_change_days:# day|# days} before.",
    ),
    _reason(
        "agent_documents_fetched",
        "投诉前三十天内既下载账单又查看合同，共{documents_fetched_before}次；核对自己的账目也会如此。",
        "Fetched both statement and contract in the 30 days before, {documents_fetched_before:once|# times} in all; so does"
        " who checks an account of his own.",
    ),
    *_against_agent(
        "still_paying",
        "投诉前三十天内仍有{instalments_paid_before}期还款；代理机构通常要求客户停止还款。",
        "Paid {instalments_paid_before:one instalment|# instalments} in the 30 days before; agencies tell their clients to stop.",
    ),
    *_against_agent(
        "asked_lender",
        "投诉前十四天内先在应用中向本机构询问或反映{asked_in_app_before}次。",
        "Turned to the lender in the app {asked_in_app_before:once|# times} in the 14 days before.",
    ),
    _reason(
        "agent_repayment_stopped",
        "此前均按时还款，投诉前已有三十天以上分文未还。",
        "Had always paid on time, and paid nothing for 30 days or more before complaining.",
    ),
    _reason(
        "agent_elsewhere_shared",
        "该客户六十天内的另一投诉所用电话、邮箱、寄件地址或设备并非其本人所有，另有{elsewhere_households}户投诉使用。",
        "Another complaint of this customer within 60 days came with a telephone, mailbox, sender's address or device that"
        " is not the customer's and that {elsewhere_households:another household|# other households} used.",
    ),
    _reason(
        "agent_elsewhere_paid",
        "该客户六十天内的另一投诉由收费的代理人提出，该代理人既非律师、法律工作者也非亲属。",
        "A representative who takes a fee and is neither lawyer, legal worker nor relative brought another complaint of"
        " this customer within 60 days.",
    ),
    _reason(
        "agent_representative_of_many",
        "代理人既非律师、法律工作者也非亲属，另为{representative_households}户代理；村社干部、调解员、志愿者也会如此。",
        "The representative is neither lawyer nor relative and acts for"
        " {representative_households:# other household|# other households}; community workers, mediators and volunteers"
        " do so too.",
    ),
    _reason(
        "agent_representative_paid",
        "代理人既非律师、法律工作者也非亲属，且收取费用。",
        "The representative is neither lawyer nor relative, and takes a fee.",
    ),
    _reason(
        "agent_representative_unlawful",
        "代理人有{requirements_not_met}项代理要件不符合。",
        "The representative fails {requirements_not_met:# requirement|# requirements}.",
    ),
    _reason(
        "agent_representative_papers_missing",
        "代理人手续有{requirements_not_met}项不齐；亲属代理也常如此。",
        "{requirements_not_met} of the representative's papers {requirements_not_met:is|are} missing, as is common with relatives.",
    ),
    *_against_agent(
        "representative_lawful",
        "代理人为律师、法律工作者或亲属，执业登记或亲属关系已经核实。",
        "The representative is a lawyer, legal-service worker or relative: the register or a paper shows it.",
    ),
    *_against_agent(
        "representative_kin",
        "代理人自称律师、法律工作者或亲属，尚未得到核实。",
        "The representative is stated to be a lawyer, legal-service worker or relative; nothing shows it yet.",
    ),
    _reason(
        "agent_phone_named",
        "{testimony_names_phone}名其他消费者指出该联系电话属于代理机构。",
        "{testimony_names_phone:# other consumer names|# other consumers name} the contact phone as an agency's.",
    ),
    _reason(
        "agent_phone_advertised",
        "该联系电话出现在{advert_names_phone}条代理广告中，另有{testimony_names_phone_signed}名其他客户指认。",
        "The contact phone stands in {advert_names_phone:# advert|# adverts} for agency services, and "
        "{testimony_names_phone_signed:# other customer names|# other customers name} it.",
    ),
    _reason(
        "agent_phone_lead",
        "有一处来源称该联系电话属于代理机构，尚无独立来源印证：仅供核查。",
        "One source calls the contact phone an agency's, and no independent one does: it is to be looked at.",
    ),
    _reason(
        "agent_gang_fresh",
        "与{gang_other_customers}名其他客户同属一个团伙，且有收款账户、材料或机构等独立关联。",
        "Belongs to a gang with {gang_other_customers:# other customer|# other customers} over payees, papers or organisations.",
    ),
    _reason(
        "agent_gang_of_customer",
        "该客户因本投诉以外的资料，与{gang_other_customers}名其他客户同属一个团伙，且有收款账户、材料或机构等独立关联。",
        "By something else than this complaint, the customer belongs to a gang with"
        " {gang_other_customers:# other customer|# other customers} over payees, papers or organisations.",
    ),
    _reason(
        "agent_gang_same_links",
        "与{gang_other_customers}名其他客户同属一个团伙；与其本人的关联已在文书与电话、设备中计入，此处只计这些客户彼此相连。",
        "Belongs to a gang with {gang_other_customers:# other customer|# other customers} over links that are counted already; what counts here is that these hold together.",
    ),
    *_against_agent(
        "gang_none",
        "未发现与任何团伙的关联。",
        "Nothing ties it to any gang.",
    ),
    _reason(
        "agent_papers_false",
        "有{papers_false}份材料被出具单位否认或自相矛盾。",
        "{papers_false:# paper was denied by its issuer or contradicts itself|# papers were denied by their issuers or contradict themselves}.",
    ),
    *_against_agent(
        "papers_confirmed",
        "有{papers_confirmed}份材料经出具单位确认。",
        "{papers_confirmed:# paper was confirmed by its issuer|# papers were confirmed by their issuers}.",
    ),
    _reason(
        "involvement_complaint",
        "其投诉由代理机构发起的概率{probability}。",
        "The chance that an agency is behind this customer's complaint is {probability}.",
    ),
    _reason(
        "involvement_testimony_paid",
        "客户本人反映曾向代理机构付费，可能是受害人。",
        "The customer reported paying an agency, and may be its victim.",
    ),
    _reason(
        "involvement_left",
        "曾是代理机构的客户，{told_of_paying_days}天前本人向我方举报；此前以其名义提出的{complaints_set_aside}件投诉不再作为其受代理操控的依据。应作为证人和可能的受害人对待。",
        "Was an agency's client, and reported it {told_of_paying_days:# day|# days} ago: {complaints_set_aside:# complaint that came in their name before counts|# complaints that came in their name before count} no longer as a sign that an agency acts for them. A witness, and perhaps its victim.",
    ),
    _reason(
        "involvement_against_will",
        "本人举报代理机构之后，仍有{complaints_against_his_will}件以其名义提出的投诉带有该机构的电话、设备、信件等痕迹，且不出自本人电话或设备；可能违背其本人意愿，不作为不利依据。应与本人核实，并提供受害人帮助。",
        "Since this customer reported the agency {complaints_against_his_will:# complaint came in their name with its marks|# complaints came in their name with its marks} and from no telephone or device of their own: perhaps filed against their will, and not held against them. Ask them, and offer help for victims.",
    ),
    _reason(
        "involvement_testimony",
        "客户本人提醒：曾有代理机构招揽。应向其致谢，不作为代理介入的线索。",
        "The customer warned of an agency that approached them: to be thanked for it, and no sign that one acts for them.",
    ),
    _reason(
        "involvement_gang",
        "与{gang_other_customers}名其他客户同属一个团伙。",
        "Is tied to a gang with {gang_other_customers:# other customer|# other customers}.",
    ),
    _reason(
        "involvement_phone_changed",
        "近两个月更换过档案电话；单独不足为凭。",
        "Changed the phone on file within two months; alone this says little.",
    ),
    _reason(
        "involvement_documents",
        "近三十天{documents_fetched_month}次下载账单或查看合同；单独不足为凭。",
        "Fetched statements or contracts {documents_fetched_month:once|# times} in 30 days; alone this says little.",
    ),
    _reason(
        "warning_arrears",
        "逾期{days_past_due}天。",
        "Is {days_past_due:# day|# days} past due.",
    ),
    _reason(
        "warning_newly_overdue",
        "近三十天内新发生逾期。",
        "Fell into arrears within the last 30 days.",
    ),
    _reason(
        "warning_stopped_paying",
        "此前均按时还款，近九十天内停止还款，已逾期三十天以上。",
        "Paid on time before, and stopped within the last 90 days: 30 days or more overdue.",
    ),
    _reason(
        "warning_calls_a_day",
        "近三十天中最多一天被催收致电{collection_day_peak_month}次。",
        "Collection called {collection_day_peak_month:once|# times} on one day of the last 30.",
    ),
    _reason(
        "warning_outside_hours",
        "近三十天有{collection_outside_hours_month}次催收电话在允许时段之外。",
        "Collection called {collection_outside_hours_month:once|# times} outside the permitted hours in the last 30 days.",
    ),
    _reason(
        "warning_charge_outside_contract",
        "近三十天有{charges_outside_contract_month}笔合同未列明的收费。",
        "Was charged {charges_outside_contract_month:once|# times} in the last 30 days for what the contract does not have.",
    ),
    _reason(
        "warning_charge_repeated",
        "近三十天有{charges_repeated_month}笔重复收费。",
        "{charges_repeated_month:# charge of the last 30 days was|# charges of the last 30 days were} taken twice.",
    ),
    _reason(
        "warning_chat",
        "近十四天内{chats_fresh}次在线咨询，之后未见投诉。",
        "Chatted with the lender {chats_fresh:once|# times} in the last 14 days, without a complaint since.",
    ),
    _reason(
        "warning_contacts",
        "近三十天被催收联系{collection_contacts_month}次，其中近七天{collection_contacts_week}次。",
        "Was contacted {collection_contacts_month:once|# times} by collection in the last 30 days, {collection_contacts_week}"
        " of them in the last 7.",
    ),
    _reason(
        "warning_third_party",
        "近三十天有{third_party_contacts_month}次催收联系了第三人。",
        "Collection contacted others {third_party_contacts_month:once|# times} in the last 30 days.",
    ),
    _reason(
        "warning_complaint_call",
        "近三十天来电表达不满{complaint_calls_month}次。",
        "Called {complaint_calls_month:once|# times} in the last 30 days to complain.",
    ),
    _reason(
        "warning_inbound",
        "近三十天主动联系{inbound_contacts_month}次。",
        "Sought contact {inbound_contacts_month:once|# times} in the last 30 days.",
    ),
    _reason(
        "warning_earlier_complaints",
        "近一年投诉{complaints_year}次，其中近三十天{complaints_month}次。",
        "Complained {complaints_year:once|# times} in the year, {complaints_month} of them in the last 30 days.",
    ),
    _reason(
        "warning_refusal",
        "近九十天有{refusals_quarter}件投诉未获支持。",
        "{refusals_quarter:# complaint was|# complaints were} not upheld in the last 90 days.",
    ),
    _reason(
        "warning_open_complaint",
        "有{complaints_open}件投诉尚未办结。",
        "{complaints_open:# complaint is|# complaints are} still open.",
    ),
    _reason(
        "warning_broken_promise",
        "近九十天有{promises_broken_quarter}项承诺未按期兑现。",
        "{promises_broken_quarter:# promise to the customer was|# promises to the customer were} not kept in time in the last 90 days.",
    ),
    _reason(
        "warning_complaint_page",
        "近三十天{complaint_page_month}次打开投诉页面。",
        "Opened the complaint page {complaint_page_month:once|# times} in the last 30 days.",
    ),
    _reason(
        "warning_hardship_page",
        "近三十天{hardship_page_month}次查看困难帮扶页面。",
        "Opened the hardship page {hardship_page_month:once|# times} in the last 30 days.",
    ),
    _reason(
        "warning_documents",
        "近三十天{documents_fetched_month}次下载账单或查看合同。",
        "Fetched statements or contracts {documents_fetched_month:once|# times} in the last 30 days.",
    ),
    _reason(
        "warning_phone_change",
        "近两个月更换过档案电话。",
        "Changed the phone on file within two months.",
    ),
    _reason(
        "warning_approached",
        "{testimony_days}天前提醒：曾有代理机构招揽。应向其致谢，不提高投诉预警。",
        "Warned {testimony_days:# day|# days} ago of an agency that approached them: to be thanked for it; the warning of a complaint rises by nothing.",
    ),
    _reason(
        "warning_gang",
        "与一个团伙有关联（强度{gang_strength}）。",
        "Is tied to a gang (strength {gang_strength}).",
    ),
    _reason(
        "warning_earlier_escalation",
        "近一年有{escalations_year}件投诉提交至监管、政府热线、媒体或法院。",
        "Complaints to an authority, the media or a court in the last year: {escalations_year}.",
    ),
    _reason(
        "warning_escalation_refusal",
        "近九十天有{refusals_quarter}件投诉未获支持，可能转向监管渠道。",
        "{refusals_quarter:# complaint was|# complaints were} not upheld in the last 90 days; the next may go to an authority.",
    ),
    _reason(
        "warning_escalation_series",
        "近十四天已投诉{complaints_fortnight}次，下一次可能转向监管渠道。",
        "Complained {complaints_fortnight:once|# times} in the last 14 days; the next may go to an authority.",
    ),
    _reason(
        "warning_escalation_phone_change",
        "近期更换过档案电话；由代理机构接手的投诉多走监管渠道。",
        "Changed the phone on file lately; complaints that an agency takes over mostly go to an authority.",
    ),
    _reason(
        "warning_escalation_documents",
        "近十四天{documents_fetched_fresh}次下载账单或查看合同，监管投诉常需附上这些材料。",
        "Fetched statements or contracts {documents_fetched_fresh:once|# times} in the last 14 days, which complaints to an"
        " authority call for.",
    ),
    _reason(
        "warning_escalation_gang",
        "与一个团伙有关联（强度{gang_strength}）；若由其代为投诉，多走监管渠道。",
        "Is tied to a gang (strength {gang_strength}); were it to complain in the customer's place, it would mostly go to an authority.",
    ),
)
