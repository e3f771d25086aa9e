"""Who asks and who answers, read from the turns of a conversation: what a turn asks is answered by the turns behind it."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from summarizer.records import Profile, Question, Reply, Segment, Statement
from summarizer.text.attribution.tables import words
from summarizer.text.lazy_pattern import lazy

ASKS = lazy(r"[?？][”」』’）)\s]*$")
INVITES = lazy(
    "[请請](?:问|問|您|你|教|.{0,12}(?:谈谈|談談|谈一谈|談一談|介绍|介紹|说说|說說|分享|回答|回应|回應|发言|發言))|(?:怎么|怎麼|如何)看"
)
"""An invitation to speak, which has no question mark: 请您谈谈."""
LAST = 3
"""Segments at the end of a turn that may be a question to the others."""


class Turn(NamedTuple):
    speaker: str
    segments: tuple[str, ...]


def questions(
    segments: Sequence[Segment], statements: Sequence[Statement], profiles: Sequence[Profile]
) -> tuple[Question, ...]:
    """The questions of a conversation with labels, in order. A moderator's are answered by everybody up to the moderator's next turn;
    another's only where the turn ends with the question, and by the next turn alone."""
    text = {s.id: s.source.strip() for s in segments}
    turns = _turns(statements)
    asking = {p.id for p in profiles if _asks_by_trade(p)}
    found = []
    for at, turn in enumerate(turns):
        asked = _asked(turn, text, moderator=turn.speaker in asking)
        if asked:
            replies = _replies(turns[at + 1 :], turn.speaker, everybody=turn.speaker in asking)
            found.append(Question(speaker=turn.speaker, evidence=asked, answers=replies))
    return tuple(found)


def _turns(statements: Sequence[Statement]) -> list[Turn]:
    labelled = [st for st in statements if st.basis == "label" and st.kind == "direct"]
    runs = groupby(labelled, key=lambda st: st.speaker)
    return [Turn(who, tuple(i for st in same for i in st.segments)) for who, same in runs]


def _asks_by_trade(profile: Profile) -> bool:
    forms = {profile.name.source, *profile.aliases}
    return profile.kind == "moderator" or bool(forms & words("question_label"))


def _asked(turn: Turn, text: Mapping[str, str], *, moderator: bool) -> tuple[str, ...]:
    """The segments of a turn that ask. What somebody else asks in the middle of a speech is no question to others."""
    if not moderator:
        end = turn.segments[-LAST:]
        return tuple(i for i in end if ASKS.search(text[i])) if ASKS.search(text[end[-1]]) else ()
    asked = tuple(i for i in turn.segments if ASKS.search(text[i]))
    return asked or tuple(i for i in turn.segments if INVITES.search(text[i]))


def _replies(behind: Sequence[Turn], asker: str, *, everybody: bool) -> tuple[Reply, ...]:
    said: dict[str, tuple[str, ...]] = {}
    for turn in behind:
        if turn.speaker == asker or (said and not everybody):
            break
        said[turn.speaker] = (*said.get(turn.speaker, ()), *turn.segments)
    return tuple(Reply(speaker=who, evidence=ids) for who, ids in said.items())
