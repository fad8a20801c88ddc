"""Whether friends explain a small gang."""

from mingjian.network.clusters import Cluster
from mingjian.network.evidence import Entity, Star
from mingjian.network.friends import beyond_friendship
from mingjian.network.settings import NetworkSettings

HOMES = frozenset(f"customer:C-{number}" for number in range(4))


def test_a_small_gang_with_a_letter_and_a_seal_alone_is_asked_too() -> None:
    """Around neither is there a circle of friends: such a gang once ended the run with an exception."""
    things = (Entity("letter_template", "T-1"), Entity("seal", "S-1"))
    star = Star(things, HOMES, of=4, chance=0.001, threshold=9.0, surprise=20.0)
    cluster = Cluster((star,), HOMES, frozenset(things))
    assert beyond_friendship([cluster], {}, {}, NetworkSettings()) == (cluster,)
