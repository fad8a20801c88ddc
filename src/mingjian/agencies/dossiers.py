"""One dossier an agency: its names over time, who and what stands behind it, and what became of its complaints.

An agency is whatever representations, consumers' reports, adverts and service agreements name as one: by its credit
code, by its name, and by a telephone, WeChat number, payee account or platform's account under which several names turn
up. The name under which an account shows itself joins nothing, nor does what many write where they know no name. Two
organisations with different valid credit codes stay two, whatever they share: that they share it is for the network to
say. A number that one source alone calls an agency's leads into no dossier of whoever acts with it before the lender or
stands in the register: that source has a dossier of its own, which is looked at.
"""

import hashlib
import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import combinations
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from mingjian.agencies.judged_apart import Apart, judged_apart
from mingjian.agencies.requirements.organisation_kind import COMPANY_CODES, LAW_FIRM_ENDING, PAPER, POSES
from mingjian.agencies.short_answer import short_answer
from mingjian.contract import TABLES
from mingjian.contract.vocabulary import (
    ComplaintOutcome,
    FindingSubject,
    MaterialKind,
    Relationship,
    Requirement,
    RequirementStatus,
)
from mingjian.standards import credit_code
from mingjian.standards.house_names import is_nobodys
from mingjian.standards.names import organisation_key
from mingjian.standards.sources import LEAST_SOURCES, independent_sources
from mingjian.standards.spelling import one_spelling
from mingjian.standards.validity import Validity
from mingjian.store.lake import Lake

__all__ = ["dossiers"]

_TOLD = "told"
"""Before a contact that one source alone calls an agency's."""
_ACTS_ALONE = (Relationship.RELATIVE.value, Relationship.FRIEND.value)
"""Whoever helps their own people is no agency."""
_UPHELD = (ComplaintOutcome.UPHELD.value, ComplaintOutcome.PARTLY_UPHELD.value)


@dataclass(frozen=True)
class _Mention:
    """One row that names an agency."""

    table: str
    record_id: str
    at: datetime | None
    name: str | None = None
    shown: str | None = None
    """What it is called that tells nothing of who it is: an account's own choice, or a mere trade. It is displayed."""
    poster: str | None = None
    """The account of a platform under which an advert stands."""
    code: str | None = None
    person: str | None = None
    phone: str | None = None
    wechat: str | None = None
    account: str | None = None
    fee_yuan: float | None = None
    complaint_id: str | None = None
    customer_id: str | None = None
    outcome: str | None = None
    reached_at: tuple[str, ...] = ()
    """Telephones and WeChat numbers in the text of an advert, as ``phone:…``; a consumer's report may name its own."""
    borrows_name: bool = False
    """Whether its code says that the name is another's: then the name tells nothing of who it is."""
    reported: bool = False
    """Whether it is an advert that a consumer reported: who did is not told, so it is no source of its own."""

    def names(self, apart: Apart) -> tuple[str, ...]:
        """By what it says which agency it means."""
        named = (
            ("code", self.code if self.code and credit_code.parse(self.code).validity is Validity.VALID else None),
            ("name", apart.firm(self.name) if self.name and not self.borrows_name else None),
            ("poster", self.poster),
        )
        return tuple(f"{kind}:{one_spelling(kind, value)}" for kind, value in named if value)

    @property
    def contacts(self) -> tuple[str, ...]:
        """By what it says how the agency is reached and paid."""
        stated = (f"{kind}:{one_spelling(kind, value)}" for kind, value in self._stated() if value)
        return *stated, *self.reached_at

    @property
    def is_told(self) -> bool:
        """Whether an advert or a consumer says so; who acts or signs an agreement shows it himself."""
        return self.table in ("solicitations", "testimonies")

    def without(self, contacts: Collection[str]) -> "_Mention":
        """It, without some of its contacts."""
        left = dict(self._stated()) | {
            kind: None for kind, value in self._stated() if value and f"{kind}:{one_spelling(kind, value)}" in contacts
        }
        reached_at = tuple(key for key in self.reached_at if key not in contacts)
        return replace(self, phone=left["phone"], wechat=left["wechat"], account=left["account"], reached_at=reached_at)

    def _stated(self) -> tuple[tuple[str, str | None], ...]:
        return ("phone", self.phone), ("wechat", self.wechat), ("account", self.account)

    def reached_by(self, kind: str, value: str | None) -> tuple[str, ...]:
        """Its contacts of a kind: the one that it states, and those in its text."""
        said = (key.removeprefix(f"{kind}:") for key in self.reached_at if key.startswith(f"{kind}:"))
        return (*((one_spelling(kind, value),) if value else ()), *said)


