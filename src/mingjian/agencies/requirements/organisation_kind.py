"""May an organisation of this kind do what is done in its name?

Existing is no offence: a consulting company may give advice. It may not act in a lawyer's name, nor call itself a firm;
and whether its licence lets it act for others for money, which the registers at hand do not say, is a question.
"""

import re

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import (
    LAW_FIRM_NAMES,
    LAW_FIRMS,
    LAWYERS_NAME,
    LEGAL_OFFICE_NAMES,
    LEGAL_WORKERS,
    REGISTRATION,
    Rule,
)
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import COMPANIES, Relationship, Requirement, RequirementStatus
from mingjian.contract.vocabulary import OrganisationKind as Kind
from mingjian.standards import credit_code, legal_bodies, licence
from mingjian.standards.credit_code import Kind as CodeKind
from mingjian.standards.licence import Category
from mingjian.standards.names import normalise_lines, organisation_key, stands_in
from mingjian.standards.people import without_titles
from mingjian.standards.validity import Validity

REQUIREMENT = Requirement.ORGANISATION_KIND_FITS

POSES = (
    "organisation_kind_is_company",
    "organisation_name_is_company",
    "law_firm_is_company",
    "law_firm_code_is_company",
)
"""Statements that an organisation acted as what it is not. Each rests on what one clerk wrote down of one
representative, so none of them alone says of the organisation that it may not act: see ``dossiers``."""
PAPER = "paper"
"""Among a statement's values: the power of attorney that says so itself."""

LAW_FIRM_ENDING = "律师事务所"
_CLAUSE_END = re.compile(r"[\n,，。;；、]")
_DENIED = re.compile(r"[非不未没无或勿]")
"""Before a name or title in its clause: 本人未委托律师王明, 请出示律师证或身份证."""
_TITLES = {Relationship.LAWYER: ("律师",), Relationship.LEGAL_WORKER: ("法律工作者", "法律服务工作者")}
_NAMING = {Relationship.LAWYER: LAW_FIRM_NAMES, Relationship.LEGAL_WORKER: LEGAL_OFFICE_NAMES}
_FITTING = {
    Relationship.LAWYER: ((Kind.LAW_FIRM, Kind.LEGAL_AID), (CodeKind.LAW_FIRM,), LAWYERS_NAME),
    Relationship.LEGAL_WORKER: (
        (Kind.LEGAL_SERVICE_OFFICE, Kind.LEGAL_AID),
        (CodeKind.LEGAL_SERVICE_OFFICE,),
        LEGAL_WORKERS,
    ),
}


def judge(case: Case, _settings: AgenciesSettings) -> Judgement | None:
    """Applies where an organisation stands behind a lawyer, a legal-service worker or a company."""
    if not case.names_an_organisation:
        return None
    contradiction = _false_law_firm(case)
    if contradiction is not None:
        return contradiction
    if case.relationship is Relationship.COMPANY:
        if case.fee_yuan:
            # Anybody may advise; to act for others for money may need a licence that no register shows.
            return _judgement(case, RequirementStatus.UNVERIFIED, "company_is_paid", REGISTRATION)
        return Judgement(REQUIREMENT, RequirementStatus.MET, "company_may_advise", LAWYERS_NAME)
    if case.relationship not in (Relationship.LAWYER, Relationship.LEGAL_WORKER):
        return None
    kinds, code_kinds, rule = _FITTING[case.relationship]
    organisation, code = case.organisation, case.code
    if organisation is not None and organisation.kind in kinds:
        return _judgement(case, RequirementStatus.MET, "organisation_kind_fits", rule)
    if organisation is not None and organisation.kind in COMPANIES:
        return _judgement(case, RequirementStatus.NOT_MET, "organisation_kind_is_company", rule)
    if organisation is None and code is not None and code.validity is Validity.VALID and code.kind in code_kinds:
        return _judgement(case, RequirementStatus.MET, "organisation_kind_by_code", rule)
    if organisation is None and case.practitioner is None and _is_company_by_name(case.organisation_name):
        if _practises_outside_firms(case):
            return _judgement(case, RequirementStatus.UNVERIFIED, "organisation_kind_unknown", rule)
        # By the name alone, of a clerk's hand: it asks, unless the client's own paper says the same.
        status = RequirementStatus.NOT_MET if _paper(case) else RequirementStatus.UNVERIFIED
        return _judgement(case, status, "organisation_name_is_company", _NAMING[case.relationship])
    return _judgement(case, RequirementStatus.UNVERIFIED, "organisation_kind_unknown", rule)


