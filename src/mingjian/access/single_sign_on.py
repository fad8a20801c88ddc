"""Signing on by the lender's identity provider: OpenID Connect, authorization code with PKCE."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mingjian.access.accounts import SignInError
from mingjian.access.settings import AccessSettings
from mingjian.errors import MingjianError

_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures by a private key alone: never ``none``, never by the shared secret."""
_WAIT_S = 10


class ProviderError(MingjianError):
    """The identity provider does not answer as OpenID Connect says."""

    code = "identity_provider"
    status = 502


@dataclass(frozen=True)
class Begun:
    """A sign-on that was begun: where the browser goes, and what it brings back in a cookie."""

    address: str
    kept: str


@dataclass(frozen=True)
class Identity:
    """Who the provider says somebody is."""

    issuer: str
    subject: str
    name: str


class SingleSignOn:
    """One provider, found by its discovery document."""

    def __init__(self, settings: AccessSettings) -> None:
        self._settings = settings

    def begin(self, *, return_to: str) -> Begun:
        """Where to send the browser."""
        state, nonce, verifier = secrets.token_urlsafe(16), secrets.token_urlsafe(16), secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": return_to,
            "scope": "openid profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return Begun(
            f"{self._provider['authorization_endpoint']}?{urlencode(query)}", ".".join((state, nonce, verifier))
        )

    def finish(self, *, code: str, state: str, kept: str, return_to: str) -> Identity:
        """Who signed on; SignInError where the answer is not the one to what this browser began."""
        begun_state, _, rest = kept.partition(".")
        nonce, _, verifier = rest.partition(".")
        if not (state and verifier) or not secrets.compare_digest(state, begun_state):
            raise SignInError("this sign-on was not begun here: begin again")
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": return_to}
        secret = (self._settings.client_id, self._settings.client_secret.get_secret_value())
        try:
            answer = httpx.post(self._provider["token_endpoint"], data=form, auth=secret, timeout=_WAIT_S)
        except httpx.HTTPError as error:
            raise ProviderError("the identity provider does not answer") from error
        if answer.status_code == httpx.codes.BAD_REQUEST:  # RFC 6749, 5.2: the code is used up or another client's
            raise SignInError("the identity provider refused this sign-on: begin again")
        return self._identity(str(_json(answer).get("id_token", "")), nonce)

    def _identity(self, token: str, nonce: str) -> Identity:
        issuer = self._provider["issuer"]
        rules = jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": self._settings.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = jwt.decode(token, self._keys(), algorithms=_ALGORITHMS).claims
            rules.validate(claims)
        except (JoseError, ValueError) as error:
            raise SignInError("the identity provider's token does not hold: begin again") from error
        name = claims.get(self._settings.name_claim) or claims["sub"]
        return Identity(issuer, str(claims["sub"]), str(name))

    @cached_property
    def _provider(self) -> dict[str, Any]:
        found = _fetch(self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer", "").rstrip("/") != self._settings.issuer.rstrip("/"):
            raise ProviderError("the identity provider names another issuer than the settings")
        return found

    def _keys(self) -> KeySet:
        # Fetched each time: providers change their keys, and people sign on seldom.
        return KeySet.import_key_set(_fetch(self._provider["jwks_uri"]))  # type: ignore[arg-type]


def _fetch(address: str) -> dict[str, Any]:
    try:
        return _json(httpx.get(address, timeout=_WAIT_S))
    except httpx.HTTPError as error:
        raise ProviderError("the identity provider does not answer") from error


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    except (httpx.HTTPStatusError, ValueError) as error:
        raise ProviderError("the identity provider answers, but not as OpenID Connect says") from error
    return found
