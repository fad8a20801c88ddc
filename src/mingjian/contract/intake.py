"""The tables that a lender delivers. Fixed: a table, a field or a value may be added, none renamed or retyped.

Units: money in yuan (CNY), rates as a fraction a year, durations in seconds. A time without an offset is
Asia/Shanghai. Only ``complaints`` is required; an absent table means unknown, never zero.
"""

from mingjian.contract import vocabulary
from mingjian.contract.schema import SNAPSHOT, Field, FieldType, ForeignKey, Table

CUSTOMERS = Table(
    name="customers",
    title="借款客户. One row a borrower.",
    known_at="registered_on",
    primary_key=("customer_id",),
    fields=(
        Field("customer_id", FieldType.STRING, required=True),
        Field("full_name", FieldType.STRING),
        Field("id_number", FieldType.STRING, description="18-character resident identity number, GB 11643"),
        Field("phone", FieldType.STRING, description="mobile number on file, digits only", known_at=SNAPSHOT),
        Field("registered_on", FieldType.DATE),
        Field("province", FieldType.STRING, description="two-digit GB/T 2260 code, such as 50 for Chongqing"),
        Field("address", FieldType.STRING, known_at=SNAPSHOT),
        Field("employer", FieldType.STRING, known_at=SNAPSHOT),
    ),
)

LOANS = Table(
    name="loans",
    title="借据. One row a loan.",
    known_at="disbursed_on",
    primary_key=("loan_id",),
    foreign_keys=(ForeignKey("customer_id", table="customers", references="customer_id"),),
    fields=(
        Field("loan_id", FieldType.STRING, required=True),
        Field("customer_id", FieldType.STRING, required=True),
        Field("product", FieldType.STRING),
        Field("product_kind", FieldType.STRING, values=vocabulary.ProductKind),
        Field("principal_yuan", FieldType.NUMBER, minimum=0),
        Field(
            "annual_rate",
            FieldType.NUMBER,
            minimum=0,
            description="contract rate with all fees, IRR, as a fraction a year",
        ),
        Field("disbursed_on", FieldType.DATE),
        Field("term_months", FieldType.INTEGER, minimum=1),
        Field("status", FieldType.STRING, values=vocabulary.LoanStatus, known_at=SNAPSHOT),
        Field("days_past_due", FieldType.INTEGER, minimum=0, known_at=SNAPSHOT),
        Field("outstanding_yuan", FieldType.NUMBER, minimum=0, known_at=SNAPSHOT),
    ),
)

REPAYMENTS = Table(
    name="repayments",
    title="还款计划与实还. One row an instalment.",
    primary_key=("loan_id", "instalment_number"),
    foreign_keys=(ForeignKey("loan_id", table="loans", references="loan_id"),),
    fields=(
        Field("loan_id", FieldType.STRING, required=True),
        Field("instalment_number", FieldType.INTEGER, required=True, minimum=1),
        Field("due_on", FieldType.DATE, required=True),
        Field("due_yuan", FieldType.NUMBER, minimum=0),
        Field("paid_on", FieldType.DATE, known_at="paid_on"),
        Field("paid_yuan", FieldType.NUMBER, minimum=0, known_at="paid_on"),
    ),
)

CHARGES = Table(
    name="charges",
    title="费用. One row a charge other than principal and scheduled interest.",
    known_at="charged_on",
    primary_key=("charge_id",),
    foreign_keys=(ForeignKey("loan_id", table="loans", references="loan_id"),),
    fields=(
        Field("charge_id", FieldType.STRING, required=True),
        Field("loan_id", FieldType.STRING, required=True),
        Field("charged_on", FieldType.DATE),
        Field("kind", FieldType.STRING, values=vocabulary.ChargeKind),
        Field("amount_yuan", FieldType.NUMBER, minimum=0),
        Field("in_contract", FieldType.BOOLEAN),
    ),
)

PROMISES = Table(
    name="promises",
    title="承诺. One row a promise that the lender made to a customer.",
    known_at="made_at",
    primary_key=("promise_id",),
    fields=(
        Field("promise_id", FieldType.STRING, required=True),
        Field("customer_id", FieldType.STRING, required=True),
        Field("made_at", FieldType.DATETIME),
        Field("kind", FieldType.STRING, values=vocabulary.PromiseKind),
        Field("due_on", FieldType.DATE),
        Field("kept_on", FieldType.DATE, known_at="kept_on"),
        Field("contact_id", FieldType.STRING),
    ),
)

