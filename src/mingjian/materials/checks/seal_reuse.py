"""Does one image of a seal stand on papers of unrelated customers, speck by speck?

A real stamp is never pressed twice alike, so an identical image was pasted. Offices paste theirs lawfully, and then it
speaks for nobody's forgery. Who can say that an image is the office's own: the issuer that confirmed a paper with it;
the register, where it is the impression on file; or the office's electronic files, where they came from so many hands
on so many days that no one forger is behind them. A signature cannot, since anyone can make a certificate; nor can a
single file, since whoever pastes an image on a picture can write text beside it in a PDF. An electronic file is
therefore not vouched for by itself, and counts against nobody: neither its owner nor who hands in a picture with that
image.

Printed out, stamped papers of such an office all bear its image: a scan or a photo of one weighs a little and asks for
nobody's look by itself. What does is the image on a picture that never was on paper, and on scans where such pictures
are more than the electronic files that would explain them. Impressions of one engraved seal on many papers are as they
should be.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.findings import json_array, rows
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """One finding a file that bears a seal."""
    marked = tables.sealed
    reused = (~marked.electronic | marked.vouched) & ((marked.households > 1) & (marked.files > 1)).fill_null(False)
    marked = marked.mutate(reused=reused)
    found = marked.group_by("material_id").aggregate(
        households=lambda t: t.households.max(),
        customers=lambda t: t.customers.max(),
        suspicious=lambda t: (t.reused & ~t.vouched & t.pasted).any(),
        unvouched=lambda t: (t.reused & ~t.vouched).any(),
        shared=lambda t: t.reused.any(),
        electronic=lambda t: (t.electronic & ~t.vouched).any(),
        other=lambda t: ibis.ifelse(t.material_id == t.first, t.last, t.first).min(),
    )
    check = ibis.cases(
        (found.suspicious, "seal_image_reused"),
        (found.unvouched, "seal_image_printed"),
        (found.shared, "seal_image_lawful"),
        (found.electronic, "seal_image_electronic"),
        else_="seal_image_not_reused",
    )
    outcome = ibis.cases(
        (found.suspicious, CheckOutcome.SUSPECT.value),
        (found.shared | found.electronic, CheckOutcome.NOT_APPLICABLE.value),
        else_=CheckOutcome.CLEAR.value,
    )
    return rows(
        found,
        check=check,
        outcome=outcome,
        score=ibis.ifelse(found.suspicious, 1 - 1 / found.households.cast("float64"), ibis.null("float64")),
        values={
            "customers": ibis.ifelse(found.shared, found.customers, ibis.null("int64")),
            "households": ibis.ifelse(found.shared, found.households, ibis.null("int64")),
        },
        evidence=ibis.ifelse(found.shared, json_array(found.other.fill_null("")), "[]"),
    )