@dataclass
class _Group:
    """Mentions that are one agency's."""

    keys: set[str] = field(default_factory=set)
    mentions: list[_Mention] = field(default_factory=list)

    @property
    def codes(self) -> set[str]:
        return {key for key in self.keys if key.startswith("code:")}

    def stands(self, register: "_Register") -> bool:
        """Whether it is somebody of whom more is known than what adverts and consumers tell."""
        return any(not one.is_told or register.has(one) for one in self.mentions)


def dossiers(lake: Lake, judgements: ir.Table) -> tuple[pa.Table, pa.Table]:
    """The rows of ``agencies`` and of ``agency_mentions``; ``judgements`` are those of representations."""
    register = _register(lake.table("organisations"))
    not_met, posing = _not_met(judgements)
    agencies, mentions = [], []
    for group in _grouped(_mentions(lake, register), register, judged_apart(lake.table("judgements"))):
        row = _dossier(group, register, not_met, posing)
        agencies.append(row)
        mentions += [
            {
                "agency_id": row["agency_id"],
                "record_table": one.table,
                "record_id": one.record_id,
                "at": one.at,
                "name": one.name or one.shown,
                "complaint_id": one.complaint_id,
            }
            for one in group.mentions
        ]
    return (
        pa.Table.from_pylist(agencies, schema=TABLES["agencies"].arrow_schema),
        pa.Table.from_pylist(mentions, schema=TABLES["agency_mentions"].arrow_schema),
    )


def _mentions(lake: Lake, register: "_Register") -> list[_Mention]:
    complaints = lake.table("complaints").select("complaint_id", "customer_id", "received_at", "outcome")
    stated = lake.table("representations")
    acting = stated.filter(~stated.relationship.isin(_ACTS_ALONE).fill_null(False))
    represented = acting.left_join(complaints, "complaint_id").drop("complaint_id_right").to_pyarrow().to_pylist()
    reported = lake.table("testimonies").drop("text").to_pyarrow().to_pylist()
    advertised = lake.table("solicitations").drop("text").to_pyarrow().to_pylist()
    papers = lake.table("materials").select("material_id", "kind", "issuer_name", "received_at", "customer_id")
    agreements = papers.filter(papers.kind == MaterialKind.SERVICE_AGREEMENT.value, papers.issuer_name.notnull())
    reached = _reached(lake.table("contact_mentions"))
    return [
        *(
            _Mention(
                "representations",
                row["representation_id"],
                row["received_at"],
                name=register.telling(row["organisation_name"]),
                shown=row["organisation_name"],
                code=row["organisation_uscc"],
                person=row["representative_name"],
                phone=row["representative_phone"],
                account=row["payee_account"],
                fee_yuan=row["fee_yuan"],
                complaint_id=row["complaint_id"],
                customer_id=row["customer_id"],
                outcome=row["outcome"],
                borrows_name=register.borrowed(row["organisation_uscc"], row["organisation_name"]),
            )
            for row in represented
            if row["organisation_name"] or row["organisation_uscc"]
        ),
        *(
            _Mention(
                "testimonies",
                row["testimony_id"],
                row["reported_at"],
                name=register.telling(row["agency_name"]),
                shown=row["agency_name"],
                phone=row["agent_phone"],
                wechat=row["wechat_id"],
                account=row["payee_account"],
                fee_yuan=row["fee_yuan"],
                customer_id=row["customer_id"],
            )
            for row in reported
        ),
        *(
            _Mention(
                "solicitations",
                row["solicitation_id"],
                row["published_at"],
                name=register.telling(row["organisation_name"]),
                shown=row["organisation_name"] or row["author"],
                poster=f"{row['platform']}:{row['author_id']}" if row["platform"] and row["author_id"] else None,
                phone=row["phone"],
                wechat=row["wechat_id"],
                reached_at=reached.get(row["solicitation_id"], ()),
                reported=bool(row["reported_by_consumer"]),
            )
            for row in advertised
        ),
        # Of the agreement alone: that it came with a complaint does not make the complaint the agency's.
        *(
            _Mention(
                "materials",
                row["material_id"],
                row["received_at"],
                name=register.telling(row["issuer_name"]),
                shown=row["issuer_name"],
                customer_id=row["customer_id"],
            )
            for row in agreements.to_pyarrow().to_pylist()
        ),
    ]


def _reached(mentions: ir.Table) -> dict[str, tuple[str, ...]]:
    """By advert, the telephones and WeChat numbers in its text."""
    stated = mentions.filter(
        mentions.subject_type == FindingSubject.SOLICITATION.value, mentions.kind.isin(("phone", "wechat"))
    )
    found: dict[str, set[str]] = defaultdict(set)
    for row in stated.select("subject_id", "kind", "value").to_pyarrow().to_pylist():
        found[row["subject_id"]].add(f"{row['kind']}:{row['value']}")
    return {advert: tuple(sorted(keys)) for advert, keys in found.items()}


