"""What a long command is doing just now, said in Chinese: rooms report it in English, as they do everything."""

from mingjian.contract.labels import STAGES, TABLES
from mingjian.contract.reasons import Language

_AFTER = "going on after "

DOING = {
    "delivery": "交付",
    "representatives": "代理人",
    "agreements and adverts": "委托协议与引流信息",
    "dossiers": "机构档案",
    "documents": "材料",
    "families of letters": "相似信函",
    "templates": "模板",
    "code words": "暗语",
    "features of complaints": "投诉特征",
    "assessing complaints": "投诉评估",
    "learning from past months": "从以往月份学习",
    "candidates run along": "候选模型陪跑",
    "watching the models": "监测模型",
    "features of customers": "客户特征",
    "assessing customers": "客户评估",
    "writing features": "写出特征",
    "network: links": "关系网络：关联",
    "network: gangs": "关系网络：团伙",
    "network: writing": "关系网络：写出",
    "gangs": "团伙",
    "gangs and registers": "团伙与名录",
    "done": "完成",
}
"""By what a room says. Stages and tables are called as everywhere else."""


def said(doing: str, language: Language) -> str:
    """What is being done, in that language; what stands behind it in brackets, such as a count, stays."""
    if language is Language.EN:
        return doing
    if doing.startswith(_AFTER):
        return f"接续 {said(doing.removeprefix(_AFTER), language)} 之后"
    words, bracket, count = doing.partition(" (")
    if words in DOING:
        return DOING[words] + bracket + count
    label = STAGES.get(words) or TABLES.get(words)
    return (label.zh if label else words) + bracket + count
