"""What stands open in a package, what is masked, and why: no more than the purpose needs (个人信息保护法第六条).

Open are the things that tie an agency's customers together, for an investigation begins with them: a telephone, a
payee account or an address that at least two households of the gang share, and names of firms. Masked is what is a
consumer's own: their name and number, any telephone or address that only one household uses, and what stands on a
customer's file unless three households use it, for agencies have their own number put there. The lender hands masked
values over on a formal request, which names the number that stands here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from mingjian.access import masking
from mingjian.contract.reasons import Language
from mingjian.contract.vocabulary import EntityType

End = tuple[str, str]
"""Type and id of an entity."""
Mask = Callable[[str, str], str]
"""How an entity's id looks masked, by its type."""

FEWEST_HOUSEHOLDS = 2
"""From how many on a shared thing is the agency's rather than a consumer's."""
BEYOND_A_FAMILY = 3
"""From how many on even a value that stands on a customer's file is more than theirs: agencies put their own there."""

THINGS = frozenset(
    {
        EntityType.PHONE,
        EntityType.EMAIL,
        EntityType.DEVICE,
        EntityType.IP,
        EntityType.ADDRESS,
        EntityType.ACCOUNT,
        EntityType.WECHAT,
        EntityType.WAYBILL,
        EntityType.PERSON,
    }
)
"""Entities whose id is a personal value."""

REGISTERED = frozenset({EntityType.ORGANISATION, EntityType.LICENCE})
"""What stands in a public register."""

OPEN_SHARED = "至少两户共用，或由代理方自行留下，属查证团伙所必需"
MASKED_OWN = "属客户本人登记信息，非本次用途所必需"
MASKED_SINGLE = "仅涉及一户，不能排除系消费者本人所有"
NUMBER_ONLY = "系我单位内部编号，不含个人信息"
PUBLIC = "机构名称与执业证号系公开登记信息，属查证所必需"


@dataclass(frozen=True)
class Shown:
    """An entity as a package names it."""

    text: str
    open: bool
    why: str


@dataclass(frozen=True)
class Disclosure:
    """The rule for the entities of one package."""

    mask: Mask
    households: Mapping[End, int] = field(default_factory=dict)
    """How many households of the gang, or customers where that is not known, have a thing."""
    own: Collection[str] = frozenset()
    """Values that stand on a customer's file."""
    agents: Collection[str] = frozenset()
    """Values that the agency's own records name as its own: adverts, reports of consumers, mandates."""
    names: tuple[str, ...] = ()
    """Consumers' names, to be masked wherever they stand in a text."""

    def show(self, end: End) -> Shown:
        """How an entity is named."""
        kind, value = end
        if kind in REGISTERED:
            return Shown(value, True, PUBLIC)
        if kind not in THINGS:
            return Shown(value, True, NUMBER_ONLY)
        if value in self.own and self.households.get(end, 0) < BEYOND_A_FAMILY:
            return Shown(self.mask(kind, value), False, MASKED_OWN)
        if value in self.agents or self.households.get(end, 0) >= FEWEST_HOUSEHOLDS:
            return Shown(value, True, OPEN_SHARED)
        return Shown(self.mask(kind, value), False, MASKED_SINGLE)

    def text(self, text: str | None) -> str:
        """Free text with numbers and consumers' names masked."""
        return masking.mask_text(text, names=self.names)


@dataclass(frozen=True)
class Rule:
    """What is treated how, and why; each in Chinese and in English."""

    what: tuple[str, str]
    treatment: tuple[str, str]
    why: tuple[str, str]

    def said(self, language: Language) -> tuple[str, str, str]:
        """The three in that language."""
        place = 0 if language is Language.ZH else 1
        return self.what[place], self.treatment[place], self.why[place]


_MASKED, _OPEN = ("遮蔽", "masked"), ("列明", "open")
RULES: tuple[Rule, ...] = (
    Rule(
        ("客户姓名、身份证号、联系电话、住址、单位", "customers' names, numbers, telephones, addresses, employers"),
        _MASKED,
        (MASKED_OWN, "the customer's own, on file; the purpose does not need them"),
    ),
    Rule(
        ("仅一户使用的电话、设备、地址、账户等", "telephones, devices, addresses, accounts that one household uses"),
        _MASKED,
        (MASKED_SINGLE, "may be the consumer's own"),
    ),
    Rule(
        (
            "至少两户共用的电话、设备、地址、账户、微信、快递单号等",
            "telephones, devices, addresses, accounts, waybills that two households or more share",
        ),
        _OPEN,
        (OPEN_SHARED, "an investigation begins with what ties them together, or with what the agency left itself"),
    ),
    Rule(
        ("客户登记的电话、地址等，但已有至少三户共用", "what stands on a customer's file, but three households use"),
        _OPEN,
        (
            "超出一户家庭使用的范围，代理方常以自己的号码更换客户预留信息",
            "more than a family uses it; agencies have their own number put on a customer's file",
        ),
    ),
    Rule(
        ("机构名称、执业证号", "names of firms, licence numbers"),
        _OPEN,
        (PUBLIC, "they stand in public registers"),
    ),
    Rule(
        ("投诉编号、材料编号、客户编号", "numbers of complaints, documents and customers"),
        _OPEN,
        (NUMBER_ONLY, "the lender's own numbers, which name nobody"),
    ),
    Rule(
        (
            "投诉信全文、通话录音与声纹、借款与还款明细",
            "texts of complaints, recordings and voiceprints, loans and repayments",
        ),
        ("不提供", "left out"),
        (
            "非本次用途所必需；如需调取，请凭法律文书及编号办理",
            "the purpose does not need them; they are handed over on a formal request that names the number",
        ),
    ),
    Rule(
        ("有疑点材料的原件", "originals of documents in doubt"),
        ("提供原件", "go along"),
        (
            "材料真伪系查证对象；原件含有消费者个人信息，请限于办案使用",
            "whether they are genuine is what is to be found out; they hold personal data",
        ),
    ),
    Rule(
        ("未见疑点的材料", "documents without a finding"),
        ("不提供，仅列编号", "left out, their number alone stands"),
        ("与本次用途无关，保护消费者隐私", "they are no matter of the purpose"),
    ),
)
"""Stands in the report, in the manifest and in ``tables/disclosure.csv``."""
