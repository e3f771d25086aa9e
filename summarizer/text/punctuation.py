"""Chinese punctuation as English writes it, for text that holds no Chinese words: OK。 is OK."""

from summarizer.text.lazy_pattern import lazy

_OPENING = {"（": "(", "「": "“", "『": "‘", "【": "[", "《": "“"}
_CLOSING = {"）": ")", "」": "”", "』": "’", "】": "]", "》": "”"}
_ENDING = {"。": ".", "．": ".", "，": ",", "、": ",", "！": "!", "？": "?", "：": ":", "；": ";"}
_MARK = lazy(f"\\s*([{''.join((*_OPENING, *_CLOSING, *_ENDING))}])\\s*")
_NO_BLANK = lazy(r"(?<=[(\[“‘ ]) | (?=[)\]”’.,!?:;])")


def western(text: str) -> str:
    """The text with English marks and the blanks that go with them; unchanged where it has no Chinese mark."""
    if not _MARK.search(text):
        return text
    return _NO_BLANK.sub("", _MARK.sub(lambda found: _spaced(found[1]), text)).strip()


def _spaced(mark: str) -> str:
    if mark in _OPENING:
        return f" {_OPENING[mark]}"
    return f"{_CLOSING.get(mark) or _ENDING[mark]} "
