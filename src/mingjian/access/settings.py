"""How people sign in and how long they stay."""

from dataclasses import dataclass, field

from pydantic import SecretStr

from mingjian.access.policy import Role


@dataclass(frozen=True)
class AccessSettings:
    """Accounts and sign-in. A single desk, which has no accounts, needs none of it."""

    idle_minutes: int = 30
    """A session that was not used for so long has ended."""
    session_hours: int = 12
    """The longest that one stays signed in."""
    sign_ins_a_minute: int = 10
    """Tries at one name; three times as many from one address."""
    requests_a_minute: int = 1_200
    """Requests of one key, or of one person."""
    second_factor_for: tuple[Role, ...] = ()
    """Roles whose people set up a second factor before anything else opens; who signs on elsewhere has theirs there."""
    issuer: str = ""
    """The address of an OpenID Connect provider for single sign-on; empty: local passwords alone."""
    client_id: str = ""
    """What the provider knows this server as."""
    client_secret: SecretStr = field(default=SecretStr(""))
    """The provider's secret for this server."""
    name_claim: str = "preferred_username"
    """The claim of the provider's token that holds the account's name at the first sign-in."""
    checkpoints: str = ""
    """A folder outside the database, best on another machine, where a worker keeps a head of the audit log a day."""
