"""The risk stage: reads what came before, writes features and assessments."""

from dataclasses import replace
from functools import partial

import ibis
import ibis.expr.types as ir
import polars as pl

from mingjian.contract import TABLES
from mingjian.contract.vocabulary import ClaimStatus, Zone
from mingjian.errors import InputError
from mingjian.risk import complaint_assessment, customer_assessment, ledger
from mingjian.risk.agent_model import (
    AgentModel,
    Everyone,
    everyone,
    labelled,
    learned_model,
    unlearned_model,
    written_model,
)
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.features import KnownTables, Subject, features, known_tables, long
from mingjian.risk.features.feature import days_between, moment
from mingjian.risk.features.testimonies import set_aside
from mingjian.risk.findings import findings
from mingjian.risk.foretold_groups import foretold_by_group
from mingjian.risk.history import AS_WRITTEN, WarningModel, learned_warning, past_months, spreads_of
from mingjian.risk.honest_groups import READ, narrowed
from mingjian.risk.ledger import scorecard_rows
from mingjian.risk.merits import borne_out_claims
from mingjian.risk.registry import WRITTEN, AgentRegistry, WarningRegistry
from mingjian.risk.settings import RiskSettings
from mingjian.risk.shadow import latest_known_to, run_along
from mingjian.risk.things import NAMED_BY_ANOTHER, named_by
from mingjian.risk.watching import Asked, watched
from mingjian.store.engine import Engine, GroupFunction
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext

YEAR_DAYS = 365
SPREAD = 4_000
"""Complaints from which the share of agents among all is told: more would move it by less than its error."""


def run(context: StageContext, settings: RiskSettings | None = None) -> None:
    """Writes ``features``, both assessments, ``scorecards``, ``model_watch`` and ``shadow_assessments``."""
    settings = settings or RiskSettings()
    lake, engine = context.lake, context.engine
    tables = known_tables(lake, context.as_of)

    context.progress("features of complaints", 0.0)
    complaints = engine.materialise(complaint_inputs(lake.table("complaints"), tables))
    context.progress("assessing complaints", 0.2)
    agent = agent_model(complaints, context, settings)
    assess = partial(complaint_assessment.assess_complaints, model=agent)
    lake.write("complaint_assessments", map_batches(engine, complaints, assess, Subject.COMPLAINT))

    context.progress("learning from past months", 0.4)
    model = customer_assessment.CustomerModel(settings, context.as_of, agent, early_warning(tables, context, settings))
    lake.write("scorecards", scorecard_rows(agent, model))
    context.progress("features of customers", 0.6)
    customers = engine.materialise(customer_inputs(all_customers(tables), lake.table("complaint_assessments"), tables))
    context.progress("assessing customers", 0.7)
    judge = partial(customer_assessment.assess_customers, model=model)
    lake.write("customer_assessments", map_batches(engine, customers, judge, Subject.CUSTOMER))

    context.progress("candidates run along", 0.85)
    run_along(context, settings, complaints, customers)

    context.progress("writing features", 0.9)
    columns = TABLES["features"].columns
    known = (long(Subject.COMPLAINT, complaints), long(Subject.CUSTOMER, customers))
    lake.write("features", ibis.union(*(rows.select(*columns) for rows in known)))

    context.progress("watching the models", 0.95)
    asked = Asked(complaints.select(*READ).to_pyarrow(), complainants(lake, complaints), context.as_of)
    lake.write(
        "model_watch", watched(lake, asked, before=context.month_before, candidate_knew=latest_known_to(context))
    )
    context.progress("risk", 1.0)


