"""What may be set about clue packages."""

from typing import Annotated

from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict, SecretStr


class CluesSettings(BaseModel):
    """Who prepares clue packages, and with which keys they are signed."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    organisation: str = ""
    """The lender's name as it stands on a package; it must be set, or given, before one is made."""
    contact: str = ""
    """Whom an officer may ask: a department and its telephone."""
    signing_key: SecretStr = SecretStr("")
    """Ed25519, 32 bytes in base64; empty: ``clues.key`` in the workspace, made at first use."""
    sm2_signing_key: SecretStr = SecretStr("")
    """SM2, 32 bytes in base64, for a second signature; empty: none, unless ``mingjian clue key --sm2`` made one."""
    package_days: Annotated[int, Ge(1), Le(90)] = 14
    """Days after which a package that nobody handed over has to be built anew, and our copy is deleted: it shows
    people's documents as they are, and holds nothing that was decided, denied or corrected since."""
