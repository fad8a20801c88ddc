"""Tables between stages, which later stages and screens read; they may change between versions."""

from mingjian.contract import vocabulary
from mingjian.contract.schema import Field, FieldType, Table

LETTERS = Table(
    name="letters",
    title="投诉文书. One row a complaint with text: what its wording is made of.",
    primary_key=("complaint_id",),
    fields=(
        Field("complaint_id", FieldType.STRING, required=True),
        Field("template_id", FieldType.STRING, description="the letter template it follows; empty where none"),
        Field("similarity", FieldType.NUMBER, description="share of the family's skeleton that it keeps, in [0, 1]"),
        Field(
            "skeleton_spans",
            FieldType.STRING,
            description="JSON [[start, end]] of the text that is the family's skeleton",
        ),
        Field(
            "slots",
            FieldType.STRING,
            description="JSON [{start, end, slot}]: what this letter filled in; slot numbers are the template's",
        ),
        Field(
            "demands",
            FieldType.STRING,
            description="JSON [{demand, start, end}]; demand is one of the contract's codes",
        ),
        Field(
            "code_words",
            FieldType.STRING,
            description="JSON [{word, standard, kind, start, end, disguised}]: the writer's own, plain ones of agencies among them",
        ),
        Field(
            "disguised_words",
            FieldType.INTEGER,
            description="how many different words the writer himself put in disguise, everyday abbreviations and slips left out",
        ),
        Field(
            "laws",
            FieldType.STRING,
            description="JSON [{law, start, end, applies, why, telling}]; applies is true, false or null for unknown; "
            "telling is whether agencies' templates quote it where it does not apply, as here",
        ),
    ),
)

LETTER_TEMPLATES = Table(
    name="letter_templates",
    title="文书模板. One row a family of letters.",
    primary_key=("template_id",),
    fields=(
        Field("template_id", FieldType.STRING, required=True),
        Field(
            "medoid_id",
            FieldType.STRING,
            required=True,
            description="the complaint whose text stands nearest to all others",
        ),
        Field("skeleton", FieldType.STRING, description="JSON [{text} or {slot, examples: []}] in order"),
        Field("complaints", FieldType.INTEGER),
        Field("customers", FieldType.INTEGER),
        Field("exact_copies", FieldType.INTEGER, description="complaints whose text equals another's to the letter"),
        Field("mean_similarity", FieldType.NUMBER),
        Field(
            "own_share",
            FieldType.NUMBER,
            description="mean share of a letter that is not the skeleton: own facts in slots and own words",
        ),
        Field("contacts", FieldType.INTEGER, description="distinct contact phones; empty where none is known"),
        Field("channels", FieldType.INTEGER, description="distinct channels"),
        Field(
            "busiest_week_share",
            FieldType.NUMBER,
            description="share of the complaints that came within the busiest seven days: near 1 on a news day",
        ),
        Field(
            "level",
            FieldType.NUMBER,
            description="Jaccard similarity to the medoid from which a later letter belongs to the family",
        ),
        Field("first_seen_at", FieldType.DATETIME),
        Field("last_seen_at", FieldType.DATETIME),
    ),
)

LETTER_KEYS = Table(
    name="letter_keys",
    title="文书索引. One row a key under which a letter that arrives later finds its template.",
    fields=(
        Field("key", FieldType.INTEGER, required=True),
        Field("kind", FieldType.STRING, required=True, description="text: a member's whole text; band: of the medoid"),
        Field("template_id", FieldType.STRING, required=True),
    ),
)

ORGANISATION_SIGNATURES = Table(
    name="organisation_signatures",
    title="机构名索引. One row a signature under which registered names are found again where they are misspelt.",
    primary_key=("signature",),
    fields=(
        Field("signature", FieldType.INTEGER, required=True),
        Field("organisation_ids", FieldType.STRING, required=True, description="of all that bear it, one a line"),
    ),
)

