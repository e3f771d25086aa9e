"""The last resort for Chinese words that nothing could put into English: their sounds, with a finding that says so."""

from collections.abc import Mapping

from summarizer.records import Finding, FindingKind, Severity, Translation
from summarizer.stages.repair.leftover import LEFT_OVER, put_in
from summarizer.text.pinyin import spelt

MOST_CHARACTERS = 12
"""Where more Chinese than this is left, it is no word but an untranslated text, and stays as it is: an error."""


def spelt_out(translations: Mapping[str, Translation]) -> tuple[dict[str, Translation], tuple[Finding, ...]]:
    """The translations with the last Chinese words in pinyin, and a warning for each segment that has one."""
    done, findings = dict(translations), []
    for i, translation in translations.items():
        words = LEFT_OVER.findall(translation.target or "")
        if (
            words
            and sum(map(len, words)) <= MOST_CHARACTERS
            and len("".join(words)) * 2 < len(translation.target or "")
        ):
            english = {word: spelt(word).capitalize() for word in words}
            text = put_in(translation.target or "", english)
            done[i] = translation.model_copy(update={"target": text, "repaired": True})
            said = ", ".join(f"{word} as {sound}" for word, sound in english.items())
            detail = f"No English was found for a word; it is transliterated: {said}."
            findings.append(
                Finding(
                    segment=i,
                    kind=FindingKind.TRANSLITERATED,
                    severity=Severity.WARNING,
                    detail=detail,
                    found=", ".join(english.values()),
                )
            )
    return done, tuple(findings)


def still_romanised(finding: Finding, text: str) -> bool:
    """True where a sound that such a finding names stands in a later text too."""
    return any(sound in text for sound in finding.found.split(", "))
