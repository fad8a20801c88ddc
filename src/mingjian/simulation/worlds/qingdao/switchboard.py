"""How gangs of this world hide: blocks of numbers, a domain of their own, emulators in a rack, an office building.

Another way of sharing than the first world's: at the foot of the ladder nothing is *the same* for two clients, it
is *next to each other*: consecutive numbers, mailboxes of one domain, devices of one batch, rooms of one building.
"""

import random

from mingjian.contract.vocabulary import ComplaintChannel
from mingjian.simulation.world import Client, Traces

_ROUNDS = (
    (ComplaintChannel.MAIL, ComplaintChannel.PBOC_12363, ComplaintChannel.GOVERNMENT_12345),
    (ComplaintChannel.EMAIL, ComplaintChannel.MEDIA, ComplaintChannel.REGULATOR_12378),
    (ComplaintChannel.THIRD_PARTY_PLATFORM, ComplaintChannel.THIRD_PARTY_PLATFORM, ComplaintChannel.PBOC_12363),
    (ComplaintChannel.ONLINE_CHAT, ComplaintChannel.MAIL, ComplaintChannel.COURT),
    (ComplaintChannel.EMAIL, ComplaintChannel.MAIL),
)


class Switchboard:
    """A floor of an office building with a rack of telephones."""

    def __init__(self, dice: random.Random, parent: "Switchboard | None" = None) -> None:
        self._block = dice.randrange(17_600_000, 17_699_999) * 1_000 + dice.randrange(500)
        self._domains = [f"{_syllables(dice)}{dice.choice(('.cn', '.net.cn', '.top', '.vip'))}" for _ in range(4)]
        self._rack = [f"emu{dice.getrandbits(32):08x}{dice.getrandbits(32):08x}" for _ in range(60)]
        self._cloud = f"47.{dice.randrange(92, 120)}.{dice.randrange(256)}"
        street = dice.choice(("敦化路", "连云港路", "龙城路", "台柳路"))
        self._tower = (
            f"青岛市市北区{street}{dice.randrange(2, 90)}号{dice.choice(('卓越大厦', '中央商务', '万达中心'))}"
        )
        self._floor = dice.randrange(5, 30)
        self._courier = f"JD{dice.randrange(10**5):05d}"
        self._pen_name = dice.choice(("孙老师", "法务部小曲", "维权中心", "纪先生"))
        self._round = dice.choice(_ROUNDS)
        if parent is not None:
            # The rack is sold with the lease; the number block is new.
            self._rack[:5] = [value for kind, value in parent.assets() if kind == "device"][:5]

    def traces(self, client: Client, sophistication: float, dice: random.Random) -> Traces:
        mailed = client.channel is ComplaintChannel.MAIL
        online = client.channel in (ComplaintChannel.THIRD_PARTY_PLATFORM, ComplaintChannel.ONLINE_CHAT)
        return Traces(
            contact_phone=self._number(client, sophistication, dice),
            contact_email=self._mail(client, sophistication, dice),
            sender_name=(self._pen_name if sophistication < 0.15 else client.name) if mailed else "",
            sender_address=self._room(client, sophistication, dice) if mailed else "",
            tracking_number=self._parcel(client, sophistication) if mailed else "",
            device_id=self._emulator(client, sophistication, dice) if online else "",
            ip=self._exit(client, sophistication, dice) if online else "",
        )

    def _number(self, client: Client, sophistication: float, dice: random.Random) -> str:
        if sophistication < 0.12:
            # Five numbers of one block answer for everybody.
            return str(self._block + client.ordinal % 5)
        if sophistication < 0.45:
            return str(self._block + client.ordinal // 3)
        if sophistication < 0.7 and dice.random() < 0.4:
            return str(self._block + 37 * (client.ordinal // 2) % 900)
        return client.own.contact_phone

    def _mail(self, client: Client, sophistication: float, dice: random.Random) -> str:
        wanted = client.channel is ComplaintChannel.EMAIL or (sophistication < 0.3 and dice.random() < 0.5)
        if not wanted:
            return ""
        if sophistication < 0.12:
            return f"service+{client.ordinal:03d}@{self._domains[0]}"
        if sophistication < 0.45:
            return f"{_syllables(dice)}@{self._domains[client.ordinal % 2]}"
        if sophistication < 0.7 and dice.random() < 0.5:
            return f"{_syllables(dice)}{dice.randrange(90)}@{self._domains[dice.randrange(4)]}"
        return client.own.contact_email

    def _emulator(self, client: Client, sophistication: float, dice: random.Random) -> str:
        if sophistication < 0.12:
            return self._rack[client.ordinal % 3]
        if sophistication < 0.45:
            return self._rack[client.ordinal // 3 % 20]
        if sophistication < 0.85 and dice.random() < 0.3:
            return self._rack[client.ordinal // 2 % 60]
        return client.own.device_id

    def _exit(self, client: Client, sophistication: float, dice: random.Random) -> str:
        if sophistication < 0.12:
            return f"{self._cloud}.{10 + client.ordinal % 4}"
        if sophistication < 0.5:
            return f"{self._cloud}.{dice.randrange(2, 60)}"
        if sophistication < 0.75:
            return f"39.{dice.randrange(64, 90)}.{dice.randrange(256)}.{dice.randrange(1, 255)}"
        return client.own.ip

    def _room(self, client: Client, sophistication: float, dice: random.Random) -> str:
        room = self._floor * 100 + 1 + client.ordinal % 20
        if sophistication < 0.12:
            return f"{self._tower}{room}"
        if sophistication < 0.45:
            spelled = self._tower.replace("青岛市市北区", dice.choice(("山东青岛市北", "青岛市北区", "青岛市市北区")))
            return f"{spelled}{dice.choice(('', '写字楼'))}{room}{dice.choice(('室', '房', ''))}"
        return client.own.sender_address if sophistication >= 0.65 or dice.random() < 0.5 else f"{self._tower}前台"

    def _parcel(self, client: Client, sophistication: float) -> str:
        if sophistication < 0.45:
            day = client.received_at.timetuple().tm_yday
            return f"{self._courier}{day:03d}{client.filing % 10_000:04d}"
        return client.own.tracking_number.replace("SF", "JDV")

    def assets(self) -> tuple[tuple[str, str], ...]:
        return tuple(("device", device) for device in self._rack[:5])

    def campaign(self, sophistication: float, dice: random.Random) -> tuple[ComplaintChannel, ...]:
        return self._round if sophistication < 0.5 else dice.choice(_ROUNDS)

    def working_hour(self, sophistication: float, dice: random.Random) -> int:
        # The night shift is cheaper; those who learned keep office hours.
        return dice.choice((20, 21, 22, 23)) if sophistication < 0.35 else dice.randrange(9, 21)


def _syllables(dice: random.Random) -> str:
    vowels = ("a", "ai", "ang", "e", "i", "ong", "u")
    return "".join(dice.choice("bdghjlmnqstwxyz") + dice.choice(vowels) for _ in range(3))
