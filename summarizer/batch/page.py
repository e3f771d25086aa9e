"""A folder of articles as one HTML page: the articles, and everybody who speaks in them. It needs nothing but itself and the
articles' own pages, and works from a disk. Written piece by piece, so its length does not matter."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from summarizer.batch.people import Person
from summarizer.records import Name, StatementKind
from summarizer.renderers.facts import money
from summarizer.renderers.pages import policy, template, text_of
from summarizer.report import GENERATOR


@dataclass(frozen=True)
class Card:
    """An article in the list. `link` is empty where there is no page to go to."""

    number: int
    path: str
    title: Name
    date: str
    publication: str
    language: str
    status: str
    alarm: bool
    """True where a person has to look."""
    remark: str
    findings: int
    speakers: tuple[str, ...]
    """Their names, in English where there is one."""
    link: str


@dataclass(frozen=True)
class Line:
    """A statement in the list: shortened, with the place where it stands in full."""

    article: int
    kind: StatementKind
    english: str
    source: str
    link: str


@dataclass(frozen=True)
class Entry:
    """Somebody who speaks; `lines` are read when the page comes to them."""

    person: Person
    articles: int
    perhaps: tuple[Person, ...]
    lines: Iterable[Line]


@dataclass(frozen=True)
class Head:
    """What stands above the lists."""

    name: str
    model: str
    counts: tuple[tuple[str, int], ...]
    """Status in words → how many, none of them 0."""
    cost_usd: float | None
    stopped: str

    @property
    def cost(self) -> str:
        return money(self.cost_usd)


def pieces(head: Head, cards: Sequence[Card], entries: Iterable[Entry]) -> Iterator[str]:
    """The page in pieces."""
    style = text_of("page.css") + text_of("folder.css")
    script = text_of("folder.js")
    yield from template("folder.html.j2").generate(
        head=head,
        generator=GENERATOR,
        cards=cards,
        articles={card.number: card for card in cards},
        entries=entries,
        policy=policy(style, script),
        style=Markup(style),
        script=Markup(script),
    )
