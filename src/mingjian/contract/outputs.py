"""The tables that a run writes. Fixed: a column may be added, none renamed or retyped.

Probabilities are calibrated and in [0, 1]. ``reasons`` and ``merits`` are JSON arrays of
:class:`mingjian.contract.reasons.Reason`, strongest first. No output decides anything: a person does.
"""

from mingjian.contract import vocabulary
from mingjian.contract.schema import Field, FieldType, Table

FINDINGS = Table(
    name="findings",
    title="One row a check made on anything, whether or not it found something. Every evidence stage writes here, in this one form.",
    fields=(
        Field("subject_type", FieldType.STRING, values=vocabulary.FindingSubject),
        Field("subject_id", FieldType.STRING),
        Field(
            "check",
            FieldType.STRING,
            description="a stable snake_case code, such as seal_reused, id_checksum, letter_template, voice_differs",
        ),
        Field("outcome", FieldType.STRING, values=vocabulary.CheckOutcome),
        Field(
            "score", FieldType.NUMBER, description="strength of suspicion in [0, 1]; empty where the check gives none"
        ),
        Field(
            "place",
            FieldType.STRING,
            description="JSON, one of {page, region: [x0, y0, x1, y1] in pixels of the page as given, dpi}, {start, end} in characters of the text, {start_s, end_s}; empty where the whole is meant",
        ),
        Field(
            "values",
            FieldType.STRING,
            description="JSON object of what the check's sentence is rendered from, in Chinese or English",
        ),
        Field("evidence", FieldType.STRING, description="JSON array of ids of other rows or files that it rests on"),
    ),
)

CLAIMS = Table(
    name="claims",
    title="One row a claim in a complaint, and what the lender's own records say of it.",
    fields=(
        Field("complaint_id", FieldType.STRING),
        Field("claim", FieldType.STRING, values=vocabulary.Claim),
        Field("status", FieldType.STRING, values=vocabulary.ClaimStatus),
        Field("start", FieldType.INTEGER, description="character span in the complaint's text"),
        Field("end", FieldType.INTEGER),
        Field("evidence", FieldType.STRING, description="JSON array of the rows it rests on"),
    ),
)

REQUIREMENTS = Table(
    name="requirements",
    title="One row a requirement that a representative or an agency must meet.",
    fields=(
        Field("subject_type", FieldType.STRING, values=vocabulary.RequirementSubject),
        Field("subject_id", FieldType.STRING),
        Field("requirement", FieldType.STRING),
        Field("status", FieldType.STRING, values=vocabulary.RequirementStatus),
        Field("source", FieldType.STRING, description="the law or rule, with its date"),
        Field("evidence", FieldType.STRING),
    ),
)

MATERIAL_ASSESSMENTS = Table(
    name="material_assessments",
    title="材料评估. One row a material.",
    primary_key=("material_id",),
    fields=(
        Field("material_id", FieldType.STRING),
        Field("forgery_probability", FieldType.NUMBER),
        Field("verdict", FieldType.STRING, values=vocabulary.Verdict),
        Field("certainty", FieldType.STRING, values=vocabulary.Certainty),
        Field("merits", FieldType.STRING),
        Field("reasons", FieldType.STRING),
    ),
)

COMPLAINT_ASSESSMENTS = Table(
    name="complaint_assessments",
    title="投诉评估. One row a complaint.",
    primary_key=("complaint_id",),
    fields=(
        Field("complaint_id", FieldType.STRING),
        Field("agent_probability", FieldType.NUMBER, description="that a paid agent, not the customer, is behind it"),
        Field("agent_probability_low", FieldType.NUMBER, description="90 % interval"),
        Field("agent_probability_high", FieldType.NUMBER),
        Field("zone", FieldType.STRING, values=vocabulary.Zone),
        Field("template_id", FieldType.STRING, description="the letter template it follows; empty where none"),
        Field("reasons", FieldType.STRING),
        Field("merits", FieldType.STRING, description="which of its claims the lender's own records bear out"),
    ),
)

CUSTOMER_ASSESSMENTS = Table(
    name="customer_assessments",
    title="消费者风险评估. One row a customer.",
    primary_key=("customer_id",),
    fields=(
        Field("customer_id", FieldType.STRING),
        Field("as_of", FieldType.DATETIME),
        Field(
            "agent_involvement_probability",
            FieldType.NUMBER,
            description="that an agency acts, or will soon act, through this customer",
        ),
        Field("agent_involvement_low", FieldType.NUMBER, description="90 % interval"),
        Field("agent_involvement_high", FieldType.NUMBER),
        Field(
            "complaint_probability_30d",
            FieldType.NUMBER,
            description="that the customer complains within 30 days of as_of",
        ),
        Field(
            "escalation_probability_30d",
            FieldType.NUMBER,
            description="that it goes to a regulator, government line, media or court",
        ),
        Field("band", FieldType.STRING, values=vocabulary.Band),
        Field("gang_id", FieldType.STRING),
        Field(
            "protection_need",
            FieldType.STRING,
            values=vocabulary.ProtectionNeed,
            description="what the customer should be offered",
        ),
        Field("reasons", FieldType.STRING),
        Field("merits", FieldType.STRING),
        Field("complaint_low_30d", FieldType.NUMBER, description="90 % interval of complaint_probability_30d"),
        Field("complaint_high_30d", FieldType.NUMBER),
        Field("escalation_low_30d", FieldType.NUMBER, description="90 % interval of escalation_probability_30d"),
        Field("escalation_high_30d", FieldType.NUMBER),
        Field(
            "lender_probability_30d",
            FieldType.NUMBER,
            description="that of a complaint within 30 days the first to go to an authority, the media or a court, else "
            "the first, is to the lender itself; the five kinds add up to complaint_probability_30d, and regulator, "
            "government line, court and media to escalation_probability_30d",
        ),
        Field("regulator_probability_30d", FieldType.NUMBER, description="to the 12378 or 12363 line"),
        Field("government_line_probability_30d", FieldType.NUMBER, description="to the 12345 line"),
        Field("court_or_media_probability_30d", FieldType.NUMBER),
        Field(
            "elsewhere_probability_30d",
            FieldType.NUMBER,
            description="to an association, a platform, or where the channel is another or unknown",
        ),
        Field(
            "likely_channel",
            FieldType.STRING,
            values=vocabulary.ChannelKind,
            description="the likeliest kind, if the customer complains",
        ),
        Field(
            "channel_basis",
            FieldType.STRING,
            values=vocabulary.ChannelBasis,
            description="situation: shares of past complainants whose last complaint went to the same kind, with the "
            "same answer, shrunk to those of all; shares_of_all: these do not foretell the lender's latest month better, "
            "or there are too few; written: no past month is known",
        ),
        Field(
            "channel_complainants",
            FieldType.INTEGER,
            description="customers who complained, by whom the kinds are told; each counts once in every past month in which he did",
        ),
    ),
)

