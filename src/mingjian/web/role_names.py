"""What a role is called on a screen."""

from collections.abc import Mapping

from mingjian.access.policy import Role
from mingjian.web.languages import message

_NAMES: Mapping[Role, str] = {
    Role.DESK: message("Desk"),
    Role.HANDLER: message("Complaint handler"),
    Role.INVESTIGATOR: message("Investigator"),
    Role.REVIEWER: message("Reviewer"),
    Role.PROTECTION: message("Consumer protection"),
    Role.ANALYST: message("Analyst"),
    Role.AUDITOR: message("Auditor"),
    Role.ADMINISTRATOR: message("Administrator"),
    Role.SERVICE: message("Program"),
}


def role_name(role: Role) -> str:
    """The message that names the role."""
    return _NAMES[role]
