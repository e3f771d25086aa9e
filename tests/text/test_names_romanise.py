"""Personal names in pinyin, and foreign ones that only look Chinese."""

import pytest

from summarizer.text.names import is_person_name, romanise, transliterate
from summarizer.text.names.finder import find_names

PINYIN = """
罗江春 Luo Jiangchun|司马华鹏 Sima Huapeng|金小刚 Jin Xiaogang|彭煦潭 Peng Xutan|周鸿祎 Zhou Hongyi|汪陈晨 Wang Chenchen
林文琪 Lin Wenqi|马宁宁 Ma Ningning|甄芹 Zhen Qin|田爱丽 Tian Aili|王西安 Wang Xi'an|陈佩儿 Chen Pei'er|李爱恩 Li Ai'en
单田芳 Shan Tianfang|曾国藩 Zeng Guofan|曾碧雲 Zeng Biyun|解晓东 Xie Xiaodong|仇英 Qiu Ying|区伯 Ou Bo|任正非 Ren Zhengfei
查良镛 Zha Liangyong|朴树 Piao Shu|盖叫天 Ge Jiaotian|翟天临 Zhai Tianlin|尉迟恭 Yuchi Gong|万俟洛 Moqi Luo|覃海洋 Qin Haiyang
薄一波 Bo Yibo|缪可馨 Miao Kexin|乐嘉 Yue Jia|华罗庚 Hua Luogeng|冼星海 Xian Xinghai|郗鉴 Xi Jian|佘诗曼 She Shiman
欧阳修 Ouyang Xiu|欧阳明玥 Ouyang Mingyue|上官婉儿 Shangguan Wan'er|诸葛亮 Zhuge Liang|夏侯惇 Xiahou Dun|皇甫嵩 Huangfu Song
令狐冲 Linghu Chong|长孙无忌 Zhangsun Wuji|慕容复 Murong Fu|闾丘露薇 Lüqiu Luwei|司徒雷登 Situ Leideng|林郑月娥 Lin-Zheng Yue'e
吕布 Lü Bu|吕继宗 Lü Jizong|路遥 Lu Yao|于谦 Yu Qian|余秋雨 Yu Qiuyu|俞敏洪 Yu Minhong|钟南山 Zhong Nanshan|韩长赋 Han Changfu
孙志刚 Sun Zhigang|刘翔 Liu Xiang|张朝阳 Zhang Chaoyang|李晟 Li Sheng|沈柏 Shen Bo|王重阳 Wang Chongyang|贾樟柯 Jia Zhangke
阎连科 Yan Lianke|闫妮 Yan Ni|倪妮 Ni Ni|江一燕 Jiang Yiyan|臧天朔 Zang Tianshuo|宁静 Ning Jing|员俊 Yun Jun|逄飞 Pang Fei
陳敦基 Chen Dunji|王晉元 Wang Jinyuan|周文生 Zhou Wensheng|翟本喬 Zhai Benqiao|王穆衡 Wang Muheng|胡迪琦 Hu Diqi|謝慧美 Xie Huimei
林華容 Lin Huarong|胡美蓁 Hu Meizhen|呂繼宗 Lü Jizong|金世仰 Jin Shiyang|林聖慧 Lin Shenghui|詹益鑑 Zhan Yijian|趙式隆 Zhao Shilong
彭彥翰 Peng Yanhan|黃維俊 Huang Weijun|許錦嘉 Xu Jinjia|王明雄 Wang Mingxiong|李瓊淑 Li Qiongshu|鄭穎怡 Zheng Yingyi
顧立楷 Gu Likai|謝樹藝 Xie Shuyi|吳家林 Wu Jialin|謝孟珊 Xie Mengshan|薛雅婷 Xue Yating|鍾南山 Zhong Nanshan|葉公超 Ye Gongchao
歐陽娜娜 Ouyang Nana|司馬遷 Sima Qian|蕭煌奇 Xiao Huangqi|龔自珍 Gong Zizhen|關漢卿 Guan Hanqing|龐統 Pang Tong|聶耳 Nie Er
"""
CASES = [tuple(case.split(" ", 1)) for line in PINYIN.strip().split("\n") for case in line.split("|")]


@pytest.mark.parametrize(("name", "pinyin"), CASES)
def test_a_personal_name_is_written_as_in_print(name: str, pinyin: str) -> None:
    assert romanise(name) == pinyin
    assert is_person_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "王",
        "山姆·奥特曼",
        "人工智能",
        "OpenAI",
        "唐凤说道了",
        "的士",
        "阿里巴巴集团",
        "Li Ming",
        "王 明",
        "马丁",
        "罗伯特",
        "鲍尔默",
    ],
)
def test_what_is_no_chinese_name_has_no_pinyin(text: str) -> None:
    assert romanise(text) is None
    assert not is_person_name(text)


def test_names_in_a_japanese_article_are_not_read_as_chinese() -> None:
    assert romanise("石破茂", language="ja") is None


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("克莱顿·克里斯坦森", "Clayton Christensen"),
        ("约翰·史密斯", "John Smith"),
        ("約翰‧史密斯", "John Smith"),
        ("唐纳德·特朗普", "Donald Trump"),
        ("伊丽莎白・沃伦", "Elizabeth Warren"),
        ("罗伯特·J·施瓦茨", "Robert J Schwartz"),
        ("马丁", "Martin"),
        ("龘龘", None),
        ("约翰·龘", None),
    ],
)
def test_a_foreign_name_is_put_back_part_by_part(name: str, latin: str | None) -> None:
    assert transliterate(name) == latin


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("首席执行官山姆·奥特曼正从中东筹集", ["山姆·奥特曼"]),
        ("查看汤姆·沃伦的全部文章", ["汤姆·沃伦"]),
        ("微软副董事长兼总裁布拉德·史密斯主管", ["布拉德·史密斯"]),
        ("专家埃里克·托纳博士在接受采访时", ["埃里克·托纳"]),
        ("他引用了克莱顿·克里斯坦森的理论", ["克莱顿·克里斯坦森"]),
        ("执行官伊隆‧馬斯克說", ["伊隆‧馬斯克"]),
        ("距离7·5普吉沉船事故", []),
        ("抗疫·同心", []),
    ],
)
def test_a_dotted_name_is_cut_out_of_its_sentence(text: str, names: list[str]) -> None:
    assert [entity.name for entity in find_names([text]).people if "·" in entity.name or "‧" in entity.name] == names
