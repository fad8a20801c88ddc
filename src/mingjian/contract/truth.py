"""The truth about a simulated world, in tables that never stand in a delivery; any run may be scored against them.

The same dataclasses describe these tables as the contract's, so they document and check themselves.
"""

from enum import StrEnum

from mingjian.contract import vocabulary
from mingjian.contract.schema import Field, FieldType, Table

S, N, I, B, T = FieldType.STRING, FieldType.NUMBER, FieldType.INTEGER, FieldType.BOOLEAN, FieldType.DATETIME  # noqa: E741


class Capture(StrEnum):
    """How a document got into its file."""

    EXPORT = "export"
    """Straight out of an image editor."""
    SCREENSHOT = "screenshot"
    ELECTRONIC = "electronic"
    """Born as a PDF or an OFD with text."""
    TYPED = "typed"
    """A text, as a chat or an editor holds it."""
    SCAN = "scan"
    SCANNED_PDF = "scanned_pdf"
    PHOTO = "photo"
    BAD_PHOTO = "bad_photo"
    RESCAN = "rescan"
    """Printed out or copied, and scanned."""
    PRINTED_PHOTO = "printed_photo"
    """Printed out and photographed."""


class ForgeryMethod(StrEnum):
    """How a forged document was made; roughly in the order of the ladder of tactics."""

    PASTED_SEAL = "pasted_seal"
    """A made-up paper with the picture of a seal, exported by an editor that left its name."""
    GENERATED = "generated"
    """Made by a generator of images that marked it, as GB 45438-2025 asks."""
    RETYPED_FIELD = "retyped_field"
    """A genuine scan in which facts were covered and typed anew in another face, saved again."""
    COPIED_DIGITS = "copied_digits"
    """Digits copied from elsewhere on the same genuine page over others."""
    EDITED_PDF = "edited_pdf"
    """A genuine PDF in which an editor covered a fact and wrote another."""
    EDITED_OFD = "edited_ofd"
    """A genuine OFD changed: a fact covered, digits or a version put in, the seal moved to another page or pasted."""
    MATCHED_FIELD = "matched_field"
    """As a re-typed field, in the page's own face, tone and noise."""
    PRINTED = "printed"
    """A made-up paper with a pasted seal, printed and photographed."""
    REDRAWN_SEAL = "redrawn_seal"
    """A made-up paper with a seal drawn anew with uneven ink, of an issuer that exists."""
    ENGRAVED_SEAL = "engraved_seal"
    """A genuine blank, filled in falsely and stamped with an engraved copy of the seal, scanned again."""


class Contradiction(StrEnum):
    """What in a forged document is at odds with itself, with the register or with the lender's own records."""

    ID_CHECKSUM = "id_checksum"
    SEX_OR_AGE = "sex_or_age"
    ISSUED_BEFORE_EVENT = "issued_before_event"
    ISSUED_AFTER_RECEIPT = "issued_after_receipt"
    IMPOSSIBLE_DAY = "impossible_day"
    WRONG_FORM = "wrong_form"
    """A death certificate on the form of another time."""
    ALIVE_AFTER_DEATH = "alive_after_death"
    """The customer whose death it certifies calls or logs in later."""
    LEVELS_INVERTED = "levels_inverted"
    """The smaller place stands before the larger one in the issuer's name."""
    ISSUER_NOT_IN_REGISTER = "issuer_not_in_register"
    ISSUER_ENDED = "issuer_ended"
    CREDIT_CODE_KIND = "credit_code_kind"
    SUMS = "sums"
    """Balances that do not follow from the sums, or a total that is not their total."""
    NAMES_DIFFER = "names_differ"


WORLD = Table(
    name="world",
    title="One row: which world this is and from which settings it was made.",
    fields=(
        Field("world", S, required=True),
        Field("version", S, required=True),
        Field("seed", I, required=True),
        Field("sophistication", N, required=True),
        Field("customers", I, required=True),
        Field("snapshot_at", T, required=True, description="the as_of at which a run is to be judged"),
        Field("settings", S, description="JSON of all settings"),
    ),
)

