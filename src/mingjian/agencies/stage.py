"""The stage: reads tables, writes tables."""

import ibis

from mingjian.agencies.adverts import contacts_in, findings_of_adverts
from mingjian.agencies.agreements.stage import findings_of_agreements
from mingjian.agencies.authors import authors_of
from mingjian.agencies.cases import Tables, cases
from mingjian.agencies.dossiers import dossiers
from mingjian.agencies.judging import findings, judge, of_organisations, requirements
from mingjian.agencies.register.stage import signatures_of
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import FindingSubject
from mingjian.store.stage import StageContext
from mingjian.wording.judged_words import judged_words

__all__ = ["run"]


def run(context: StageContext, settings: AgenciesSettings) -> None:
    """Writes its part of ``findings``, requirements, contact_mentions, dossiers and the index of registered names."""
    lake, engine = context.lake, context.engine
    context.progress("representatives", 0.0)
    judgements = engine.materialise(judge(cases(Tables.from_lake(lake)), engine, settings))
    judged = requirements(judgements)
    lake.write("requirements", ibis.union(judged, of_organisations(judged)))
    context.progress("agreements and adverts", 0.5)
    adverts, reports = lake.table("solicitations"), lake.table("testimonies")
    everything = [
        findings(judgements),
        findings_of_agreements(lake.table("materials"), lake.table("document_lines"), engine),
        findings_of_adverts(adverts, engine, judged_words(lake.table("judgements"))),
    ]
    columns = everything[1].columns
    lake.write_part("findings", "agencies", ibis.union(*(part.select(*columns) for part in everything)))
    lake.write(
        "contact_mentions",
        ibis.union(
            contacts_in(adverts, subject=FindingSubject.SOLICITATION, key="solicitation_id", engine=engine),
            contacts_in(reports, subject=FindingSubject.TESTIMONY, key="testimony_id", engine=engine),
        ),
    )
    fields = adverts.select("solicitation_id", "platform", "author", "author_id", "phone", "wechat_id")
    lake.write("advert_authors", authors_of(fields.to_pyarrow(), lake.table("contact_mentions").to_pyarrow()))
    context.progress("dossiers", 0.9)
    lake.write("organisation_signatures", signatures_of(lake.table("organisations"), engine))
    for name, rows in zip(("agencies", "agency_mentions"), dossiers(lake, judgements), strict=True):
        lake.write(name, rows)
    context.progress("representatives", 1.0)