GANGS = Table(
    name="gangs",
    title="团伙. One row a gang.",
    primary_key=("gang_id",),
    fields=(
        Field("gang_id", FieldType.STRING, description="kept from run to run while the gang is the same"),
        Field("score", FieldType.NUMBER),
        Field("stability", FieldType.NUMBER, description="share of resampled runs in which it stays itself"),
        Field("first_seen_at", FieldType.DATETIME),
        Field("last_seen_at", FieldType.DATETIME),
        Field("customers", FieldType.INTEGER),
        Field("complaints", FieldType.INTEGER),
        Field("materials", FieldType.INTEGER),
        Field("summary", FieldType.STRING),
        Field("reasons", FieldType.STRING),
        Field("summary_en", FieldType.STRING, description="the summary in English"),
    ),
)

GANG_MEMBERS = Table(
    name="gang_members",
    title="团伙成员. One row a member of a gang.",
    primary_key=("gang_id", "entity_type", "entity_id"),
    fields=(
        Field("gang_id", FieldType.STRING),
        Field("entity_type", FieldType.STRING, values=vocabulary.EntityType),
        Field("entity_id", FieldType.STRING),
        Field("role", FieldType.STRING, values=vocabulary.Role),
        Field("strength", FieldType.NUMBER, description="in [0, 1]: how firmly it belongs"),
    ),
)

LINKS = Table(
    name="links",
    title="The edges that gangs rest on, so that every membership can be traced.",
    fields=(
        Field("source_type", FieldType.STRING),
        Field("source_id", FieldType.STRING),
        Field("target_type", FieldType.STRING),
        Field("target_id", FieldType.STRING),
        Field("relation", FieldType.STRING),
        Field("weight", FieldType.NUMBER),
        Field("first_seen_at", FieldType.DATETIME),
        Field("last_seen_at", FieldType.DATETIME),
        Field("evidence", FieldType.STRING),
    ),
)

MEMBERSHIP_PATHS = Table(
    name="membership_paths",
    title="The few strongest independent paths that hold a member in its gang.",
    fields=(
        Field("gang_id", FieldType.STRING),
        Field("entity_type", FieldType.STRING),
        Field("entity_id", FieldType.STRING),
        Field("rank", FieldType.INTEGER),
        Field("path", FieldType.STRING, description="JSON array of [entity_type, entity_id]"),
        Field("weight", FieldType.NUMBER),
        Field("strength_without", FieldType.NUMBER, description="the member's strength were this path not there"),
    ),
)

GANG_EVENTS = Table(
    name="gang_events",
    title="团伙动态. One row an event in a gang's life.",
    fields=(
        Field("gang_id", FieldType.STRING),
        Field("event", FieldType.STRING, values=vocabulary.GangEventKind),
        Field("at", FieldType.DATETIME),
        Field("other_gang_id", FieldType.STRING),
        Field("evidence", FieldType.STRING),
    ),
)

ENTITIES = Table(
    name="entities",
    title="One row a record that was resolved to an entity.",
    fields=(
        Field("entity_type", FieldType.STRING),
        Field("entity_id", FieldType.STRING),
        Field("record_table", FieldType.STRING),
        Field("record_id", FieldType.STRING),
        Field("match_probability", FieldType.NUMBER),
        Field("match_detail", FieldType.STRING, description="JSON: what agreed and what it weighed"),
    ),
)

QUARANTINE = Table(
    name="quarantine",
    title="One row an input row or file that could not be taken, so that nothing is lost in silence.",
    fields=(
        Field("table", FieldType.STRING),
        Field("row", FieldType.INTEGER, description="from 1, the header not counted; empty for a file"),
        Field("field", FieldType.STRING),
        Field("value", FieldType.STRING),
        Field("problem", FieldType.STRING),
        Field("code", FieldType.STRING, description="the problem's stable code"),
        Field(
            "whole_row", FieldType.BOOLEAN, description="the row was not taken; else one value of a row that was taken"
        ),
        Field("file", FieldType.STRING, description="the file inside the delivery"),
        Field("delivery", FieldType.STRING, description="the delivery's name"),
    ),
)

OUTPUTS: tuple[Table, ...] = (
    FINDINGS,
    CLAIMS,
    REQUIREMENTS,
    MATERIAL_ASSESSMENTS,
    COMPLAINT_ASSESSMENTS,
    CUSTOMER_ASSESSMENTS,
    GANGS,
    GANG_MEMBERS,
    LINKS,
    MEMBERSHIP_PATHS,
    GANG_EVENTS,
    ENTITIES,
    QUARANTINE,
)