CLAIM_MENTIONS = Table(
    name="claim_mentions",
    title="主张. One row a claim that a complaint's text makes, before anyone checked it.",
    fields=(
        Field("complaint_id", FieldType.STRING, required=True),
        Field("claim", FieldType.STRING, required=True, values=vocabulary.Claim),
        Field("start", FieldType.INTEGER, required=True),
        Field("end", FieldType.INTEGER, required=True),
        Field(
            "values",
            FieldType.STRING,
            description="JSON of what is asserted: count, of_a_day (1 where the count is of one day), over_days (of how many days it is), date (ISO), clock, rate, sum_yuan, person",
        ),
        Field(
            "certain",
            FieldType.BOOLEAN,
            description="whether both readers of claims hear it; where not, no record contradicts it",
        ),
    ),
)

CLAIM_GROUNDS = Table(
    name="claim_grounds",
    title="主张依据. One row a claim: what its sentence is rendered from.",
    fields=(
        Field("complaint_id", FieldType.STRING, required=True),
        Field("claim", FieldType.STRING, required=True, values=vocabulary.Claim),
        Field("start", FieldType.INTEGER, required=True),
        Field("end", FieldType.INTEGER, required=True),
        Field("status", FieldType.STRING, required=True, values=vocabulary.ClaimStatus),
        Field(
            "code",
            FieldType.STRING,
            required=True,
            description="the sentence: the claim, and its status, unrecorded, unfinished, uncertain or other_sum",
        ),
        Field("values", FieldType.STRING, description="JSON object that the sentence is rendered with"),
        Field("evidence", FieldType.STRING, description="JSON array of the rows it rests on"),
    ),
)

CODE_WORD_CANDIDATES = Table(
    name="code_word_candidates",
    title="新暗语候选. One row a word that context proposes as a code word, for a person to judge.",
    primary_key=("word",),
    fields=(
        Field("word", FieldType.STRING, required=True),
        Field("standard", FieldType.STRING, description="the known word whose contexts it shares; empty where unsure"),
        Field("score", FieldType.NUMBER),
        Field("occurrences", FieldType.INTEGER),
        Field("examples", FieldType.STRING, description="JSON [text with the word]"),
    ),
)

DOCUMENT_LINES = Table(
    name="document_lines",
    title="材料文本. One row a line of text on a submitted file: as it stands in the file, or recognised.",
    primary_key=("material_id", "number"),
    fields=(
        Field("material_id", FieldType.STRING, required=True),
        Field("number", FieldType.INTEGER, required=True, description="from 1, in reading order"),
        Field("page", FieldType.INTEGER, description="from 1"),
        Field("text", FieldType.STRING),
        Field("confidence", FieldType.NUMBER, description="in [0, 1]; 1 for text that stands in the file"),
        Field("left", FieldType.INTEGER, description="in pixels of the page as given, as the three that follow"),
        Field("top", FieldType.INTEGER),
        Field("right", FieldType.INTEGER),
        Field("bottom", FieldType.INTEGER),
    ),
)

DOCUMENT_FIELDS = Table(
    name="document_fields",
    title="材料要素. One row a fact that a submitted file states: a name, a number, a date, a sum.",
    primary_key=("material_id", "number"),
    fields=(
        Field("material_id", FieldType.STRING, required=True),
        Field("number", FieldType.INTEGER, required=True, description="from 1, in reading order"),
        Field("field", FieldType.STRING, required=True, description="as in reading/fields/labels.yaml, or by its form"),
        Field(
            "value",
            FieldType.STRING,
            required=True,
            description="normalised: ISO dates, digits without blanks, sums in yuan with a point",
        ),
        Field("text", FieldType.STRING, description="as it stands on the page"),
        Field("page", FieldType.INTEGER, description="from 1"),
        Field("region", FieldType.STRING, description="JSON [left, top, right, bottom] in pixels of the page as given"),
        Field("confidence", FieldType.NUMBER, description="in [0, 1]; less where no label named it"),
    ),
)

CONTACT_MENTIONS = Table(
    name="contact_mentions",
    title="联系方式. One row a way to reach somebody that the text of an advert or a consumer's report names.",
    fields=(
        Field("subject_type", FieldType.STRING, required=True, values=vocabulary.FindingSubject),
        Field("subject_id", FieldType.STRING, required=True),
        Field("kind", FieldType.STRING, required=True, description="phone, wechat, qq or web"),
        Field("value", FieldType.STRING, required=True, description="its normalised spelling"),
        Field("start", FieldType.INTEGER, description="character span in the text"),
        Field("end", FieldType.INTEGER),
    ),
)

