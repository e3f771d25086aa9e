"""Documents made at random, in every format that is read, and what each of their pieces is. For tests and `make fuzz`.

Every piece of text holds a code of rare characters that stands nowhere else, so that a lost piece is seen whatever else the
document repeats.
"""

import html
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

WORDS = (
    "河边的老磨坊", "去年春天", "村里决定", "重修水轮", "木匠说", "最难的是", "找到石料", "北山已经封了", "他们等了三年", "一共花了十二万元",
    "图书馆", "延长到晚上九点", "读者很多", "下班以后", "赶不及", "两百个座位", "儿童阅览室", "没有变化", "记者看到", "门口排着队",
)  # fmt: skip
CODES = "龘靐齉爩鱻麤龗灪吁龖厵滟爨癵驫麣鸝灩鸞厬鼜齾龞龥籲饢鱺黸黷黶"
LABELS = ("主持人", "邹明远", "柏小禾", "发言人1", "发言人2", "Speaker 1", "说话人 3")


@dataclass
class Document:
    """`article`: codes of pieces that have to be in the blocks; `all`: of all pieces, which have to be somewhere."""

    name: str
    source: str
    article: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)


class _Maker:
    """Hands out pieces and remembers their codes."""

    def __init__(self, seed: int, name: str) -> None:
        self.random = random.Random(seed)
        self.made = Document(name, "")
        self.count = 0

    def document(self, source: str) -> Document:
        """The document of that source, with the codes that stand in it: not every piece that was made was used."""
        made = self.made
        present = [code for code in made.all if code in source]
        return Document(made.name, source, [code for code in present if code in set(made.article)], present)

    def code(self, *, article: bool) -> str:
        number, code = self.count, ""
        self.count += 1
        for _ in range(3):
            number, digit = divmod(number, len(CODES))
            code += CODES[digit]
        self.made.all.append(code)
        if article:
            self.made.article.append(code)
        return code

    def words(self, least: int, most: int) -> str:
        return "，".join(self.random.choices(WORDS, k=self.random.randint(least, most)))

    def sentence(self, *, article: bool = True) -> str:
        return f"{self.words(1, 4)}{self.code(article=article)}{self.random.choice('。。。？！')}"

    def paragraph(self, *, article: bool = True) -> str:
        return "".join(self.sentence(article=article) for _ in range(self.random.choice((1, 1, 2, 3, 5))))

    def short(self, *, article: bool = True) -> str:
        return self.random.choice(WORDS) + self.code(article=article)

    def maybe(self, share: float) -> bool:
        return self.random.random() < share


def page(seed: int) -> Document:
    """A web page: an article in one of many layouts, with the furniture of sites around it."""
    maker = _Maker(seed, "page.html")
    title = maker.short()
    parts = [_element(maker) for _ in range(maker.random.randint(3, 14))]
    body = _LAYOUTS[maker.random.randrange(len(_LAYOUTS))](maker, title, parts)
    site = maker.random.choice(("_新河网", " - 河东新闻", "", "|南城日报"))
    head = f"<title>{title}{site}</title>" if maker.maybe(0.9) else ""
    around = "".join(_furniture(maker) for _ in range(maker.random.randint(0, 5)))
    after = "".join(_furniture(maker) for _ in range(maker.random.randint(0, 6)))
    return maker.document(
        f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{around}{body}{after}</body></html>"
    )


def _element(maker: _Maker) -> str:
    choice = maker.random.random()
    text = html.escape(maker.paragraph(), quote=False)
    if choice < 0.62:
        return f"<p>{_inline(maker, text)}</p>"
    if choice < 0.68:
        return f"<h3>{maker.short()}</h3><p>{text}</p>"
    if choice < 0.73:
        return f"<p><strong>{maker.short()}</strong></p><p>{text}</p>"
    if choice < 0.78:
        return f"<ul>{''.join(f'<li>{maker.sentence()}</li>' for _ in range(3))}</ul>"
    if choice < 0.82:
        rows = "".join(f"<tr><td>{maker.short()}</td><td>{maker.short()}</td></tr>" for _ in range(3))
        return f"<table>{rows}</table><p>{text}</p>"
    if choice < 0.86:
        return f"<blockquote><p>{text}</p></blockquote>"
    if choice < 0.90:
        return f"<figure><img src='a.jpg' alt='{maker.short(article=False)}'><figcaption>{maker.short()}</figcaption></figure><p>{text}</p>"
    if choice < 0.94:
        return f"<pre><code>if a &lt; 1:\n    print('{maker.code(article=True)}')</code></pre><p>{text}</p>"
    return f"<div>{text}<br><br>{maker.sentence()}</div>"


