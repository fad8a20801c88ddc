"""The agent scorecard: what speaks for a paid agent behind a complaint, and what speaks for the customer himself.

Every row is data with its source. ``W(for, against)`` states a weight as the log of how much more often the signal
is seen behind an agent's complaint than behind a customer's own. Judgements name the honest look-alike that keeps
them small. Rows of one kind that tend to come together are stated at half of what each would weigh alone, because
the second of two correlated signals tells little new; the halves are marked ``shared``.

The claims' merit is not here: whether a complaint is right says nothing about who wrote it.
"""

from math import log

from mingjian.risk.scorecard import Basis, Characteristic, Condition, Kind, Level, Scorecard, Source


def _weight(*, agent: float, customer: float) -> float:
    """The weight of evidence of a signal seen in these shares of agents' and of customers' own complaints."""
    return log(agent / customer)


def _shared(weight: float) -> float:
    """Half of a weight: the part that is new beside the other signals of its kind."""
    return weight / 2


def _judgement(text: str) -> Source:
    return Source(Basis.JUDGEMENT, text)


def _published(text: str) -> Source:
    return Source(Basis.PUBLISHED, text)


def _law(text: str) -> Source:
    return Source(Basis.LAW, text)


AGENT = Scorecard(
    name="agent",
    characteristics=(
        Characteristic(
            name="channel",
            kind=Kind.CHANNEL,
            levels=(
                Level(
                    code="agent_channel_transferred",
                    # logit(0.32) - logit(0.20): what turns the base rate of all complaints into that of transfers.
                    weight=log(0.32 / 0.68) - log(0.20 / 0.80),
                    deviation=0.3,
                    conditions=(Condition("channel_transferred", at_least=1),),
                    source=_judgement(
                        "about a third of what regulators transfer is said in the trade to come from agencies; no "
                        "primary source could be found for a figure"
                    ),
                    weak=True,
                ),
                Level(
                    code="agent_channel_association",
                    weight=_weight(agent=0.02, customer=0.05),
                    deviation=0.4,
                    conditions=(Condition("channel_association", at_least=1),),
                    source=_judgement("an association hears the consumer itself and writes on its own form"),
                ),
                Level(
                    code="agent_channel_direct",
                    weight=_weight(agent=0.2, customer=0.4),
                    deviation=0.3,
                    conditions=(Condition("channel_direct", at_least=1),),
                    source=_judgement(
                        "agencies aim at transfers, which count against the lender; but they call as the borrower too"
                    ),
                ),
            ),
        ),
        Characteristic(
            name="letter_family",
            kind=Kind.LETTER,
            one_letter=True,
            one_hand=True,
            evidence=("template_id",),
            shown=("letter_similarity",),
            levels=(
                Level(
                    code="agent_letter_family_form",
                    weight=_weight(agent=0.02, customer=0.05),
                    deviation=0.5,
                    conditions=(
                        Condition("letter_family_households", at_least=2),
                        Condition("letter_family_association_share", at_least=0.3),
                    ),
                    source=_judgement("a form that consumer associations hand out"),
                ),
                Level(
                    code="agent_letter_family_sudden",
                    weight=_weight(agent=0.12, customer=0.10),
                    deviation=0.4,
                    conditions=(
                        Condition("letter_family_households", at_least=3),
                        Condition("letter_family_span_days", at_most=4),
                    ),
                    source=_judgement(
                        "a news day or a call to act makes many write the same words within days; so does one "
                        "wave of filings: it hardly tells them apart"
                    ),
                    weak=True,
                ),
                Level(
                    code="agent_letter_family_own_phones",
                    weight=_weight(agent=0.15, customer=0.08),
                    deviation=0.4,
                    conditions=(
                        Condition("letter_family_households", at_least=3),
                        Condition("letter_family_own_phone_share", at_least=0.8),
                    ),
                    source=_judgement(
                        "a model letter that circulates among borrowers, each of whom gives his own number; or a gang "
                        "that has climbed the ladder"
                    ),
                ),
                Level(
                    code="agent_letter_family_lasting",
                    weight=_weight(agent=0.42, customer=0.07),
                    deviation=0.5,
                    conditions=(
                        Condition("letter_family_households", at_least=10),
                        Condition("letter_family_span_days", at_least=14),
                    ),
                    source=_judgement(
                        "one bank saw more than 90 % equal wording in agencies' letters; model letters that circulate "
                        "among honest borrowers last as well"
                    ),
                ),
                Level(
                    code="agent_letter_family",
                    weight=_weight(agent=0.21, customer=0.06),
                    deviation=0.5,
                    conditions=(Condition("letter_family_households", at_least=3),),
                    source=_published(
                        "US CFPB complaints with duplicated narratives: 15.8 % showed a strong origin in a "
                        "credit-repair organisation; over a base of about 5 % that is a likelihood ratio of 3.5"
                    ),
                ),
                Level(
                    code="agent_letter_family_small",
                    weight=_weight(agent=0.10, customer=0.07),
                    deviation=0.3,
                    conditions=(Condition("letter_family_households", at_least=1),),
                    source=_judgement("two or three alike may share a post, a colleague or a helper"),
                    weak=True,
                ),
                Level(
                    code="agent_letter_own_words",
                    weight=_weight(agent=0.45, customer=0.77),
                    deviation=0.4,
                    conditions=(Condition("letter_family_households", at_most=0),),
                    source=_judgement("most agencies write from a template; those that rewrite each letter do not"),
                ),
            ),
        ),
        Characteristic(
            name="code_words",
            kind=Kind.LETTER,
            one_letter=True,
            levels=(
                Level(
                    code="agent_code_words",
                    weight=_shared(_weight(agent=0.30, customer=0.08)),
                    deviation=0.4,
                    conditions=(Condition("letter_code_words", at_least=2),),
                    source=_judgement("the trade's disguised words; borrowers who read its posts use some of them"),
                ),
                Level(
                    code="agent_code_words",
                    weight=_shared(_weight(agent=0.20, customer=0.10)),
                    deviation=0.3,
                    conditions=(Condition("letter_code_words", at_least=1),),
                    source=_judgement("one such word may be chance or hearsay"),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="law_misapplied",
            kind=Kind.LETTER,
            one_letter=True,
            levels=(
                Level(
                    code="agent_law_misapplied",
                    weight=_shared(_weight(agent=0.25, customer=0.08)),
                    deviation=0.4,
                    conditions=(Condition("letter_laws_misapplied", at_least=1),),
                    source=_law(
                        "商业银行信用卡业务监督管理办法 (2011) Art. 70 is for cards alone; templates cite it on any "
                        "loan, and so does, less often, who copied it from the net"
                    ),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="package_demands",
            kind=Kind.LETTER,
            one_letter=True,
            levels=(
                Level(
                    code="agent_package_demands",
                    weight=_shared(_weight(agent=0.45, customer=0.18)),
                    deviation=0.3,
                    conditions=(Condition("letter_package_demands", at_least=3),),
                    source=_judgement(
                        "the set that agencies sell: stop collection, waive, instalments, record, damages"
                    ),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="own_facts",
            kind=Kind.LETTER,
            one_letter=True,
            open_when_unknown=False,
            levels=(
                Level(
                    code="agent_own_facts",
                    weight=_weight(agent=0.30, customer=0.50),
                    deviation=0.3,
                    conditions=(Condition("letter_particular_claims", at_least=2),),
                    source=_judgement("who lived it names days, hours and sums; agencies that climb mix such facts in"),
                ),
            ),
        ),
        Characteristic(
            name="contact_phone",
            kind=Kind.IDENTITY,
            one_hand=True,
            evidence=("contact_phone_households_evidence",),
            levels=(
                Level(
                    code="agent_phone_shared_stranger",
                    weight=_weight(agent=0.30, customer=0.015),
                    deviation=0.6,
                    conditions=(
                        Condition("contact_phone_households", at_least=3),
                        Condition("contact_phone_own", at_most=0),
                    ),
                    source=_judgement("honest helpers for several households exist: community workers, volunteers"),
                ),
                Level(
                    code="agent_phone_shared",
                    weight=_weight(agent=0.30, customer=0.03),
                    deviation=0.6,
                    conditions=(Condition("contact_phone_households", at_least=3),),
                    source=_judgement("as above, where the lender's file does not tell whose number it is"),
                ),
                Level(
                    code="agent_phone_shared_few",
                    weight=_weight(agent=0.12, customer=0.03),
                    deviation=0.5,
                    conditions=(
                        Condition("contact_phone_households", at_least=1),
                        Condition("contact_phone_own", at_most=0),
                    ),
                    source=_judgement("relatives and friends in other homes share a phone as well"),
                ),
                Level(
                    code="agent_phone_own",
                    weight=_weight(agent=0.35, customer=0.80),
                    deviation=0.4,
                    conditions=(Condition("contact_phone_own", at_least=1),),
                    source=_judgement(
                        "most customers give the number on file; agencies at the top of the ladder do too"
                    ),
                    own_telephone=True,
                ),
                Level(
                    code="agent_phone_fresh_shared",
                    weight=_weight(agent=0.10, customer=0.03),
                    deviation=0.5,
                    conditions=(
                        Condition("contact_phone_households", at_least=1),
                        Condition("contact_phone_fresh", at_least=1),
                    ),
                    source=_judgement(
                        "put on file just before the complaint, and others give it too; relatives share one as well"
                    ),
                ),
                Level(
                    code="agent_phone_virtual",
                    weight=_weight(agent=0.12, customer=0.06),
                    deviation=0.3,
                    conditions=(
                        Condition("contact_phone_virtual", at_least=1),
                        Condition("contact_phone_own", at_most=0),
                    ),
                    source=_judgement("a virtual operator's number that is not on file; many honest people have one"),
                    weak=True,
                ),
                Level(
                    code="agent_phone_other",
                    weight=_weight(agent=0.24, customer=0.16),
                    deviation=0.3,
                    conditions=(Condition("contact_phone_own", at_most=0),),
                    source=_judgement("a new number, or a relative's"),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="contact_email",
            kind=Kind.IDENTITY,
            one_hand=True,
            evidence=("contact_email_households_evidence",),
            open_when_unknown=False,
            levels=(
                Level(
                    code="agent_email_shared",
                    weight=_shared(_weight(agent=0.20, customer=0.01)),
                    deviation=0.5,
                    conditions=(Condition("contact_email_households", at_least=3),),
                    source=_judgement("one mailbox for several households is a desk, seldom a helper"),
                ),
                Level(
                    code="agent_email_shared",
                    weight=_shared(_weight(agent=0.08, customer=0.02)),
                    deviation=0.4,
                    conditions=(Condition("contact_email_households", at_least=1),),
                    source=_judgement("as above, where a family may be behind it"),
                ),
            ),
        ),
        Characteristic(
            name="sender_address",
            kind=Kind.IDENTITY,
            one_hand=True,
            evidence=("sender_address_households_evidence",),
            open_when_unknown=False,
            levels=(
                Level(
                    code="agent_sender_shared",
                    weight=_shared(_weight(agent=0.25, customer=0.02)),
                    deviation=0.5,
                    conditions=(Condition("sender_address_households", at_least=3),),
                    source=_judgement(
                        "the same law-firm letter address on many complaints was how one bank saw an agency; a post "
                        "office or a community centre is a sender too"
                    ),
                ),
            ),
        ),
        Characteristic(
            name="device",
            kind=Kind.IDENTITY,
            one_hand=True,
            evidence=("device_households_evidence",),
            open_when_unknown=False,
            levels=(
                Level(
                    code="agent_device_shared",
                    weight=_shared(_weight(agent=0.25, customer=0.015)),
                    deviation=0.5,
                    conditions=(
                        Condition("device_households", at_least=3),
                        Condition("device_own", at_most=0),
                    ),
                    source=_judgement("one device for strangers; those who live at one address were counted once"),
                ),
                Level(
                    code="agent_device_shared",
                    weight=_shared(_weight(agent=0.25, customer=0.05)),
                    deviation=0.5,
                    conditions=(Condition("device_households", at_least=3),),
                    source=_judgement("as above; a shared or second-hand device may be behind it"),
                ),
                Level(
                    code="agent_device_shared",
                    weight=_shared(_weight(agent=0.10, customer=0.03)),
                    deviation=0.4,
                    conditions=(
                        Condition("device_households", at_least=1),
                        Condition("device_own", at_most=0),
                    ),
                    source=_judgement("a friend's or a shop's device"),
                ),
                Level(
                    code="agent_device_own",
                    weight=_shared(_weight(agent=0.30, customer=0.80)),
                    deviation=0.3,
                    conditions=(Condition("device_own", at_least=1),),
                    source=_judgement("the customer's own device; clients of agencies lend theirs sometimes"),
                ),
                Level(
                    code="agent_device_new",
                    weight=_shared(_weight(agent=0.45, customer=0.20)),
                    deviation=0.3,
                    conditions=(Condition("device_own", at_most=0),),
                    source=_judgement("a new telephone or a borrowed one is ordinary"),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="ip",
            kind=Kind.IDENTITY,
            one_hand=True,
            evidence=("ip_households_evidence",),
            open_when_unknown=False,
            levels=(
                Level(
                    code="agent_ip_shared",
                    weight=_shared(_weight(agent=0.30, customer=0.15)),
                    deviation=0.3,
                    conditions=(Condition("ip_households", at_least=3),),
                    source=_judgement("operators put many subscribers behind one address"),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="burst",
            # The channels are those of the customer's other complaints.
            kind=Kind.SEVERAL_CHANNELS,
            one_course=True,
            evidence=("channels_evidence",),
            levels=(
                Level(
                    code="agent_burst_after_refusal",
                    weight=_weight(agent=0.24, customer=0.08),
                    deviation=0.5,
                    conditions=(
                        Condition("channels_within_days", at_least=2),
                        Condition("refusals_before", at_least=1),
                    ),
                    source=_judgement("several platforms within days of a refusal; an angry customer may do the same"),
                ),
                Level(
                    code="agent_burst",
                    weight=_weight(agent=0.24, customer=0.10),
                    deviation=0.4,
                    conditions=(Condition("channels_within_days", at_least=2),),
                    source=_judgement("several channels at once; some customers try every door"),
                ),
            ),
        ),
        Characteristic(
            name="phone_change",
            kind=Kind.BEHAVIOUR,
            evidence=("phone_change_evidence",),
            shown=("phone_change_days",),
            levels=(
                Level(
                    code="agent_phone_changed",
                    weight=_weight(agent=0.12, customer=0.04),
                    deviation=0.5,
                    conditions=(Condition("phone_changes_before", at_least=1),),
                    source=_judgement("clients hand over a SIM; people also change numbers when collectors call"),
                ),
            ),
        ),
        Characteristic(
            name="documents_fetched",
            kind=Kind.BEHAVIOUR,
            one_course=True,
            evidence=("documents_fetched_evidence",),
            shown=("documents_fetched_before",),
            levels=(
                Level(
                    code="agent_documents_fetched",
                    weight=_weight(agent=0.35, customer=0.12),
                    deviation=0.4,
                    conditions=(Condition("document_kinds_fetched_before", at_least=2),),
                    source=_judgement(
                        "agencies ask their client for contract and statement first; who checks a claim of his own "
                        "mostly needs one of them"
                    ),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="repayment_stop",
            kind=Kind.BEHAVIOUR,
            one_course=True,
            evidence=("repayment_stop_evidence",),
            levels=(
                Level(
                    code="agent_repayment_stopped",
                    weight=_shared(_weight(agent=0.30, customer=0.12)),
                    deviation=0.4,
                    conditions=(Condition("repayment_stopped", at_least=1),),
                    source=_judgement("clients are told to stop paying at once; losing one's work looks the same"),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="paying",
            kind=Kind.BEHAVIOUR,
            evidence=("instalments_paid_evidence",),
            open_when_unknown=False,
            levels=(
                Level(
                    code="agent_still_paying",
                    weight=_weight(agent=0.25, customer=0.45),
                    deviation=0.3,
                    conditions=(Condition("instalments_paid_before", at_least=1),),
                    source=_judgement("clients are told to stop paying; who has only just signed may not have"),
                ),
            ),
        ),
        Characteristic(
            name="asked_lender",
            kind=Kind.BEHAVIOUR,
            evidence=("asked_in_app_evidence",),
            open_when_unknown=False,
            levels=(
                Level(
                    code="agent_asked_lender",
                    weight=_weight(agent=0.30, customer=0.45),
                    deviation=0.3,
                    conditions=(Condition("asked_in_app_before", at_least=1),),
                    source=_judgement("clients are told not to speak to the lender; customers ask it first"),
                ),
            ),
        ),
        Characteristic(
            name="representative",
            kind=Kind.REPRESENTATION,
            one_person=True,
            evidence=("representative_evidence",),
            shown=("representative_present",),
            levels=(
                Level(
                    code="agent_representative_paid",
                    weight=_weight(agent=0.20, customer=0.012),
                    deviation=0.6,
                    conditions=(Condition("representative_paid_outsider", at_least=1),),
                    source=_judgement("who takes a fee and is neither lawyer nor relative is what we look for"),
                ),
                Level(
                    code="agent_representative_unlawful",
                    weight=_weight(agent=0.15, customer=0.03),
                    deviation=0.6,
                    conditions=(
                        Condition("requirements_not_met", at_least=1),
                        Condition("representative_lawful_relation", at_most=0),
                    ),
                    source=_law(
                        "银行业保险业消费投诉处理管理办法 (2020): signed authorisation and the agent's identity"
                    ),
                ),
                Level(
                    code="agent_representative_papers_missing",
                    weight=_weight(agent=0.06, customer=0.03),
                    deviation=0.5,
                    conditions=(Condition("requirements_not_met", at_least=1),),
                    source=_judgement("a lawyer who is not in the register, but also a relative without proof"),
                    weak=True,
                ),
                Level(
                    code="agent_representative_lawful",
                    weight=_weight(agent=0.02, customer=0.12),
                    deviation=0.5,
                    conditions=(
                        Condition("representative_lawful_relation", at_least=1),
                        Condition("representative_capacity_shown", at_least=1),
                    ),
                    source=_law("Lawyers Law Art. 13 and the complaint rules: a shown lawyer or relative may act"),
                ),
                Level(
                    code="agent_representative_kin",
                    weight=_weight(agent=0.04, customer=0.08),
                    deviation=0.4,
                    conditions=(Condition("representative_lawful_relation", at_least=1),),
                    source=_judgement("a stated lawyer or relative, not yet shown to be one: anybody may state it"),
                ),
            ),
        ),
        Characteristic(
            name="representative_of_many",
            kind=Kind.REPRESENTATION,
            one_hand=True,
            one_person=True,
            evidence=("representative_households_evidence",),
            open_when_unknown=False,
            levels=(
                Level(
                    # About half of the agents who act openly hide their fee.
                    code="agent_representative_of_many",
                    weight=_shared(_weight(agent=0.10, customer=0.015)),
                    deviation=0.6,
                    conditions=(Condition("representative_households", at_least=3),),
                    source=_judgement(
                        "neither lawyer nor relative, acts for several households, and no fee is known: community "
                        "workers, mediators and volunteers do as well, and their letters and sender say it once more"
                    ),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="campaign_identity",
            kind=Kind.CAMPAIGN,
            one_hand=True,
            evidence=("elsewhere_evidence",),
            open_when_unknown=False,
            levels=(
                Level(
                    code="agent_elsewhere_shared",
                    weight=_weight(agent=0.15, customer=0.015),
                    deviation=0.6,
                    conditions=(Condition("elsewhere_households", at_least=3),),
                    source=_judgement(
                        "an agency files on several channels for a client; a client may complain himself besides, and "
                        "an honest helper's telephone stands on each complaint that he writes"
                    ),
                    weak=True,
                ),
                Level(
                    code="agent_elsewhere_shared",
                    weight=_weight(agent=0.12, customer=0.04),
                    deviation=0.5,
                    conditions=(Condition("elsewhere_households", at_least=1),),
                    source=_judgement("as above, where a relative's telephone may be behind it"),
                    weak=True,
                ),
            ),
        ),
        Characteristic(
            name="campaign_representative",
            kind=Kind.CAMPAIGN,
            evidence=("elsewhere_representative_evidence",),
            open_when_unknown=False,
            levels=(
                Level(
                    code="agent_elsewhere_paid",
                    weight=_weight(agent=0.10, customer=0.01),
                    deviation=0.6,
                    conditions=(Condition("elsewhere_paid_outsider", at_least=1),),
                    source=_judgement("as above: a paid outsider acts for the customer in these weeks"),
                ),
            ),
        ),
        Characteristic(
            # One question: is the number known as an agency's? One source alone, which a rival or an ill-wisher may be,
            # is a lead: people see it, and it neither weighs nor widens anything, nor learns to, before another source
            # that is independent bears it out.
            name="named_phone",
            kind=Kind.TESTIMONY,
            evidence=("testimony_names_evidence", "advert_evidence"),
            levels=(
                Level(
                    code="agent_phone_named",
                    weight=_weight(agent=0.10, customer=0.004),
                    deviation=0.6,
                    conditions=(Condition("testimony_names_phone", at_least=2),),
                    source=_judgement("other consumers name this contact phone as an agency's; numbers are reassigned"),
                ),
                Level(
                    code="agent_phone_advertised",
                    weight=_weight(agent=0.10, customer=0.004),
                    deviation=0.6,
                    conditions=(
                        Condition("advert_names_phone", at_least=1),
                        Condition("testimony_names_phone_signed", at_least=1),
                    ),
                    source=_judgement("an advert for agency services gives the contact phone, and a customer names it"),
                ),
                *(
                    Level(
                        code="agent_phone_lead",
                        weight=0.0,
                        deviation=0.05,
                        conditions=(Condition(named, at_least=1),),
                        source=_judgement("one source alone may err, bear a grudge, or post a rival's number"),
                        weak=True,
                    )
                    for named in ("testimony_names_phone", "advert_names_phone")
                ),
            ),
        ),
        Characteristic(
            name="gang",
            kind=Kind.NETWORK,
            evidence=("gang_id",),
            levels=(
                Level(
                    code="agent_gang_of_customer",
                    weight=_weight(agent=0.15, customer=0.05),
                    deviation=0.5,
                    conditions=(
                        Condition("gang_through_customer", at_least=1),
                        Condition("gang_strength", at_least=0.2),
                        Condition("gang_fresh_paths", at_least=1),
                    ),
                    source=_judgement(
                        "the customer is tied to it by something else than this complaint, which he may have written "
                        "himself"
                    ),
                    kind=Kind.CAMPAIGN,
                ),
                Level(
                    code="agent_gang_fresh",
                    weight=_weight(agent=0.30, customer=0.04),
                    deviation=0.6,
                    conditions=(
                        Condition("gang_strength", at_least=0.5),
                        Condition("gang_other_customers", at_least=4),
                        Condition("gang_fresh_paths", at_least=1),
                    ),
                    source=_judgement("held by payees, papers, persons or organisations that nothing else counts"),
                ),
                Level(
                    code="agent_gang_fresh",
                    weight=_weight(agent=0.15, customer=0.05),
                    deviation=0.5,
                    conditions=(
                        Condition("gang_strength", at_least=0.2),
                        Condition("gang_fresh_paths", at_least=1),
                    ),
                    source=_judgement("as above, in a small or loosely held gang"),
                ),
                Level(
                    code="agent_gang_same_links",
                    weight=_weight(agent=0.20, customer=0.09),
                    deviation=0.4,
                    conditions=(
                        Condition("gang_strength", at_least=0.5),
                        Condition("gang_other_customers", at_least=4),
                    ),
                    source=_judgement(
                        "held by letter, phone or device alone, which are counted already: new is only that the "
                        "others hold together too"
                    ),
                    weak=True,
                    one_hand=True,
                ),
                Level(
                    code="agent_gang_none",
                    weight=_shared(_weight(agent=0.45, customer=0.80)),
                    deviation=0.4,
                    conditions=(Condition("gang_strength", at_most=0),),
                    source=_judgement(
                        "nothing ties the complaint to others, which own words and an own telephone say already; "
                        "careful gangs leave little to see"
                    ),
                ),
            ),
        ),
        Characteristic(
            name="papers",
            kind=Kind.PAPERS,
            evidence=("papers_evidence",),
            levels=(
                Level(
                    code="agent_papers_false",
                    weight=_weight(agent=0.15, customer=0.03),
                    deviation=0.6,
                    conditions=(Condition("papers_false", at_least=1),),
                    source=_judgement(
                        "one den supplied about 10,000 false seals and papers to many agencies; desperate customers "
                        "forge as well"
                    ),
                ),
                Level(
                    code="agent_papers_confirmed",
                    weight=_weight(agent=0.05, customer=0.10),
                    deviation=0.4,
                    conditions=(Condition("papers_confirmed", at_least=1),),
                    source=_judgement("a paper that its issuer confirms is the customer's own"),
                ),
            ),
        ),
    ),
)
"""For complaints: the log-odds that a paid agent, not the customer, is behind it."""