ADVERT_AUTHORS = Table(
    name="advert_authors",
    title="引流作者. One row an advert whose author shares an account or a way to be reached with other adverts, or could.",
    primary_key=("solicitation_id",),
    fields=(
        Field("group_id", FieldType.STRING, required=True, description="one author, on whichever platforms"),
        Field("solicitation_id", FieldType.STRING, required=True),
        Field("platform", FieldType.STRING, values=vocabulary.Platform),
        Field("adverts", FieldType.INTEGER, required=True, minimum=1, description="of the group"),
        Field(
            "shared",
            FieldType.STRING,
            required=True,
            description="JSON list of what two or more of its adverts have in common: account, phone, wechat, qq, web",
        ),
    ),
)

AGENCIES = Table(
    name="agencies",
    title="机构档案. One row an agency that representations, reports or adverts name.",
    primary_key=("agency_id",),
    fields=(
        Field("agency_id", FieldType.STRING, required=True),
        Field("name", FieldType.STRING, description="the name that it used last"),
        Field("names", FieldType.STRING, description="JSON [{name, mentions, first, last}], the newest last"),
        Field("uscc", FieldType.STRING, description="the credit code that it states"),
        Field("organisation_id", FieldType.STRING, description="in the register; empty where it is not found there"),
        Field("kind", FieldType.STRING, values=vocabulary.OrganisationKind, description="in the register"),
        Field("status", FieldType.STRING, values=vocabulary.OrganisationStatus, description="in the register"),
        Field("may_act", FieldType.STRING, required=True, values=vocabulary.MayAct),
        Field("first_seen_at", FieldType.DATETIME),
        Field("last_seen_at", FieldType.DATETIME),
        Field("complaints", FieldType.INTEGER),
        Field("complaints_decided", FieldType.INTEGER),
        Field("complaints_upheld", FieldType.INTEGER, description="wholly or partly"),
        Field("customers", FieldType.INTEGER),
        Field("testimonies", FieldType.INTEGER),
        Field("adverts", FieldType.INTEGER),
        Field("requirements_not_met", FieldType.INTEGER, description="over all of its representations"),
        Field("fees", FieldType.INTEGER, description="how many fees are known"),
        Field("median_fee_yuan", FieldType.NUMBER),
        Field("people", FieldType.STRING, description="JSON [name]"),
        Field("phones", FieldType.STRING, description="JSON [number]"),
        Field("wechat_ids", FieldType.STRING, description="JSON [id]"),
        Field("accounts", FieldType.STRING, description="JSON [payee account]"),
    ),
)

AGENCY_MENTIONS = Table(
    name="agency_mentions",
    title="机构出现处. One row a record that names an agency.",
    fields=(
        Field("agency_id", FieldType.STRING, required=True),
        Field("record_table", FieldType.STRING, required=True),
        Field("record_id", FieldType.STRING, required=True),
        Field("at", FieldType.DATETIME),
        Field("name", FieldType.STRING, description="as this record names it"),
        Field("complaint_id", FieldType.STRING),
    ),
)

ENTITY_INDEX = Table(
    name="entity_index",
    title="线索索引. One row an entity and spelling of it: how common it is and whose it is, for linking one new complaint.",
    primary_key=("entity_type", "entity_id", "key"),
    fields=(
        Field("entity_type", FieldType.STRING, required=True, values=vocabulary.EntityType),
        Field("entity_id", FieldType.STRING, required=True),
        Field("key", FieldType.STRING, description="its normalised spelling, by which a new one is looked up"),
        Field("kind", FieldType.STRING, description="the independent kind of evidence that sharing it is"),
        Field("households", FieldType.INTEGER, description="how many have it; a household counts once"),
        Field("population", FieldType.INTEGER, description="how many show anything of its kind"),
        Field("weight", FieldType.NUMBER, description="ln(population / households)"),
        Field("countable", FieldType.BOOLEAN, description="whether sharing it can ever tell"),
        Field("hub", FieldType.BOOLEAN, description="whether a person judged it a hub"),
        Field("gang_id", FieldType.STRING),
        Field("gang_households", FieldType.INTEGER, description="how many of its households are the gang's core"),
        Field(
            "number",
            FieldType.INTEGER,
            description="by which screens name it in this run, where two households have it: from 1, what most have first; "
            "in the first of its spellings' rows alone",
        ),
    ),
)

