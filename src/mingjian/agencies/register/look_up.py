"""May this firm act for me? What the registers of a run know of a code, a certificate or a name, and what they do not.

A code and a certificate's number are looked up exactly; a name also where it is misspelt or shortened. What is not
found is unknown, never false: a register at hand is an extract, people mistype, and early codes fail their check.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from heapq import nsmallest
from itertools import groupby
from operator import itemgetter
from typing import Any

from rapidfuzz.distance import Levenshtein

from mingjian.agencies.register.names import SEPARATOR, exact_signatures, house_signature, query_signatures
from mingjian.agencies.short_answer import ENDED, PUBLIC, short_answer
from mingjian.contract.reasons import Language, Value, sentence
from mingjian.contract.vocabulary import MayAct, OrganisationStatus, PractitionerStatus
from mingjian.errors import InputError
from mingjian.standards import credit_code, licence
from mingjian.standards.house_names import core, house_name
from mingjian.standards.names import normalise, organisation_key
from mingjian.standards.sounds import sounds
from mingjian.standards.validity import Validity
from mingjian.store.serving import RunTables

__all__ = ["LookUp", "Match", "Nearness", "Said", "look_up"]

_CANDIDATES = 25
"""Registered names that are compared with the one asked for; those that share most signatures come first."""
_NEAR = 0.85
"""So alike a name is most likely the one that is meant: firms of the same house name need not be asked for as well."""
_SHOWN = 10
_ALIKE = 0.5
"""From so much in common on two names are shown as perhaps the same; below they only share a syllable or two."""
_SAME_HOUSE = 0.6
"""How alike two firms are at least whose house names sound the same."""
_LONGEST = 100
_CODE = re.compile(r"(?=.*\d.*\d.*\d.*\d)[0-9A-Z]{15,20}")
_NUMBER = re.compile(r"\d{12}|\d{17}")


class Nearness(StrEnum):
    """How a registered organisation is like the one that was asked for."""

    SAME_CODE = "same_code"
    SAME_NAME = "same_name"
    """To the letter but for brackets, space and legal form."""
    ALIKE = "alike"
    """Perhaps the same: misspelt, shortened, of another place, or simply another firm of a similar name."""


@dataclass(frozen=True)
class Said:
    """One sentence by its code in the contract, with its values."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def in_words(self, language: Language) -> str:
        """The sentence."""
        return sentence(self.code).render(self.values, language)


@dataclass(frozen=True)
class Match:
    """A registered organisation, how near it is to what was asked (``similarity`` in [0, 1]), and its dossier."""

    organisation_id: str
    name: str
    uscc: str | None
    kind: str | None
    status: str | None
    status_from: date | None
    registered_on: date | None
    nearness: Nearness
    similarity: float
    may_act: MayAct
    agency_id: str | None = None
    """Its dossier, where a complaint, report or advert of this run names it."""
    name_misused: bool = False
    """Whether somebody who acted under its name failed a requirement."""


@dataclass(frozen=True)
class LookUp:
    """The answer; where it is not certain which organisation is meant, ``may_act`` is unknown."""

    asked: str
    may_act: MayAct
    matches: tuple[Match, ...]
    known: tuple[Said, ...]
    unknown: tuple[Said, ...]
    to_ask: tuple[Said, ...]
    agencies: tuple[str, ...] = ()
    """Dossiers of this run that go by this very name or code, registered or not."""

    def as_json(self, language: Language) -> dict[str, Any]:
        """The answer with its sentences in words."""
        return {
            "asked": self.asked,
            "may_act": self.may_act.value,
            "matches": [asdict(match) for match in self.matches],
            "known": [said.in_words(language) for said in self.known],
            "unknown": [said.in_words(language) for said in self.unknown],
            "to_ask": [said.in_words(language) for said in self.to_ask],
            "agencies": list(self.agencies),
        }


def look_up(asked: str, tables: RunTables) -> LookUp:
    """What is known of a credit code, a certificate's number or a name; InputError where nothing was asked."""
    asked = normalise(asked)
    if not 2 <= len(asked) <= _LONGEST:
        raise InputError(f"write a name, a credit code or a licence number of 2 to {_LONGEST} characters")
    if _NUMBER.fullmatch(licence.normalise(asked)):
        return _by_licence(licence.normalise(asked), tables)
    if _CODE.fullmatch(credit_code.normalise(asked)):
        return _by_code(credit_code.normalise(asked), tables)
    return _by_name(asked, tables)


