"""What a document may not contradict: rules as data (``rules.yaml``), each with a function that looks.

A rule says ``contradicted`` only where its row allows it and the document leaves neither a misreading nor an innocent
slip to explain it; a few are no more than worth knowing; everything else is ``suspect``.
"""

from collections.abc import Callable, Iterator, Mapping

from mingjian.materials.rules import days, organisations, people, sums
from mingjian.materials.rules.dossier import Document, Dossier, Doubt
from mingjian.materials.rules.rule import Rule, rules

__all__ = ["JUDGES", "Rule", "judged", "rules"]

JUDGES: Mapping[str, Callable[[Document, Dossier], Iterator[Doubt]]] = {
    function.__name__: function
    for function in (
        people.identity_number_fails_check,
        people.sex_differs_from_identity_number,
        people.age_differs_from_identity_number,
        people.birth_date_differs_from_identity_number,
        people.name_differs_from_customer,
        people.identity_number_differs_from_customer,
        people.documents_name_different_people,
        people.names_somebody_else,
        days.issued_before_event,
        days.discharged_before_admission,
        days.hospital_days_differ,
        days.issued_after_receipt,
        days.impossible_day,
        days.weekday_differs,
        days.issued_on_closed_day,
        days.death_form_not_yet_in_force,
        days.death_form_outdated,
        days.death_form_of_before_2014,
        days.death_number_differs_from_identity_number,
        days.customer_active_after_death,
        organisations.place_levels_inverted,
        organisations.credit_code_of_another_kind,
        organisations.credit_code_differs_from_register,
        organisations.telephone_of_another_region,
        organisations.lawyer_not_of_that_name,
        organisations.disability_number_wrong,
        organisations.disability_number_differs,
        organisations.telephone_differs_from_register,
        sums.sum_differs_in_words,
        sums.balances_do_not_follow,
        sums.page_of_another_account,
        sums.page_does_not_follow,
        sums.total_differs,
    )
}
"""The function of each rule, by the rule's code; a test holds that every rule has one."""


def judged(document: Document, dossier: Dossier) -> Iterator[tuple[Rule, Doubt]]:
    """Everything that the document contradicts, by the rules in force on its day."""
    issued = document.first("issued_on")
    day = people.calendar_day(issued.value) if issued else None
    for code, rule in rules().items():
        if rule.holds(document.kind, day or document.known_on):
            for doubt in JUDGES[code](document, dossier):
                yield rule, doubt
