"""The records of the name finder: who and what an article names, where, by which evidence, and what was refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NameKind = Literal["person", "organisation", "place", "work", "product", "term"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a reading (positive weight, in log-odds) or against it: the rule's id and the words that it matched."""

    rule: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in a block: [start, end) are offsets into the block's text, `form` is what stands there."""

    block: int
    start: int
    end: int
    form: str
    entity: int
    """The place of its entity in `Names.entities`."""
    short: bool = False
    """True if only part of the name stands there: 奥特曼 for 山姆·奥特曼, 罗总 for 罗江春."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What might have been a name and was not taken for one, or not as this name, with the rule that decided."""

    block: int
    start: int
    end: int
    form: str
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, place or work of the article."""

    name: str
    """The fullest form that stands in the article."""
    kind: NameKind
    forms: tuple[str, ...]
    """Every form that stands in the article, `name` first."""
    mentions: tuple[Mention, ...]
    probability: float
    """How likely it is that this is a name, of this kind."""
    evidence: tuple[Evidence, ...] = ()
    refused: tuple[Refusal, ...] = ()
    """Other readings of the same places."""
    named: bool = True
    """False if the article gives only part of the name (李女士, 王某, 老张)."""
    surname: str = ""
    """Of a person with a Chinese name; empty for all others."""
    english: str = ""
    """The form in Latin letters that the article itself gives in brackets."""
    role: str = ""
    """The title that stands beside the name, as the article has it (校长); empty if none does."""
    affiliation: str = ""
    """The organisation that stands before the title (河湾大学); empty if none does."""

    @property
    def is_person(self) -> bool:
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class Names:
    """All names of an article, in the order of their first mention."""

    entities: tuple[Entity, ...]
    refused: tuple[Refusal, ...] = ()
    _mentions: Mapping[int, tuple[Mention, ...]] = field(default_factory=dict, repr=False, compare=False)

    def mentions_in(self, block: int) -> tuple[Mention, ...]:
        """The mentions of a block, from left to right, without overlap."""
        return self._mentions.get(block, ())

    def entity_of(self, mention: Mention) -> Entity:
        return self.entities[mention.entity]

    def by_form(self, form: str) -> tuple[Entity, ...]:
        """The entities that have exactly this form; several if two people share a short one."""
        return tuple(entity for entity in self.entities if form in entity.forms)

    @property
    def people(self) -> tuple[Entity, ...]:
        return tuple(entity for entity in self.entities if entity.kind == "person")


def indexed(entities: tuple[Entity, ...], refused: tuple[Refusal, ...]) -> Names:
    """The names with their mentions sorted by block and place."""
    by_block: dict[int, list[Mention]] = {}
    for entity in entities:
        for mention in entity.mentions:
            by_block.setdefault(mention.block, []).append(mention)
    ordered = {block: tuple(sorted(found, key=lambda m: (m.start, -m.end))) for block, found in by_block.items()}
    return Names(entities, refused, ordered)
