"""Web addresses that are nobody's own: authorities, search engines, platforms, shorteners.

Who names one of them tells nothing of who he is: the regulator's page, the national registers and a search engine stand
in honest posts and in agencies' adverts alike.

Sources: gov.cn, edu.cn and mil.cn are kept for authorities, schools and the army (《中国互联网络域名体系》, 2018,
工业和信息化部公告第7号); the associations and the credit register by their own pages; the platforms are those on which
adverts are collected (``casework/takedowns/platforms.yaml``), with the addresses that their own links use, and the
commonest shorteners.
"""

import re

_KEPT = ("gov.cn", "edu.cn", "mil.cn")
_BODIES = (
    "pbccrc.org.cn",  # 中国人民银行征信中心
    "acla.org.cn",  # 中华全国律师协会
    "nifa.org.cn",  # 中国互联网金融协会
    "china-cba.net",  # 中国银行业协会
    "iachina.cn",  # 中国保险行业协会
    "cca.org.cn",  # 中国消费者协会
    "12315.cn",
    "chinacourt.org",
    "people.com.cn",
    "xinhuanet.com",
    "cctv.com",
)
_PLATFORMS = (
    "baidu.com",
    "so.com",
    "sogou.com",
    "bing.com",
    "qq.com",
    "weibo.com",
    "weibo.cn",
    "sina.com.cn",
    "sina.cn",
    "douyin.com",
    "iesdouyin.com",
    "toutiao.com",
    "kuaishou.com",
    "chenzhongtech.com",  # links of 快手
    "xiaohongshu.com",
    "xhslink.com",
    "zhihu.com",
    "bilibili.com",
    "b23.tv",
    "taobao.com",
    "tmall.com",
    "jd.com",
    "alipay.com",
    "goofish.com",
    "58.com",
    "douban.com",
    "163.com",
    "sohu.com",
)
_SHORTENERS = ("t.cn", "dwz.cn", "url.cn", "suo.im", "mrw.so", "bit.ly", "tinyurl.com", "goo.gl", "is.gd")
_HOST = re.compile(r"^(?:[a-z]+://)?(?:[^/@]*@)?([^/:?#]+)")


def is_public(address: str) -> bool:
    """Whether a web address is of a body or service that everybody uses, or of a part of one."""
    found = _HOST.match(address.strip().lower())
    host = found[1].rstrip(".") if found else ""
    return any(host == own or host.endswith(f".{own}") for own in (*_KEPT, *_BODIES, *_PLATFORMS, *_SHORTENERS))