SHARINGS = Table(
    name="sharings",
    title="共用关系. One row a party and a thing that another household has as well: what a path leads over.",
    primary_key=("party_type", "party_id", "entity_type", "entity_id"),
    fields=(
        Field("party_type", FieldType.STRING, required=True, description="customer, complaint or testimony"),
        Field("party_id", FieldType.STRING, required=True),
        Field("entity_type", FieldType.STRING, required=True, values=vocabulary.EntityType),
        Field("entity_id", FieldType.STRING, required=True),
        Field("record_table", FieldType.STRING, description="of the first record that says so"),
        Field("record_id", FieldType.STRING),
        Field("first_seen_at", FieldType.DATETIME),
    ),
)

GROUP_HOLDERS = Table(
    name="group_holders",
    title="同组关系. One row a party and what it has of a group that another household has something of as well; of groups that "
    "so many are in that they tell nothing, nobody.",
    primary_key=("entity_type", "entity_id", "party_type", "party_id", "member_type", "member_id"),
    fields=(
        Field("entity_type", FieldType.STRING, required=True, values=vocabulary.EntityType, description="of the group"),
        Field("entity_id", FieldType.STRING, required=True),
        Field("party_type", FieldType.STRING, required=True, description="customer, complaint or testimony"),
        Field("party_id", FieldType.STRING, required=True),
        Field("member_type", FieldType.STRING, required=True, values=vocabulary.EntityType),
        Field("member_id", FieldType.STRING, required=True, description="what the party itself has"),
        Field("record_table", FieldType.STRING, description="of the first record that says so"),
        Field("record_id", FieldType.STRING),
        Field("first_seen_at", FieldType.DATETIME),
    ),
)

LEGAL_SENDERS = Table(
    name="legal_senders",
    title="自称法律机构的寄件人. One row a complaint without a stated representative that a legal body sent, or may have.",
    primary_key=("complaint_id",),
    fields=(
        Field("complaint_id", FieldType.STRING, required=True),
        Field(
            "registered",
            FieldType.BOOLEAN,
            required=True,
            description="whether the register has the sender; false where none was delivered and the name alone says so",
        ),
    ),
)

GANG_REGISTRY = Table(
    name="gang_registry",
    title="团伙登记. One row a member of any gang, suppressed ones too, by which the next run knows it again; and of gangs "
    "that stand no more while a judgement names them.",
    primary_key=("gang_id", "entity_type", "entity_id"),
    fields=(
        Field("gang_id", FieldType.STRING, required=True),
        Field("entity_type", FieldType.STRING, required=True, values=vocabulary.EntityType),
        Field("entity_id", FieldType.STRING, required=True),
        Field("first_seen_at", FieldType.DATETIME, description="of the gang"),
        Field("last_seen_at", FieldType.DATETIME, description="of the gang"),
        Field("dormant", FieldType.BOOLEAN),
        Field("standing", FieldType.BOOLEAN, description="whether it stood in this run"),
    ),
)

SENT_AWAY = Table(
    name="sent_away",
    title="已排除的人. One row a party that a person judged not to be of a gang, or not to be shown in any.",
    fields=(
        Field("entity_type", FieldType.STRING, required=True, values=vocabulary.EntityType),
        Field("entity_id", FieldType.STRING, required=True),
        Field("gang_id", FieldType.STRING, description="empty where it is to be shown in none"),
    ),
)

FEATURES = Table(
    name="features",
    title="特征. One row a feature of a complaint or a customer, known at as_of; a missing row means unknown.",
    primary_key=("subject_type", "subject_id", "feature"),
    fields=(
        Field("subject_type", FieldType.STRING, required=True),
        Field("subject_id", FieldType.STRING, required=True),
        Field("feature", FieldType.STRING, required=True),
        Field("value", FieldType.NUMBER),
    ),
)