CUSTOMER_CHANGES = Table(
    name="customer_changes",
    title="客户信息变更. One row a change of a fact on file.",
    known_at="changed_at",
    primary_key=("change_id",),
    fields=(
        Field("change_id", FieldType.STRING, required=True),
        Field("customer_id", FieldType.STRING, required=True),
        Field("changed_at", FieldType.DATETIME, required=True),
        Field("field", FieldType.STRING, values=vocabulary.ChangedField),
        Field("loan_id", FieldType.STRING),
        Field("old_value", FieldType.STRING),
        Field("new_value", FieldType.STRING),
    ),
)

CONSENTS = Table(
    name="consents",
    title="同意. One row a consent or its withdrawal; without a row there is none.",
    known_at="granted_at",
    primary_key=("consent_id",),
    fields=(
        Field("consent_id", FieldType.STRING, required=True),
        Field("customer_id", FieldType.STRING, required=True),
        Field("purpose", FieldType.STRING, required=True, values=vocabulary.ConsentPurpose),
        Field("granted_at", FieldType.DATETIME, required=True),
        Field("withdrawn_at", FieldType.DATETIME, known_at="withdrawn_at"),
    ),
)

CONTACTS = Table(
    name="contacts",
    title="触达与来电. One row a call, message, letter or visit, in either direction.",
    known_at="started_at",
    primary_key=("contact_id",),
    foreign_keys=(ForeignKey("customer_id", table="customers", references="customer_id"),),
    fields=(
        Field("contact_id", FieldType.STRING, required=True),
        Field("customer_id", FieldType.STRING, required=True),
        Field("loan_id", FieldType.STRING),
        Field("started_at", FieldType.DATETIME, required=True),
        Field("duration_s", FieldType.NUMBER, minimum=0),
        Field("direction", FieldType.STRING, values=vocabulary.Direction),
        Field("channel", FieldType.STRING, values=vocabulary.ContactChannel),
        Field(
            "counterparty",
            FieldType.STRING,
            values=vocabulary.Counterparty,
            description="whom the lender spoke to, as recorded",
        ),
        Field("phone", FieldType.STRING, description="the other side's number"),
        Field("purpose", FieldType.STRING, values=vocabulary.ContactPurpose),
        Field("handler_id", FieldType.STRING, description="the lender's employee or outsourced collector"),
        Field("transcript", FieldType.STRING),
        Field(
            "recording_path",
            FieldType.STRING,
            description="WAV, FLAC, MP3 or AMR; a mono or two-channel telephone recording",
        ),
    ),
)

COMPLAINTS = Table(
    name="complaints",
    title="投诉. One row a complaint, from whichever channel.",
    known_at="received_at",
    primary_key=("complaint_id",),
    foreign_keys=(ForeignKey("customer_id", table="customers", references="customer_id"),),
    fields=(
        Field("complaint_id", FieldType.STRING, required=True),
        Field(
            "customer_id", FieldType.STRING, description="empty where the complaint could not be matched to a customer"
        ),
        Field("received_at", FieldType.DATETIME, required=True),
        Field("channel", FieldType.STRING, values=vocabulary.ComplaintChannel),
        Field("text", FieldType.STRING, description="what the complainant wrote, or the transcript of the complaint"),
        Field(
            "demands",
            FieldType.STRING,
            description="semicolon-separated, of: waive_interest, stop_collection, instalment_plan, delete_credit_record, refund, compensation, account_closure, apology, documents, other",
        ),
        Field("filed_as", FieldType.STRING, values=vocabulary.FiledAs),
        Field("contact_phone", FieldType.STRING),
        Field("contact_email", FieldType.STRING),
        Field("sender_name", FieldType.STRING),
        Field("sender_address", FieldType.STRING, description="from the envelope or the waybill"),
        Field("tracking_number", FieldType.STRING, description="courier waybill number"),
        Field("device_id", FieldType.STRING),
        Field("ip", FieldType.STRING),
        Field("related_contact_id", FieldType.STRING, description="the call in which it was made, in contacts"),
        Field(
            "external_number", FieldType.STRING, description="the regulator's or platform's own number of the transfer"
        ),
        Field(
            "due_at",
            FieldType.DATETIME,
            description="the deadline that the transfer states; empty where the rules give it",
        ),
        Field("closed_at", FieldType.DATETIME, known_at="closed_at"),
        Field("outcome", FieldType.STRING, values=vocabulary.ComplaintOutcome, known_at="closed_at"),
    ),
)

