"""Shops whose desk, mailbox and telephone are there for everybody, by their names.

Who has no computer has his complaint typed, copied and sent where that is done for all comers: at a print shop, a
net café, a telephone shop, a village's store that keeps parcels. A name tells what somebody says of himself and never
that it is so: it explains what people share, and speaks against no evidence. Hotels, tea houses and 中心 are not among
them: agencies receive people there. The pattern reads alike in Python, DuckDB and Spark.
"""

NAME = (
    r"(?:(?:打字|打印|复印|文印|图文|照相|手机|通讯|便利|杂货|副食|百货)(?:复印|维修)?[店社馆部]"
    r"|小卖部|超市|网吧|网咖|驿站|快递点|邮局|图书馆)\s*$"
)
