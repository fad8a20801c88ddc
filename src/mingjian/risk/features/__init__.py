"""Features: documented numbers about complaints and customers, known at ``as_of``."""

from mingjian.risk.features.catalogue import (
    GROUPS,
    KnownTables,
    evidence_of,
    features,
    features_of,
    groups_of,
    known_tables,
    long,
)
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables

__all__ = [
    "GROUPS",
    "Feature",
    "FeatureGroup",
    "KnownTables",
    "Subject",
    "Tables",
    "evidence_of",
    "features",
    "features_of",
    "groups_of",
    "known_tables",
    "long",
]
