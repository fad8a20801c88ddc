"""One requirement a module; each has ``judge(case, settings)``, None where the requirement does not apply."""

from collections.abc import Callable

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.requirements import (
    authorisation,
    authorisation_content,
    authorisation_signature,
    licence_form,
    licence_register,
    organisation_code,
    organisation_kind,
    organisation_register,
    relationship,
    representative,
)
from mingjian.agencies.settings import AgenciesSettings

REQUIREMENTS: tuple[Callable[[Case, AgenciesSettings], Judgement | None], ...] = (
    representative.judge,
    authorisation.judge,
    authorisation_content.judge,
    authorisation_signature.judge,
    relationship.judge,
    organisation_code.judge,
    organisation_register.judge,
    organisation_kind.judge,
    licence_form.judge,
    licence_register.judge,
)
