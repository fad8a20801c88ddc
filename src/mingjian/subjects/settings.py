"""How long what is kept."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RetentionSettings:
    """Days after which a worker, or ``mingjian retention``, deletes; 0 keeps for good."""

    complaint_days: int = 1_825
    """A complaint, its documents and recordings, after it was closed. Purpose: to answer for how it was handled."""
    document_days: int = 1_095
    """The files alone (medical papers, identity cards, voices), after their complaint was closed; what was found in
    them stays with the complaint."""
    run_days: int = 730
    """A run, after it ended; the current one always stays. Purpose: to explain a score that was acted upon."""
    received_days: int = 90
    """A complaint that the API took in, after a delivery took it up: the delivery holds it from then on."""
    job_days: int = 30
    """A job that is done."""
    by_worker: bool = True
    """Whether a worker deletes what is due, once a day; false where a timer starts 'mingjian retention' instead."""
    logs: tuple[str, ...] = ()
    """Files and folders in which this server's own log lines are kept, packed ones too: searched before a deletion is
    proven. What another machine or the system's journal keeps is not looked into."""
