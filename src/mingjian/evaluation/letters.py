"""Families of letters, their slots, and what was read in the texts."""

import json
from collections import Counter
from collections.abc import Iterable

import polars as pl

from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.scorecard import Figure, Section, harmonic, ratio, unmeasured
from mingjian.evaluation.spans import Span, covered, matched

NAME = "letters"
CODES = (
    "family_pair_precision",
    "family_pair_recall",
    "gang_family_recall",
    "organic_in_families",
    "slot_precision",
    "slot_recall",
    "slot_f1",
    "claim_precision",
    "claim_recall",
    "claim_f1",
    "claim_span_f1",
    "demand_precision",
    "demand_recall",
    "demand_f1",
    "code_word_precision",
    "code_word_recall",
    "new_words_proposed",
)
FIRST_PROPOSALS = 50
"""What a person reads in one sitting."""


def measure(run: Run, truth: Truth) -> Section:
    """Every figure about the letters."""
    letters = run.table("letters")
    if letters.is_empty():
        return unmeasured(NAME, CODES, "the run wrote no letters")
    complaints = truth.table("complaints")
    marks = truth.table("marks")
    return Section(
        NAME,
        (
            *_families(letters, complaints),
            *_slots(letters, marks),
            *_claims(run.table("claim_mentions"), truth.table("claims")),
            *_demands(letters, complaints),
            *_code_words(run, letters, truth, marks),
        ),
    )


