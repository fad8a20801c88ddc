"""How gangs of this world hide: one telephone for all, then burner cards and rented lines, at last nothing."""

import random

from mingjian.contract.vocabulary import ComplaintChannel
from mingjian.simulation.world import Client, Traces
from mingjian.simulation.worlds.chongqing.ghostwriter import CAMPAIGN


class BackRoom:
    """A room with telephones. Each stock is drawn when the gang is founded and used up the ladder."""

    def __init__(self, dice: random.Random, parent: "BackRoom | None" = None) -> None:
        self._phones = [_phone(dice, virtual=index > 2) for index in range(40)]
        self._devices = [f"d-{dice.getrandbits(64):016x}" for _ in range(12)]
        network = dice.randrange(2**16)
        self._lines = [f"183.{network >> 8}.{network & 255}.{dice.randrange(2, 250)}" for _ in range(10)]
        self._mailboxes = [f"{_word(dice)}{dice.randrange(100, 9_999)}@163.com" for _ in range(6)]
        street, tower = dice.choice(("大坪正街", "民生路", "邹容路")), dice.choice(("时代天街", "协信中心", "日月光"))
        self._sender = (
            f"重庆市渝中区{street}{dice.randrange(10, 300)}号{tower}{dice.randrange(3, 30)}-{dice.randrange(1, 20)}"
        )
        self._waybills = 1_100_000_000_000 + dice.randrange(10**11)
        self._weekday = dice.randrange(5)
        self._campaign = dice.choice(CAMPAIGN)
        self._hour = dice.choice((9, 10, 11, 14, 15, 16))
        if parent is not None:
            # Rebranded in haste: a device and a line stay.
            held = dict(parent.assets())
            self._devices[1] = held["device"]
            self._lines[1] = held["ip"]

    def traces(self, client: Client, sophistication: float, dice: random.Random) -> Traces:
        own, online = client.own, bool(client.own.device_id or client.own.ip)
        mailed = client.channel is ComplaintChannel.MAIL
        return Traces(
            contact_phone=self._telephone(client, sophistication, dice),
            contact_email=self._mailbox(client, sophistication, dice),
            sender_name=client.name if mailed else "",
            sender_address=(self._address(sophistication, dice) if sophistication < 0.7 else own.sender_address)
            if mailed
            else "",
            tracking_number=self._waybill(client, sophistication) if mailed else "",
            device_id=self._device(client, sophistication, dice) if online else "",
            ip=self._line(client, sophistication, dice) if online else "",
        )

    def _telephone(self, client: Client, sophistication: float, dice: random.Random) -> str:
        if sophistication < 0.12:
            return self._phones[0]
        if sophistication < 0.4:
            return self._phones[(client.ordinal // 8) % 4]
        if sophistication < 0.7:
            # A burner serves two or three clients before it is thrown away.
            return self._phones[3 + (client.ordinal // 2) % 37] if dice.random() < 0.6 else client.own.contact_phone
        return client.own.contact_phone

    def _mailbox(self, client: Client, sophistication: float, dice: random.Random) -> str:
        if client.channel is not ComplaintChannel.EMAIL:
            return ""
        if sophistication < 0.12:
            return self._mailboxes[0]
        if sophistication < 0.4:
            return self._mailboxes[dice.randrange(3)]
        if sophistication < 0.7 and dice.random() < 0.35:
            return self._mailboxes[client.ordinal // 3 % 6]
        return client.own.contact_email

    def _device(self, client: Client, sophistication: float, dice: random.Random) -> str:
        if sophistication < 0.12:
            return self._devices[0]
        if sophistication < 0.4:
            return client.own.device_id if dice.random() < 0.45 else self._devices[dice.randrange(3)]
        if sophistication < 0.9 and dice.random() < 0.25:
            return self._devices[(client.ordinal // 3) % 12]
        return client.own.device_id

    def _line(self, client: Client, sophistication: float, dice: random.Random) -> str:
        if sophistication < 0.12:
            return self._lines[0]
        if sophistication < 0.4:
            return self._lines[dice.randrange(4)]
        if sophistication < 0.7 and dice.random() < 0.3:
            return self._lines[dice.randrange(10)]
        # Residential lines are rented by the hour; behind each stands somebody's home.
        return (
            f"113.{dice.randrange(200, 252)}.{dice.randrange(256)}.{dice.randrange(1, 255)}"
            if sophistication < 0.9
            else client.own.ip
        )

    def _waybill(self, client: Client, sophistication: float) -> str:
        """Bought by the pad: consecutive at first, then a pad for each round."""
        if sophistication < 0.12:
            return f"YT{self._waybills + client.filing // 8}"
        if sophistication < 0.4:
            return f"YT{self._waybills + client.ordinal // 6 * 90_007 + client.ordinal % 6 * 3}"
        return client.own.tracking_number

    def _address(self, sophistication: float, dice: random.Random) -> str:
        if sophistication < 0.12:
            return self._sender
        spelled = self._sender.replace("重庆市", dice.choice(("重庆市", "重庆", "重庆市")))
        return spelled.replace("号", dice.choice(("号", "號", " 号 ")))

    def assets(self) -> tuple[tuple[str, str], ...]:
        return (("phone", self._phones[0]), ("device", self._devices[0]), ("ip", self._lines[0]))

    def campaign(self, sophistication: float, dice: random.Random) -> tuple[ComplaintChannel, ...]:
        return self._campaign if sophistication < 0.4 else dice.choice(CAMPAIGN)

    def working_hour(self, sophistication: float, dice: random.Random) -> int:
        return self._hour if sophistication < 0.3 else dice.randrange(8, 22)


def _phone(dice: random.Random, *, virtual: bool) -> str:
    prefix = dice.choice((170, 171, 162, 165, 167)) if virtual else dice.choice((133, 156, 185, 199))
    return f"{prefix}{dice.randrange(10**8):08d}"


def _word(dice: random.Random) -> str:
    return "".join(dice.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(dice.randint(4, 7)))
