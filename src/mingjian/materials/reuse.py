"""The same seal, its image, handwriting, portrait, form and capture across files: searched, then compared.

What is reused says nothing by itself: an office has one seal and one form. The checks ask what of it speaks for whom.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.materials.capture_search import CAPTURES, COMPARED, compare_captures, likeliest, one_captures, written
from mingjian.materials.examination import Examinations
from mingjian.materials.handwriting import Handwriting
from mingjian.materials.kept_answers import KeptAnswers, answered
from mingjian.materials.portraits import Portrait
from mingjian.materials.seals.comparison import Likeness, Relation, compare, fingerprints
from mingjian.materials.seals.cutting import compare_cut
from mingjian.materials.seals.impression import Impression
from mingjian.materials.seals.register import NameRegister
from mingjian.materials.seals.squares import SquareSeal, is_same_picture
from mingjian.materials.similar import FingerprintIndex
from mingjian.materials.specimen import TraitKind
from mingjian.materials.twins.layout import Layout, agreement, align
from mingjian.store.engine import Engine
from mingjian.store.vault import Vault

__all__ = ["Reuse", "find_reuse", "nothing_reused"]

_VERSION = 6
"""Of what is kept; raised when the same impressions, pages or inks may come to be compared otherwise."""
NEIGHBOURS = 24
"""Compared with each: a chain of likenesses joins more than so many copies all the same."""
_REFERENCES = 6
"""Known seals of each standing that a seal is laid beside."""
SEAL_BITS = 75
"""Copies of one image are at most 70 bits apart where measured, seals of two names at least 82."""
SQUARE_BITS = 40
"""Copies of one picture of a square seal are within 21 bits where measured."""
INK_BITS = 40
"""One piece of ink is within 6 bits where measured, two hands' at least 26 apart."""
PORTRAIT_BITS = 60
"""One photograph is within 54 bits for 19 of 20 where measured; a studio's suit makes other people's near, too."""
PAGE_BITS = 88
"""Two different forms are at least so many bits apart; see the figures of ``benchmarks.twins``."""
_FILLED = 0.75
"""Lines in one place of two papers of a form that agree less are filled in otherwise, and not read otherwise alone."""

SEALS = pa.schema(
    [
        ("seal", pa.string()),
        ("sha256", pa.string()),
        ("page", pa.int64()),
        ("left", pa.int64()),
        ("top", pa.int64()),
        ("right", pa.int64()),
        ("bottom", pa.int64()),
        ("name", pa.string()),
        ("registered_name", pa.string()),
        ("fingerprint", pa.binary()),
        ("turned", pa.list_(pa.binary())),
    ]
)
"""One row a seal on a file; ``registered_name`` is the register's that it bears, null where none fits."""
PAIRS = pa.schema([("first", pa.string()), ("second", pa.string()), ("relation", pa.string()), ("score", pa.float64())])
CUTS = pa.schema(
    [
        ("seal", pa.string()),
        ("sha256", pa.string()),
        ("owner", pa.string()),
        ("standing", pa.string()),
        ("material_id", pa.string()),
        ("cut", pa.string()),
    ]
)
"""One row a seal and a known one of the same name: whether both were cut alike (``Cut``), and what is known of that one
(``known_seals``)."""
SAME_PAIRS = pa.schema([("first", pa.string()), ("second", pa.string())])
GROUPS = pa.schema([("member", pa.string()), ("group", pa.string())])
FORMS = pa.schema([("first", pa.string()), ("second", pa.string()), ("fixed", pa.float64()), ("filled", pa.int64())])
"""One row a pair of pages that are one form; ``filled`` counts what was filled in otherwise."""


@dataclass(frozen=True)
class Reuse:
    """What occurs again in other files."""

    seals: ir.Table
    """As ``SEALS``."""
    seal_pairs: ir.Table
    """As ``PAIRS``: seals that were compared and have something in common."""
    seal_images: ir.Table
    """As ``GROUPS``: seals that are one digital image."""
    seal_cuts: ir.Table
    """As ``CUTS``: seals beside those of the same name of which something is known."""
    squares: ir.Table
    """As ``GROUPS``: every square seal, with the picture that it is."""
    inks: ir.Table
    """As ``GROUPS``: every place of handwriting, with the piece of ink that it is."""
    portraits: ir.Table
    """As ``GROUPS``: every photo of a person, with the picture that it is."""
    forms: ir.Table
    """As ``GROUPS``: pages (``sha256:page``) that are one form."""
    form_pairs: ir.Table
    """As ``FORMS``."""
    captures: ir.Table
    """As ``GROUPS``: pages that are one photograph or one scan."""
    capture_pairs: ir.Table
    """As ``CAPTURES``."""


