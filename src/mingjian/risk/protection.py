"""What a customer should be offered, by rules in plain words, strongest first.

- ``victim_support``: he reported that he paid an agency, of which the price that he was asked tells nothing; or an
  agency probably acts through him (the lower end of the interval stands above one half, and where he complained one
  complaint is ``likely_agent``: what an unpaid helper leaves as well makes nobody a victim). A client is a possible
  victim first.
- ``assist``: hardship, illness or bereavement borne out; or claimed while he is in arrears; or arrears over 30 days.
- ``inform``: he was approached by an agency, is tied to a gang, asked about hardship, fell into arrears, or
  complained within the year: he should know his rights and whom to trust.
- ``none``: nothing of this is known.

An offer is never a condition, and no offer depends on whether a complaint is right.
"""

import numpy as np
from numpy.typing import NDArray

from mingjian.contract.vocabulary import ProtectionNeed
from mingjian.risk.scorecard import Columns
from mingjian.risk.settings import RiskSettings
from mingjian.risk.zones import Interval

LONG_ARREARS_DAYS = 30


def needs(
    columns: Columns, *, involvement: Interval, borne_out: NDArray[np.bool_], settings: RiskSettings
) -> list[str]:
    """The protection need of each customer of a batch; unknown features (NaN) satisfy no rule.

    ``borne_out`` tells whose involvement rests on more than what a helper leaves.
    """
    arrears = columns["days_past_due"]
    need = np.full(len(arrears), str(ProtectionNeed.NONE), dtype=object)
    inform = (
        (columns["testimonies"] >= 1)
        | (columns["gang_strength"] >= settings.gang_tie_from)
        | (columns["hardship_page_month"] >= 1)
        | (columns["complaints_year"] >= 1)
        | (arrears >= 1)
    )
    assist = (
        (columns["difficulty_borne_out"] >= 1)
        | ((columns["difficulty_claimed"] >= 1) & (arrears >= 1))
        | (arrears > LONG_ARREARS_DAYS)
    )
    victim = (columns["testimony_paid"] >= 1) | (borne_out & (involvement.low > settings.victim_from))
    need[inform] = str(ProtectionNeed.INFORM)
    need[assist] = str(ProtectionNeed.ASSIST)
    need[victim] = str(ProtectionNeed.VICTIM_SUPPORT)
    return [str(value) for value in need]