def _grouped(mentions: Sequence[_Mention], register: "_Register", apart: Apart) -> list[_Group]:
    """Mentions joined by what they share, unless that joined two organisations.

    Two they are with codes of their own, or where a person found them to be two.
    """
    known = _borne_out(mentions)
    owner: dict[str, _Group] = {}
    # Who acts before the lender comes first: what is told afterwards is held against that.
    for mention in sorted(mentions, key=lambda one: (one.is_told, one.table, one.record_id)):
        alone = {key for key in mention.contacts if key not in known} if mention.is_told else set()
        names = mention.names(apart)
        if register.has(mention) or any(key in owner and owner[key].stands(register) for key in names):
            mention = mention.without(alone)
        keys = (*names, *(f"{_TOLD}:{key}" if key in alone else key for key in mention.contacts))
        if not keys:
            continue
        group = _Group()
        groups = {id(found): found for key in keys if (found := owner.get(key)) is not None}
        for found in groups.values():
            if apart.between({*group.keys, *keys}, found.keys):
                continue
            if len(group.codes | found.codes | {key for key in keys if key.startswith("code:")}) <= 1:
                group.keys |= found.keys
                group.mentions += found.mentions
        group.keys |= {key for key in keys if key not in owner or owner[key].keys <= group.keys}
        group.mentions.append(mention)
        for key in group.keys:
            owner[key] = group
    distinct = {id(group): group for group in owner.values()}
    return sorted(distinct.values(), key=lambda group: min(group.keys))


def _borne_out(mentions: Iterable[_Mention]) -> frozenset[str]:
    """The contacts that independent sources call an agency's."""
    reporters: dict[str, set[str | None]] = defaultdict(set)
    advertised: set[str] = set()
    for mention in mentions:
        for key in mention.contacts if mention.is_told else ():
            if mention.table == "solicitations":
                if not mention.reported:
                    advertised.add(key)
            else:
                reporters[key].add(mention.customer_id)
    return frozenset(
        key for key in reporters if independent_sources(reporters[key], advertised=key in advertised) >= LEAST_SOURCES
    )


def _dossier(
    group: _Group, register: "_Register", not_met: Mapping[str, int], posing: Mapping[str, bool]
) -> dict[str, Any]:
    mentions = group.mentions
    names = _over_time(mentions)
    codes = Counter(one.code for one in mentions if one.code)
    code = codes.most_common(1)[0][0] if codes else None
    own = {one.name for one in mentions if not one.borrows_name}
    registered = register.find(code, [name["name"] for name in names if name["name"] in own])
    complaints = {one.complaint_id: one.outcome for one in mentions if one.complaint_id}
    represented = [one.record_id for one in mentions if one.table == "representations"]
    failed = sum(not_met.get(record_id, 0) for record_id in represented)
    times = [one.at for one in mentions if one.at is not None]
    fees = [one.fee_yuan for one in mentions if one.fee_yuan is not None]
    return {
        "agency_id": _agency_id(group.keys),
        "name": names[-1]["name"] if names else _last_shown(mentions),
        "names": json.dumps(names, ensure_ascii=False),
        "uscc": code,
        "organisation_id": registered["organisation_id"] if registered else None,
        "kind": registered["kind"] if registered else None,
        "status": registered["status"] if registered else None,
        "may_act": short_answer(
            registered["kind"] if registered else None,
            registered["status"] if registered else None,
            posed=_posed(mentions, posing),
        ).value,
        "first_seen_at": min(times, default=None),
        "last_seen_at": max(times, default=None),
        "complaints": len(complaints),
        "complaints_decided": sum(
            outcome not in (None, ComplaintOutcome.OPEN.value) for outcome in complaints.values()
        ),
        "complaints_upheld": sum(outcome in _UPHELD for outcome in complaints.values()),
        "customers": len({one.customer_id for one in mentions if one.customer_id}),
        "testimonies": sum(one.table == "testimonies" for one in mentions),
        "adverts": sum(one.table == "solicitations" for one in mentions),
        "requirements_not_met": failed,
        "fees": len(fees),
        "median_fee_yuan": statistics.median(fees) if fees else None,
        "people": _distinct(one.person for one in mentions),
        "phones": _distinct(phone for one in mentions for phone in one.reached_by("phone", one.phone)),
        "wechat_ids": _distinct(wechat for one in mentions for wechat in one.reached_by("wechat", one.wechat)),
        "accounts": _distinct(one_spelling("account", one.account) for one in mentions if one.account),
    }


def _last_shown(mentions: Iterable[_Mention]) -> str | None:
    """What an agency that nobody has named is called all the same."""
    shown = [(one.at.isoformat() if one.at else "", one.shown) for one in mentions if one.shown]
    return max(shown)[1] if shown else None