def _pairs(counts: Iterable[int]) -> int:
    return sum(count * (count - 1) // 2 for count in counts)


def _families(letters: pl.DataFrame, complaints: pl.DataFrame) -> list[Figure]:
    """Pairs of letters rather than clusters: a family cut in two must cost, and a stray member must cost little."""
    joined = complaints.join(letters.select("complaint_id", "template_id"), on="complaint_id", how="left")
    placed = joined.filter(pl.col("template_id").is_not_null())
    together = _pairs(placed.group_by("template_id").len()["len"].to_list())
    # A letter reworked from another is kin to it: found together they are no error, found apart none either.
    kin = placed.filter(pl.col("family_root").is_not_null())
    right = _pairs(kin.group_by("template_id", "family_root").len()["len"].to_list())
    families = joined.filter(pl.col("family_id").is_not_null())
    true = _pairs(families.group_by("family_id").len()["len"].to_list())
    met = _pairs(
        families.filter(pl.col("template_id").is_not_null()).group_by("family_id", "template_id").len()["len"].to_list()
    )
    gangs = families.filter(pl.col("family_kind") == "gang")
    gang_true = _pairs(gangs.group_by("family_id").len()["len"].to_list())
    gang_met = _pairs(
        gangs.filter(pl.col("template_id").is_not_null()).group_by("family_id", "template_id").len()["len"].to_list()
    )
    sizes = placed.group_by("template_id").len().filter(pl.col("len") >= 3)["template_id"]
    organic = joined.filter(pl.col("family_id").is_null() & ~pl.col("agent_filed"))
    drawn_in = organic.filter(pl.col("template_id").is_in(sizes.implode())).height
    return [
        Figure("family_pair_precision", ratio(right, together), together),
        Figure("family_pair_recall", ratio(met, true), true),
        Figure("gang_family_recall", ratio(gang_met, gang_true), gang_true),
        Figure("organic_in_families", ratio(drawn_in, organic.height), organic.height),
    ]


def _slots(letters: pl.DataFrame, marks: pl.DataFrame) -> list[Figure]:
    """By characters, over letters that were placed in a family and truly have slots."""
    true = _spans_by_complaint(marks.filter(pl.col("kind") == "slot"))
    shared = found = wanted = 0
    rows = letters.filter(pl.col("template_id").is_not_null() & pl.col("slots").is_not_null())
    for complaint_id, slots in rows.select("complaint_id", "slots").iter_rows():
        if complaint_id in true:
            theirs = covered((int(slot["start"]), int(slot["end"])) for slot in json.loads(slots) if slot["slot"])
            ours = covered(true[complaint_id])
            shared += len(theirs & ours)
            found += len(theirs)
            wanted += len(ours)
    precision, recall = ratio(shared, found), ratio(shared, wanted)
    return [
        Figure("slot_precision", precision, found),
        Figure("slot_recall", recall, wanted),
        Figure("slot_f1", harmonic(precision, recall), wanted),
    ]


def _spans_by_complaint(rows: pl.DataFrame) -> dict[str, list[Span]]:
    result: dict[str, list[Span]] = {}
    for complaint_id, start, end in rows.select("complaint_id", "start", "end").iter_rows():
        result.setdefault(complaint_id, []).append((start, end))
    return result


def _claims(mentions: pl.DataFrame, claims: pl.DataFrame) -> list[Figure]:
    """Kinds of claims by complaint, and then whether the span is where the claim stands.

    ``other`` is left out: what is none of the named claims cannot be right or wrong.
    """
    mentions = mentions.filter(pl.col("claim") != "other")
    claims = claims.filter(pl.col("claim") != "other")
    found = set(mentions.select("complaint_id", "claim").iter_rows())
    true = set(claims.select("complaint_id", "claim").iter_rows())
    precision, recall = ratio(len(found & true), len(found)), ratio(len(found & true), len(true))
    theirs, ours = _spans_by_claim(mentions), _spans_by_claim(claims)
    met_found = met_true = 0
    for key in theirs.keys() | ours.keys():
        one, other = matched(theirs.get(key, []), ours.get(key, []))
        met_found += one
        met_true += other
    spans_found, spans_true = sum(map(len, theirs.values())), sum(map(len, ours.values()))
    return [
        Figure("claim_precision", precision, len(found)),
        Figure("claim_recall", recall, len(true)),
        Figure("claim_f1", harmonic(precision, recall), len(true)),
        Figure("claim_span_f1", harmonic(ratio(met_found, spans_found), ratio(met_true, spans_true)), spans_true),
    ]


def _spans_by_claim(rows: pl.DataFrame) -> dict[tuple[str, str], list[Span]]:
    result: dict[tuple[str, str], list[Span]] = {}
    for complaint_id, claim, start, end in rows.select("complaint_id", "claim", "start", "end").iter_rows():
        result.setdefault((complaint_id, claim), []).append((start, end))
    return result


def _demands(letters: pl.DataFrame, complaints: pl.DataFrame) -> list[Figure]:
    found: set[tuple[str, str]] = set()
    for complaint_id, demands in letters.select("complaint_id", "demands").iter_rows():
        found |= {(complaint_id, entry["demand"]) for entry in json.loads(demands or "[]")}
    true = {
        (complaint_id, demand)
        for complaint_id, demands in complaints.select("complaint_id", "demands").iter_rows()
        for demand in (demands or "").split(";")
        if demand
    }
    found = {pair for pair in found if pair[1] != "other"}
    true = {pair for pair in true if pair[1] != "other"}
    precision, recall = ratio(len(found & true), len(found)), ratio(len(found & true), len(true))
    return [
        Figure("demand_precision", precision, len(found)),
        Figure("demand_recall", recall, len(true)),
        Figure("demand_f1", harmonic(precision, recall), len(true)),
    ]


def _code_words(run: Run, letters: pl.DataFrame, truth: Truth, marks: pl.DataFrame) -> list[Figure]:
    """Occurrences in complaints' texts; the words of adverts are counted where a finding names them."""
    found: Counter[tuple[str, int]] = Counter()
    for complaint_id, words in letters.select("complaint_id", "code_words").iter_rows():
        # Words of the trade in plain writing are no code words: everybody uses them.
        found.update((complaint_id, int(word["start"])) for word in json.loads(words or "[]") if word.get("disguised"))
    findings = run.table("findings")
    adverts = findings.filter(
        (pl.col("subject_type") == "solicitation")
        & pl.col("check").str.contains("code_word")
        & pl.col("place").is_not_null()
    )
    for subject_id, place in adverts.select("subject_id", "place").iter_rows():
        found[subject_id, int(json.loads(place).get("start", -1))] += 1
    words = marks.filter(pl.col("kind") == "code_word").select("complaint_id", "start")
    planted = truth.table("code_words")
    known = planted.filter(~pl.col("new")).select("solicitation_id", "start")
    true = set(words.iter_rows()) | set(known.iter_rows())
    hits = sum(key in true for key in found)
    new = set(planted.filter("new").select("word", "standard").iter_rows())
    first = run.table("code_word_candidates").sort("score", descending=True).head(FIRST_PROPOSALS)
    proposed = new & set(first.select("word", "standard").iter_rows())
    return [
        Figure("code_word_precision", ratio(hits, len(found)), len(found)),
        Figure("code_word_recall", ratio(hits, len(true)), len(true)),
        Figure("new_words_proposed", ratio(len(proposed), len(new)), len(new)),
    ]