def _by_code(asked: str, tables: RunTables) -> LookUp:
    rows = tables.query(f"{_ORGANISATIONS} WHERE o.uscc = ? {_FIRST_DOSSIER}", (asked,))
    code = credit_code.parse(asked)
    known: list[Said] = []
    unknown: list[Said] = []
    named = tables.query("SELECT agency_id, may_act FROM agencies WHERE uscc = ? ORDER BY agency_id", (asked,))
    agencies = tuple(row["agency_id"] for row in named)
    if rows:
        matches = tuple(_match(row, Nearness.SAME_CODE, 1.0) for row in _one_dossier_each(rows))
        return _certain(asked, matches, [Said("organisation_code_known")], agencies, name_borrowed=False)
    answer = MayAct.UNKNOWN
    if code.validity is Validity.VALID:
        known.append(Said("organisation_code_sound"))
        if any(row["may_act"] == MayAct.MAY_NOT.value for row in named):
            # By its own code, which no register need confirm; one that fails its check may be another's, mistyped.
            answer = MayAct.MAY_NOT
            known.append(Said("look_up_posed"))
    elif code.may_be_early:
        unknown.append(Said("organisation_code_early"))
    elif code.validity.well_formed:
        unknown.append(Said("organisation_code_fails_check"))
    else:
        unknown.append(Said("organisation_code_malformed"))
    unknown.append(_not_found(tables))
    ask = (Said("ask_business_licence"), Said("ask_private_person"), Said("ask_public_registers"))
    return LookUp(asked, answer, (), tuple(known), tuple(unknown), ask, agencies)


def _by_licence(asked: str, tables: RunTables) -> LookUp:
    found = tables.query(
        "SELECT organisation_name, status, status_from FROM practitioners WHERE licence_number = ?", (asked,)
    )
    if not found:
        sound = licence.parse(asked).validity is Validity.VALID
        held = bool(tables.query("SELECT 1 FROM practitioners LIMIT 1"))
        return LookUp(
            asked,
            MayAct.UNKNOWN,
            (),
            (Said("licence_number_sound"),) if sound else (),
            (
                *(() if sound else (Said("licence_number_unsound"),)),
                Said("licence_not_in_register" if held else "licence_register_absent"),
            ),
            (Said("ask_certificate"), Said("ask_public_registers")),
        )
    one = found[0]
    firm = look_up(one["organisation_name"], tables) if len(one["organisation_name"] or "") > 1 else None
    same = tuple(match for match in firm.matches if match.nearness is Nearness.SAME_NAME) if firm else ()
    status = one["status"]
    known: list[Said] = []
    unknown: list[Said] = []
    answer = MayAct.UNKNOWN
    if status in (PractitionerStatus.REVOKED.value, PractitionerStatus.SUSPENDED.value):
        known.append(Said("look_up_licence_ended"))
        answer = MayAct.MAY_NOT
    elif status == PractitionerStatus.ACTIVE.value:
        known.append(Said("look_up_licence_active"))
        answer = MayAct.MAY
    else:
        known.append(Said("licence_number_known"))
        unknown.append(Said("look_up_status_unknown"))
    if answer is MayAct.MAY and same and all(match.status in _ENDED for match in same):
        known.append(Said("look_up_firm_ended"))
        answer = MayAct.UNKNOWN
    unknown.append(Said("look_up_licence_holder"))
    return LookUp(
        asked,
        answer,
        same,
        tuple(known),
        tuple(unknown),
        (Said("ask_identity_of_lawyer"), Said("ask_authorisation")),
        firm.agencies if firm else (),
    )


