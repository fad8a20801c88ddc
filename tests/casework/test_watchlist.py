"""What is watched: until a day, never a customer, and told again only where there is news."""

import pytest

from mingjian.casework.watchlist import MOST_KNOWN, Watchlist
from mingjian.errors import InputError
from mingjian.store.database import Database
from tests.casework.people import NOON, later, person

LEAD = person("zhao.min")


def test_a_watch_ends_by_itself_and_no_customer_is_watched(database: Database) -> None:
    watchlist, until = Watchlist(database), later(days=9).date()
    watch = watchlist.add("gang", "G-1", until=until, by=LEAD, at=NOON, why="it may come back")
    assert watchlist.current(today=until) == (watch,)
    assert watchlist.current(today=later(days=10).date()) == ()
    with pytest.raises(InputError, match="never a customer"):
        watchlist.add("customer", "C-1", until=until, by=LEAD, at=NOON, why="complained again")
    everywhere = [("complaints", f"K-{number}") for number in range(MOST_KNOWN + 1)]
    with pytest.raises(InputError, match="something rarer"):
        watchlist.add("wording", "投诉", until=until, by=LEAD, at=NOON, why="common", known=everywhere)
    watchlist.end(watch.watch_id, by=LEAD, at=NOON, why="dissolved")
    assert watchlist.current(today=until) == ()


def test_what_somebody_has_looked_at_is_no_news_any_more(database: Database) -> None:
    watchlist, until = Watchlist(database), later(days=9).date()
    watch = watchlist.add("gang", "G-1", until=until, by=LEAD, at=NOON, why="again", known=[("complaints", "K-1")])
    assert (watch.since, watchlist.known()[watch.watch_id]) == (NOON, frozenset({("complaints", "K-1")}))
    seen = (("complaints", "K-1"), ("testimonies", "Y-1"))
    watchlist.look(watch.watch_id, known=seen, up_to=later(days=2), by=LEAD, at=later(days=3), why="a family")
    assert watchlist.current(today=until)[0].since == later(days=2)
    assert watchlist.known() == {watch.watch_id: set(seen)}