def _posed(mentions: Iterable[_Mention], posing: Mapping[str, bool]) -> bool:
    """Whether it is established that it acted as what it is not: by a client's own paper, or by two representations.

    Two that are independent: of two customers, taken in on two days. One of them, or two that somebody typed in one
    sitting, may be a slip of the pen.
    """
    found = [one for one in mentions if one.table == "representations" and one.record_id in posing]
    if any(posing[one.record_id] for one in found):
        return True
    seen = [(one.customer_id, one.at.date()) for one in found if one.customer_id and one.at is not None]
    return any(who != other and on != day for (who, on), (other, day) in combinations(seen, 2))


def _over_time(mentions: Sequence[_Mention]) -> list[dict[str, Any]]:
    """Its names in the order in which they were last used, with how often and when."""
    used: dict[str, list[_Mention]] = defaultdict(list)
    for one in mentions:
        if one.name:
            used[one.name].append(one)
    rows = [
        {
            "name": name,
            "mentions": len(of_name),
            "first": min((one.at.isoformat() for one in of_name if one.at), default=None),
            "last": max((one.at.isoformat() for one in of_name if one.at), default=None),
        }
        for name, of_name in used.items()
    ]
    return sorted(rows, key=lambda row: (row["last"] or "", row["mentions"], row["name"]))


@dataclass(frozen=True)
class _Register:
    """The register by code and by the key of the name."""

    by_code: Mapping[str, dict[str, Any]]
    by_name: Mapping[str, dict[str, Any]]

    def find(self, code: str | None, names: Sequence[str]) -> dict[str, Any] | None:
        """The organisation of the code, or else of the newest name that the register has."""
        if code is not None and code in self.by_code:
            return self.by_code[code]
        keys = (organisation_key(name) for name in reversed(names))
        return next((self.by_name[key] for key in keys if key in self.by_name), None)

    def has(self, mention: _Mention) -> bool:
        """Whether it has the organisation that a mention names."""
        return mention.name is not None and organisation_key(mention.name) in self.by_name

    def telling(self, name: str | None) -> str | None:
        """A name that tells who it is: 法务公司 and 不知道 do not, unless the register has just that name."""
        return name if name and (organisation_key(name) in self.by_name or not is_nobodys(name)) else None

    def borrowed(self, code: str | None, name: str | None) -> bool:
        """Whether a name is another's than the code's: by the register, or a law firm's with a company's code."""
        stated = credit_code.parse(code) if code else None
        if stated is None or not name or stated.validity is not Validity.VALID:
            return False
        if (known := self.by_code.get(code or "")) is not None and organisation_key(known["name"]) == organisation_key(
            name
        ):
            return False
        if name.endswith(LAW_FIRM_ENDING) and stated.kind in COMPANY_CODES:
            return True
        named = self.by_name.get(organisation_key(name))
        return named is not None and named["uscc"] is not None and named["uscc"] != code


def _register(organisations: ir.Table) -> _Register:
    rows = organisations.select("organisation_id", "name", "uscc", "kind", "status").order_by("organisation_id")
    by_code: dict[str, dict[str, Any]] = {}
    by_name: dict[str, dict[str, Any]] = {}
    for row in rows.to_pyarrow().to_pylist():
        if row["uscc"]:
            by_code.setdefault(row["uscc"], row)
        by_name.setdefault(organisation_key(row["name"]), row)
    return _Register(by_code, by_name)


def _not_met(judgements: ir.Table) -> tuple[Counter[str], dict[str, bool]]:
    """How many requirements each representation failed, and those that say of an organisation that it poses.

    The latter with whether a paper of the client's says so too. That a client's signature came as a copy is no failure
    of whoever acts.
    """
    failed = judgements.filter(
        judgements.status == RequirementStatus.NOT_MET.value,
        judgements.requirement != Requirement.AUTHORISATION_HAND_SIGNED.value,
    )
    posing = judgements.filter(judgements.statement.isin(POSES)).select("subject_id", "values")
    papers = {row["subject_id"]: PAPER in json.loads(row["values"]) for row in posing.to_pyarrow().to_pylist()}
    return Counter(failed.subject_id.to_pyarrow().to_pylist()), papers


def _agency_id(keys: set[str]) -> str:
    """From what is most its own, so that it stays the same from run to run while that does."""
    order = ("code", "account", "wechat", "phone", "poster", "name", _TOLD)
    first = min(keys, key=lambda key: (order.index(key.partition(":")[0]), key))
    return f"AG-{hashlib.sha256(first.encode()).hexdigest()[:10]}"


def _distinct(values: Iterable[str | None]) -> str:
    return json.dumps(sorted({value for value in values if value}), ensure_ascii=False)