MATERIALS = Table(
    name="materials",
    title="投诉材料. One row a submitted file.",
    known_at="received_at",
    primary_key=("material_id",),
    foreign_keys=(ForeignKey("complaint_id", table="complaints", references="complaint_id"),),
    fields=(
        Field("material_id", FieldType.STRING, required=True),
        Field("complaint_id", FieldType.STRING),
        Field("customer_id", FieldType.STRING),
        Field("kind", FieldType.STRING, values=vocabulary.MaterialKind),
        Field(
            "path",
            FieldType.STRING,
            required=True,
            description="JPEG, PNG, TIFF, BMP, WEBP, HEIC, PDF or OFD, or for a call_recording WAV, FLAC, MP3, M4A or AMR; relative to the delivery",
        ),
        Field("received_at", FieldType.DATETIME),
        Field("issuer_name", FieldType.STRING, description="who is said to have issued it"),
        Field("original_filename", FieldType.STRING),
        Field("testimony_id", FieldType.STRING),
        Field("solicitation_id", FieldType.STRING),
    ),
)

REPRESENTATIONS = Table(
    name="representations",
    title="委托代理. One row a person or firm that acts for a customer in a complaint.",
    primary_key=("representation_id",),
    foreign_keys=(ForeignKey("complaint_id", table="complaints", references="complaint_id"),),
    fields=(
        Field("representation_id", FieldType.STRING, required=True),
        Field("complaint_id", FieldType.STRING, required=True),
        Field("representative_name", FieldType.STRING),
        Field("representative_phone", FieldType.STRING),
        Field("relationship", FieldType.STRING, values=vocabulary.Relationship),
        Field("organisation_name", FieldType.STRING),
        Field("organisation_uscc", FieldType.STRING, description="18-character unified social credit code, GB 32100"),
        Field("licence_number", FieldType.STRING, description="the lawyer's 17-digit practising certificate number"),
        Field("fee_yuan", FieldType.NUMBER, minimum=0),
        Field("payee_account", FieldType.STRING),
    ),
)

APP_EVENTS = Table(
    name="app_events",
    title="登录与设备. One row an app or web event.",
    known_at="occurred_at",
    primary_key=("event_id",),
    foreign_keys=(ForeignKey("customer_id", table="customers", references="customer_id"),),
    fields=(
        Field("event_id", FieldType.STRING, required=True),
        Field("customer_id", FieldType.STRING, required=True),
        Field("occurred_at", FieldType.DATETIME, required=True),
        Field("action", FieldType.STRING, values=vocabulary.AppAction),
        Field("device_id", FieldType.STRING),
        Field("ip", FieldType.STRING),
    ),
)

TESTIMONIES = Table(
    name="testimonies",
    title="消费者线索. One row a consumer's own report of being approached by an agency.",
    known_at="reported_at",
    primary_key=("testimony_id",),
    fields=(
        Field("testimony_id", FieldType.STRING, required=True),
        Field("customer_id", FieldType.STRING),
        Field("reported_at", FieldType.DATETIME, required=True),
        Field("agency_name", FieldType.STRING),
        Field("agent_phone", FieldType.STRING),
        Field("wechat_id", FieldType.STRING),
        Field("payee_account", FieldType.STRING),
        Field("fee_yuan", FieldType.NUMBER, minimum=0),
        Field("text", FieldType.STRING),
    ),
)

VERIFICATIONS = Table(
    name="verifications",
    title="函证. One row a question put to a document's stated issuer, and its answer.",
    known_at="asked_at",
    primary_key=("verification_id",),
    foreign_keys=(ForeignKey("material_id", table="materials", references="material_id"),),
    fields=(
        Field("verification_id", FieldType.STRING, required=True),
        Field("material_id", FieldType.STRING, required=True),
        Field("asked_at", FieldType.DATETIME),
        Field("replied_at", FieldType.DATETIME, known_at="replied_at"),
        Field("reply", FieldType.STRING, values=vocabulary.IssuerReply, known_at="replied_at"),
        Field("replied_by", FieldType.STRING, known_at="replied_at"),
        Field("said", FieldType.STRING, known_at="replied_at"),
        Field(
            "issued_for",
            FieldType.STRING,
            description="the name of whom the issuer says that it issued the paper for, as the answer has it",
            known_at="replied_at",
        ),
        Field(
            "asked_for",
            FieldType.STRING,
            description="the name of whom the question asked whether the paper was issued for them",
        ),
        Field(
            "issued_for_asked",
            FieldType.BOOLEAN,
            description="whether the issuer says that it was issued for `asked_for`; empty where the answer leaves it open",
            known_at="replied_at",
        ),
    ),
)

