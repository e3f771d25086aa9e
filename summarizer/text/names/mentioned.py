"""What else an article names: works in title marks, and organisations by the word they end with."""

import re
from collections import Counter

from summarizer.text.names.authority import lookup
from summarizer.text.names.brackets import UNLIKELY
from summarizer.text.names.titles import titles
from summarizer.text.scripts import has_han

_WORK = re.compile(r"[《〈]([^《》〈〉\n]{1,40})[》〉]")
_ENDING = (
    "(?:有限责任公司|有限責任公司|股份有限公司|有限公司|公司|集团|集團|大学|大學|学院|學院|研究院|研究所|研究中心|实验室|實驗室|科学院|科學院|"
    "基金会|基金會|委员会|委員會|协会|協會|学会|學會|联盟|聯盟|银行|銀行|证券|證券|法院|检察院|檢察院|出版社|通讯社|通訊社|日报|日報|晚报|晚報|电视台|電視台|"
    "医院|醫院|博物馆|博物館|俱乐部|俱樂部|事务所|事務所)"
)
_WEAK = "(?:科技|智能|资本|資本)"
"""Endings that are also ordinary words: only at an edge, or before a word that is said of a company."""
_ORGANISATION = re.compile(
    rf"([A-Za-z\u4e00-\u9fff]{{1,20}}?(?:{_ENDING}(?:(?:(?![和与與及])[\u4e00-\u9fff]){{0,8}}?{_ENDING})*(?![生法业業长長派化们們者])"
    rf"|{_WEAK}(?=[^\u4e00-\u9fff]|的|创始|創辦|开创|联合|首席|总裁|總裁|董事|副总|公司|宣布|表示|$)))"
)
_LEAD = re.compile(
    "就职于|就職於|任职于|任職於|供职于|供職於|毕业于|畢業於|来自|來自|位于|位於|获悉|獲悉|包括|根据|根據|通过|透過|使用|成为|成為|加入|创办|創辦|创立|創立|"
    "收购|收購|投资|投資|合作|旗下|宣布|表示|认为|認為|以及|(?<![华華])[为為]|[由在于於对對让讓被把将將从從向以的了着著等受据據叫是到]|"
    "[和与與及](?!技术|技術|工程|信息|資訊|管理|艺术|藝術|文化|应用|應用|传播|傳播|社会|社會|生物|贸易|貿易|法律|创新|創新|安全|健康)"
)
_NO_NAME = re.compile(
    "^(?:[一二两兩三四五六七八九十几幾数數多0-9]+[家个個所间間些种種]|[某该該本各每这這那哪我你他她它其任何有些许許]|全球|国内|國內|国外|國外|中小|大型|小型|其他|其它|所有|整个|整個|"
    "母公司|子公司|总公司|總公司|分公司|上市|互联网|互聯網|科技公司|高科技|人工智能|人工智慧|新兴|新興|创业|創業|影视剧?|影視劇?|知名|著名|初创|初創|大[学學]|小|新的|老|家|.*通用)"
)
SHORTEST, LONGEST = 4, 18
"""Characters of an organisation's name with its ending."""


def works(text: str) -> dict[str, int]:
    """What stands between 《 and 》, with how often."""
    return dict(Counter(title.strip() for title in _WORK.findall(text) if has_han(title)))


def organisations(text: str) -> dict[str, int]:
    """Names that end as organisations' names do, with how often; those of the authority table are not among them.

    The left edge is a guess: a mark, a lead word or a title. What begins like a plain phrase (一家公司) is left out.
    """
    found = dict.fromkeys(name for match in _ORGANISATION.finditer(text) if (name := _name(match[1])))
    return {name: text.count(name) for name in found if lookup(name) is None}


def _name(run: str) -> str:
    ends = [match.end() for match in _LEAD.finditer(run)]
    ends += [run.rfind(title) + len(title) for title in titles() if len(title) > 1 and title in run]
    name = run[max((end for end in ends if end < len(run)), default=0) :]
    likely = SHORTEST <= len(name) <= LONGEST and not _NO_NAME.match(name) and not UNLIKELY.search(name)
    return name if likely and not re.fullmatch(f"{_ENDING}|{_WEAK}", name) else ""