def _by_name(asked: str, tables: RunTables) -> LookUp:
    ranked = _ranked(asked, _alike(exact_signatures(asked), tables), tables)
    if not any(one.nearness is Nearness.SAME_NAME for one in ranked):
        ranked = _ranked(asked, _alike(query_signatures(asked), tables), tables)
    if not ranked or ranked[0].similarity < _NEAR:
        known = {one.organisation_id for one in ranked}
        of_the_house = _ranked(asked, [found for found in _of_house(asked, tables) if found not in known], tables)
        ranked = sorted([*ranked, *of_the_house], key=_nearest_first)
    near = [one for one in ranked if one.similarity >= _ALIKE][:_SHOWN]
    same = [one for one in near if one.nearness is Nearness.SAME_NAME]
    dossiers = _dossiers_named(asked, tables)
    agencies = _sorted(row["agency_id"] for row in dossiers)
    if len(same) == 1:
        others = [one for one in near if one.nearness is not Nearness.SAME_NAME]
        borrowed = any(row["organisation_id"] != same[0].organisation_id and row["failed"] for row in dossiers)
        return _certain(asked, (*same, *others), [], agencies, name_borrowed=borrowed)
    matches = tuple(near)
    if not same and asked.endswith("公司") and any(row["may_act"] == MayAct.MAY_NOT.value for row in dossiers):
        # By its own name a company, which no register need confirm; a firm's name may have been borrowed.
        return LookUp(
            asked,
            MayAct.MAY_NOT,
            matches,
            (Said("look_up_posed"),),
            (_not_found(tables),),
            (Said("ask_certificate"), Said("ask_public_registers")),
            agencies,
        )
    if len(same) > 1:
        unknown = [Said("look_up_several")]
    elif near:
        unknown = [Said("look_up_only_alike")]
    else:
        unknown = [_not_found(tables)]
    ask = (
        Said("ask_credit_code"),
        Said("ask_certificate"),
        Said("ask_private_person"),
        Said("ask_public_registers"),
    )
    return LookUp(asked, MayAct.UNKNOWN, matches, (), tuple(unknown), ask, agencies)


def _alike(wanted: Sequence[int], tables: RunTables) -> list[str]:
    """The ids of organisations that bear one of these signatures, those first that share what few others share."""
    rows = tables.query(
        f"SELECT organisation_ids FROM organisation_signatures WHERE signature IN ({_marks(wanted)})", wanted
    )
    shared: dict[str, float] = defaultdict(float)
    for bearers in (row["organisation_ids"].split(SEPARATOR) for row in rows):
        for bearer in bearers:
            shared[bearer] += 1 / len(bearers)
    return nsmallest(_CANDIDATES, shared, key=lambda found: (-shared[found], found))


def _of_house(asked: str, tables: RunTables) -> list[str]:
    """The ids of organisations of the same house name, as many as are compared: there may be thousands."""
    house = house_signature(asked)
    if house is None:
        return []
    rows = tables.query("SELECT organisation_ids FROM organisation_signatures WHERE signature = ?", (house,))
    return nsmallest(_CANDIDATES, [bearer for row in rows for bearer in row["organisation_ids"].split(SEPARATOR)])


def _ranked(asked: str, ids: Sequence[str], tables: RunTables) -> list[Match]:
    """The organisations of these ids, those nearest to the name asked for first."""
    if not ids:
        return []
    rows = tables.query(f"{_ORGANISATIONS} WHERE o.organisation_id IN ({_marks(ids)}) {_FIRST_DOSSIER}", ids)
    name = _Name.of(asked)
    return sorted((_compared(name, row) for row in _one_dossier_each(rows)), key=_nearest_first)


def _nearest_first(match: Match) -> tuple[float, str]:
    return -match.similarity, match.organisation_id


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _certain(
    asked: str, matches: tuple[Match, ...], known: list[Said], agencies: tuple[str, ...], *, name_borrowed: bool
) -> LookUp:
    """It is certain which organisation is meant: the first."""
    one = matches[0]
    unknown: list[Said] = []
    if one.status == OrganisationStatus.ACTIVE.value:
        known.append(Said("look_up_active"))
    elif one.status in _ENDED:
        known.append(Said("look_up_ended"))
    else:
        unknown.append(Said("look_up_status_unknown"))
    if one.kind is None:
        unknown.append(Said("organisation_kind_unknown"))
    if one.may_act is MayAct.ADVICE_ONLY:
        known.append(Said("company_may_advise"))
    public = one.kind in _PUBLIC and one.may_act is MayAct.UNKNOWN
    if public:
        known.append(Said("look_up_may_recommend"))
    if one.may_act is MayAct.MAY_NOT and one.status not in _ENDED:
        known.append(Said("look_up_posed"))
    if one.may_act in (MayAct.MAY, MayAct.UNKNOWN) and (one.name_misused or name_borrowed):
        known.append(Said("look_up_name_borrowed"))
    if one.may_act is MayAct.MAY:
        unknown.append(Said("look_up_person"))
        ask: tuple[Said, ...] = (Said("ask_certificate"), Said("ask_authorisation"))
    elif public:
        unknown.append(Said("look_up_person"))
        ask = (Said("ask_private_person"), Said("ask_authorisation"))
    else:
        ask = (Said("ask_certificate"), Said("ask_public_registers"))
    return LookUp(asked, one.may_act, matches, tuple(known), tuple(unknown), ask, agencies)


