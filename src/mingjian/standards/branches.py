"""Branches and counters where a lender receives people, by their names.

A clerk who files for whoever comes in writes where he sits. A name tells what somebody says of himself and never that
it is so: it explains what stands at one desk, and speaks against no evidence. 分公司, 中心 and 工作室 are not among
them: agencies call themselves so. The pattern reads alike in Python, DuckDB and Spark.
"""

NAME = r"(?:营业部|营业厅|营业所|营业网点|服务网点|支行|分行|分理处|储蓄所|柜台|柜面)\s*$"
