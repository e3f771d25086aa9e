"""What is said of a speaker is checked against the speaker's own words: numbers and names of a point must stand in its evidence.
What does not is left out, in both languages, and a finding says so."""

import re
from collections.abc import Iterable, Sequence

from summarizer.records import Bilingual, Brief, Finding, FindingKind, Overview, Point, Segment, Severity, Speaker, Term
from summarizer.stages.summarize.transcripts import SpeakerTranscript, TranscriptLine
from summarizer.text.grounding import strange_names, strange_numbers

APOSTROPHE = "'"
_WORD = re.compile(rf"[^\W_]+(?:{APOSTROPHE}[^\W_]+)*")
QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
FEWEST_QUOTED_WORDS = 3
"""Words from which quotation marks claim that somebody said just that; a shorter one is a term or a title."""


def quoted_truly(text: str, english: str) -> str:
    """A summary's text with only the quotation marks around what stands so in the translation, punctuation and case aside: the reader may
    quote no wording that the report does not print. The words stay."""
    printed = _plain(english)

    def kept(found: re.Match[str]) -> str:
        words = found[1] or found[2] or ""
        if len(words.split()) < FEWEST_QUOTED_WORDS or _plain(words) in printed:
            return found[0]
        return words

    return QUOTED.sub(kept, text)


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold().replace('’', APOSTROPHE)))} "


def grounded(speaker: Speaker, words: SpeakerTranscript, brief: Brief) -> tuple[Speaker, tuple[Finding, ...]]:
    """The speaker with what their words bear out, and what had to go. Quotation marks are left only around the translation's own wording."""
    english = _joined(line.english for line in words.lines)
    points = tuple(p.model_copy(update={"en": quoted_truly(p.en, english)}) for p in speaker.points)
    unquoted = {
        what: text.model_copy(update={"en": quoted_truly(text.en, english)})
        for what, text in (("stance", speaker.stance), ("summary", speaker.summary))
    }
    speaker = speaker.model_copy(update={"points": points, **unquoted})
    wrong = {p: found for p in speaker.points if (found := ungrounded(p, words, brief.terms, _headline(brief)))}
    findings = [_left_out(f"A point of {words.name}’s", found, p.evidence) for p, found in wrong.items()]
    texts = {"stance": speaker.stance, "summary": speaker.summary}
    for what, text in texts.items():
        if found := _strange(text, words.source):
            texts[what] = Bilingual()
            findings.append(_left_out(f"The {what} of {words.name}’s words", found, ()))
    kept = tuple(p for p in speaker.points if p not in wrong)
    return speaker.model_copy(update={**texts, "points": kept}), tuple(findings)


def ungrounded(
    point: Point, words: SpeakerTranscript, terms: Sequence[Term], headline: Sequence[str] = ()
) -> tuple[str, ...]:
    """The numbers and names of a point, in either language, that its evidence lacks. The speaker's own name needs no proof, nor does one
    that stands in the headline: it is what all of them talk about."""
    lines = [line for line in words.lines if line.id in point.evidence]
    source, english = _joined(line.source for line in lines), _joined(line.english for line in lines)
    return tuple(
        dict.fromkeys(
            found
            for text in (point.en, point.zh)
            if text
            for found in (
                *strange_numbers(text, source),
                *strange_names(text, source, english, terms, (*_own(words), *headline)),
            )
        )
    )


def line_is_sound(line: TranscriptLine) -> bool:
    """True where the English of a sentence has no number that its Chinese lacks."""
    return not strange_numbers(line.english, line.source)


def grounded_overview(
    overview: Overview, segments: Iterable[Segment], english: str
) -> tuple[Overview, tuple[Finding, ...]]:
    """The overview, without its text where a number of it stands nowhere in the article; what it quotes stands in the English."""
    found = _strange(overview, _joined(s.source for s in segments))
    if not found:
        return overview.model_copy(update={"en": quoted_truly(overview.en, english)}), ()
    return overview.model_copy(update={"en": "", "zh": ""}), (_left_out("The overview", found, ()),)


def _strange(text: Bilingual, source: str) -> tuple[str, ...]:
    return tuple(found for part in (text.en, text.zh) if part for found in strange_numbers(part, source))


def _headline(brief: Brief) -> tuple[str, ...]:
    """The headline in both languages, and the English of the names in it."""
    title = brief.title
    named = (t.target for t in brief.terms if any(form and form in title.source for form in (t.source, *t.aliases)))
    return tuple(text for text in (title.source, title.target, *named) if text)


def _own(words: SpeakerTranscript) -> tuple[str, ...]:
    """What a speaker is called, and for whom they speak."""
    profile = words.profile
    names = (profile.name, profile.role, profile.affiliation)
    return (*(form for name in names for form in (name.source, name.target) if form), *profile.aliases)


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _left_out(what: str, strange: Sequence[str], evidence: Sequence[str]) -> Finding:
    where = f"its evidence ({', '.join(evidence)})" if evidence else "the article’s own words"
    detail = f"{what} was left out: {', '.join(f'“{one}”' for one in strange)} {'is' if len(strange) == 1 else 'are'} not in {where}."
    return Finding(segment=None, kind=FindingKind.UNGROUNDED, severity=Severity.INFO, detail=detail)
