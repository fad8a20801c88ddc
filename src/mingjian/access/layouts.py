"""Where a person left the nodes of a gang's picture, for the next run and for every browser of theirs.

Each has layouts of their own: two people would move each other's nodes. A place stands under the node's HMAC, whose
key lies in the vault: beside a copied database nobody can try which of ten thousand telephones it is.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, String, Table, Text, select

from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.vault import Vault

LAYOUTS = Table(
    "layouts",
    METADATA,
    Column("person", String(200), primary_key=True),
    Column("gang_id", String(200), primary_key=True),
    Column("key", String(64), nullable=False),
    Column("places", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
"""``key`` is the digest of the vault's file that holds it; ``places`` leads from a node's HMAC to [x, y, by hand]."""

MOST = 1_000
"""Places of one layout."""

Node = tuple[str, str]
"""Type and id of an entity."""


@dataclass(frozen=True)
class Place:
    """Where a node stands; ``by_hand`` where the person moved it there."""

    x: float
    y: float
    by_hand: bool = False


class Layouts:
    """The layouts of one database; ``vault`` keeps their keys."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def of(self, person: str, gang_id: str, members: Iterable[Node]) -> dict[Node, Place]:
        """Where the person left those of the members that they had before them."""
        with self._database.read() as connection:
            row = _find(connection, person, gang_id)
        if row is None or (key := self._key(row)) is None:
            return {}
        places = _decode(row.places)
        named = ((node, _name(key, node)) for node in members)
        return {node: places[name] for node, name in named if name in places}

    def keep(self, person: str, gang_id: str, places: Mapping[Node, Place], *, at: datetime) -> None:
        """Keeps these places beside earlier ones; beyond :data:`MOST` the earlier ones that nobody moved go first."""
        with self._database.begin() as connection:
            row = _take(connection, person, gang_id, at)
            key = self._key(row)
            earlier = {} if key is None else _decode(row.places)
            if key is None:
                key = secrets.token_bytes(32)
                connection.execute(LAYOUTS.update().where(*_is(row)).values(key=self._vault.put_bytes(key)))
            now = {_name(key, node): place for node, place in places.items()}
            before = [one for one in earlier.items() if one[0] not in now]
            ordered = [*now.items(), *sorted(before, key=lambda one: not one[1].by_hand)]
            _update(connection, row, dict(ordered[:MOST]))

    def reset(self, person: str, gang_id: str) -> None:
        """Forgets the person's layout of a gang, with its key."""
        with self._database.begin() as connection:
            row = _find(connection, person, gang_id, to_write=True)
            if row is not None:
                _delete(connection, row)
        if row is not None and row.key:
            self._vault.delete(row.key)

    def leave(self, people: Collection[str]) -> None:
        """Forgets every layout of these people, with its keys: who may not come in has no picture to come back to."""
        theirs = LAYOUTS.c.person.in_(list(people))
        with self._database.begin() as connection:
            keys = connection.scalars(select(LAYOUTS.c.key).where(theirs).with_for_update()).all()
            connection.execute(LAYOUTS.delete().where(theirs))
        for digest in filter(None, keys):
            self._vault.delete(digest)

    def forget(self, nodes: Collection[Node]) -> None:
        """Takes these nodes out of everybody's layouts."""
        self._sift(lambda _gang, key, names: names - {_name(key, node) for node in nodes})

    def keep_only(self, members: Mapping[str, Collection[Node]]) -> None:
        """Of everybody's layouts keeps what is a member now, by gang."""
        self._sift(lambda gang, key, names: names & {_name(key, node) for node in members.get(gang, ())})

    def _key(self, row: Row[Any]) -> bytes | None:
        """The layout's key; None before the first place is kept, and where the vault lost it."""
        return self._vault.read(row.key) if row.key and self._vault.has(row.key) else None

    def _sift(self, stay: Callable[[str, bytes, AbstractSet[str]], AbstractSet[str]]) -> None:
        """Keeps the names that stay, of a gang's under a key; a layout without any goes with its key."""
        gone = []
        with self._database.begin() as connection:
            for row in connection.execute(select(LAYOUTS).with_for_update()).all():
                places = _decode(row.places)
                key = self._key(row)
                # Names without their key lead to nobody any more: they may be anybody's.
                names = frozenset() if key is None else stay(row.gang_id, key, places.keys())
                left = {name: place for name, place in places.items() if name in names}
                if not left:
                    _delete(connection, row)
                    gone.append(row.key)
                elif len(left) < len(places):
                    _update(connection, row, left)
        for digest in filter(None, gone):
            self._vault.delete(digest)


def _name(key: bytes, node: Node) -> str:
    return hmac.digest(key, "\x1f".join(node).encode(), hashlib.sha256).hex()


def _decode(places: str) -> dict[str, Place]:
    return {name: Place(*place) for name, place in json.loads(places).items()}


def _find(connection: Connection, person: str, gang_id: str, *, to_write: bool = False) -> Row[Any] | None:
    query = select(LAYOUTS).where(LAYOUTS.c.person == person, LAYOUTS.c.gang_id == gang_id)
    return connection.execute(query.with_for_update() if to_write else query).one_or_none()


def _take(connection: Connection, person: str, gang_id: str, at: datetime) -> Row[Any]:
    """The row, made where it is absent: two browsers of one person may be the first at once, and one of them waits."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    new = insert(LAYOUTS).values(person=person, gang_id=gang_id, key="", places="{}", at=at)
    same = [LAYOUTS.c.person, LAYOUTS.c.gang_id]
    connection.execute(new.on_conflict_do_update(index_elements=same, set_={"at": at}))
    row = _find(connection, person, gang_id, to_write=True)
    assert row is not None  # made just now, or held since
    return row


def _update(connection: Connection, row: Row[Any], places: Mapping[str, Place]) -> None:
    written = json.dumps({name: [place.x, place.y, place.by_hand] for name, place in places.items()})
    connection.execute(LAYOUTS.update().where(*_is(row)).values(places=written))


def _delete(connection: Connection, row: Row[Any]) -> None:
    connection.execute(LAYOUTS.delete().where(*_is(row)))


def _is(row: Row[Any]) -> tuple[Any, Any]:
    return LAYOUTS.c.person == row.person, LAYOUTS.c.gang_id == row.gang_id