def find_reuse(
    examinations: Examinations,
    names: Sequence[str],
    engine: Engine,
    *,
    known: ir.Table,
    folder: Path | None = None,
    vault: Vault | None = None,
) -> Reuse:
    """Searches all seals and pages of a run against each other; ``folder`` keeps what was compared.

    ``names`` are the register's; ``known`` as of :func:`mingjian.materials.known_seals.known_seals`. Without a
    ``vault`` no picture is laid over another.
    """

    def kept_answers(question: str) -> KeptAnswers:
        return KeptAnswers(None if folder is None else folder / question, _VERSION)

    traits = examinations.traits
    kept = traits.filter(traits.kind == TraitKind.SEAL.value)
    identify = partial(_seal_rows, register=NameRegister(names), kept=kept_answers("names"))
    seals = engine.materialise(engine.map_groups(identify, kept, by="sha256", schema=SEALS))
    prints = seals.select("seal", "fingerprint", "turned").order_by("seal").to_pyarrow()
    contents = kept.select(member=_seal_id(kept), content=kept.content)
    compare_seals = partial(_compare_seals, kept=kept_answers("seals"))
    seal_pairs = _compared(prints, contents, engine, within=SEAL_BITS, function=compare_seals, schema=PAIRS)
    found = seal_pairs.to_pyarrow().to_pylist()
    images = _groups([(row["first"], row["second"]) for row in found if row["relation"] == Relation.SAME_IMAGE.value])
    pages = traits.filter(traits.kind == TraitKind.PAGE.value)
    looks = pages.select(seal=_page_id(pages), fingerprint=pages.content).order_by("seal").to_pyarrow()
    looks = looks.set_column(1, "fingerprint", pa.array([value[:32] for value in looks["fingerprint"].to_pylist()]))
    page_contents = pages.select(member=_page_id(pages), content=pages.content)
    compare_pages = partial(_compare_pages, kept=kept_answers("pages"))
    form_pairs = _compared(looks, page_contents, engine, within=PAGE_BITS, function=compare_pages, schema=FORMS)
    alike = form_pairs.to_pyarrow().to_pylist()
    forms = _groups([(row["first"], row["second"]) for row in alike])
    compared_captures = partial(compare_captures, kept=kept_answers("captures"), vault=vault)
    pairs = likeliest(alike) if vault is not None else []
    lines = written(examinations, {page for pair in pairs for page in pair}, engine)
    capture_pairs = one_captures(_in_full(pairs, lines, engine, function=compared_captures, schema=COMPARED), engine)
    captures = _groups([(row["page"], row["other"]) for row in capture_pairs.to_pyarrow().to_pylist()])
    return Reuse(
        seals=seals,
        seal_pairs=seal_pairs,
        seal_images=engine.read_arrow(images),
        seal_cuts=_cuts(seals, known, contents, engine, kept=kept_answers("cuts")),
        squares=_same(
            traits,
            (TraitKind.SQUARE_SEAL, TraitKind.NAME_SEAL),
            engine,
            prints=_square_prints,
            within=SQUARE_BITS,
            same=_is_same_square,
            kept=kept_answers("squares"),
        ),
        inks=_same(
            traits,
            (TraitKind.SIGNATURE, TraitKind.HANDWRITING),
            engine,
            prints=_ink_prints,
            within=INK_BITS,
            same=_is_same_ink,
            kept=kept_answers("inks"),
        ),
        portraits=_same(
            traits,
            (TraitKind.PORTRAIT, TraitKind.FRAMED_PORTRAIT),
            engine,
            prints=_portrait_prints,
            within=PORTRAIT_BITS,
            same=_is_same_photo,
            kept=kept_answers("portraits"),
        ),
        forms=engine.read_arrow(forms),
        form_pairs=form_pairs,
        captures=engine.read_arrow(captures),
        capture_pairs=capture_pairs,
    )


