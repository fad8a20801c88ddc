"""What the wording of a complaint tells: the family that it follows, code words, misapplied law, demands, own facts."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ComplaintChannel
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between
from mingjian.risk.features.identity import own_phone
from mingjian.risk.features.sharing import telling_complaints, to_be_asked

PACKAGE_DEMANDS = ("waive_interest", "instalment_plan", "compensation", "delete_credit_record", "stop_collection")
"""停息挂账, 只还本金, 高额赔偿, 恢复征信 and 停催: demands that agencies sell as one set."""


def _occurrences(json: ir.StringValue, mark: str) -> ir.FloatingValue:
    """How often ``mark`` stands in a JSON text, spaces aside; counted so because both engines count it alike."""
    packed = json.replace(" ", "")
    return (packed.length() - packed.replace(mark, "").length()) / float(len(mark))


def telling_phones(tables: Tables) -> ir.Table:
    """Whether each telling complaint's contact phone is its customer's own."""
    return own_phone(tables.once(telling_complaints), tables)


def families(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The letter family of each complaint as its *other* members show it.

    A lawyer's form and his clients' letters are left out: they explain themselves. Who merely calls himself one is
    asked whether he writes what others write, and is himself no such other.
    """
    complaints = tables.once(telling_complaints)
    asked = to_be_asked(subjects, tables).select("complaint_id", "telling")
    own = tables.table("letters").inner_join(asked, "complaint_id")
    own = own.select("complaint_id", "telling", "template_id", "similarity")
    wanted = own.filter(own.template_id.notnull()).select("template_id").distinct()
    members = tables.table("letters").semi_join(wanted, "template_id").select("complaint_id", "template_id")
    described = members.inner_join(
        complaints.select("complaint_id", "household", "received_at", "channel"), "complaint_id"
    )
    phones = tables.once(telling_phones).select(phone_complaint_id="complaint_id", own_phone="contact_phone_own")
    described = described.left_join(phones, described.complaint_id == phones.phone_complaint_id)
    association = (described.channel == str(ComplaintChannel.ASSOCIATION)).fill_null(False)
    family = described.group_by("template_id").agg(
        members=described.complaint_id.nunique(),
        households=described.household.nunique(),
        first_at=described.received_at.min(),
        last_at=described.received_at.max(),
        by_association=association.cast("int64").sum(),
        own_phones=described.own_phone.fill_null(0.0).sum(),
        known_phones=described.own_phone.notnull().cast("int64").sum(),
    )
    joined = own.left_join(family, "template_id").drop("template_id_right")
    mine = described.select(
        mine_id="complaint_id",
        mine_association=association.cast("int64"),
        mine_own_phone=described.own_phone.fill_null(0.0),
        mine_known_phone=described.own_phone.notnull().cast("int64"),
    )
    joined = joined.left_join(mine, joined.complaint_id == mine.mine_id)
    # Whoever is not telling is not among the members: of them nothing of his is to be taken away.
    mine_members = joined.telling.cast("int64")
    households = ibis.ifelse(joined.template_id.isnull(), mine_members, joined.households)
    others_known = joined.known_phones - joined.mine_known_phone.fill_null(0)
    return joined.select(
        "complaint_id",
        "template_id",
        letter_family_households=(households - mine_members).cast("float64"),
        letter_family_span_days=days_between(joined.first_at, joined.last_at),
        letter_family_association_share=(joined.by_association - joined.mine_association.fill_null(0))
        / (joined.members - mine_members).nullif(0),
        letter_family_own_phone_share=(joined.own_phones - joined.mine_own_phone.fill_null(0.0))
        / others_known.nullif(0),
        letter_similarity=joined.similarity,
    )


def wording(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Code words, misapplied law and demands in the complaint's own text."""
    letters = tables.table("letters").semi_join(subjects, "complaint_id")
    joined = letters.inner_join(subjects.select("complaint_id", stated_demands="demands"), "complaint_id")
    demands = joined.stated_demands.fill_null("") + joined.demands.fill_null("")
    package = sum((demands.contains(demand).cast("int64") for demand in PACKAGE_DEMANDS), ibis.literal(0))
    return joined.select(
        "complaint_id",
        letter_code_words=joined.disguised_words.cast("float64"),
        letter_laws_misapplied=_occurrences(joined.laws, '"telling":true'),
        letter_package_demands=package.cast("float64"),
    )


def own_facts(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Claims that name something particular: a date, a clock time, a number, a sum, a person.

    Unknown where the letter follows a template: facts that fill its blanks tell nothing about who wrote it.
    """
    mentions = tables.table("claim_mentions").semi_join(subjects, "complaint_id")
    read = tables.table("letters").semi_join(subjects, "complaint_id")
    read = read.filter(read.template_id.isnull()).select("complaint_id")
    particular = ibis.or_(
        *(
            mentions["values"].fill_null("").contains(f'"{key}"')
            for key in ("date", "clock", "count", "sum_yuan", "person")
        )
    )
    counted = mentions.group_by("complaint_id").agg(found=particular.cast("int64").sum())
    joined = read.left_join(counted, "complaint_id")
    return joined.select("complaint_id", letter_particular_claims=joined.found.fill_null(0).cast("float64"))


GROUPS = (
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("letters",),
        features=(
            Feature(
                "letter_family_households",
                "other households whose complaints follow the same letter template; unknown where a lawful "
                "representative brought it",
                "households",
                "when the last of them was received",
            ),
            Feature(
                "letter_family_span_days",
                "from the first to the last complaint of the same letter template",
                "days",
                "when the last of them was received",
            ),
            Feature(
                "letter_family_association_share",
                "share of the template's other complaints that a consumer association brought",
                "share in [0, 1]",
                "when the last of them was received",
            ),
            Feature(
                "letter_family_own_phone_share",
                "share of the template's other complaints, of those known, whose contact phone is the customer's own",
                "share in [0, 1]",
                "when the last of them was received",
            ),
            Feature(
                "letter_similarity",
                "share of the template's skeleton that this letter keeps",
                "share in [0, 1]",
                "when the complaint was received",
            ),
        ),
        evidence=("template_id",),
        also_reads=("complaints", "customers", "customer_changes", "representations", "requirements", "legal_senders"),
        build=families,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("letters",),
        features=(
            Feature(
                "letter_code_words",
                "different code words that the writer put in disguise; plain ones, quoted and reported ones are none",
                "words",
                "when the complaint was received",
            ),
            Feature(
                "letter_laws_misapplied",
                "quoted rules that do not apply to the loan and that agencies' templates quote: Article 70 of the "
                "credit-card rules on a loan that is no card",
                "occurrences",
                "when the complaint was received",
            ),
            Feature(
                "letter_package_demands",
                "how many of the five demands that agencies sell as a set are made",
                "demands",
                "when the complaint was received",
            ),
        ),
        build=wording,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("claim_mentions", "letters"),
        features=(
            Feature(
                "letter_particular_claims",
                "claims that name a date, a clock time, a number, a sum or a person; unknown where the letter follows "
                "a template",
                "claims",
                "when the complaint was received",
            ),
        ),
        build=own_facts,
    ),
)
