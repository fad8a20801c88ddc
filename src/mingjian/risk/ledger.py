"""The scorecards as they stood in a run, as a table: every weight with its error, its source and what it was before."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.contract.vocabulary import ChannelBasis
from mingjian.errors import InputError
from mingjian.risk.agent_model import UNLEARNT_DOUBT, AgentModel
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.channel_kinds import EVERYBODY, KINDS, ChannelKinds, learned_kinds, situation_names
from mingjian.risk.customer_assessment import CustomerModel
from mingjian.risk.history import WarningModel
from mingjian.risk.involvement_scorecard import INVOLVEMENT
from mingjian.risk.learning import LearnedScorecard, reweighted
from mingjian.risk.manner import Manner
from mingjian.risk.scorecard import Kind, Scorecard
from mingjian.risk.settings import RiskSettings
from mingjian.risk.things import LETTER
from mingjian.risk.warning_scorecard import COMPLAINT, ESCALATION
from mingjian.risk.zones import log_odds

BASE = "base"
CHANNELS = "channels"
"""The scorecard whose characteristics are situations, and whose levels are the kinds of channel."""
MANNER = "manner"
"""The scorecard whose characteristics are the sequences that the manner of writing is told from."""
HELD = "held"
"""The scorecard whose characteristics are things that honest people have in common with others; the weight is the limit
of each."""
OPEN = -1
"""The level of what a characteristic leaves open where nothing is known."""

WARNING = (COMPLAINT, ESCALATION)
OTHER_VERSION = "another version of the scorecard: run again, and train anew what was put in place"

Row: TypeAlias = dict[str, str | float | int | bool | None]


def scorecard_rows(agent: AgentModel, customers: CustomerModel) -> pa.Table:
    """The contract's ``scorecards``: one row a level, and one for each base."""
    settings = agent.settings
    involvement = _rows(
        INVOLVEMENT,
        INVOLVEMENT,
        base=log_odds(settings.involvement_base_rate),
        written=log_odds(settings.involvement_base_rate),
        months=0,
    )
    rows = [
        *_agent_rows(agent),
        *_manner_rows(agent),
        *_held_rows(agent),
        *({**row, "doubt": UNLEARNT_DOUBT if row["characteristic"] == BASE else None} for row in involvement),
        *_warning_rows(customers.warning),
    ]
    return pa.Table.from_pylist(rows, TABLES["scorecards"].arrow_schema)


def agent_rows(agent: AgentModel) -> pa.Table:
    """The part of ``scorecards`` that tells the agent model whole."""
    return pa.Table.from_pylist(
        [*_agent_rows(agent), *_manner_rows(agent), *_held_rows(agent)], TABLES["scorecards"].arrow_schema
    )


def warning_rows(model: WarningModel) -> pa.Table:
    """The part of ``scorecards`` that tells the early warning whole."""
    return pa.Table.from_pylist(list(_warning_rows(model)), TABLES["scorecards"].arrow_schema)


def warning_model(rows: Iterable[Mapping[str, Any]]) -> WarningModel:
    """The early warning that stood in a run, from its ``scorecards``; InputError where another version wrote them."""
    told = list(rows)
    complaint, escalation = (_learned(card, [row for row in told if row["scorecard"] == card.name]) for card in WARNING)
    kept = next(row["kept_for"] for row in told if row["scorecard"] == COMPLAINT.name and row["characteristic"] == BASE)
    channels = _channels([row for row in told if row["scorecard"] == CHANNELS])
    return WarningModel(complaint, escalation, channels, kept_for=_groups(kept))


def _channels(rows: list[Mapping[str, Any]]) -> ChannelKinds:
    """How complaints divide among channels; a model that was trained before that was told divides as is written."""
    if not rows:
        return learned_kinds(())
    found = {(row["characteristic"], row["level"]): row["weight"] for row in rows}
    names = situation_names()
    if found.keys() != {(name, level) for name in names for level in range(len(KINDS))}:
        raise InputError(OTHER_VERSION)
    shares = np.exp([[found[name, level] for level in range(len(KINDS))] for name in names])
    return ChannelKinds(shares, ChannelBasis(rows[0]["basis"]), complainants=rows[0]["labels"])


def _learned(card: Scorecard, rows: list[Mapping[str, Any]]) -> LearnedScorecard:
    found = {(row["characteristic"], row["level"]): row for row in rows}
    place = [(BASE, 0), *_levels(card)]
    if found.keys() != set(place) or [found[at]["code"] for at in place[1:]] != [level.code for level in card.levels]:
        raise InputError(OTHER_VERSION)
    base, *levels = (found[at] for at in place)
    weights = np.array([row["weight"] for row in levels])
    return LearnedScorecard(
        reweighted(card, weights, np.array([row["deviation"] for row in levels])),
        base=base["weight"],
        covariance=np.array([json.loads(found[at]["covariances"]) for at in place]),
        written_base=base["written_weight"],
        months=base["history_months"],
        moved=bool((weights != [level.weight for level in card.levels]).any()),
    )


