"""What can be seen to be wrong with a translation without a model: small functions of a `Case`, each returning None or a
sentence that says what is wrong. `stages/verify.py` has the table of them."""

from summarizer.text.checks.case import Case

__all__ = ["Case"]