def agent_model(complaints: ir.Table, context: StageContext, settings: RiskSettings) -> AgentModel:
    """The agent model of a run: the one that a person put in place, else learned from the labels of its complaints.

    What a run learns accuses no more of any group of honest people than what the run before learned, and the first of
    all than the written scorecard.
    """
    registry = AgentRegistry(context.models) if context.models else None
    if registry is not None and registry.in_place != WRITTEN:
        return registry.model(registry.in_place, settings)
    if registry is not None and registry.promotions:  # somebody went back to what is written
        return written_model(settings)
    known = labelled_complaints(complaints, context.lake).to_pyarrow()
    all_of_them = spread(complaints, context)
    learned = learned_model(settings, labelled(known), all_of_them)
    if not learned.labels:
        return learned
    before = last_model(context.previous, settings)
    if before is None or not before.labels:
        before = unlearned_model(settings, all_of_them)
    others = complaints.filter(complaints.complaint_id.isin(sorted(named_by(known)))).select(
        "complaint_id", *NAMED_BY_ANOTHER.values()
    )
    people = complainants(context.lake, complaints)
    return narrowed(learned, before, known, people, on=context.as_of.date(), others=others.to_pyarrow())


def early_warning(tables: KnownTables, context: StageContext, settings: RiskSettings) -> WarningModel:
    """The early warning of a run: the one that a person put in place, else learned from the past months.

    Where somebody went back to what is written the weights stay, and the base rates alone are the lender's own. So they
    do where what the earlier months teach foretells the latest of any group of people worse.
    """
    registry = WarningRegistry(context.models) if context.models else None
    if registry is not None and registry.in_place != WRITTEN:
        return registry.model(registry.in_place, settings)
    past = past_months(tables, context.lake, settings)
    written = learned_warning(past.months, settings, AS_WRITTEN)
    if registry is not None and registry.promotions:  # somebody went back to what is written
        return written
    spreads = spreads_of(past.months, settings)
    learned = learned_warning(past.months, settings, spreads)
    if past.latest is None or not learned.complaint.moved:
        return learned
    # As far as the weights move was chosen without the latest month, so it judges what the others teach.
    before, after = (learned_warning(past.months[:-1], settings, one) for one in (AS_WRITTEN, spreads))
    people = people_of(context.lake.table("customers"))
    groups = foretold_by_group(before, after, past.latest, people, on=context.as_of.date())
    # Nobody looks at what a run learns, as somebody does who promotes a model.
    worse = tuple((one.attribute, one.group) for one in groups if one.worse)
    return replace(written, kept_for=worse) if worse else learned


def last_model(previous: Lake | None, settings: RiskSettings) -> AgentModel | None:
    """The model of the run before; None where there was none, or another version wrote it."""
    if previous is None or not previous.has("scorecards"):
        return None
    try:
        return ledger.agent_model(previous.table("scorecards").to_pyarrow().to_pylist(), settings)
    except InputError:
        return None


