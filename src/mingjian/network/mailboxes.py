"""Mailboxes that are called alike: fanshou01@, fanshou02@, fanshou.c@ were thought of by one head.

An agency that gives each client a mailbox of his own registers them one after the other, under one word and a number.
So does a teacher for the parents of her school, and strangers hit upon one word; so what is called alike founds
nothing: of a gang that stands by other evidence it says who else may be of it, where another kind of evidence holds him
firmly enough already. Its weight is that of any thing, ln(N/d), where d counts whoever complained from a mailbox under
the word at any public service: a common word is common, and weighs nothing. A word that is its holder's own, the sound
of his name or of a part of it, says whose the mailbox is and nothing else.
"""

import re
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract.groups import GROUP_MARK, PATTERNS
from mingjian.contract.vocabulary import EntityGroup, EntityType
from mingjian.standards import mail_providers
from mingjian.standards.people import MASKED
from mingjian.store.engine import Engine

LEAST_LETTERS = 4
"""Of a word. Fewer are initials, which thousands have."""

A_NAME = 0.25
"""A word is a name, and says nothing of anybody, where it may be the own one of at least this share of those who have
it: their relatives use it too."""

_TELLING_SYLLABLE = 3
"""Letters of a syllable of a given name, or a word of a Latin one, that are not met in half of all words."""

_WORD = r"^([a-z][a-z._-]*?[a-z])(?:[._-]?[0-9]+|[._-][a-z])?@"
_NUMBERED = r"(?:[0-9]|[._-][a-z])@"
"""A word before a number, or before a single letter that a sign parts from it. Of digits alone there is no word."""

_OWN = pa.schema([("full_name", pa.string()), ("word", pa.string()), ("own", pa.bool_())])


@dataclass(frozen=True)
class Words:
    """Mailboxes under the words that they are called by: who is ``held`` by his, and who is only ``counted``."""

    held: ir.Table
    counted: ir.Table
    """Whose own word it is, or may be, since his name is not known, and who has it without a number."""


def alike(rows: ir.Table, customers: ir.Table, engine: Engine) -> Words:
    """Of ``rows`` those of mailboxes at public services, under the words that they are called by."""
    boxes = rows.filter(
        rows.entity_type == EntityType.EMAIL.value, rows.entity_id == rows.fine_id, rows.record_table == "complaints"
    )
    public = boxes.filter(boxes.key.re_extract(r"@([^@]+)$", 1).isin(mail_providers.PUBLIC))
    worded = public.mutate(
        word=public.key.re_extract(_WORD, 1).nullif(""), numbered=public.key.re_search(_NUMBERED).fill_null(False)
    )
    worded = worded.filter(worded.word.notnull(), worded.word.re_replace("[^a-z]", "").length() >= LEAST_LETTERS)
    several = worded.group_by("word").aggregate(
        boxes=worded.key.nunique(where=worded.numbered), homes=worded.household.nunique()
    )
    met = worded.semi_join(several.filter(several.boxes > 1, several.homes > 1), "word")
    names = customers.select(bearer="customer_id", full_name="full_name")
    named = engine.materialise(met.left_join(names, met.party_id == names.bearer))
    asked = named.filter(named.full_name.notnull()).select("full_name", "word").distinct()
    owners = engine.map_groups(whose_words, asked, by="word", schema=_OWN)
    told = named.left_join(owners, ["full_name", "word"])
    told = engine.materialise(told.select(*rows.columns, "word", "numbered", own=told.own.fill_null(True)))
    sizes = told.group_by("word").aggregate(
        homes=told.household.nunique(), owners=told.household.nunique(where=told.own)
    )
    telling = told.semi_join(sizes.filter(sizes.owners < A_NAME * sizes.homes), "word")
    group = ibis.literal(GROUP_MARK) + telling.word + "@"
    under = telling.mutate(entity_id=group, key=group)
    held = ~under.own & under.numbered
    return Words(under.filter(held).select(*rows.columns), under.filter(~held).select(*rows.columns))


def is_word(things: ir.Table) -> ir.BooleanValue:
    """Whether each of the ``things`` is such a word."""
    found: ir.BooleanValue = (things.entity_type == EntityType.EMAIL.value) & things.entity_id.re_search(
        PATTERNS[EntityGroup.MAILBOX_WORD]
    )
    return found


def whose_words(pairs: pa.Table) -> pa.Table:
    """``own``: whether a ``word`` is made of its bearer's ``full_name``."""
    own = [
        _is_own(name, word)
        for name, word in zip(pairs["full_name"].to_pylist(), pairs["word"].to_pylist(), strict=True)
    ]
    return pa.table([pairs["full_name"], pairs["word"], pa.array(own)], schema=_OWN)


def _is_own(name: str, word: str) -> bool:
    """By any reading of the surname, any longer syllable or Latin word, or as a part of the whole name's sound.

    吕 is written lv, lu and lyu. Of a name that is masked or empty nobody knows.
    """
    from pypinyin import Style, pinyin  # its dictionary takes longer to load than a page may

    if not name.strip() or MASKED.search(name):
        return True
    letters = _plain(word)
    readings = [every for every in pinyin(name, style=Style.NORMAL, heteronym=True) if any(map(_plain, every))]
    whole = _plain("".join(every[0] for every in readings))
    surname = [_plain(one) for one in readings[0]] if readings else []
    parts = [_plain(one) for every in readings[1:] for one in every]
    parts += re.findall("[a-z]+", name.lower())
    telling = [one for one in parts if len(one) >= _TELLING_SYLLABLE]
    return letters in whole or any(one and one in letters for one in (*surname, *telling))


def _plain(text: str) -> str:
    letters = "".join(sign for sign in text.lower() if sign.isascii() and sign.isalpha())
    return re.sub("([ln])(?:v|yu)", r"\1u", letters)
