"""Whether friends explain a small gang."""

from mingjian.network.clusters import Cluster
from mingjian.network.evidence import Entity, Star
from mingjian.network.friends import beyond_friendship
from mingjian.network.settings import NetworkSettings

HOMES = [f"customer:C-{number}" for number in range(4)]


def test_a_small_gang_with_a_letter_and_a_seal_alone_is_asked_too() -> None:
    """Around neither is there a circle of friends: such a gang once ended the run with an exception."""
    four = _around((Entity("letter_template", "T-1"), Entity("seal", "S-1")), HOMES)
    assert beyond_friendship([four], {}, {}, NetworkSettings(), no_helpers=frozenset()) == (four,)


def test_three_homes_are_no_gang_where_many_more_have_their_telephone_and_their_device() -> None:
    """No circle is as small as theirs then, but theirs is one."""
    three = _around((Entity("phone", "199"), Entity("device", "d-1")), HOMES[:3])
    assert beyond_friendship([three], {}, {}, NetworkSettings(), no_helpers=frozenset()) == ()


def _around(things: tuple[Entity, Entity], homes: list[str]) -> Cluster:
    star = Star(things, frozenset(homes), of=4, chance=0.001, threshold=9.0, surprise=20.0)
    return Cluster((star,), star.households, frozenset(things))
