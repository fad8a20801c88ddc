"""Which customers an advert is most likely to reach: a list for the protection desk, whose only use is to warn them.

Being on it says nothing against anybody and changes nothing: it is made when asked for, kept nowhere, and read by no
model. Whoever does not want to be contacted is left out. So is whoever an agency acts for already, since they need
another kind of help; a relative, a lawyer or a legal-aid body who helps is no reason to be left without a warning.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.ledger import EVENTS, About, SubjectType
from mingjian.casework.watched import spelt
from mingjian.casework.wishes import Wishes, wanting_no_contact, withdrew
from mingjian.contract.vocabulary import ProductKind
from mingjian.standards.regions import PROVINCES, short_name
from mingjian.store.database import Database
from mingjian.store.serving import RunTables

__all__ = ["Exposed", "Exposures", "Sign", "exposed", "products_in", "provinces_in", "warned_of"]

MOST = 200
"""So many customers are listed; the rest would be a mailing, not a warning."""
FRESH_ARREARS = (1, 180)
"""Days past due between which adverts that promise an end of collection speak to somebody. Our own choice."""

_PRODUCTS: tuple[tuple[ProductKind, tuple[str, ...]], ...] = (
    (ProductKind.CREDIT_CARD, ("信用卡", "刷卡", "卡债")),
    (ProductKind.CASH_LOAN, ("网贷", "现金贷", "消费贷", "信用贷", "小额贷")),
    (ProductKind.INSTALMENT, ("分期购", "消费分期", "商品分期")),
    (ProductKind.VEHICLE, ("车贷", "汽车贷款", "押车")),
)


class Sign(StrEnum):
    """Why an advert may reach a customer."""

    REPORTED = "reported"
    """They told the lender of somebody who is reached in the same way."""
    SAME_CONTACT = "same_contact"
    """The lender's own call log has them at the advert's telephone."""
    ARREARS = "arrears"
    PROVINCE = "province"
    PRODUCT = "product"


@dataclass(frozen=True)
class Exposed:
    """One customer and why; the strongest sign first."""

    customer_id: str
    signs: tuple[Sign, ...]


_EXPOSED = f"""
WITH reach AS (
    SELECT value FROM contact_mentions WHERE subject_type = 'solicitation' AND subject_id = $advert
    UNION SELECT phone FROM solicitations WHERE solicitation_id = $advert AND phone IS NOT NULL
    UNION SELECT {spelt("wechat", "wechat_id")} FROM solicitations
        WHERE solicitation_id = $advert AND wechat_id IS NOT NULL
), signs AS (
    SELECT customer_id, 'reported' AS sign, 4 AS weight FROM testimonies
        WHERE agent_phone IN (SELECT value FROM reach) OR {spelt("wechat", "wechat_id")} IN (SELECT value FROM reach)
    UNION SELECT customer_id, 'same_contact', 4 FROM contacts WHERE phone IN (SELECT value FROM reach)
    UNION SELECT customer_id, 'arrears', 2 FROM loans WHERE days_past_due BETWEEN $least AND $most
    UNION SELECT customer_id, 'product', 1 FROM loans
        WHERE product_kind IN (SELECT unnest(CAST($products AS VARCHAR[])))
    UNION SELECT customer_id, 'province', 1 FROM customers
        WHERE province IN (SELECT unnest(CAST($provinces AS VARCHAR[])))
)
SELECT customer_id, list(sign ORDER BY weight DESC, sign) AS signs, sum(weight) AS weight FROM signs
WHERE customer_id IS NOT NULL AND customer_id NOT IN (
    SELECT c.customer_id FROM representations AS r JOIN complaints AS c ON c.complaint_id = r.complaint_id
    WHERE c.customer_id IS NOT NULL AND (r.relationship = 'company' OR r.representation_id IN (
        SELECT subject_id FROM requirements WHERE subject_type = 'representation' AND status = 'not_met'
        AND requirement <> 'authorisation_hand_signed')))
AND customer_id NOT IN ({withdrew()})
GROUP BY customer_id HAVING sum(weight) >= 3 ORDER BY weight DESC, customer_id LIMIT $rows
"""
"""In arrears with the advert's province or product, or somebody who met the author already; one sign alone is none.
Whoever withdrew that the lender may contact them is not listed, whatever the signs; nor is whoever a company acts for,
or somebody who failed a requirement of the law. An unknown representative is no reason to leave anybody out."""

_MEANT = (
    "SELECT \"values\" FROM findings WHERE subject_type = 'solicitation' AND subject_id = $advert "
    "AND starts_with(\"check\", 'advert_code_word') ORDER BY place"
)


def exposed(
    tables: RunTables, solicitation_id: str, text: str | None, *, wishes: Mapping[str, Sequence[str]] | None = None
) -> list[Exposed]:
    """The customers most exposed to an advert, without those who wish no contact; the strongest signs first."""
    without = wanting_no_contact(wishes or {})
    # An advert writes xyk for 信用卡: what it means tells which loans it speaks of.
    meant = tables.query(_MEANT, {"advert": solicitation_id})
    said = "，".join((text or "", *(json.loads(row["values"])["standard"] for row in meant)))
    rows = tables.query(
        _EXPOSED,
        {
            "advert": solicitation_id,
            "least": FRESH_ARREARS[0],
            "most": FRESH_ARREARS[1],
            "products": list(products_in(said)),
            "provinces": list(provinces_in(text or "")),
            "rows": MOST + len(without),
        },
    )
    found = (Exposed(row["customer_id"], tuple(map(Sign, row["signs"]))) for row in rows)
    return [one for one in found if one.customer_id not in without][:MOST]


def products_in(text: str) -> Iterator[str]:
    """The kinds of loan that a text names."""
    return (kind.value for kind, words in _PRODUCTS if any(word in text for word in words))


def provinces_in(text: str) -> Iterator[str]:
    """The two-digit codes of the provinces that a text names."""
    return (code for code, name in PROVINCES.items() if name in text or short_name(name) in text)


def warned_of(database: Database, solicitation_id: str) -> frozenset[str]:
    """Who was warned of an advert already."""
    of_it = (EVENTS.c.kind == "warn_of_advert") & (EVENTS.c.item_id == solicitation_id)
    with database.read() as connection:
        return frozenset(connection.scalars(select(EVENTS.c.subject_id).where(of_it)))


class Exposures:
    """Warnings of adverts, as one database notes them."""

    def __init__(self, database: Database, wishes: Wishes) -> None:
        self._database = database
        self._wishes = wishes

    def warn(self, customer_id: str, solicitation_id: str, *, channel: str, by: Principal, at: datetime) -> None:
        """Notes that somebody warned a customer; DoNotContactError where they want no contact on that channel."""
        with self._database.begin() as connection:
            self._wishes.respect_within(connection, customer_id, channel)
            ledger.write(
                connection,
                About(SubjectType.CUSTOMER, customer_id, solicitation_id),
                "warn_of_advert",
                by=by,
                at=at,
                after=channel,
            )
