"""The rules of attribution as values: what each is called in a trace, what it says, and a passage that is its test."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`example`: paragraphs; the trace of the last one that somebody says names the rule, and `speaker` is whom it is given to;
    an empty `speaker` for a rule that leaves the words to nobody."""

    id: str
    says: str
    example: tuple[str, ...]
    speaker: str


RULES: tuple[Rule, ...] = (
    Rule(
        "subject-verb",
        "A reporting verb hands its clause, and the quotation behind it, to its subject.",
        ("沈若兰表示，机器人每晚盘点一次。",),
        "沈若兰",
    ),
    Rule(
        "verb-behind-quotation",
        "A subject and a reporting verb behind a quotation take the quotation.",
        ("“机器人每晚都要盘点一次。”沈若兰说。",),
        "沈若兰",
    ),
    Rule(
        "view",
        "在…看来 gives what follows to whoever is named in it.",
        ("沈若兰表示同意开放。", "在沈若兰看来，图书馆应当更早开放。"),
        "沈若兰",
    ),
    Rule(
        "according",
        "按照…的说法 and the like give what follows to whoever is named in it.",
        ("沈若兰表示同意。", "按照沈若兰的说法，图书馆明年扩建。"),
        "沈若兰",
    ),
    Rule(
        "quoting",
        "援引…的话 gives the words to whoever is quoted, not to who quotes.",
        ("沈若兰表示同意。", "报道援引沈若兰的话说，图书馆明年扩建。"),
        "沈若兰",
    ),
    Rule(
        "learned-from",
        "从…处了解到 gives what follows to the source.",
        ("记者从一位知情人士处了解到，图书馆明年扩建。",),
        "一位知情人士",
    ),
    Rule(
        "colon",
        "A colon before a quotation gives it to whom the clause is about.",
        ("沈若兰表示同意。", "沈若兰的眼睛亮了，她只回了四个字：“有点意思。”"),
        "沈若兰",
    ),
    Rule(
        "announced",
        "A colon behind 条件, 理由, 账 and the like gives what follows to whom the clause is about.",
        ("沈若兰表示同意。", "沈若兰提了一个条件：每晚必须有人值班，节假日也不例外。"),
        "沈若兰",
    ),
    Rule(
        "reporter-asks", "A reporter speaks where they ask aloud.", ("会后，有记者问：“图书馆什么时候扩建？”",), "记者"
    ),
    Rule(
        "joint-subject",
        "Several names joined as the subject speak together; the first is the speaker, the others stand beside.",
        ("孙正阳和许知遥都认为，市场还没有见底。",),
        "孙正阳",
    ),
    Rule("organisation", "An organisation speaks by its name.", ("消防部门表示，火灾原因正在调查。",), "消防部门"),
    Rule(
        "unnamed-person",
        "A number and a noun for a person introduce somebody who is not named.",
        ("一位居民表示，夜里听到了响声。",),
        "一位居民",
    ),
    Rule(
        "described-person",
        "A noun for a person with what describes it stands for somebody who is not named.",
        ("社区工作人员表示，已经联系了临时住处。",),
        "社区工作人员",
    ),
    Rule(
        "relative-of",
        "他的儿子 is called by whose relative it is.",
        ("沈若兰表示，机器人每晚盘点一次。", "她17岁的儿子说，家里也有一台机器人。"),
        "沈若兰的儿子",
    ),
    Rule(
        "definite-person",
        "该, 这位, 前述 with a noun refer to the latest person who was called so.",
        ("一位小区居民表示，夜里听到了响声。", "该居民还说，电梯停了两天。"),
        "一位小区居民",
    ),
    Rule(
        "pronoun",
        "A pronoun refers to the likeliest person of the sentences before: speakers and subjects first, near ones first.",
        ("沈若兰表示，机器人每晚盘点一次。她还说，书架一共有三百个。",),
        "沈若兰",
    ),
    Rule(
        "organisation-reference",
        "该公司, 公司 refer to the latest organisation that may be called so.",
        ("海棠物流公司表示，理赔已经完成。", "该公司还称，事故原因正在调查。"),
        "海棠物流公司",
    ),
    Rule(
        "topic-of-sentence",
        "A reporting verb without a subject goes on with whom its sentence is about.",
        ("沈若兰走进阅览室，强调机器人不会取代馆员。",),
        "沈若兰",
    ),
    Rule("author", "我 outside quotations is the author.", ("“你不怕丢了工作吗？”我问。",), "我"),
    Rule(
        "report-goes-on",
        "Reported speech goes on over sentences that open with 因此, 但是 and the like, or say what must or will be.",
        ("沈若兰表示，机器人每晚盘点一次。因此夜班必须有人留守。",),
        "沈若兰",
    ),
    Rule(
        "quotation-after-speech",
        "A quotation right behind somebody's words is theirs.",
        ("沈若兰表示，机器人每晚盘点一次。“我们没有裁掉任何一名馆员。”",),
        "沈若兰",
    ),
    Rule(
        "subject-before-quotation",
        "A quotation goes to the person whom its sentence is about.",
        ("沈若兰表示同意。", "沈若兰拍了拍书架，“机器再快也不会推荐一本好书，孩子需要认识他的人”。"),
        "沈若兰",
    ),
    Rule(
        "label-colon",
        "A name before a colon opens a turn that lasts until the next label.",
        ("主持人：大家好。", "沈若兰：谢谢主持人的邀请。"),
        "沈若兰",
    ),
    Rule(
        "quoted-within",
        "A quotation inside somebody's words belongs to whom a verb before it names, and is quoted by them.",
        ("金小刚没有回应。", "罗江春表示，“金小刚说过：‘真实世界的复杂性远远高于模型。’我同意。”"),
        "金小刚",
    ),
    Rule(
        "reported-within",
        "A reporting verb with another subject inside somebody's reported words is the other's clause, quoted by them.",
        ("金小刚没有回应。", "罗江春透露，金小刚曾表示可以接受更低的价格，谈判还没有结束。"),
        "金小刚",
    ),
    Rule("media", "A newspaper or an agency that reports is not the speaker.", ("路透社称，选举可能会受到影响。",), ""),
    Rule("evidence", "Data, a report or a law says nothing of its own.", ("数据显示，图书馆去年借出三百万册书。",), ""),
    Rule("hearsay", "据悉, 据称 name nobody.", ("据介绍，图书馆去年借出三百万册书。",), ""),
)