def spread(complaints: ir.Table, context: StageContext) -> Everyone:
    """At most ``SPREAD`` of a run's wide complaints, evenly by their numbers, that stand for all of them."""
    named = sorted(complaints.complaint_id.to_pyarrow().to_pylist())
    chosen = named[:: max(1, -(-len(named) // SPREAD))]
    rows = complaints.filter(complaints.complaint_id.isin(chosen)) if len(chosen) < len(named) else complaints
    columns = ("complaint_id", "customer_id", "text", *AGENT.features)
    people = complainants(context.lake, rows)
    wide = rows.select(*columns).to_pyarrow().sort_by("complaint_id")
    return everyone(wide, people, on=context.as_of.date(), names=names_of_lender(context.lake, context.lender))


def names_of_lender(lake: Lake, lender: str | None = None) -> tuple[str, ...]:
    """What the lender and its products are called, as far as it said."""
    loans = lake.table("loans")
    products = loans.filter(loans["product"].notnull()).select("product").distinct().to_pyarrow()
    return tuple(sorted({*products.column("product").to_pylist(), *([lender] if lender else [])}))


def complainants(lake: Lake, complaints: ir.Table) -> pl.DataFrame:
    """The customers who complained."""
    return people_of(lake.table("customers").semi_join(complaints, "customer_id"))


def people_of(customers: ir.Table) -> pl.DataFrame:
    """Province and identity number of customers: for fairness alone, never for a feature."""
    found = pl.from_arrow(customers.select("customer_id", "province", "id_number").to_pyarrow())
    assert isinstance(found, pl.DataFrame)
    return found


def labelled_complaints(complaints: ir.Table, lake: Lake) -> ir.Table:
    """The wide complaints of which a person found who is behind them: with ``agent`` (1 or 0) and ``decided_at``."""
    decided = findings(lake).rename(labelled_id="complaint_id")
    return complaints.inner_join(decided, complaints.complaint_id == decided.labelled_id).drop("labelled_id")


def map_batches(engine: Engine, wide: ir.Table, function: GroupFunction, subject: Subject) -> ir.Table:
    """Assesses every row of a wide table, in as many processes as the engine has."""
    schema = complaint_assessment.SCHEMA if subject is Subject.COMPLAINT else customer_assessment.SCHEMA
    return engine.map_groups(function, wide, by=subject.key, schema=schema)


def complaint_inputs(subjects: ir.Table, tables: KnownTables) -> ir.Table:
    """The wide features of complaints, their claims that are borne out, and their text."""
    wide = _with_merits(features(Subject.COMPLAINT, subjects, tables), subjects, tables, Subject.COMPLAINT)
    texts = subjects.select("text", text__of="complaint_id")
    return wide.left_join(texts, wide.complaint_id == texts.text__of).drop("text__of")


def all_customers(tables: KnownTables) -> ir.Table:
    """Every customer on file or named by a complaint."""
    named = tables.table("complaints").select("customer_id")
    on_file = tables.table("customers").select("customer_id")
    everyone = on_file.union(named).distinct()
    return everyone.filter(everyone.customer_id.notnull())


def customer_inputs(subjects: ir.Table, assessments: ir.Table, tables: KnownTables) -> ir.Table:
    """The wide features of customers, their borne-out claims, and the complaint that speaks most for an agent."""
    wide = _with_merits(features(Subject.CUSTOMER, subjects, tables), subjects, tables, Subject.CUSTOMER)
    worst = worst_complaints(assessments, tables).rename(worst__customer_id="customer_id")
    joined = wide.left_join(worst, wide.customer_id == worst.worst__customer_id)
    return joined.drop("worst__customer_id")


def worst_complaints(assessments: ir.Table, tables: KnownTables) -> ir.Table:
    """For each customer with a complaint in the year, the one whose score is highest, of those not set aside."""
    recent = tables.table("complaints").filter(
        lambda row: days_between(row.received_at, moment(tables.as_of)) <= YEAR_DAYS
    )
    rows = assessments.filter(assessments.customer_id.notnull()).semi_join(recent, "complaint_id")
    rows = rows.anti_join(tables.once(set_aside), "complaint_id")
    ranked = rows.mutate(
        rank__=ibis.row_number().over(
            ibis.window(group_by="customer_id", order_by=[ibis.desc("score"), ibis.asc("complaint_id")])
        ),
        accused__=(rows.zone == str(Zone.LIKELY_AGENT)).max().over(ibis.window(group_by="customer_id")),
    )
    top = ranked.filter(ranked.rank__ == 0)
    return top.select(
        "customer_id",
        worst_complaint_id="complaint_id",
        worst_score="score",
        worst_deviation="score_deviation",
        worst_reasons="reasons",
        worst_zone=ibis.ifelse(top.accused__, str(Zone.LIKELY_AGENT), top.zone),
    )


def _with_merits(wide: ir.Table, subjects: ir.Table, tables: KnownTables, subject: Subject) -> ir.Table:
    if not tables.knows("claim_grounds"):
        return wide.mutate(borne_out=ibis.null("string"))
    claims = tables.table("claim_grounds").filter(lambda row: row.status == str(ClaimStatus.BORNE_OUT))
    key = subject.key
    if subject is Subject.CUSTOMER:
        owners = tables.table("complaints").semi_join(subjects, "customer_id").select("complaint_id", "customer_id")
        claims = claims.inner_join(owners, "complaint_id")
    else:
        claims = claims.semi_join(subjects, "complaint_id")
    packed = borne_out_claims(claims, by=key).rename({f"{key}__": key})
    joined = wide.left_join(packed, wide[key] == packed[f"{key}__"])
    return joined.drop(f"{key}__")
