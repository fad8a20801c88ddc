"""Passwords: kept as Argon2id digests, refused where they can be guessed."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from mingjian.errors import InputError

SHORTEST, LONGEST = 12, 128
_WEAKEST = 3
"""Of zxcvbn's scores 0 to 4: 3 withstands 10^8 guesses and more. It knows the common passwords and their spellings."""

# RFC 9106's second recommendation (64 MiB, three passes) with the parallelism of two cores.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=2)


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


def random_password() -> str:
    """A password that nobody chose: 118 bits, in groups that can be read out."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(6)) for _ in range(4))


def digest_of(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def matches(digest: str | None, password: str) -> bool:
    """Whether the password is the digest's; takes as long where there is none, so that names cannot be tried."""
    try:
        return _HASHER.verify(digest or _nobodys(), password) and digest is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_dated(digest: str) -> bool:
    """Whether the digest was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(digest)


def check_strength(password: str, *, known: tuple[str, ...] = ()) -> None:
    """InputError where the password can be guessed; ``known`` are words that belong to its owner."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"a password has {SHORTEST} to {LONGEST} characters")
    from zxcvbn import zxcvbn

    # Past 72 characters it only takes longer.
    if zxcvbn(password[:72], user_inputs=["mingjian", "明鉴", *known])["score"] < _WEAKEST:
        raise InputError("this password is easily guessed: take several words that do not belong together")
