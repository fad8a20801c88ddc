"""How long what is kept."""

from dataclasses import dataclass

SHORTEST_MATTER_DAYS = 1_096
"""Three years after a complaint was answered (中国人民银行金融消费者权益保护实施办法第三十八条)."""
SHORTEST_WORK_DAYS = 180
"""A floor of our own, and no law's: nothing that people wrote about lately is cleared away."""
_OF_COUNSEL = ("enquiry_days", "case_days", "contact_days", "report_days")


@dataclass(frozen=True)
class RetentionSettings:
    """Days after which a worker, or ``mingjian retention``, deletes; 0 keeps for good."""

    complaint_days: int = 1_825
    """A complaint, its documents and recordings, after it was closed. Purpose: to answer for how it was handled."""
    document_days: int = 1_095
    """The files alone (medical papers, identity cards, voices), after their complaint was closed; what was found in
    them stays with the complaint."""
    matter_days: int = 1_825
    """How a complaint was handled (decisions, letters, notes, attachments), after its last answer, once no delivery and
    no run holds the complaint: three years (1,096) at least, by the central bank's rules on complaint files (投诉资料).
    Purpose: to answer for how it was handled."""
    enquiry_days: int = 1_825
    """What an issuer was asked and answered of a document, and what was decided on it, after the last word on it, once
    no delivery, no run and no open case holds the document. Purpose: to answer for a decision that rests on it. Legal
    basis and length: to be confirmed by the lender's counsel; 180 at least."""
    case_days: int = 1_825
    """A case that is concluded or closed, with its board, notes, tasks and decisions, after the last word on it, and
    clue packages and answered requests of the police, as long after the last word on them. Purpose: to answer for what
    was reported, and to the police. Legal basis and length: to be confirmed by the lender's counsel; 180 at least."""
    contact_days: int = 1_825
    """A wish not to be contacted after it was taken back, an appointment after it was over, and whatever else was noted
    of somebody, wishes that stand too, after the last word on them, once no delivery, no run, no matter and no open
    case holds them. Purpose: to respect what they asked for, and to answer for it. Legal basis and length: to be
    confirmed by the lender's counsel; 180 at least."""
    report_days: int = 1_095
    """A consumer's report of an advert, with its picture and who reported, after a person looked it through; the advert
    that it became names nobody and stays with the deliveries. Purpose: to ask again, and to answer for what was made of
    it. Legal basis and length: to be confirmed by the lender's counsel; 180 at least."""
    run_days: int = 730
    """A run, after it ended; the current one always stays. Purpose: to explain a score that was acted upon."""
    received_days: int = 90
    """A complaint that the API took in, after a delivery took it up: the delivery holds it from then on."""
    job_days: int = 30
    """A job that is done."""
    by_worker: bool = True
    """Whether a worker deletes what is due, once a day, once an administrator has confirmed the periods as they are;
    false where a timer starts 'mingjian retention' instead."""
    logs: tuple[str, ...] = ()
    """Files and folders in which this server's own log lines are kept, packed ones too: searched before a deletion is
    proven. What another machine or the system's journal keeps is not looked into."""

    def __post_init__(self) -> None:
        if 0 < self.matter_days < SHORTEST_MATTER_DAYS:
            raise ValueError(f"matter_days: {SHORTEST_MATTER_DAYS} at least, or 0 to keep for good")
        for name in _OF_COUNSEL:
            if 0 < getattr(self, name) < SHORTEST_WORK_DAYS:
                raise ValueError(f"{name}: {SHORTEST_WORK_DAYS} at least, or 0 to keep for good")
