"""The closed vocabularies of the contract: every enumerated field names one of these."""

from collections.abc import Iterable
from enum import StrEnum


class ProductKind(StrEnum):
    """``loans.product_kind``."""

    CASH_LOAN = "cash_loan"
    INSTALMENT = "instalment"
    CREDIT_CARD = "credit_card"
    VEHICLE = "vehicle"
    OTHER = "other"


class LoanStatus(StrEnum):
    """``loans.status``."""

    CURRENT = "current"
    OVERDUE = "overdue"
    SETTLED = "settled"
    WRITTEN_OFF = "written_off"
    RESTRUCTURED = "restructured"


class ChargeKind(StrEnum):
    """``charges.kind``."""

    PENALTY_INTEREST = "penalty_interest"
    LATE_FEE = "late_fee"
    SERVICE_FEE = "service_fee"
    GUARANTEE_FEE = "guarantee_fee"
    INSURANCE = "insurance"
    EARLY_SETTLEMENT = "early_settlement"
    OTHER = "other"


class PromiseKind(StrEnum):
    """``promises.kind``."""

    INSTALMENT_PLAN = "instalment_plan"
    WAIVER = "waiver"
    STOP_CONTACT = "stop_contact"
    REFUND = "refund"
    CORRECTION = "correction"
    OTHER = "other"


class ChangedField(StrEnum):
    """``customer_changes.field``."""

    PHONE = "phone"
    ADDRESS = "address"
    EMPLOYER = "employer"
    EMAIL = "email"
    LOAN_STATUS = "loan_status"
    OTHER = "other"


class ConsentPurpose(StrEnum):
    """``consents.purpose``."""

    VOICEPRINT = "voiceprint"
    MEDICAL_DOCUMENT = "medical_document"
    SHARING_WITH_POLICE = "sharing_with_police"
    TESTIMONY = "testimony"
    CONTACT = "contact"


class Direction(StrEnum):
    """``contacts.direction``."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class ContactChannel(StrEnum):
    """``contacts.channel``."""

    CALL = "call"
    SMS = "sms"
    APP = "app"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"


class Counterparty(StrEnum):
    """``contacts.counterparty``."""

    SELF = "self"
    RELATIVE = "relative"
    COLLEAGUE = "colleague"
    OTHER_THIRD_PARTY = "other_third_party"
    UNKNOWN = "unknown"


class ContactPurpose(StrEnum):
    """``contacts.purpose``."""

    COLLECTION = "collection"
    SERVICE = "service"
    COMPLAINT = "complaint"
    MARKETING = "marketing"
    OTHER = "other"


class ComplaintChannel(StrEnum):
    """``complaints.channel``."""

    HOTLINE = "hotline"
    APP = "app"
    ONLINE_CHAT = "online_chat"
    EMAIL = "email"
    MAIL = "mail"
    VISIT = "visit"
    REGULATOR_12378 = "regulator_12378"
    GOVERNMENT_12345 = "government_12345"
    PBOC_12363 = "pboc_12363"
    ASSOCIATION = "association"
    THIRD_PARTY_PLATFORM = "third_party_platform"
    MEDIA = "media"
    COURT = "court"
    OTHER = "other"


class Demand(StrEnum):
    """``complaints.demands``, semicolon-separated."""

    WAIVE_INTEREST = "waive_interest"
    STOP_COLLECTION = "stop_collection"
    INSTALMENT_PLAN = "instalment_plan"
    DELETE_CREDIT_RECORD = "delete_credit_record"
    REFUND = "refund"
    COMPENSATION = "compensation"
    ACCOUNT_CLOSURE = "account_closure"
    APOLOGY = "apology"
    DOCUMENTS = "documents"
    OTHER = "other"


class FiledAs(StrEnum):
    """``complaints.filed_as``."""

    SELF = "self"
    REPRESENTATIVE = "representative"
    UNKNOWN = "unknown"


class ComplaintOutcome(StrEnum):
    """``complaints.outcome``."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"
    OPEN = "open"


