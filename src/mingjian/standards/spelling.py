"""By which spelling two written telephones, accounts, WeChat numbers or names are the same."""

import re

from mingjian.standards import phone
from mingjian.standards.names import normalise


def one_spelling(kind: str, value: str) -> str:
    """One spelling a value: +86 138-1234-5678 and 13812345678 are one telephone, Abc_1 and abc_1 one WeChat number."""
    if kind == "phone":
        return phone.normalise(value) or re.sub(r"[\s-]", "", value)
    if kind == "account":
        return re.sub(r"[\s-]", "", value)
    if kind in ("wechat", "email", "qq", "web"):
        return value.strip().lower()
    if kind in ("organisation", "person"):
        return normalise(value)
    return value.strip()