COMPLAINTS = Table(
    name="complaints",
    title="One row a complaint of the delivery: who is behind it and what its text is made of.",
    primary_key=("complaint_id",),
    fields=(
        Field("complaint_id", S, required=True),
        Field("customer_id", S),
        Field("agent_filed", B, required=True),
        Field("gang_id", S),
        Field("family_id", S, description="the letter that its text descends from; empty where written freely"),
        Field("family_root", S, description="the first letter of its chain of reworkings"),
        Field(
            "family_kind",
            S,
            description="gang or honest (a form, a news day, a lawyer's letter, one's own text pasted again)",
        ),
        Field("ladder_step", N, description="the gang's sophistication when it was filed"),
        Field("look_alike", S, description="the honest look-alike that it is, where it is one"),
        Field("labelled", B, required=True, description="whether the delivery carries a finding about it"),
        Field("has_merit", B, description="whether any claim in it is true"),
        Field("demands", S, description="semicolon-separated demands that its text makes"),
    ),
)

CUSTOMERS = Table(
    name="customers",
    title="One row a customer: role at the snapshot, and what happens in the 30 days after it.",
    primary_key=("customer_id",),
    fields=(
        Field("customer_id", S, required=True),
        Field("gang_id", S),
        Field("role", S, description="client or victim; empty for everybody else"),
        Field("recruited_at", T),
        Field("look_alike", S),
        Field("complains_within_30d", B, required=True),
        Field("escalates_within_30d", B, required=True, description="to a regulator, government line, media or court"),
        Field("next_complaint_at", T, description="the first complaint within those 30 days"),
        Field("agent_within_30d", B, required=True, description="an agency acts through the customer by then"),
        Field(
            "next_channel",
            S,
            values=vocabulary.ComplaintChannel,
            description="of the complaints within those 30 days the channel of the first that goes to a regulator, "
            "government line, media or court, else of the first",
        ),
    ),
)

CLAIMS = Table(
    name="claims",
    title="One row a claim that a text makes, whether it is true, and what the ledger can say of it.",
    fields=(
        Field("complaint_id", S, required=True),
        Field("claim", S, required=True, values=vocabulary.Claim),
        Field("start", I, required=True),
        Field("end", I, required=True),
        Field("is_true", B, required=True),
        Field("expected_status", S, required=True, values=vocabulary.ClaimStatus),
        Field("evidence", S, description="JSON array of the rows that prove it"),
    ),
)

MARKS = Table(
    name="marks",
    title="One row a span of a complaint's text: a slot of a shared letter, a demand, a code word.",
    fields=(
        Field("complaint_id", S, required=True),
        Field("kind", S, required=True, description="slot, demand or code_word"),
        Field("code", S, required=True, description="slot name, demand, or the standard form of the code word"),
        Field("start", I, required=True),
        Field("end", I, required=True),
    ),
)

CODE_WORDS = Table(
    name="code_words",
    title="One row a code word in an advert.",
    fields=(
        Field("solicitation_id", S, required=True),
        Field("word", S, required=True),
        Field("standard", S, required=True),
        Field("start", I, required=True),
        Field("end", I, required=True),
        Field("new", B, required=True, description="written as no list knows it: to be proposed to a person"),
    ),
)

GANGS = Table(
    name="gangs",
    title="One row a gang.",
    primary_key=("gang_id",),
    fields=(
        Field("gang_id", S, required=True),
        Field("lineage_id", S, required=True, description="the first gang of its chain of rebrandings"),
        Field("rebranded_from", S),
        Field("split_from", S),
        Field("den_id", S, description="the upstream den whose letter it bought; empty where it wrote its own"),
        Field("family_id", S, description="its letter"),
        Field("name", S),
        Field("sophistication", N, required=True, description="at its birth"),
        Field("born_at", T, required=True),
        Field("ended_at", T),
        Field("clients", I, required=True, description="recruited by the snapshot"),
        Field("complaints", I, required=True, description="in the delivery"),
        Field("fee_yuan", N),
    ),
)

GANG_MEMBERS = Table(
    name="gang_members",
    title="One row an entity that truly belongs to a gang, in the contract's entity types.",
    fields=(
        Field("gang_id", S, required=True),
        Field("entity_type", S, required=True, values=vocabulary.EntityType),
        Field("entity_id", S, required=True),
        Field("role", S, required=True, values=vocabulary.Role),
    ),
)

GANG_EVENTS = Table(
    name="gang_events",
    title="One row an event in a gang's life.",
    fields=(
        Field("gang_id", S, required=True),
        Field("event", S, required=True, values=vocabulary.GangEventKind),
        Field("at", T, required=True),
        Field("other_gang_id", S),
    ),
)

