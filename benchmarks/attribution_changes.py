"""Changes to an article that must not change who says what: script, quotation marks, width, and what people are called."""

from collections.abc import Callable

from benchmarks.names import Namer
from summarizer.tasks.speakers import SpeakerReport
from summarizer.text.names.romanise import split
from summarizer.text.scripts import table

QUOTES = str.maketrans("“”‘’", "「」『』")
STRAIGHT = str.maketrans("“”", '""')
WIDE = str.maketrans("0123456789%", "０１２３４５６７８９％")
HALF = str.maketrans("，：；？！（）", ",:;?!()")


def traditional(text: str) -> str:
    """Every character that has one in its traditional form; not Chinese that anybody would print."""
    forms = {row[1]: row[0] for row in reversed(table("han_pairs.tsv"))}
    return "".join(forms.get(character, character) for character in text)


CHANGES: dict[str, Callable[[str], str]] = {
    "traditional script": traditional,
    "corner brackets": lambda text: text.translate(QUOTES),
    "straight quotation marks": lambda text: text.translate(STRAIGHT),
    "full-width digits": lambda text: text.translate(WIDE),
    "half-width marks": lambda text: text.translate(HALF),
}


def renamed(text: str, report: SpeakerReport, length: int, seed: int) -> tuple[str, dict[str, str]]:
    """(the article with its named speakers called otherwise, their old names to their new ones). Chinese names of two and three characters only, those
    that no other form of the article begins with."""
    namer = Namer(1000 * length + seed)
    new: dict[str, str] = {}
    for speaker in report.speakers:
        old = speaker.name.source
        if speaker.kind != "person" or len(old) not in (2, 3) or not split(old) or len(speaker.aliases) > 0:
            continue
        name = next(n for n in iter(namer.name, None) if len(n) == length and n not in text)
        text = text.replace(old, name)
        new[old] = name
    return text, new
