"""Makes `summarizer/text/data/pinyin.tsv` and `pinyin_phrases.tsv` from the package pypinyin: `python -m tests.text.pinyin_table`."""

from collections import defaultdict
from pathlib import Path

import pypinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

DATA = Path(__file__).parents[2] / "summarizer" / "text" / "data"
SOURCE = f"# From pypinyin {pypinyin.__version__} (MIT), made by tests/text/pinyin_table.py: "


def readings(text: str) -> list[str]:
    """As pypinyin has it: a syllable for each character, without tones."""
    return list(pypinyin.lazy_pinyin(text, v_to_u=True, errors="ignore"))


def characters() -> dict[str, str]:
    """For each syllable the characters that are read so by themselves."""
    found: dict[str, str] = defaultdict(str)
    for character in map(chr, sorted(PINYIN_DICT)):
        if "\u3400" <= character <= "\u9fff" or character == "〇":
            [syllable] = readings(character)
            found[syllable] += character
    return dict(sorted(found.items()))


def phrases() -> dict[str, list[str]]:
    """The words in which a character is read otherwise than by itself."""
    alone = {c: syllable for syllable, all_of_it in characters().items() for c in all_of_it}
    found = {word: readings(word) for word in sorted(PHRASES_DICT)}
    return {word: read for word, read in found.items() if read != [alone.get(c) for c in word]}


def main() -> None:
    """Writes both tables."""
    one = [f"{syllable}\t{all_of_it}\n" for syllable, all_of_it in characters().items()]
    head = SOURCE + "characters by their usual reading, without tones.\nsyllable\tcharacters\n"
    (DATA / "pinyin.tsv").write_text(head + "".join(one), encoding="utf-8")
    many = [f"{word}\t{' '.join(read)}\n" for word, read in phrases().items()]
    head = SOURCE + "words in which a character has another reading.\nword\tsyllables\n"
    (DATA / "pinyin_phrases.tsv").write_text(head + "".join(many), encoding="utf-8")


if __name__ == "__main__":
    main()