def _inline(maker: _Maker, text: str) -> str:
    choice = maker.random.random()
    if choice < 0.1:
        return f"{text}<sup><a href='#n1'>1</a></sup>{maker.sentence()}"
    if choice < 0.2:
        return f"<b>{text}</b>{maker.sentence()}"
    if choice < 0.3:
        return f"<span style='color:red'>{text}</span><!-- {maker.code(article=False)} -->"
    if choice < 0.4:
        return f"<ruby>逄<rt>páng</rt></ruby>{text}"
    if choice < 0.5:
        return f"用 &lt;br&gt; 标签，{text}"
    return text


_LAYOUTS: tuple[Callable[[_Maker, str, Sequence[str]], str], ...] = (
    lambda _, t, p: f"<div class='content'><h1>{t}</h1>{''.join(p)}</div>",
    lambda _, t, p: f"<article><header><h1>{t}</h1></header><div class='post-body'>{''.join(p)}</div></article>",
    lambda _, t, p: f"<h1>{t}</h1><div id='artibody'>{''.join(f'<section>{x}</section>' for x in p)}</div>",
    lambda _, t, p: f"<div id='main'><div class='title'><h2>{t}</h2></div><div><div>{''.join(f'<div>{x}</div>' for x in p)}</div></div></div>",
    lambda m, t, p: f"<table><tr><td><h1>{t}</h1>{''.join(p)}</td><td width='200'><a href='/'>{m.short(article=False)}</a></td></tr></table>",
    lambda _, t, p: f"<div class='wrap'><div class='l'><h1>{t}</h1>{p[0]}</div><div class='l2'>{''.join(p[1:])}</div></div>",
    lambda m, t, p: f"<main><h1>{t}</h1><p>{m.paragraph()}{m.paragraph()}{m.paragraph()}{m.paragraph()}</p>{''.join(p)}</main>",
    lambda _, t, p: "<div>" * 60 + f"<h1>{t}</h1>{''.join(p)}" + "</div>" * 40,
)  # fmt: skip


def _furniture(maker: _Maker) -> str:
    code = maker.code(article=False)
    return maker.random.choice(
        (
            f"<nav><a href='/'>首页</a> <a href='/n'>{code}</a></nav>",
            f"<div class='breadcrumb'>首页 &gt; {code}</div>",
            f"<div class='related'><h3>相关阅读</h3><ul><li><a href='/1'>{code}的夜晚</a></li></ul></div>",
            f"<footer>版权所有 {code}</footer>",
            f"<div class='share' title='{code}'>分享到微博</div>",
            f"<div style='display:none'>{code}</div>",
            f"<aside>{code}热门</aside>",
            f"<!-- {code} -->",
            f"<div class='comments'><p>{code}写得好</p></div>",
            f"<select><option>{code}</option></select>",
            f"<noscript>{code}</noscript>",
        )
    )


def markdown(seed: int) -> Document:
    """A Markdown file: front matter, definitions that are none, footnotes, code, HTML, verse, lists, tables."""
    maker = _Maker(seed, "page.md")
    parts = [f"# {maker.short()}"] if maker.maybe(0.8) else []
    parts += [_markdown_part(maker) for _ in range(maker.random.randint(2, 15))]
    head = ""
    if maker.maybe(0.3):
        field_ = maker.random.choice(("tags: [{}]", "summary: {}", "title: {}", "date: 0000-00-00 {}", "x:\n  - {}"))
        head = f"---\nlayout: post\n{field_.format(maker.code(article=False))}\n---\n\n"
    return maker.document(head + "\n\n".join(parts) + "\n")


