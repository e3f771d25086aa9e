"""The name finder: whom and what an article names, where, and why."""

from pathlib import Path

import pytest

from summarizer.text.names.finder import find_names

ARTICLE = (Path(__file__).parents[3] / "examples/sora-panel.txt").read_text(encoding="utf-8")


def people(text: str) -> list[str]:
    """The people that the text names in full."""
    return [entity.name for entity in find_names(text.split("\n")).people if entity.named]


def organisations(text: str) -> list[str]:
    """The organisations with a name of their own."""
    return [e.name for e in find_names(text.split("\n")).entities if e.kind == "organisation" and e.named]


def test_a_real_article_gives_its_people_and_nobody_else() -> None:
    assert set(people(ARTICLE)) == {
        "罗江春",
        "司马华鹏",
        "金小刚",
        "彭煦潭",
        "杨立昆",
        "周鸿祎",
        "山姆·奥特曼",
        "克莱顿·克里斯坦森",
        *("汪陈晨", "林文琪", "马宁宁", "甄芹", "田爱丽"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("复旦大学教授陈怀远认为，市场会回暖。", ["陈怀远"]),
        ("陈怀远表示，市场会回暖。", ["陈怀远"]),
        ("主持人：请坐。\n陈怀远：谢谢。", ["陈怀远"]),
        ("公司创始人欧阳明玥在发布会上宣布新品。", ["欧阳明玥"]),
        ("委員會主席林淑芬強調，預算不能再刪。", ["林淑芬"]),
        ("记者李薇、王一鸣，编辑赵倩。", ["李薇", "王一鸣", "赵倩"]),
        ("分析师安德烈·伊万诺夫指出风险。", ["安德烈·伊万诺夫"]),
        ("马斯克称特斯拉将降价。", ["马斯克"]),
        ("刘文韬、孙佳妮，都到了。刘文韬最后到，是刘文韬主持。", ["刘文韬", "孙佳妮"]),
        ("赵磊首先肯定了前三季度的成绩。", ["赵磊"]),
        ("汪怡近日接受采访。", ["汪怡"]),
        ("严茜笑着说，不用了。", ["严茜"]),
        ("江美玲不愿多谈。江美玲说，她很忙。", ["江美玲"]),
        ("土耳其副总统福阿特·奥克塔伊连夜赶到。", ["福阿特·奥克塔伊"]),
        ("俄罗斯副外长安德烈．科列茨基向法新社表示，谈判没有破裂。", ["安德烈．科列茨基"]),
        ("与会的有总统托卡耶夫和总理瓦尔加。", ["托卡耶夫", "瓦尔加"]),
        ("工程师多姆罗夫斯基(Dmitri Domrovski)说，桥修好了。", ["多姆罗夫斯基"]),
        ("检察官吉布卡斯里(John Gibcasley)在庭上表示，没有隐瞒。", ["吉布卡斯里"]),
        ("日本首相野田正树在东京说，他不会辞职。", ["野田正树"]),
        ("韩国总统朴在仁表示欢迎。", ["朴在仁"]),
        ("越南总理阮文雄抵达北京。", ["阮文雄"]),
        ("研究员Karpathy表示同意，Sam Altman则说还要等。", ["Karpathy", "Sam Altman"]),
        ("网友“一只橘猫”评论说，希望保留老街。", ["一只橘猫"]),
        ("区议员林郑月珍昨天访问了屋邨。林郑说，下个月开工。", ["林郑月珍"]),
        ("店主罗平便说，停水那几天没有客人。会计高秀约两个月前在会上指出，费用不够。", ["罗平", "高秀"]),
    ],
)
def test_people_are_found_with_clear_edges(text: str, expected: list[str]) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "高级副总裁表示，于是金融市场大涨，黄金上涨。",
        "公司方面表示，马上张开双臂欢迎。白宫回应称，全球经济平稳。",
        "高管认为成本太高，方案应当修改。周一表示同意的人周五反对。",
        "华东地区，江苏、江西和浙江都有分公司；石油价格上涨。",
        "专家认为，温度上升。相关负责人强调，严格执行。",
        "业内人士指出，全年业绩向好。时间表明，安全第一。",
        "许多人说，任何人都可以。于是，何先生和王女士走了。",
        "高级：一；方面：二；金融：三；白银：四；常见问题：五",
        "本場次名為「解學習：監管」，談「解學習」。",
        "謝謝大家，謝謝大家，謝謝大家的參與。",
        "居民高兴地说，方法利用得当就好，的销售人员都走了。",
        "其实镇长很少回应，作为镇长已经表态，于是向职员说明天再来。周五举行会议。",
        "作者曾遇过有居民投诉，两份报章透露，水厂明年搬家。",
        "",
    ],
)
def test_everyday_words_are_nobody(text: str) -> None:
    assert people(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("来自深圳信息职业技术学院的学生。", ["深圳信息职业技术学院"]),
        ("他就职于杭州云深处科技有限公司。", ["杭州云深处科技有限公司"]),
        ("由华为技术有限公司推出。", ["华为技术有限公司"]),
        ("河灣自然科學基金會支持，記者從河灣縣人民法院獲悉", ["河灣自然科學基金會", "河灣縣人民法院"]),
        ("一家公司和多家大学，这个委员会，各银行，全球公司，上市公司", []),
        ("学习公司法的大学生在银行业找工作", []),
        ("远山股份2月10日在互动平台表示，生产正常。远山股份没有停产。", ["远山股份"]),
        ("副外长向法新社表示，谈判没有破裂。", ["法新社"]),
        ("联合国儿童基金会呼吁停火。", ["联合国儿童基金会"]),
        ("朝鲜中央电视台播出画面。", ["朝鲜中央电视台"]),
        ("河湾市卫健委通报疫情。", ["河湾市卫健委"]),
        ("国家发展和改革委员会表示，价格平稳。", ["国家发展和改革委员会"]),
        ("星河科技（北京）有限公司总经理赵怀瑾到了。", ["星河科技（北京）有限公司"]),
        ("东川县委书记吴志主持会议。", ["东川县委"]),
    ],
)
def test_organisations_are_bounded_by_words(text: str, found: list[str]) -> None:
    assert organisations(text) == found


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("一览科技总裁罗江春来了。罗总说，可以。", "罗总", "罗江春"),
        ("村民赵怀瑾在家。赵奶奶说，水停了。", "赵奶奶", "赵怀瑾"),
        ("总统福阿特·奥克塔伊到了。奥克塔伊说，没有问题。", "奥克塔伊", "福阿特·奥克塔伊"),
        ("律师林怀瑾到了。老林说，开庭吧。", "老林", "林怀瑾"),
        ("海石咨询公司（以下简称“海石”）停业。海石表示，员工已经离开。", "海石", "海石咨询公司"),
    ],
)
def test_a_short_form_belongs_to_the_whole_name(text: str, form: str, name: str) -> None:
    found = find_names([text])
    mention = next(m for m in found.mentions_in(0) if m.form == form)
    assert mention.short
    assert found.entity_of(mention).name == name


