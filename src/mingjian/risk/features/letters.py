"""What the wording of a complaint tells: the family that it follows, code words, misapplied law, demands, own facts."""

import ibis
import ibis.expr.types as ir

from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between
from mingjian.risk.features.sharing import with_household

PACKAGE_DEMANDS = ("waive_interest", "instalment_plan", "compensation", "delete_credit_record", "stop_collection")
"""停息挂账, 只还本金, 高额赔偿, 恢复征信 and 停催: demands that agencies sell as one set."""


def _occurrences(json: ir.StringValue, mark: str) -> ir.FloatingValue:
    """How often ``mark`` stands in a JSON text, spaces aside; counted so because both engines count it alike."""
    packed = json.replace(" ", "")
    return (packed.length() - packed.replace(mark, "").length()) / float(len(mark))


def families(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The letter family of each complaint as its *other* members show it."""
    complaints = with_household(tables.table("complaints"), tables)
    read = tables.table("letters")
    letters = read.filter(read.template_id.notnull())
    wanted = letters.semi_join(subjects, "complaint_id").select("template_id").distinct()
    members = letters.semi_join(wanted, "template_id").select("complaint_id", "template_id", "similarity")
    members = members.inner_join(complaints.select("complaint_id", "household", "received_at"), "complaint_id")
    family = members.group_by("template_id").agg(
        households=members.household.nunique(),
        first_at=members.received_at.min(),
        last_at=members.received_at.max(),
    )
    own = read.semi_join(subjects, "complaint_id").select("complaint_id", "template_id", "similarity")
    joined = own.left_join(family, "template_id")
    return joined.select(
        "complaint_id",
        letter_family_households=(joined.households.fill_null(1) - 1).cast("float64"),
        letter_family_span_days=days_between(joined.first_at, joined.last_at),
        letter_similarity=joined.similarity,
        template_id=joined.template_id,
    )


def wording(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Code words, misapplied law and demands in the complaint's own text."""
    letters = tables.table("letters").semi_join(subjects, "complaint_id")
    joined = letters.inner_join(subjects.select("complaint_id", stated_demands="demands"), "complaint_id")
    demands = joined.stated_demands.fill_null("") + joined.demands.fill_null("")
    package = sum((demands.contains(demand).cast("int64") for demand in PACKAGE_DEMANDS), ibis.literal(0))
    return joined.select(
        "complaint_id",
        letter_code_words=_occurrences(joined.code_words, '"word":'),
        letter_laws_misapplied=_occurrences(joined.laws, '"applies":false'),
        letter_package_demands=package.cast("float64"),
    )


def own_facts(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Claims that name something particular: a date, a clock time, a number, a sum, a person."""
    mentions = tables.table("claim_mentions").semi_join(subjects, "complaint_id")
    read = tables.table("letters").semi_join(subjects, "complaint_id").select("complaint_id")
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
                "other households whose complaints follow the same letter template",
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
                "letter_similarity",
                "share of the template's skeleton that this letter keeps",
                "share in [0, 1]",
                "when the complaint was received",
            ),
        ),
        evidence=("template_id",),
        build=families,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("letters",),
        features=(
            Feature(
                "letter_code_words",
                "code words of agencies in the text, after folding of homophones and disguises",
                "occurrences",
                "when the complaint was received",
            ),
            Feature(
                "letter_laws_misapplied",
                "quoted rules that do not apply to the loan, such as Article 70 of the credit-card rules on a "
                "cash loan",
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
                "claims that name a date, a clock time, a number, a sum or a person",
                "claims",
                "when the complaint was received",
            ),
        ),
        build=own_facts,
    ),
)
