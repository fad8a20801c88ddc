"""How long what is kept."""

from dataclasses import dataclass

SHORTEST_MATTER_DAYS = 1_096
"""Three years after a complaint was answered (中国人民银行金融消费者权益保护实施办法第三十八条)."""


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