_ORGANISATIONS = (
    "SELECT o.organisation_id, o.name, o.uscc, o.kind, o.status, o.status_from, o.registered_on, "
    "a.agency_id, a.may_act, coalesce(a.requirements_not_met, 0) > 0 AS name_misused "
    "FROM organisations AS o LEFT JOIN agencies AS a ON a.organisation_id = o.organisation_id"
)
"""Registered organisations with their dossiers in one statement: each takes some 2 ms before it reads a row."""
_FIRST_DOSSIER = f"ORDER BY o.organisation_id, a.may_act IS DISTINCT FROM '{MayAct.MAY_NOT.value}', a.agency_id"
_ENDED = tuple(status.value for status in ENDED)
_PUBLIC = tuple(kind.value for kind in PUBLIC)


def _not_found(tables: RunTables) -> Said:
    held = bool(tables.query("SELECT 1 FROM organisations LIMIT 1"))
    return Said("organisation_not_in_register" if held else "organisation_register_absent")


def _one_dossier_each(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Each organisation once, with its first dossier."""
    for _, dossiers in groupby(rows, key=itemgetter("organisation_id")):
        yield next(dossiers)


def _match(row: Mapping[str, Any], nearness: Nearness, similarity: float) -> Match:
    """Whether an organisation acted as what it is not counts in the answer, where it has a dossier."""
    said = row["may_act"]
    answer = MayAct(said) if said is not None else short_answer(row["kind"], row["status"], posed=False)
    return Match(**{**row, "may_act": answer}, nearness=nearness, similarity=round(similarity, 3))


@dataclass(frozen=True)
class _Name:
    """A name as it is compared: whole, as house name and trade, and as it sounds."""

    key: str
    spelt: str
    spoken: tuple[str, ...]
    house: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "_Name":
        spelt = core(text)
        spoken = sounds(spelt)
        return cls(organisation_key(text), spelt, spoken, spoken[: len(house_name(spelt))])


def _compared(asked: _Name, row: Mapping[str, Any]) -> Match:
    theirs = _Name.of(row["name"])
    if asked.key == theirs.key:
        return _match(row, Nearness.SAME_NAME, 1.0)
    alike = (
        Levenshtein.normalized_similarity(asked.spelt, theirs.spelt)
        + Levenshtein.normalized_similarity(asked.spoken, theirs.spoken)
    ) / 2
    if asked.house and asked.house == theirs.house:
        alike = max(alike, _SAME_HOUSE)
    whole = Levenshtein.normalized_similarity(asked.key, theirs.key)
    # The whole name, place included, tells firms of one name in two places apart; it never makes two the same.
    return _match(row, Nearness.ALIKE, min(0.99, max(0.9 * alike + 0.1 * whole, whole)))


def _dossiers_named(asked: str, tables: RunTables) -> list[dict[str, Any]]:
    """Dossiers that go by this name, its place, form and brackets aside."""
    spelt = core(asked)
    rows = tables.query(
        "SELECT DISTINCT m.agency_id, m.name, a.organisation_id, a.may_act, "
        "coalesce(a.requirements_not_met, 0) > 0 AS failed "
        "FROM agency_mentions AS m LEFT JOIN agencies AS a ON a.agency_id = m.agency_id WHERE contains(m.name, ?)",
        (house_name(spelt) or spelt,),
    )
    return [row for row in rows if core(row["name"]) == spelt]


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
