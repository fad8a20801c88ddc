"""One spelling of an address, as an expression: what people write or leave out as they like becomes equal.

Whole addresses are read by :mod:`mingjian.standards.address`, one by one; this is for columns of a million, and few
steps deep, since SQLite nests no more.
"""

from functools import reduce

import ibis.expr.types as ir

from mingjian.standards.regions import MUNICIPALITIES, PROVINCES, short_name

BETWEEN = "#"
"""Stands for a dash between numbers: 3号2-1501 is another door than 3号21-501."""

_PROVINCES = "|".join(sorted(name for code, name in PROVINCES.items() if code not in MUNICIPALITIES))
_CITIES = sorted(short_name(PROVINCES[code]) for code in MUNICIPALITIES)

_STEPS = (
    (r"[\s()（）,，.。·、]", ""),
    (r"[\-—–－]+", BETWEEN),
    # A province is left out as often as not where its city stands; a municipality is the city, and stands twice.
    (f"^(中华人民共和国|中国)?({_PROVINCES})?", ""),
    *((f"^({city}市?){{2}}", city) for city in _CITIES),
    ("号楼|[幢座]", "栋"),
    ("市辖区|特别行政区|自治区|自治州|自治县|省|市|区|县|街道|镇", ""),
    (f"号{BETWEEN}", "号"),
    (f"[室房户]$|^{BETWEEN}|{BETWEEN}$", ""),
)


def one_spelling(address: ir.StringValue) -> ir.StringValue:
    """The address without what is written or left out as one likes; no two doors become one."""
    return reduce(lambda text, step: text.re_replace(*step), _STEPS, address.translate("號樓棟層", "号楼栋层"))