def _same(
    traits: ir.Table,
    kinds: Sequence[TraitKind],
    engine: Engine,
    *,
    prints: Callable[[bytes], Sequence[bytes]],
    within: int,
    same: Callable[[bytes, bytes], bool],
    kept: KeptAnswers,
) -> ir.Table:
    """Traits of these kinds, those that are one and the same in one group, each other in one of its own.

    ``prints`` gives the fingerprint of a content first, and then others by which it is searched for, too.
    """
    wanted = traits.filter(traits.kind.isin([kind.value for kind in kinds]))
    contents = wanted.select(member=_seal_id(wanted), content=wanted.content)
    rows = contents.order_by("member").to_pyarrow()
    codes = [prints(content) for content in rows["content"].to_pylist()]
    searched = pa.table(
        {
            "member": rows["member"],
            "fingerprint": pa.array([each[0] for each in codes], pa.binary()),
            "turned": pa.array([list(each[1:]) for each in codes], pa.list_(pa.binary())),
        }
    )
    compare_same = partial(_compare_same, same=same, kept=kept)
    found = _compared(searched, contents, engine, within=within, function=compare_same, schema=SAME_PAIRS)
    pairs = [(row["first"], row["second"]) for row in found.to_pyarrow().to_pylist()]
    # Each with itself, so that what is alone is a group as well.
    return engine.read_arrow(_groups([*((member, member) for member in rows["member"].to_pylist()), *pairs]))


def _compare_same(bucket: pa.Table, *, same: Callable[[bytes, bytes], bool], kept: KeptAnswers) -> pa.Table:
    rows = [
        {"first": row["first"], "second": row["second"]}
        for row, is_same in answered(bucket, kept, same, by="first")
        if is_same
    ]
    return pa.Table.from_pylist(rows, schema=SAME_PAIRS)


def _ink_prints(content: bytes) -> Sequence[bytes]:
    return (Handwriting.from_bytes(content).fingerprint,)


def _is_same_ink(one: bytes, other: bytes) -> bool:
    return Handwriting.from_bytes(one).is_same_ink(Handwriting.from_bytes(other))


def _square_prints(content: bytes) -> Sequence[bytes]:
    return (SquareSeal.from_bytes(content).fingerprint,)


def _is_same_square(one: bytes, other: bytes) -> bool:
    return is_same_picture(SquareSeal.from_bytes(one), SquareSeal.from_bytes(other))


def _portrait_prints(content: bytes) -> Sequence[bytes]:
    return Portrait.from_bytes(content).fingerprints


def _is_same_photo(one: bytes, other: bytes) -> bool:
    return Portrait.from_bytes(one).is_same_picture(Portrait.from_bytes(other))


def _seal_id(traits: ir.Table) -> ir.StringValue:
    identity: ir.StringValue = (
        traits.sha256 + ":" + traits.page.cast("string") + ":" + traits.left.cast("string") + ","
        + traits.top.cast("string")
    )  # fmt: skip
    return identity


def _page_id(traits: ir.Table) -> ir.StringValue:
    identity: ir.StringValue = traits.sha256 + ":" + traits.page.cast("string")
    return identity


def _seal_rows(bucket: pa.Table, *, register: NameRegister, kept: KeptAnswers) -> pa.Table:
    rows = []
    for row in bucket.to_pylist():
        seal = f"{row['sha256']}:{row['page']}:{row['left']},{row['top']}"
        ask = partial(_identified, register=register)
        (found,) = kept.of(seal, [(row["content"], register.identity)], ask)
        codes = [bytes.fromhex(code) for code in found["fingerprints"]]
        rows.append(
            {
                **{column: row[column] for column in ("sha256", "page", "left", "top", "right", "bottom")},
                "seal": seal,
                "name": found["name"],
                "registered_name": found["registered_name"],
                "fingerprint": codes[0],
                "turned": codes[1:],
            }
        )
    return pa.Table.from_pylist(rows, schema=SEALS)


def _identified(content: bytes, _: bytes, *, register: NameRegister) -> dict[str, Any]:
    impression = Impression.from_bytes(content)
    match = register.match(impression.lattice)
    return {
        "name": impression.name,
        "registered_name": match.name if match else None,
        "fingerprints": [code.hex() for code in fingerprints(impression.picture)],
    }


def _compared(
    prints: pa.Table, contents: ir.Table, engine: Engine, *, within: int, function: Any, schema: pa.Schema
) -> ir.Table:
    """The pairs near by fingerprint, compared in full, spread over the engine."""
    members = prints[0].to_pylist()
    turned = prints["turned"].to_pylist() if "turned" in prints.column_names else None
    near = FingerprintIndex(prints["fingerprint"].to_pylist()).pairs(count=NEIGHBOURS, within=within, also=turned)
    named = [(members[one], members[other]) for one, other in near]
    return _in_full(named, contents, engine, function=function, schema=schema)


def _in_full(
    near: Sequence[tuple[str, str]], contents: ir.Table, engine: Engine, *, function: Any, schema: pa.Schema
) -> ir.Table:
    """These pairs compared by their contents, spread over the engine; all of the first one's file in one bucket."""
    pairs = engine.read_arrow(
        pa.table(
            {
                "first": pa.array([one for one, _ in near], pa.string()),
                "second": pa.array([other for _, other in near], pa.string()),
            }
        )
    )
    first = contents.select(first=contents.member, first_content=contents.content)
    second = contents.select(second=contents.member, second_content=contents.content)
    joined = pairs.join(first, "first").join(second, "second")
    both = joined.select("first", "second", "first_content", "second_content", file=joined.first.split(":")[0])
    return engine.materialise(engine.map_groups(function, both, by="file", schema=schema))