def _practises_outside_firms(case: Case) -> bool:
    """Whether the certificate that is stated is of a kind whose holders work elsewhere (公司律师, 公职律师).

    Whether it was issued is asked by its own rule; their employer is a company and says nothing against them.
    """
    number = licence.parse(case.licence_number) if case.licence_number else None
    return number is not None and number.validity is Validity.VALID and number.category in _OUTSIDE_FIRMS


_OUTSIDE_FIRMS = (Category.GOVERNMENT, Category.IN_HOUSE, Category.LEGAL_AID, Category.MILITARY)


def _paper(case: Case) -> str | None:
    """The power of attorney in which the organisation's name, and the title or code that it has no right to, stand.

    A firm by its name is contradicted by the code beside it, a company by a lawyer's title that its agent's name bears.
    """
    if not case.organisation_name:
        return None
    firm = case.organisation_name.endswith(LAW_FIRM_ENDING)
    for power in case.authorisations:
        text = power.text or ""
        if organisation_key(case.organisation_name) not in organisation_key(text):
            continue
        if firm:
            stands = bool(case.organisation_code) and credit_code.normalise(case.organisation_code or "") in (
                credit_code.normalise(text)
            )
        else:
            stands = _bears_title(case, text)
        if stands:
            return power.material_id
    return None


def _bears_title(case: Case, text: str) -> bool:
    """Whether the agent's name and the title stand together: 王明律师, 王明（律师） or 律师：王明.

    A text that only speaks of lawyers (非律师, 律师证, 未另请律师) says nothing of what the agent is.
    """
    titles = "|".join(_TITLES.get(case.relationship or Relationship.OTHER, ()))
    person = without_titles(case.representative_name or "")
    if not titles or not person:
        return False
    name = re.escape(person)
    page = normalise_lines(text.replace(case.organisation_name or "", "")).casefold()
    together = re.compile(
        rf"(?:{titles}):?(?P<last>{name})|{name}[（(]?(?:执业|代理|专职)?(?:{titles})(?!证|函|费|助理|事务所|协会|资格|身份|或|吗)"
    )
    return any(
        not _DENIED.search(_CLAUSE_END.split(page[: found.start()])[-1])
        and (not found["last"] or stands_in(person, page[found.start("last") :].split("\n")[0]))
        for found in together.finditer(page)
    )


def is_company(case: Case) -> bool:
    """Whether a company stands behind the representative: by the register, else its code, else its name.

    An employer, a village, a union or a hospital is none, whatever its code: it may recommend somebody to act.
    """
    organisation, code = case.organisation, case.code
    if organisation is not None and organisation.kind not in (None, Kind.OTHER):
        return organisation.kind in COMPANIES
    if code is not None and code.validity is Validity.VALID:
        return code.kind in COMPANY_CODES
    return _is_company_by_name(case.organisation_name)


def _is_company_by_name(name: str | None) -> bool:
    """The name alone tells them apart, also where the register at hand lacks it.

    A certificate that the register knows speaks louder: there the organisation may be written down wrong.
    """
    return re.search(legal_bodies.COMPANY_NAME, name or "") is not None


def _false_law_firm(case: Case) -> Judgement | None:
    """A firm by its name, and something else by its code or in the register: a contradiction, whoever acts."""
    if not (case.organisation_name or "").endswith(LAW_FIRM_ENDING):
        return None
    if case.organisation is not None and case.organisation.kind in COMPANIES:
        return _judgement(case, RequirementStatus.NOT_MET, "law_firm_is_company", LAW_FIRMS)
    code = case.code
    # A firm of that name may well exist: whoever borrows it gives their own company's code. One that fails its check
    # digit may simply be mistyped, and the register's word on a code stands above what the code looks like.
    if case.by_code is None and code is not None and code.validity is Validity.VALID and code.kind in COMPANY_CODES:
        return _judgement(case, RequirementStatus.NOT_MET, "law_firm_code_is_company", LAW_FIRMS)
    return None


COMPANY_CODES = (CodeKind.ENTERPRISE, CodeKind.SOLE_TRADER)


def _judgement(case: Case, status: RequirementStatus, statement: str, rule: Rule) -> Judgement:
    evidence = (case.organisation.organisation_id,) if case.organisation else ()
    paper = _paper(case) if statement in POSES else None
    return Judgement(
        REQUIREMENT,
        status,
        statement,
        rule,
        values={PAPER: paper} if paper else {},
        evidence=evidence,
        suspicion=0.5 if statement in POSES and status is RequirementStatus.UNVERIFIED else None,
    )
