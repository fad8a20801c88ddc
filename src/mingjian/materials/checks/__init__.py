"""One check a module; each has ``find(tables)``, which gives findings of submitted files.

What an examiner saw in a file alone arrives through ``observed``; the others look at owners, registers and other files.
"""

from collections.abc import Callable

import ibis.expr.types as ir

from mingjian.materials.checks import (
    file_dates,
    file_reading,
    file_reuse,
    form_twins,
    ink_reuse,
    issuer_answer,
    issuer_register,
    observed,
    on_paper,
    page_reuse,
    people,
    personal_seal,
    portrait_reuse,
    seal_genuine,
    seal_register,
    seal_reuse,
    serial_number,
    square_seal_reuse,
    typed_later,
)
from mingjian.materials.tables import Tables

CHECKS: tuple[Callable[[Tables], ir.Table], ...] = (
    file_dates.find,
    file_reading.find,
    file_reuse.find,
    issuer_answer.find,
    issuer_register.find,
    observed.find,
    on_paper.find,
    page_reuse.find,
    people.find,
    seal_genuine.find,
    seal_register.find,
    seal_reuse.find,
    serial_number.find,
    form_twins.find,
    ink_reuse.find,
    portrait_reuse.find,
    personal_seal.find,
    square_seal_reuse.find,
    typed_later.find,
)