@pytest.mark.parametrize(
    ("text", "form", "surname"),
    [
        ("李女士说，她等了两年。", "李女士", "李"),
        ("嫌疑人王某某已被抓获。", "王某某", "王"),
        ("邻居张大爷说，声音很大。", "张大爷", "张"),
        ("老周笑着说，习惯了。", "老周", "周"),
        ("赵律师表示，将会上诉。", "赵律师", "赵"),
    ],
)
def test_who_is_named_in_part_is_no_full_name(text: str, form: str, surname: str) -> None:
    (entity,) = find_names([text]).people
    assert (entity.name, entity.named, entity.surname) == (form, False, surname)


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("星河科技（北京）有限公司总经理赵怀瑾到了。", "总经理", "星河科技（北京）有限公司"),
        ("河湾大学副教授赵怀瑾说。", "副教授", "河湾大学"),
        ("20:15 队长赵怀瑾说：“水还在涨。”", "队长", ""),
        ("法国总统阿兰·德罗什说。", "总统", "法国"),
        ("有人问赵怀瑾，他没有回答。", "", ""),
        ("赵怀瑾教授说，不会。", "教授", ""),
    ],
)
def test_a_role_is_a_role_and_an_affiliation_a_body(text: str, role: str, affiliation: str) -> None:
    (person,) = find_names([text]).people
    assert (person.role, person.affiliation) == (role, affiliation)
    assert not any(ord(character) < 32 for character in person.role + person.affiliation)


def test_a_name_says_why_it_is_one_and_what_was_refused() -> None:
    (person,) = find_names(["店主罗平便说，停水了。"]).people
    assert {"left-title", "right-reporting"} <= {evidence.rule for evidence in person.evidence}
    assert [(refusal.form, refusal.rule) for refusal in person.refused if refusal.form == "罗平便"]
    assert 0.9 < person.probability <= 1


def test_mentions_point_at_the_text_and_do_not_overlap() -> None:
    blocks = ARTICLE.split("\n")
    found = find_names(blocks)
    for number, block in enumerate(blocks):
        end = 0
        for mention in found.mentions_in(number):
            assert block[mention.start : mention.end] == mention.form
            assert mention.start >= end
            end = mention.end
