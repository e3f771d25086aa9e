"""What looks like a person's name in Chinese: a surname and one or two characters, or a foreign name spelt out."""

import re
from functools import cache

from summarizer.text.names.romanise import split as parts_of
from summarizer.text.names.romanise import surnames
from summarizer.text.speech.tables import words

_GIVEN_STOP = frozenset(
    "的了是在和与與对對向从從将將把被给給让讓也则則还還都并並就却卻又再曾已正会會要不没沒有这這那其此每各所以为為因而但且或等及说說称稱"
    "认認指问問答谈談讲講表提回解介透强強坦直补補写寫发發呼质質反担擔希们們个個些只更最很太亦均皆"
)
TRANSLITERATED = frozenset(
    "阿埃艾爱奥澳巴班邦保鲍贝本比毕彼宾波博伯布查达戴丹德登迪蒂丁杜顿多恩尔法范菲费芬夫弗福盖甘冈高戈格根贡古瓜哈海汉赫亨洪胡霍基吉"
    "加贾杰金卡凯坎康考柯科克肯孔库夸拉莱赖兰朗劳勒雷蕾里利丽莉连列琳林隆卢鲁路伦罗洛马玛迈麦曼芒梅门蒙米密敏明莫墨姆穆纳娜奈南内妮尼"
    "涅宁纽农努诺欧帕派潘佩彭皮珀普奇齐恰乔琼丘日荣茹瑞若萨塞赛桑瑟森沙莎山珊尚舍申圣施史舒斯丝苏索塔泰坦汤特腾提廷图托瓦万旺威韦维温文"
    "沃乌伍西希夏香肖谢辛欣休许雪逊亚延扬耶伊易因英尤约泽扎詹珍治朱兹祖佐黛蒂琪茜妲娅露黎鄂翁芭芙芝贞赞锡裴裘拜川普"
    "愛奧貝畢賓達頓爾範費蓋岡漢賈傑凱萊賴蘭勞蕾麗連倫羅馬瑪邁麥門內紐農諾喬瓊榮薩賽聖絲蘇湯騰圖萬韋維溫烏遜亞揚約澤詹茲婭贊錫許謝齊恰寧"
)
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·・•‧.．][\u4e00-\u9fff]{1,8})+")


@cache
def is_person_name(text: str) -> bool:
    """True for a surname with one or two given characters that is not a word."""
    if text in words("not_person"):
        return False
    parts = parts_of(text)
    if parts is None or set(parts[1]) & _GIVEN_STOP:
        return False
    surname = surnames().get(parts[0])
    return surname is None or surname.use != "word" or parts[0] in words("everyday_surname")


def surname_of(text: str) -> str:
    """The surname a name begins with; empty where it begins with none."""
    parts = parts_of(text)
    return parts[0] if parts else ""


def is_foreign_name(text: str) -> bool:
    """True for a name with dots between its parts, or of characters that spell foreign names."""
    if text in words("not_person"):
        return False
    return bool(_FOREIGN.fullmatch(text)) or (2 <= len(text) <= 6 and set(text) <= TRANSLITERATED)
