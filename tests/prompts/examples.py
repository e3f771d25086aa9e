"""A value for every variable of every prompt, as the stages give them."""

import json
from typing import Any

from summarizer.records import Term

NAMES = [
    Term(source="沈若兰", target="Shen Ruolan", kind="person", origin="pinyin"),
    Term(source="河湾县图书馆", target="Hewan County Library", kind="organisation", origin="glossary"),
]
HINTS: dict[str, Any] = {
    "names": NAMES,
    "terms": [Term(source="错架率", target="share of misplaced books", kind="term", origin="model")],
    "values": [Term(source="三成以上", target="more than 30 percent", kind="term", origin="source")],
}
SENTENCES = [
    {"id": "p3.s1", "text": "Shen Ruolan said that the robots take stock once a night."},
    {"id": "p3.s2", "text": "“We have not let a single librarian go.”"},
]
IN_CHINESE = [
    {"id": "p3.s1", "text": "馆长沈若兰表示，机器人每晚盘点一次。"},
    {"id": "p3.s2", "text": "“我们没有裁掉任何一名馆员。”"},
]
LANGUAGE = {"language": "English"}
SENTENCE = {**LANGUAGE, **HINTS, "examples": [], "before": "读者觉得新鲜。", "sentence": IN_CHINESE[0]["text"]}
FAULTS = ["Chinese is left in the English: 盘点.", "The term 沈若兰 is not rendered as Shen Ruolan."]

FULL: dict[str, dict[str, Any]] = {
    "attribute/article.md": {
        "speakers": [
            {"id": "shen-ruolan", "name": "沈若兰", "aliases": ["沈馆长"], "role": "河湾县图书馆，馆长"},
            {"id": "gu-changhe", "name": "顾长河", "aliases": [], "role": ""},
        ],
        "passage": "[p3.s1] 馆长沈若兰表示，机器人每晚盘点一次。\n[p3.s2] “我们没有裁掉任何一名馆员。”",
    },
    "attribute/differences.md": {
        "differences": [
            {
                "id": "p3.s2",
                "text": "“我们没有裁掉任何一名馆员。”",
                "context": "馆长沈若兰表示，机器人每晚盘点一次。“我们没有裁掉任何一名馆员。”",
                "readings": [{"id": "shen-ruolan", "name": "沈若兰"}, {"id": "nobody", "name": "nobody"}],
            }
        ]
    },
    "attribute/chunk.md": {
        "speakers": [
            {"id": "shen-ruolan", "name": "沈若兰", "role": "馆长"},
            {"id": "gu-changhe", "name": "顾长河", "role": ""},
        ],
        "passage": "[p3.s1] 馆长沈若兰表示，机器人每晚盘点一次。\n[p3.s2] “我们没有裁掉任何一名馆员。”",
        "open": ["p3.s2"],
        "readings": [{"id": "p3.s1", "name": "沈若兰"}],
    },
    "brief/article.md": {
        **LANGUAGE,
        "article": "[p1] 县城图书馆请来机器人馆员\n[p2] 馆长沈若兰表示，机器人每晚盘点一次。",
        "phrases": [{"id": "n1", "source": "馆长"}, {"id": "n2", "source": "河湾县图书馆"}],
    },
    "repair/again.md": {
        **LANGUAGE,
        **HINTS,
        "clauses": "馆长沈若兰表示，\n机器人每晚盘点一次。",
        "faults": FAULTS,
    },
    "repair/batch.md": {
        **LANGUAGE,
        **HINTS,
        "sentences": json.dumps(
            {
                "p3.s1": {
                    "before": SENTENCE["before"],
                    "chinese": IN_CHINESE[0]["text"],
                    "english": "Chen Rolan said that the robots 盘点 once a night.",
                    "noted": FAULTS,
                },
                "p3.s2": {"chinese": IN_CHINESE[1]["text"], "english": "", "noted": ["It has no translation."]},
            },
            ensure_ascii=False,
            indent=1,
        ),
    },
    "repair/segment.md": {**SENTENCE, "answer": "Chen Rolan said that the robots 盘点 once a night.", "faults": FAULTS},
    "review/chunk.md": {
        **LANGUAGE,
        "gist": "A library director and a retired teacher talk about robots.",
        **HINTS,
        "before": "读者觉得新鲜。",
        "after": "退休教师顾长河却有不同看法。",
        "sentences": json.dumps(
            {
                "p3.s1": {"chinese": IN_CHINESE[0]["text"], "english": SENTENCES[0]["text"], "noted": FAULTS[1:]},
                "p3.s2": {"chinese": IN_CHINESE[1]["text"], "english": SENTENCES[1]["text"], "noted": []},
            },
            ensure_ascii=False,
            indent=1,
        ),
    },
    "summarize/article.md": {
        "title": "A county library takes on robot librarians",
        "date": "2024-02-29",
        "article": "[p3.s1] ‹shen-ruolan› 馆长沈若兰表示，机器人每晚盘点一次。\n[p4.s1] ‹gu-changhe› 顾长河却有不同看法。",
        "speakers": [
            {
                "id": "shen-ruolan",
                "name": "Shen Ruolan",
                "name_zh": "沈若兰",
                "role": "director, Hewan County Library",
                "most": 3,
                "short": False,
            },
            {"id": "gu-changhe", "name": "Gu Changhe", "name_zh": "顾长河", "role": "", "most": 1, "short": True},
        ],
        "names": NAMES,
        "topics": 4,
    },
    "summarize/choose.md": {"name": "沈若兰", "sentences": IN_CHINESE, "most": 1},
    "summarize/overview.md": {
        "title": "A county library takes on robot librarians",
        "digest": "Robots take stock once a night.\nA retired teacher sees it differently.",
        "speakers": [{"id": "shen-ruolan", "name": "Shen Ruolan", "lines": SENTENCES}],
        "names": NAMES,
        "most": 4,
    },
    "summarize/speaker.md": {
        "name": "Shen Ruolan",
        "name_zh": "沈若兰",
        "role": "director, Hewan County Library",
        "sentences": SENTENCES,
        "names": NAMES,
        "most": 2,
    },
    "summarize/whole.md": {"digest": "县城图书馆请来机器人馆员\n馆长沈若兰表示，机器人每晚盘点一次。"},
    "translate/chunk.md": {
        **LANGUAGE,
        "date": "2024-02-29",
        "reworded": True,
        "gist": "A library director and a retired teacher talk about robots.",
        **HINTS,
        "examples": [],
        "before": "读者觉得新鲜。",
        "after": "退休教师顾长河却有不同看法。",
        "sentences": json.dumps({s["id"]: s["text"] for s in IN_CHINESE}, ensure_ascii=False, indent=1),
    },
    "translate/phrase.md": {"phrase": "馆长"},
    "translate/sentence.md": SENTENCE,
}


def bare(value: Any) -> Any:
    """The same with nothing in it that may be left out."""
    return {str: "", list: [], int: 0, bool: False}[type(value)]


MAY_BE_EMPTY = frozenset(
    [
        "after",
        "answer",
        "before",
        "date",
        "gist",
        "names",
        "phrases",
        "readings",
        "reworded",
        "role",
        "speakers",
        "terms",
        "title",
        "topics",
        "values",
    ]
)
BARE = {name: {k: bare(v) if k in MAY_BE_EMPTY else v for k, v in values.items()} for name, values in FULL.items()}
