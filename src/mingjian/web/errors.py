"""What can go wrong on the way to a page."""

from mingjian.errors import MingjianError, NotFoundError


class NoRunError(MingjianError):
    """No run is current yet; the pages answer with what to do."""

    code = "no_run"
    status = 200


class OtherVersionError(MingjianError):
    """The run was written by another version, whose tables lack what a page of this one shows."""

    code = "other_version"
    status = 409


class SignInNeededError(MingjianError):
    """Nobody is signed in, or the key holds no longer."""

    code = "sign_in_needed"
    status = 401


class PasswordChangeNeededError(MingjianError):
    """The password was given by somebody else."""

    code = "password_change_needed"
    status = 403


class SecondFactorNeededError(PasswordChangeNeededError):
    """The settings want a second factor of this person, who has none yet."""

    code = "second_factor_needed"


class ForbiddenError(MingjianError):
    """Whoever asks may not do this."""

    code = "forbidden"
    status = 403


class PageNotFoundError(NotFoundError):
    """The run has no such row."""


class BadAddressError(MingjianError):
    """An address asks for a column, filter or page that the table does not have."""

    code = "bad_address"
    status = 422