def agent_model(rows: Iterable[Mapping[str, Any]], settings: RiskSettings) -> AgentModel:
    """The agent model that stood in a run, from its ``scorecards``; InputError where another version wrote them."""
    told = list(rows)
    place = dict.fromkeys(
        ((BASE, 0), *_levels(AGENT), *((characteristic.name, OPEN) for characteristic in AGENT.characteristics))
    )
    found = {(row["characteristic"], row["level"]): row for row in told if row["scorecard"] == AGENT.name}
    codes = [level.code for level in AGENT.levels]
    if found.keys() != place.keys() or [found[at]["code"] for at in _levels(AGENT)] != codes:
        raise InputError(OTHER_VERSION)
    kept = [found[at] for at in place]
    wording = {row["characteristic"]: row["weight"] for row in told if row["scorecard"] == MANNER}
    base, levels = kept[0], kept[1 : 1 + len(AGENT.levels)]
    return AgentModel(
        settings,
        reweighted(
            AGENT,
            np.array([row["weight"] for row in levels]),
            np.array([row["deviation"] for row in levels]),
        ),
        base=base["weight"],
        covariance=np.array([json.loads(row["covariances"]) for row in kept]),
        doubt=base["doubt"],
        labels=base["labels"],
        accused_above=base.get("accused_above") or 0.0,
        held={_held_name(row): row["weight"] for row in told if row["scorecard"] in (HELD, _HELD_LETTERS)},
        manner=Manner(wording.pop(BASE), wording) if wording else None,
        narrowed_for=_groups(base.get("narrowed_for")),
    )


_HELD_LETTERS = "held_letters"
"""What the version before held back: letters by their templates, and nothing else. A run of its is the run before once,
and lets nobody be accused whom it did not."""


def _held_name(row: Mapping[str, Any]) -> str:
    name: str = row["characteristic"]
    return name if row["scorecard"] == HELD else f"{LETTER} {name}"


def _groups(told: str | None) -> tuple[tuple[str, str], ...]:
    return tuple((one["attribute"], one["group"]) for one in json.loads(told or "[]"))


def _groups_told(groups: tuple[tuple[str, str], ...]) -> str:
    return json.dumps([{"attribute": name, "group": group} for name, group in groups])


def _levels(card: Scorecard) -> Iterator[tuple[str, int]]:
    for characteristic in card.characteristics:
        yield from ((characteristic.name, level) for level in range(len(characteristic.levels)))


def _agent_rows(agent: AgentModel) -> Iterator[Row]:
    written = log_odds(agent.settings.agent_base_rate)
    weighed = _rows(AGENT, agent.scorecard, base=agent.base, written=written, months=0)
    opened: Iterator[Row] = (
        {"characteristic": characteristic.name, "level": OPEN, "kind": str(characteristic.kind), "weight": 0.0}
        for characteristic in agent.scorecard.characteristics
    )
    for order, (row, covariances) in enumerate(zip((*weighed, *opened), agent.covariance, strict=True)):
        yield row | {
            "scorecard": AGENT.name,
            "deviation": float(np.sqrt(covariances[order])),
            "labels": agent.labels,
            "covariances": json.dumps(covariances.tolist()),
            "doubt": agent.doubt if order == 0 else None,
            "accused_above": agent.accused_above if order == 0 else None,
            "narrowed_for": _groups_told(agent.narrowed_for) if order == 0 else None,
        }


def _warning_rows(model: WarningModel) -> Iterator[Row]:
    for card, learned in zip(WARNING, (model.complaint, model.escalation), strict=True):
        rows = _rows(card, learned.scorecard, base=learned.base, written=learned.written_base, months=learned.months)
        for row, covariances in zip(rows, learned.covariance, strict=True):
            base = card is COMPLAINT and row["characteristic"] == BASE
            yield row | {
                "covariances": json.dumps(covariances.tolist()),
                "kept_for": _groups_told(model.kept_for) if base else None,
            }

    written = np.log(learned_kinds(()).shares[EVERYBODY])
    for name, shares in zip(situation_names(), model.channels.shares, strict=True):
        for level, kind in enumerate(KINDS):
            yield {
                "scorecard": CHANNELS,
                "characteristic": name,
                "level": level,
                "kind": str(kind),
                "weight": float(np.log(shares[level])),
                "written_weight": float(written[level]),
                "basis": str(model.channels.basis),
                "labels": model.channels.complainants,
                "history_months": model.complaint.months,
            }


def _manner_rows(agent: AgentModel) -> Iterator[Row]:
    if agent.manner is None:
        return
    for characteristic, weight in ((BASE, agent.manner.intercept), *agent.manner.weights.items()):
        yield {
            "scorecard": MANNER,
            "characteristic": characteristic,
            "level": 0,
            "kind": str(Kind.LETTER),
            "weight": weight,
            "labels": agent.labels,
            "weak": True,
        }


def _held_rows(agent: AgentModel) -> Iterator[Row]:
    for thing, above in agent.held.items():
        yield {
            "scorecard": HELD,
            "characteristic": thing,
            "level": 0,
            "weight": above,
            "labels": agent.labels,
        }


def _rows(written_card: Scorecard, card: Scorecard, *, base: float, written: float, months: int) -> Iterator[Row]:
    yield {
        "scorecard": card.name,
        "characteristic": BASE,
        "level": 0,
        "weight": base,
        "written_weight": written,
        "history_months": months,
    }
    for before, characteristic in zip(written_card.characteristics, card.characteristics, strict=True):
        for index, (old, level) in enumerate(zip(before.levels, characteristic.levels, strict=True)):
            yield {
                "scorecard": card.name,
                "characteristic": characteristic.name,
                "level": index,
                "kind": str(characteristic.kind_of(level)),
                "code": level.code,
                "weight": level.weight,
                "deviation": level.deviation,
                "written_weight": old.weight,
                "basis": str(level.source.basis),
                "source": level.source.text,
                "weak": level.weak,
                "history_months": months,
            }
