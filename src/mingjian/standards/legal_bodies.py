"""Bodies that the law lets give legal help, as far as a name or a number alone can say.

The words 律师事务所, 法律服务所 and 法律援助 are kept for them by law (律师法, 法律援助法), and nothing stops anybody
from writing them on an envelope: a name tells what somebody says of himself, never that it is so. The patterns read
alike in Python, DuckDB and Spark.
"""

from mingjian.standards.credit_code import Kind
from mingjian.standards.licence import Category
from mingjian.standards.regions import PROVINCES

NAME = (
    r"(?:律师事务所|法律服务所)(?:\s*[（(][^（）()]{1,12}[）)]|[^，,；;]{1,8}(?:分所|办公室))?\s*$"
    r"|(?:法律援助|公共法律服务)(?:中心|工作站|工作室|处)\s*$"
)
"""Names of law firms and their branches, of basic-level legal service offices and of legal aid."""

COMPANY_NAME = r"公司$"
"""Names of companies: one has to call itself so, and a law firm or a legal service office must end with what it is."""

COMPANYS_CODE = r"^9[12]"
"""How the credit code of an enterprise and of a sole trader begins (GB 32100)."""

_CATEGORY = f"[{''.join(category.value for category in Category)}]"
_YEAR = r"(?:19[789]|20[0-9])[0-9]"
_PLACE = rf"(?:{'|'.join(sorted(PROVINCES))})[0-9]{{2}}"
LICENCE = rf"^1{_PLACE}(?:{_YEAR}{_CATEGORY}|{_CATEGORY}{_YEAR})[01][0-9]{{6}}$|^[0-9]{{12}}$"
"""律师执业证号 that :func:`mingjian.standards.licence.parse` finds in order: 17 digits, or the older 12."""

CREDIT_CODE = rf"^(?:{Kind.LAW_FIRM}|{Kind.LEGAL_SERVICE_OFFICE})[0-9]{{6}}[0-9A-HJ-NPQRTUWXY]{{10}}$"
"""Credit codes that the justice department gives to law firms and legal service offices, the check aside."""
