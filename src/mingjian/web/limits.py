"""How often one may try to sign in, and ask for anything."""

from pathlib import Path

from mingjian.access.limiting import RateLimit
from mingjian.access.policy import Principal
from mingjian.access.settings import AccessSettings

__all__ = ["Limits"]


class Limits:
    """How often one may try."""

    def __init__(self, settings: AccessSettings, shared: Path | None) -> None:
        sign_ins = settings.sign_ins_a_minute
        self._by_name = RateLimit(sign_ins, name="sign-in by name", shared=shared)
        self._by_address = RateLimit(sign_ins * 3, name="sign-in by address", shared=shared)
        self._requests = RateLimit(settings.requests_a_minute, name="requests", shared=shared)

    def take_sign_in(self, name: str, address: str) -> None:
        """Counts a try at a name from an address; TooOftenError where there were too many."""
        self._by_address.take(address)
        self._by_name.take(name.strip().lower())

    def take_request(self, principal: Principal) -> None:
        """Counts a request; TooOftenError where whoever asks sent too many."""
        self._requests.take(principal.name)
