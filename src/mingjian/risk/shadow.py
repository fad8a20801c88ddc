"""A trained model that nobody put in place runs along in each run. What it would have said is kept and changes nothing.

Who is to put it in place sees, month after month, whom it would have called and how that turned out.
"""

from datetime import datetime
from functools import partial

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.errors import InputError
from mingjian.risk.agent_model import AgentModel
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.customer_assessment import bands
from mingjian.risk.features import Subject
from mingjian.risk.history import WARNING_FEATURES, WarningModel
from mingjian.risk.registry import AgentRegistry, AnyReport, Model, Registry, WarningRegistry
from mingjian.risk.scorecard import numbers
from mingjian.risk.settings import RiskSettings
from mingjian.store.stage import StageContext

TABLE = "shadow_assessments"
SCHEMA = TABLES[TABLE].arrow_schema


def candidate(registry: Registry[Model, AnyReport] | None, settings: RiskSettings) -> tuple[str, Model] | None:
    """The name of the model that runs along, and the model; None where there is none that this version reads."""
    if registry is None or (version := registry.candidate) is None:
        return None
    try:
        return version, registry.model(version, settings)
    except InputError:  # of another version of the scorecard: no run fails for what decides nothing
        return None


def run_along(context: StageContext, settings: RiskSettings, complaints: ir.Table, customers: ir.Table) -> None:
    """Writes what the candidates would have said of wide complaints and customers."""
    if context.models is None:
        return
    engine, said = context.engine, []
    if (agent := candidate(AgentRegistry(context.models), settings)) is not None:
        of_complaints = partial(_of_complaints, version=agent[0], model=agent[1])
        said.append(engine.map_groups(of_complaints, complaints, by=Subject.COMPLAINT.key, schema=SCHEMA))
    if (warning := candidate(WarningRegistry(context.models), settings)) is not None:
        of_customers = partial(_of_customers, version=warning[0], model=warning[1], settings=settings)
        said.append(engine.map_groups(of_customers, customers, by=Subject.CUSTOMER.key, schema=SCHEMA))
    if said:
        context.lake.write(TABLE, ibis.union(*said))


def latest_known_to(context: StageContext) -> datetime | None:
    """The latest finding that the agents' candidate learned from; None where none runs along."""
    if context.models is None:
        return None
    registry = AgentRegistry(context.models)
    return registry.report(registry.candidate).latest_label if registry.candidate is not None else None


def _of_complaints(batch: pa.Table, *, version: str, model: AgentModel) -> pa.Table:
    said = assess_complaints(batch, model=model)
    columns = ("complaint_id", "agent_probability", "agent_probability_low", "agent_probability_high", "zone")
    return _rows(Subject.COMPLAINT, version, *(said.column(name) for name in columns))


def _of_customers(batch: pa.Table, *, version: str, model: WarningModel, settings: RiskSettings) -> pa.Table:
    told = model.foretell(numbers(batch, WARNING_FEATURES), size=batch.num_rows).complaint
    standing = pa.array(bands(told.probability, settings), pa.string())
    return _rows(
        Subject.CUSTOMER, version, batch.column("customer_id"), told.probability, told.low, told.high, standing
    )


def _rows(subject: Subject, version: str, *columns: object) -> pa.Table:
    ids, probability, low, high, standing = columns
    size = len(ids)  # type: ignore[arg-type]
    return pa.table(
        {
            "subject_type": pa.array([str(subject)] * size, pa.string()),
            "subject_id": ids,
            "version": pa.array([version] * size, pa.string()),
            "probability": probability,
            "low": low,
            "high": high,
            "standing": standing,
        }
    ).cast(SCHEMA)