class MaterialKind(StrEnum):
    """``materials.kind``."""

    IDENTITY_CARD = "identity_card"
    POWER_OF_ATTORNEY = "power_of_attorney"
    HARDSHIP_CERTIFICATE = "hardship_certificate"
    DIAGNOSIS_CERTIFICATE = "diagnosis_certificate"
    MEDICAL_RECORD = "medical_record"
    UNEMPLOYMENT_CERTIFICATE = "unemployment_certificate"
    INCOME_CERTIFICATE = "income_certificate"
    DEATH_CERTIFICATE = "death_certificate"
    DISABILITY_CERTIFICATE = "disability_certificate"
    POLICE_RECEIPT = "police_receipt"
    COURT_DOCUMENT = "court_document"
    LAWYER_LETTER = "lawyer_letter"
    CREDIT_REPORT = "credit_report"
    BANK_STATEMENT = "bank_statement"
    PAYMENT_RECEIPT = "payment_receipt"
    CHAT_SCREENSHOT = "chat_screenshot"
    COMPLAINT_LETTER = "complaint_letter"
    CONTRACT = "contract"
    CALL_RECORDING = "call_recording"
    SERVICE_AGREEMENT = "service_agreement"
    RELATIONSHIP_PROOF = "relationship_proof"
    OTHER = "other"


class Relationship(StrEnum):
    """``representations.relationship``."""

    LAWYER = "lawyer"
    LEGAL_WORKER = "legal_worker"
    RELATIVE = "relative"
    COMPANY = "company"
    FRIEND = "friend"
    OTHER = "other"


class AppAction(StrEnum):
    """``app_events.action``."""

    LOGIN = "login"
    VIEW_CONTRACT = "view_contract"
    DOWNLOAD_STATEMENT = "download_statement"
    CHANGE_PHONE = "change_phone"
    HARDSHIP_PAGE = "hardship_page"
    COMPLAINT_PAGE = "complaint_page"
    CHAT = "chat"
    REPAY = "repay"
    OTHER = "other"


class IssuerReply(StrEnum):
    """``verifications.reply``."""

    CONFIRMED = "confirmed"
    DENIED = "denied"
    NO_RECORD = "no_record"
    UNREACHABLE = "unreachable"
    PENDING = "pending"


class Platform(StrEnum):
    """``solicitations.platform``."""

    DOUYIN = "douyin"
    KUAISHOU = "kuaishou"
    XIAOHONGSHU = "xiaohongshu"
    WECHAT = "wechat"
    WEIBO = "weibo"
    ZHIHU = "zhihu"
    BILIBILI = "bilibili"
    SEARCH = "search"
    WEBSITE = "website"
    SMS = "sms"
    CALL = "call"
    OTHER = "other"


class MayAct(StrEnum):
    """``agencies.may_act``: the short answer to whether a firm may act for a consumer."""

    MAY = "may"
    ADVICE_ONLY = "advice_only"
    MAY_NOT = "may_not"
    UNKNOWN = "unknown"


class OrganisationKind(StrEnum):
    """``organisations.kind``."""

    LAW_FIRM = "law_firm"
    LEGAL_SERVICE_OFFICE = "legal_service_office"
    LEGAL_AID = "legal_aid"
    HOSPITAL = "hospital"
    GOVERNMENT = "government"
    COMMUNITY = "community"
    EMPLOYER = "employer"
    CONSULTING = "consulting"
    TECHNOLOGY = "technology"
    LENDER = "lender"
    OTHER = "other"


COMPANIES = (OrganisationKind.CONSULTING, OrganisationKind.TECHNOLOGY, OrganisationKind.LENDER)
"""What the register calls a company that may be paid for acting; an employer and a body ``other`` are left open."""

LEGAL_BODIES = frozenset(
    {
        OrganisationKind.LAW_FIRM,
        OrganisationKind.LEGAL_SERVICE_OFFICE,
        OrganisationKind.LEGAL_AID,
        OrganisationKind.GOVERNMENT,
        OrganisationKind.COMMUNITY,
    }
)
"""Kinds of organisations that may help somebody with a complaint by law."""


class OrganisationStatus(StrEnum):
    """``organisations.status``."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    DISSOLVED = "dissolved"
    UNKNOWN = "unknown"


class PractitionerStatus(StrEnum):
    """``practitioners.status``."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class LabelSubject(StrEnum):
    """``labels.subject_type``."""

    COMPLAINT = "complaint"
    MATERIAL = "material"
    CUSTOMER = "customer"
    ORGANISATION = "organisation"


class LabelValue(StrEnum):
    """``labels.label``; which of them fits depends on ``subject_type``."""

    AGENT_FILED = "agent_filed"
    SELF_FILED = "self_filed"
    FORGED = "forged"
    GENUINE = "genuine"
    GANG_LINKED = "gang_linked"
    VICTIM = "victim"
    NOT_LINKED = "not_linked"
    GANG = "gang"
    LEGITIMATE = "legitimate"


class WeightsStanding(StrEnum):
    """``document_weights.standing``: which weights stood in a run, and why."""

    NO_LABELS = "no_labels"
    FEW_LABELS = "few_labels"
    FORETELLS_NO_BETTER = "foretells_no_better"
    ACCUSES_GENUINE = "accuses_genuine"
    LEARNED = "learned"