SCORECARDS = Table(
    name="scorecards",
    title="评分卡. One row a level of a scorecard, or its base, with the weight that stood in this run.",
    primary_key=("scorecard", "characteristic", "level"),
    fields=(
        Field(
            "scorecard",
            FieldType.STRING,
            required=True,
            description="agent, manner, held, involvement, complaint, escalation or channels",
        ),
        Field(
            "characteristic",
            FieldType.STRING,
            required=True,
            description="base for the base; of the manner of writing, a sequence of characters; of held, a "
            "thing that somebody found honest has in common with others, by its number or by a complaint "
            "that has it; of channels, where the customer complained last and whether he was refused there",
        ),
        Field("level", FieldType.INTEGER, required=True, description="-1 for what is open where nothing is known"),
        Field(
            "kind",
            FieldType.STRING,
            description="the kind of evidence; empty for the base; of channels, the kind of channel",
        ),
        Field("code", FieldType.STRING, description="the reason's code; empty for the base"),
        Field(
            "weight",
            FieldType.NUMBER,
            description="log-odds that it adds in this run; of channels, the logarithm of the share; of held, the "
            "lower end of the interval above which alone a complaint with that thing is likely_agent",
        ),
        Field("deviation", FieldType.NUMBER, description="standard deviation of the weight"),
        Field("written_weight", FieldType.NUMBER, description="the weight before anything was learned"),
        Field("basis", FieldType.STRING, description="published, law or judgement; of channels, what tells them"),
        Field("source", FieldType.STRING),
        Field("weak", FieldType.BOOLEAN, description="too weak to count as a kind of evidence"),
        Field("history_months", FieldType.INTEGER, description="months of the lender's own history behind the weights"),
        Field(
            "labels",
            FieldType.INTEGER,
            description="labelled complaints behind the weights; 0 where as written; of channels, complaining customers",
        ),
        Field(
            "covariances",
            FieldType.STRING,
            description="JSON array: the covariance of this weight with each of its scorecard, in the table's order; "
            "of the agent and the early-warning scorecards",
        ),
        Field(
            "doubt",
            FieldType.NUMBER,
            description="in the base's row: the probability that a complaint is none that the scorecard speaks of",
        ),
        Field(
            "kept_for",
            FieldType.STRING,
            description="JSON [{attribute, group}], in the base's row: groups of people to whom newly learned weights would "
            "have done worse, so that the last run's stayed, or the written ones where no run had learned: of complaint "
            "those foretold worse; of the agent scorecard, in runs without narrowed_for, honest people of whom more would "
            "have been accused",
        ),
        Field(
            "accused_above",
            FieldType.NUMBER,
            description="in the row of the agent's base: the lower end of the interval above which alone a complaint is "
            "likely_agent, where labels hold that higher than the costs do; else 0",
        ),
        Field(
            "narrowed_for",
            FieldType.STRING,
            description="JSON [{attribute, group}], in the row of the agent's base: groups of honest people of whom newly "
            "learned weights would have accused more, had neither accused_above risen nor their letters been held back",
        ),
    ),
)

SHADOW_ASSESSMENTS = Table(
    name="shadow_assessments",
    title="陪跑结果. One row a complaint or customer, with what a trained model would have said that nobody put in place.",
    primary_key=("subject_type", "subject_id"),
    fields=(
        Field("subject_type", FieldType.STRING, required=True, description="complaint or customer"),
        Field("subject_id", FieldType.STRING, required=True),
        Field("version", FieldType.STRING, description="the model's name in the registry"),
        Field("probability", FieldType.NUMBER, description="of an agent, or of a complaint within 30 days"),
        Field("low", FieldType.NUMBER, description="90 % interval"),
        Field("high", FieldType.NUMBER),
        Field("standing", FieldType.STRING, description="the zone, or the band"),
    ),
)