def _compare_seals(bucket: pa.Table, *, kept: KeptAnswers) -> pa.Table:
    rows = []
    for row, measured in answered(bucket, kept, _likeness, by="first"):
        likeness = Likeness(**measured)
        if likeness.relation is not Relation.OTHER:
            rows.append(
                {
                    "first": row["first"],
                    "second": row["second"],
                    "relation": likeness.relation.value,
                    "score": likeness.score,
                }
            )
    return pa.Table.from_pylist(rows, schema=PAIRS)


def _likeness(one: bytes, other: bytes) -> dict[str, float]:
    return asdict(compare(Impression.from_bytes(one).picture, Impression.from_bytes(other).picture))


def _cuts(seals: ir.Table, known: ir.Table, contents: ir.Table, engine: Engine, *, kept: KeptAnswers) -> ir.Table:
    """Each named seal beside those of the same name of which something is known, so many of each standing at most."""
    bearing = seals.join(known, seals.sha256 == known.known_sha256)
    references = bearing.select(
        owner=ibis.coalesce(bearing.owner, bearing.registered_name),
        standing=bearing.standing,
        material_id=bearing.material_id,
        reference=bearing.seal,
        reference_sha256=bearing.sha256,
    )
    mine = seals.filter(seals.registered_name.notnull()).select("seal", "sha256", owner=seals.registered_name)
    pairs = mine.join(references, "owner")
    pairs = pairs.filter(pairs.sha256 != pairs.reference_sha256)
    order = [ibis.asc("reference")]
    ranked = pairs.mutate(place=ibis.row_number().over(group_by=["seal", "standing"], order_by=order))
    pairs = ranked.filter(ranked.place < _REFERENCES).drop("place", "reference_sha256")
    first = contents.select(seal=contents.member, first_content=contents.content)
    second = contents.select(reference=contents.member, second_content=contents.content)
    both = pairs.join(first, "seal").join(second, "reference").drop("reference")
    return engine.materialise(engine.map_groups(partial(_compare_cuts, kept=kept), both, by="seal", schema=CUTS))


def _compare_cuts(bucket: pa.Table, *, kept: KeptAnswers) -> pa.Table:
    columns = [name for name in CUTS.names if name != "cut"]
    rows = [
        {**{name: row[name] for name in columns}, "cut": cut} for row, cut in answered(bucket, kept, _cut, by="seal")
    ]
    return pa.Table.from_pylist(rows, schema=CUTS)


def _cut(one: bytes, other: bytes) -> str:
    return compare_cut(Impression.from_bytes(one), Impression.from_bytes(other)).value


def _compare_pages(bucket: pa.Table, *, kept: KeptAnswers) -> pa.Table:
    rows = [
        {"first": row["first"], "second": row["second"], "fixed": twins["fixed"], "filled": twins["filled"]}
        for row, twins in answered(bucket, kept, _twins, by="first")
        if twins is not None
    ]
    return pa.Table.from_pylist(rows, schema=FORMS)


def _twins(one: bytes, other: bytes) -> dict[str, Any] | None:
    twins = align(Layout.from_bytes(one), Layout.from_bytes(other))
    if not twins.same_form:
        return None
    filled = sum(agreement(mine.text, theirs.text) < _FILLED for mine, theirs in twins.differing)
    return {"fixed": twins.fixed, "filled": filled}


def _groups(pairs: Iterable[tuple[str, str]]) -> pa.Table:
    """The members that are joined by pairs, each group named after its first member."""
    parent: dict[str, str] = {}

    def root(member: str) -> str:
        parent.setdefault(member, member)
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    members: Mapping[str, str] = {
        member: hashlib.sha256(root(member).encode()).hexdigest()[:16] for member in sorted(parent)
    }
    return pa.Table.from_pylist(
        [{"member": member, "group": group} for member, group in members.items()], schema=GROUPS
    )


def nothing_reused(engine: Engine) -> Reuse:
    """The tables where no file is at hand."""
    schemas = (SEALS, PAIRS, GROUPS, CUTS, GROUPS, GROUPS, GROUPS, GROUPS, FORMS, GROUPS, CAPTURES)
    return Reuse(*(engine.read_arrow(schema.empty_table()) for schema in schemas))
