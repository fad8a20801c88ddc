"""Bodies that help people with a complaint as a part of what they are there for, by their names.

A village or residents' committee, a hospital's social workers, a notary's office, a union, a consumers' association, a
mediation committee: none of them is an agency's operator. A name tells what somebody says of himself and never that it
is so: it explains what people share, and speaks against no evidence. Other 中心 and 工作室 are not among them, nor
法律援助: agencies call themselves so. The pattern reads alike in Python, DuckDB and Spark.
"""

NAME = (
    r"(?:村民委员会|居民委员会|村委会|居委会|街道办事处|人民政府|调解委员会|司法所|信访局|民政局|派出所"
    r"|党群服务中心|公证处|[乡镇区县市]政府|街道办|救助管理站|人力资源和社会保障局|人社局"
    r"|医院|卫生院|总工会|工会|工会委员会|工会联合会|妇女联合会|妇联|残疾人联合会|残联|聋人协会|盲人协会|红十字会|慈善总会"
    r"|消费者协会|消费者委员会|消费者权益保护委员会|消委会|消协)\s*$"
)

NO_COMPANY = (
    NAME
    + r"|(?:委会|委员会|中心|协会|联合会|基金会|街道|站|所|局|院)$"
    + r"|(?:社工|社会工作|社会服务|法律援助|法律服务|调解|志愿|公益)[^公]*工作室$"
)
"""These and what else is named like an office or a charity: a clerk's note that it is a company weighs less than its
name. An agency may be named so too, so nothing is explained by it."""
