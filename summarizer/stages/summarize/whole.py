"""What of the whole can be read by rule: who asks and answers, who contradicts whom, and of what several speak."""

from collections.abc import Sequence

from summarizer.records import Brief, Overview, Position, Segment, Statement, Term, Topic
from summarizer.stages.summarize.transcripts import SpeakerTranscript
from summarizer.text.disputes import disagreements
from summarizer.text.questions import questions

MOST_TOPICS = 4
MOST_EVIDENCE = 4
SUBJECTS = ("organisation", "work", "product", "term")
"""Kinds of terms that people speak about; a person or a place is named for many reasons."""


def with_rules(
    overview: Overview,
    segments: Sequence[Segment],
    statements: Sequence[Statement],
    spoken: Sequence[SpeakerTranscript],
    brief: Brief,
) -> Overview:
    """The overview with questions, and with disagreements that the text says in words and the model did not name; each topic with
    those who are silent on it. Topics that the model did not find are the subjects that several speak about, with no stance claimed."""
    profiles = [words.profile for words in spoken]
    known = {(d.speaker, d.against) for d in overview.disagreements}
    ruled = [d for d in disagreements(segments, statements, profiles) if (d.speaker, d.against) not in known]
    return overview.model_copy(
        update={
            "topics": tuple(_with_silent(t, spoken) for t in overview.topics or subjects(spoken, brief.terms)),
            "questions": questions(segments, statements, profiles),
            "disagreements": (*overview.disagreements, *ruled),
        }
    )


def _with_silent(topic: Topic, spoken: Sequence[SpeakerTranscript]) -> Topic:
    heard = {p.speaker for p in topic.positions}
    silent = tuple(w.profile.id for w in spoken if w.profile.id not in heard)
    return topic.model_copy(update={"silent": silent})


def subjects(spoken: Sequence[SpeakerTranscript], terms: Sequence[Term]) -> tuple[Topic, ...]:
    """The terms that two speakers or more speak about, those of most speakers first; never who speaks, or for whom."""
    theirs = {
        form for w in spoken for form in (w.profile.name.source, w.profile.affiliation.source, *w.profile.aliases)
    }
    found = [_topic(t, spoken) for t in terms if t.kind in SUBJECTS and t.target and t.source not in theirs]
    shared = sorted((t for t in found if len(t.positions) > 1), key=lambda t: -len(t.positions))
    return tuple({t.name: t for t in reversed(shared)}.values())[::-1][:MOST_TOPICS]


def _topic(term: Term, spoken: Sequence[SpeakerTranscript]) -> Topic:
    forms = [form for form in (term.source, *term.aliases) if form]
    held = []
    for words in spoken:
        evidence = tuple(line.id for line in words.lines if any(form in line.source for form in forms))
        if evidence:
            held.append(Position(speaker=words.profile.id, stance="mentions", evidence=evidence[:MOST_EVIDENCE]))
    return Topic(name=term.target[:1].upper() + term.target[1:], positions=tuple(held))