def _markdown_part(maker: _Maker) -> str:
    text = maker.paragraph()
    return maker.random.choice(
        (
            lambda: text,
            lambda: f"{text}\n{maker.paragraph()}",
            lambda: f"## {maker.short()}\n\n{text}",
            lambda: f"[{maker.random.choice(LABELS)}]: {text}",
            lambda: f"[{maker.random.randint(1, 3)}]: {text}",
            lambda: f"[^{maker.random.randint(1, 3)}]: {text}",
            lambda: f"{text}[^1]{maker.sentence()}",
            lambda: f"> {text}\n> {maker.sentence()}",
            lambda: f"- {text}\n  - {maker.sentence()}\n- [x] {maker.short()}",
            lambda: f"1. {text}\n2. {maker.sentence()}",
            lambda: f"```python\nprint('{maker.code(article=True)}')\n```",
            lambda: f"用 `<b>{maker.code(article=True)}</b>` 加粗。{text}",
            lambda: f"{maker.short()}\n{maker.short()}\n{maker.short()}",
            lambda: f"| {maker.short()} | {maker.short()} |\n|---|---|\n| {maker.short()} | 1 |",
            lambda: f'![{maker.short()}](a.jpg "{maker.code(article=False)}")',
            lambda: f'见[{maker.short()}](https://example.org/a "{maker.code(article=False)}")。{text}',
            lambda: f"<div class='x'>{text}<!-- {maker.code(article=False)} --></div>",
            lambda: f"{text}<b>{maker.short()}</b> <!-- {maker.code(article=False)} -->",
            lambda: f"[原文]: https://example.org/a\n\n{text}",
            lambda: "> " * 70 + text,
            lambda: f"***{text}** ~~{maker.short()}~~",
        )
    )()  # fmt: skip


def text(seed: int) -> Document:
    """Plain text: a line a paragraph, wrapped at a width, or copied from pages with numbers and running titles."""
    maker = _Maker(seed, "page.txt")
    paragraphs = [maker.paragraph() for _ in range(maker.random.randint(2, 20))]
    if maker.maybe(0.3):
        paragraphs = [_odd(maker, one) for one in paragraphs]
    lines = [maker.short(), *paragraphs]
    width = maker.random.choice((0, 0, 0, 12, 20, 30, 40))
    if width:
        lines = [one[at : at + width] for one in lines for at in range(0, len(one), width)]
        maker.made.all.clear()  # codes may be cut in two; the account is what counts
    if maker.maybe(0.2):
        lines = [x for n, one in enumerate(lines) for x in ((one, f"- {n} -") if n % 9 == 8 else (one,))]
    return maker.document(maker.random.choice(("\n", "\n\n", "\r\n", "\n　　")).join(lines))


def _odd(maker: _Maker, line: str) -> str:
    at = maker.random.randrange(len(line) + 1)
    odd = (
        "\u200b",
        "⼈⼯",
        "（zhì）",
        "ＡＢ１２",
        "\u00ad",
        "︒",
        "<br>",
        "&nbsp;",
        "&#27827;",
        "[1]",
        "\ufffd",
        "<b>",
        "①",
    )
    return line[:at] + maker.random.choice(odd) + line[at:]


def transcript(seed: int) -> Document:
    """A transcript in one of the shapes that meeting services export."""
    maker = _Maker(seed, "meeting.txt")
    shape = maker.random.choice(_SHAPES)
    people = maker.random.sample(LABELS, k=maker.random.randint(2, 3))
    turns = []
    for n in range(maker.random.randint(4, 12)):
        stamp = f"{n // 60:02}:{n % 60:02}:{maker.random.randrange(60):02}"
        turns.append(shape(people[n % len(people)], stamp, maker.paragraph()))
    return maker.document(maker.random.choice(("\n", "\n\n")).join(turns) + "\n")


_SHAPES: tuple[Callable[[str, str, str], str], ...] = (
    lambda who, at, said: f"[{at}] {who}：{said}",
    lambda who, at, said: f"{who}({at}): {said}",
    lambda who, at, said: f"{who}  {at}\n{said}",
    lambda who, at, said: f"[{at} {who}]\n{said}",
    lambda who, at, said: f"2024-05-06 {at} {who}\n{said}",
    lambda who, at, said: f"1\n{at},000 --> {at},900\n{who}: {said}\n",
    lambda who, at, said: f"{at}.000 --> {at}.900\n<v {who}>{said}\n",
)

KINDS: tuple[Callable[[int], Document], ...] = (page, markdown, text, transcript)


def document(seed: int) -> Document:
    """The document of that number; every fourth is of the same format."""
    return KINDS[seed % len(KINDS)](seed)
