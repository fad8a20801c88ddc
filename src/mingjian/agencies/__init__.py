"""Who claims to act for customers, and may they?"""

from mingjian.agencies.cases import Tables, cases
from mingjian.agencies.judging import findings, judge, requirements
from mingjian.agencies.settings import AgenciesSettings
from mingjian.store.stage import StageContext

__all__ = ["AgenciesSettings", "Tables", "cases", "judge", "run"]


def run(context: StageContext, settings: AgenciesSettings) -> None:
    """Writes ``requirements`` and its part of ``findings``."""
    lake = context.lake
    context.progress("representatives", 0.0)
    judgements = judge(cases(Tables.from_lake(lake)), context.engine, settings)
    lake.write("requirements", requirements(judgements))
    lake.write_part("findings", "agencies", findings(judgements))
    context.progress("representatives", 1.0)