MODEL_WATCH = Table(
    name="model_watch",
    title="模型监测. One row a thing that a run measured of its own models, with what it is held against.",
    primary_key=("model", "candidate", "measure", "attribute", "group", "unseen"),
    fields=(
        Field("model", FieldType.STRING, required=True, values=vocabulary.ModelKind),
        Field("measure", FieldType.STRING, required=True, values=vocabulary.ModelMeasure),
        Field(
            "attribute",
            FieldType.STRING,
            required=True,
            description="all, province, age_band, sex or look_alike; probability or band of calibration; input or score of "
            "stability",
        ),
        Field("group", FieldType.STRING, required=True, description="of people; else a bin, a feature or a score"),
        Field("size", FieldType.INTEGER, description="complaints, findings or customers that it was measured on"),
        Field(
            "value",
            FieldType.NUMBER,
            description="a share; of stability the population stability index against the run of a month ago, empty where the "
            "input has no value now",
        ),
        Field("low", FieldType.NUMBER, description="90 % interval of a share"),
        Field("high", FieldType.NUMBER),
        Field(
            "expected",
            FieldType.NUMBER,
            description="the share of all others; of calibration, the mean "
            "probability; of stability, what chance explains",
        ),
        Field(
            "unseen",
            FieldType.BOOLEAN,
            required=True,
            description="false where the model had learned from the findings that it is measured on",
        ),
        Field(
            "candidate",
            FieldType.BOOLEAN,
            required=True,
            description="whether it is of the trained model that runs along, and not of what the run said",
        ),
        Field(
            "alert", FieldType.BOOLEAN, description="beyond what is expected, and beyond chance: somebody should look"
        ),
    ),
)

DOCUMENT_MARKS = Table(
    name="document_marks",
    title="材料标记. One row a seal image or a blank that a submitted file shares with others.",
    fields=(
        Field("material_id", FieldType.STRING, required=True),
        Field("entity_type", FieldType.STRING, required=True, values=vocabulary.EntityType),
        Field("entity_id", FieldType.STRING, required=True),
        Field("page", FieldType.INTEGER),
        Field("region", FieldType.STRING, description="JSON [x0, y0, x1, y1] in pixels of the page as given"),
        Field(
            "lawful",
            FieldType.BOOLEAN,
            description="whether sharing it is as it should be: a blank, a seal on scans alone, in an electronic file, or for which its issuer, the register or many files of the office vouch",
        ),
    ),
)

DOCUMENT_WEIGHTS = Table(
    name="document_weights",
    title="材料权重. One row a check that speaks for or against forgery, or the base, with the weight that stood in this run.",
    primary_key=("check",),
    fields=(
        Field("check", FieldType.STRING, required=True, description="base for the lender's share of forged documents"),
        Field("weight", FieldType.NUMBER, description="log-odds of forgery that it adds in this run, at the least"),
        Field("written_weight", FieldType.NUMBER, description="the weight before anything was learned"),
        Field(
            "standing",
            FieldType.STRING,
            values=vocabulary.WeightsStanding,
            description="which weights stood in this run, and why; the same in every row",
        ),
        Field(
            "genuine", FieldType.INTEGER, description="documents known to be genuine, by labels and issuers' answers"
        ),
        Field("forged", FieldType.INTEGER, description="documents known to be forged"),
    ),
)

WORKINGS: tuple[Table, ...] = (
    LETTERS,
    LETTER_TEMPLATES,
    LETTER_KEYS,
    CLAIM_MENTIONS,
    CLAIM_GROUNDS,
    CODE_WORD_CANDIDATES,
    DOCUMENT_LINES,
    DOCUMENT_FIELDS,
    DOCUMENT_MARKS,
    DOCUMENT_WEIGHTS,
    CONTACT_MENTIONS,
    ADVERT_AUTHORS,
    ORGANISATION_SIGNATURES,
    AGENCIES,
    AGENCY_MENTIONS,
    ENTITY_INDEX,
    SHARINGS,
    GROUP_HOLDERS,
    LEGAL_SENDERS,
    GANG_REGISTRY,
    SENT_AWAY,
    FEATURES,
    SCORECARDS,
    SHADOW_ASSESSMENTS,
    MODEL_WATCH,
)
