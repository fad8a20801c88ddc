"""What the office wrote that passed a complaint on: a line's heading, who called, and what it asks of the lender.

A hotline's operator puts the same words around each complaint that he takes down. They are no letter that its
complainants share, so texts are compared without them.
"""

import re

__all__ = ["without_transfer"]

_OFFICE = (
    r"(?:12345|12378|12363|12315|12348|12388|96\d{3}|热线|市长(?:信箱|电话|公开电话)|信访|消保|消协|消费者(?:协会|委员会)|监管|银保监|人民银行"
    r"|人行|服务中心|政务|网格|融媒|问政|民声|留言板)"
)
_PASSED_ON = r"(?:转办|转来|转交|转送|交办|派发|派单|承办|督办|工单|登记|受理)"
_OF_HIMSELF = re.compile("我(?!市|区|县|省|办|中心|局|委|会|行|平台|单位)|俺|咱|本人")
"""我中心转办 is an office's; 我打12345登记了工单 is the complainant's own."""
_CALLER = r"(?:诉求人|来电人|来访人|来信人|反映人|举报人|投诉人|市民|群众|网民|网友|消费者)"
_HEADING = re.compile(
    rf"\s*(?:[【\[(（〔](?=[^】\])）〕\n]*{_OFFICE})(?=[^】\])）〕\n]*{_PASSED_ON})[^】\])）〕\n]{{2,40}}[】\])）〕]"
    rf"|(?=[^:：,，。\n]*{_OFFICE})(?=[^:：,，。\n]*{_PASSED_ON})[^:：,，。\n]{{2,40}}[:：])\s*"
)
_CALLED = re.compile(
    rf"\s*{_CALLER}(?:[\u4e00-\u9fff]{{0,3}}(?:先生|女士))?(?:于[^,，。:：\n]{{1,16}})?"
    r"(?:来电|来信|来访|致电|拨打[^,，。:：\n]{0,10}|电话|留言)?(?:反映|投诉|诉称|称|表示|咨询|求助|反应)(?:如下)?[,，:：]?"
)
_ASKED = re.compile(
    r"(?:(?:诉求目的|办理要求|处理要求|办理意见|转办意见|要求|备注)[:：]\s*)?"
    r"(?:请|烦请|望)(?:相关|有关|贵|责任|承办|你|各)(?:责任|承办)?(?:单位|部门|公司|机构|局|行|方)[^。\n]{0,30}"
    r"(?:核实|调查|处理|办理|核查|处置)[^。\n]{0,40}(?:回复|反馈|答复|报送)[^。\n]{0,50}[。！!]?\s*$"
)
_LEAST = 20
"""Characters below which an operator's note says what anybody calls about (催收骚扰), and nobody copied it."""


def without_transfer(text: str) -> str:
    """The text without what the office wrote at its head and its foot; empty where too little else is left."""
    heading = _HEADING.match(text)
    if heading is None or _OF_HIMSELF.search(heading[0]):  # whoever was not passed on asks for himself
        return text
    start = heading.end()
    if called := _CALLED.match(text, start):
        start = called.end()
    asked = _ASKED.search(text, start)
    kept = text[start : asked.start() if asked else len(text)]
    return kept if len(kept.strip()) >= _LEAST else ""