class ModelKind(StrEnum):
    """``model_watch.model``: what tells who is behind a complaint, or who will complain."""

    AGENT = "agent"
    WARNING = "warning"


class ModelMeasure(StrEnum):
    """``model_watch.measure``: what a run measured of its own models."""

    LIKELY_AGENT = "likely_agent"
    UNDECIDED = "undecided"
    ACCUSED = "accused"
    CALIBRATION = "calibration"
    STABILITY = "stability"


class JudgementKind(StrEnum):
    """``judgements.kind``."""

    SAME_ENTITY = "same_entity"
    DIFFERENT_ENTITY = "different_entity"
    GANG_MERGE = "gang_merge"
    GANG_SPLIT = "gang_split"
    HUB = "hub"
    NOT_HUB = "not_hub"
    SUPPRESS = "suppress"
    RESTORE = "restore"
    CODE_WORD = "code_word"
    NOT_CODE_WORD = "not_code_word"
    HAND_SIGNED = "hand_signed"
    NOT_HAND_SIGNED = "not_hand_signed"


class FindingSubject(StrEnum):
    """``findings.subject_type``."""

    MATERIAL = "material"
    COMPLAINT = "complaint"
    CONTACT = "contact"
    REPRESENTATION = "representation"
    ORGANISATION = "organisation"
    SOLICITATION = "solicitation"
    TESTIMONY = "testimony"


class CheckOutcome(StrEnum):
    """``findings.outcome``."""

    CLEAR = "clear"
    SUSPECT = "suspect"
    CONTRADICTED = "contradicted"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"

    def combined_with(self, other: "CheckOutcome") -> "CheckOutcome":
        """What two checks of one thing come to: the graver; and ``clear`` only where nothing was unreadable."""
        return max(self, other, key=_GRAVITY.index)


_GRAVITY = (
    CheckOutcome.NOT_APPLICABLE,
    CheckOutcome.CLEAR,
    CheckOutcome.UNREADABLE,
    CheckOutcome.SUSPECT,
    CheckOutcome.CONTRADICTED,
)


class Claim(StrEnum):
    """``claims.claim``."""

    CALL_FREQUENCY = "call_frequency"
    CALL_HOURS = "call_hours"
    THIRD_PARTY_CONTACT = "third_party_contact"
    THREATS = "threats"
    RATE_ABOVE_CAP = "rate_above_cap"
    RATE_ABOVE_CONTRACT = "rate_above_contract"
    CHARGE_NOT_IN_CONTRACT = "charge_not_in_contract"
    DOUBLE_CHARGE = "double_charge"
    REPAYMENT_NOT_BOOKED = "repayment_not_booked"
    PROMISE_NOT_KEPT = "promise_not_kept"
    LOAN_NOT_TAKEN = "loan_not_taken"
    CREDIT_RECORD_WRONG = "credit_record_wrong"
    HARDSHIP = "hardship"
    ILLNESS = "illness"
    BEREAVEMENT = "bereavement"
    OTHER = "other"


class ClaimStatus(StrEnum):
    """``claims.status``."""

    BORNE_OUT = "borne_out"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"


class RequirementSubject(StrEnum):
    """``requirements.subject_type``."""

    REPRESENTATION = "representation"
    ORGANISATION = "organisation"


class Requirement(StrEnum):
    """``requirements.requirement``: what is asked of a representative."""

    REPRESENTATIVE_STATED = "representative_stated"
    AUTHORISATION_ON_FILE = "authorisation_on_file"
    AUTHORISATION_COMPLETE = "authorisation_complete"
    AUTHORISATION_HAND_SIGNED = "authorisation_hand_signed"
    RELATIONSHIP_SHOWN = "relationship_shown"
    ORGANISATION_CODE_SOUND = "organisation_code_sound"
    ORGANISATION_ACTIVE = "organisation_active"
    ORGANISATION_KIND_FITS = "organisation_kind_fits"
    LICENCE_NUMBER_SOUND = "licence_number_sound"
    LICENCE_IN_FORCE = "licence_in_force"


class RequirementStatus(StrEnum):
    """``requirements.status``."""

    MET = "met"
    NOT_MET = "not_met"
    UNVERIFIED = "unverified"

    def combined_with(self, other: "RequirementStatus") -> "RequirementStatus":
        """Two requirements together: met where both are, not met where either is not, else unverified."""
        return max(self, other, key=_SEVERITY.index)


_SEVERITY = (RequirementStatus.MET, RequirementStatus.UNVERIFIED, RequirementStatus.NOT_MET)