SOLICITATIONS = Table(
    name="solicitations",
    title="引流信息. One row a public post, advertisement or message that offers agency services.",
    known_at="published_at",
    primary_key=("solicitation_id",),
    fields=(
        Field("solicitation_id", FieldType.STRING, required=True),
        Field("platform", FieldType.STRING, values=vocabulary.Platform),
        Field("published_at", FieldType.DATETIME),
        Field("author", FieldType.STRING),
        Field("author_id", FieldType.STRING),
        Field("url", FieldType.STRING),
        Field("text", FieldType.STRING),
        Field("phone", FieldType.STRING),
        Field("wechat_id", FieldType.STRING),
        Field("organisation_name", FieldType.STRING),
        Field(
            "reported_by_consumer",
            FieldType.BOOLEAN,
            description="true where a consumer reported it and the lender did not find it: no source of its own",
        ),
    ),
)

ORGANISATIONS = Table(
    name="organisations",
    title="机构名录. One row an organisation, from a register that the lender holds an extract of.",
    primary_key=("organisation_id",),
    fields=(
        Field("organisation_id", FieldType.STRING, required=True),
        Field("name", FieldType.STRING, required=True),
        Field("uscc", FieldType.STRING),
        Field("kind", FieldType.STRING, values=vocabulary.OrganisationKind),
        Field("status", FieldType.STRING, values=vocabulary.OrganisationStatus, known_at="status_from"),
        Field("status_from", FieldType.DATE, description="since when the status holds", known_at="status_from"),
        Field("business_scope", FieldType.STRING),
        Field("address", FieldType.STRING),
        Field("phone", FieldType.STRING),
        Field("registered_on", FieldType.DATE),
        Field("seal_path", FieldType.STRING, description="a genuine impression of its seal, where one is on file"),
    ),
)

PRACTITIONERS = Table(
    name="practitioners",
    title="律师名录. One row a lawyer or legal-service worker.",
    primary_key=("licence_number",),
    fields=(
        Field("licence_number", FieldType.STRING, required=True),
        Field("full_name", FieldType.STRING),
        Field("organisation_name", FieldType.STRING),
        Field("status", FieldType.STRING, values=vocabulary.PractitionerStatus, known_at="status_from"),
        Field("status_from", FieldType.DATE, known_at="status_from"),
    ),
)

LABELS = Table(
    name="labels",
    title="人工认定. One row a person's confirmed finding; the only truth that models learn from.",
    known_at="decided_at",
    primary_key=("label_id",),
    fields=(
        Field("label_id", FieldType.STRING, required=True),
        Field("subject_type", FieldType.STRING, required=True, values=vocabulary.LabelSubject),
        Field("subject_id", FieldType.STRING, required=True),
        Field(
            "label",
            FieldType.STRING,
            required=True,
            description="complaint: agent_filed or self_filed; material: forged or genuine; customer: gang_linked, victim or not_linked; organisation: gang or legitimate",
        ),
        Field("decided_at", FieldType.DATETIME, required=True),
        Field("decided_by", FieldType.STRING),
        Field("basis", FieldType.STRING),
    ),
)

JUDGEMENTS = Table(
    name="judgements",
    title="人工判断. One row a person's judgement about entities and gangs; casework writes these back as a delivery.",
    known_at="decided_at",
    primary_key=("judgement_id",),
    fields=(
        Field("judgement_id", FieldType.STRING, required=True),
        Field("kind", FieldType.STRING, required=True, values=vocabulary.JudgementKind),
        Field("left_type", FieldType.STRING, required=True),
        Field("left_id", FieldType.STRING, required=True),
        Field("right_type", FieldType.STRING),
        Field("right_id", FieldType.STRING),
        Field("decided_at", FieldType.DATETIME, required=True),
        Field("decided_by", FieldType.STRING),
        Field("reason", FieldType.STRING),
    ),
)

INTAKE: tuple[Table, ...] = (
    CUSTOMERS,
    LOANS,
    REPAYMENTS,
    CHARGES,
    PROMISES,
    CUSTOMER_CHANGES,
    CONSENTS,
    CONTACTS,
    COMPLAINTS,
    MATERIALS,
    REPRESENTATIONS,
    APP_EVENTS,
    TESTIMONIES,
    VERIFICATIONS,
    SOLICITATIONS,
    ORGANISATIONS,
    PRACTITIONERS,
    LABELS,
    JUDGEMENTS,
)
