"""What a lender may set about how links become gangs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NetworkSettings:
    """Settings of the network; see ``docs/network.md`` for what each does to a gang."""

    expected_false_stars: float = 0.1
    """How many groups may be taken for linked by chance in a whole run; every threshold follows from it."""

    dependence: float = 2.0
    """How many times oftener than independence says two kinds of evidence may meet in honest people before their
    meeting counts: those who need help find the same helper and the same form."""

    local_dependence: float = 8.0
    """The same where one of the kinds is a place: neighbours share a town, a week, a courier and a carrier."""

    household_size: int = 8
    """Up to this many customers with one address on file count as one household, and so as one voice. More than that
    is a dormitory or a block of flats, and its address is an entity like any other."""

    minimum_customers: int = 3
    """The least number of households in a gang, and on an entity that counts: two people who share are friends."""

    circle: int = 8
    """Up to so many households around one thing may be friends or family; what is shared in so small a circle tells
    only by how many such circles write one letter."""

    friends_copy: float = 0.3
    """How often somebody who shares a thing with the writer of a letter writes the same, where both are honest: friends
    and relatives copy each other's letters."""

    web_share: float = 0.25
    """The least share of a letter's writers who must be linked with each other for the letter to be an agency's: of a
    form or a news day few are."""

    own_share: float = 0.5
    """An entity is a gang's own where more than this share of the people who have it belong to the gang's stars."""

    same_person: float = 0.95
    """From which probability on two records are one person's, learnt without labels from how names, numbers, addresses
    and mailboxes agree. They then count as one voice."""

    strangers: int = 500
    """From how many records of other people it is learnt how often strangers agree."""

    waybill_gap: int = 10
    """Courier numbers at most this far apart are one series."""

    phone_gap: int = 2
    """Telephone numbers at most this far apart come from one batch of cards."""

    dormant_days: int = 90
    """A gang without a new trace for so many days is dormant."""

    resamples: int = 20
    """How often the evidence is resampled to see whether a gang stays itself."""

    resample_share: float = 0.8
    """The share of the evidence that each resample keeps."""

    seed: int = 20
    """Seed of the resampling, so that a run can be repeated."""

    paths: int = 3
    """How many paths explain a membership at most."""