class Verdict(StrEnum):
    """``material_assessments.verdict``."""

    NO_SIGN_OF_FORGERY = "no_sign_of_forgery"
    NEEDS_REVIEW = "needs_review"
    SIGNS_OF_FORGERY = "signs_of_forgery"
    UNREADABLE = "unreadable"


class Certainty(StrEnum):
    """``material_assessments.certainty``, from the firmest ground for trust to the firmest against it."""

    ISSUER_CONFIRMED = "issuer_confirmed"
    CONSISTENT = "consistent"
    UNVERIFIED = "unverified"
    CONTRADICTED = "contradicted"
    ISSUER_DENIED = "issuer_denied"

    @property
    def rank(self) -> int:
        """0 for the most trusted, 4 for the least: ``issuer_confirmed › consistent › … › issuer_denied``."""
        return list(Certainty).index(self)

    def combined_with(self, other: "Certainty") -> "Certainty":
        """What two pieces of evidence on one document say together: the one with more authority decides.

        An issuer's word stands above what we compare ourselves, a contradiction above an agreement, and anything
        above ``unverified``, which adds nothing. Of two answers of the issuer the denial stands, until a person
        has looked; a stage that knows which answer is newer passes that one alone.
        """
        return max(self, other, key=_AUTHORITY.index)

    @classmethod
    def of(cls, evidence: Iterable["Certainty"]) -> "Certainty":
        """What all pieces of evidence say together; ``unverified`` where there is none."""
        certainty = cls.UNVERIFIED
        for piece in evidence:
            certainty = certainty.combined_with(piece)
        return certainty


_AUTHORITY = (
    Certainty.UNVERIFIED,
    Certainty.CONSISTENT,
    Certainty.CONTRADICTED,
    Certainty.ISSUER_CONFIRMED,
    Certainty.ISSUER_DENIED,
)


class Zone(StrEnum):
    """``complaint_assessments.zone``."""

    LIKELY_SELF = "likely_self"
    UNDECIDED = "undecided"
    LIKELY_AGENT = "likely_agent"


class Band(StrEnum):
    """``customer_assessments.band``."""

    LOW = "low"
    WATCH = "watch"
    ELEVATED = "elevated"
    HIGH = "high"


class ChannelKind(StrEnum):
    """``customer_assessments.likely_channel``: where a complaint goes."""

    LENDER = "lender"
    REGULATOR = "regulator"
    GOVERNMENT_LINE = "government_line"
    COURT_OR_MEDIA = "court_or_media"
    ELSEWHERE = "elsewhere"


class ChannelBasis(StrEnum):
    """``customer_assessments.channel_basis``: what tells how complaints divide among the kinds of channel."""

    WRITTEN = "written"
    SHARES_OF_ALL = "shares_of_all"
    SITUATION = "situation"


class ProtectionNeed(StrEnum):
    """``customer_assessments.protection_need``."""

    NONE = "none"
    INFORM = "inform"
    ASSIST = "assist"
    VICTIM_SUPPORT = "victim_support"


class EntityType(StrEnum):
    """``gang_members.entity_type``."""

    CUSTOMER = "customer"
    COMPLAINT = "complaint"
    MATERIAL = "material"
    PHONE = "phone"
    EMAIL = "email"
    DEVICE = "device"
    IP = "ip"
    ADDRESS = "address"
    ACCOUNT = "account"
    WECHAT = "wechat"
    PERSON = "person"
    ORGANISATION = "organisation"
    VOICE = "voice"
    LETTER_TEMPLATE = "letter_template"
    DOCUMENT_TEMPLATE = "document_template"
    SEAL = "seal"
    SOLICITATION = "solicitation"
    LICENCE = "licence"
    WAYBILL = "waybill"


class EntityGroup(StrEnum):
    """What the members of a group of entities have in common. Honest people have each of them in common as well."""

    MAIL_DOMAIN = "mail_domain"
    IP_BLOCK = "ip_block"
    HOUSE = "house"
    NUMBER_RUN = "number_run"
    POOL = "pool"
    MAILBOX_WORD = "mailbox_word"


class Role(StrEnum):
    """``gang_members.role``."""

    CLIENT = "client"
    OPERATOR = "operator"
    SUPPLIER = "supplier"
    ASSET = "asset"
    VICTIM = "victim"


class GangEventKind(StrEnum):
    """``gang_events.event``."""

    BORN = "born"
    GROWN = "grown"
    SHRUNK = "shrunk"
    MERGED = "merged"
    SPLIT = "split"
    REBRANDED = "rebranded"
    DORMANT = "dormant"
    REVIVED = "revived"
