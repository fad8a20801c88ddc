"""What a service agreement of an agency does to its client, clause by clause."""

from mingjian.agencies.agreements.clauses import ClauseKind, clause_kinds
from mingjian.agencies.agreements.reading import Clause, read_agreement

__all__ = ["Clause", "ClauseKind", "clause_kinds", "read_agreement"]