REPRESENTATIONS = Table(
    name="representations",
    title="One row a representation of the delivery: may this representative act so?",
    primary_key=("representation_id",),
    fields=(
        Field("representation_id", S, required=True),
        Field("lawful", B, required=True),
        Field("why", S, required=True),
    ),
)

TESTIMONIES = Table(
    name="testimonies",
    title="One row a testimony of the delivery: of which gang it tells.",
    primary_key=("testimony_id",),
    fields=(Field("testimony_id", S, required=True), Field("gang_id", S)),
)

ORGANISATIONS = Table(
    name="organisations",
    title="One row an organisation of the delivery: is it a gang's front?",
    primary_key=("organisation_id",),
    fields=(Field("organisation_id", S, required=True), Field("gang_id", S)),
)

MATERIALS = Table(
    name="materials",
    title="One row a material of the delivery: is it forged, how, and out of what.",
    primary_key=("material_id",),
    fields=(
        Field("material_id", S, required=True),
        Field("complaint_id", S),
        Field("customer_id", S),
        Field("kind", S, required=True, values=vocabulary.MaterialKind),
        Field("forged", B, required=True),
        Field("method", S, values=ForgeryMethod, description="how it was forged; empty for a genuine one"),
        Field("capture", S, required=True, values=Capture, description="how it got into its file"),
        Field(
            "look_alike",
            S,
            description="for a genuine one that looks odd: same_issuer (another of that form and seal), bad_photo, "
            "rescan, typing_error (in the issuer's name as registered), electronic_seal, plain",
        ),
        Field("ladder_step", N, description="the gang's sophistication when it was filed"),
        Field("gang_id", S),
        Field("den_id", S, description="the den that made it; empty where the gang or nobody did"),
        Field("blank_id", S, description="the form that it was filled in on; a den's own has its own"),
        Field("seal_id", S, description="the stamp, or the picture of one, that is on it; empty where none"),
        Field("contradictions", S, description="semicolon-separated: what in it is at odds with something known"),
        Field("issuer_name", S, description="the issuer as printed, without typing errors of the register"),
        Field("path", S, required=True, description="of its file in the delivery"),
    ),
)

MATERIAL_PLACES = Table(
    name="material_places",
    title="One row a thing that stands on a page of a material, in pixels of the page as given.",
    fields=(
        Field("material_id", S, required=True),
        Field("page", I, required=True),
        Field("what", S, required=True, description="field, text (of the blank), seal, portrait, or edit"),
        Field("code", S, description="the fact's name, the seal's id, or what was edited"),
        Field("text", S, description="as printed"),
        Field("left", I, required=True),
        Field("top", I, required=True),
        Field("right", I, required=True),
        Field("bottom", I, required=True),
        Field("dpi", N, required=True, description="of the pixels; for a PDF, of the page when so drawn"),
    ),
)

AGREEMENTS = Table(
    name="agreements",
    title="One row a service agreement among the materials: whose it is, whose client signed it, and how it came.",
    primary_key=("material_id",),
    fields=(
        Field("material_id", S, required=True),
        Field("gang_id", S, required=True),
        Field("customer_id", S, required=True, description="who signed it, whether or not the lender was told"),
        Field("came_with", S, required=True, description="testimony, complaint or seizure"),
        Field("capture", S, required=True, values=Capture, description="how it got into its file"),
    ),
)

AGREEMENT_CLAUSES = Table(
    name="agreement_clauses",
    title="One row a dangerous clause of a service agreement.",
    fields=(
        Field("material_id", S, required=True),
        Field("kind", S, required=True, description="as the finding is called, without `clause_`"),
        Field("text", S, required=True, description="the item that says it"),
    ),
)

TRUTH: dict[str, Table] = {
    table.name: table
    for table in (
        WORLD,
        COMPLAINTS,
        CUSTOMERS,
        CLAIMS,
        MARKS,
        CODE_WORDS,
        GANGS,
        GANG_MEMBERS,
        GANG_EVENTS,
        REPRESENTATIONS,
        TESTIMONIES,
        ORGANISATIONS,
        MATERIALS,
        MATERIAL_PLACES,
        AGREEMENTS,
        AGREEMENT_CLAUSES,
    )
}
"""Every table of the truth by its name."""
