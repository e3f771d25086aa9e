"""Names and terms: which stand in a text, what they are in English, and whether an English text keeps to it."""

from summarizer.text.names.authority import Entry, Hit, find, lookup, occurrences
from summarizer.text.names.brackets import in_brackets
from summarizer.text.names.candidates import candidates
from summarizer.text.names.compare import Slip, same_name, slips
from summarizer.text.names.learn import learn, rivals
from summarizer.text.names.mend import mend, misspelt
from summarizer.text.names.resolve import resolve
from summarizer.text.names.romanise import is_person_name, romanise
from summarizer.text.names.transliterate import transliterate

__all__ = [
    "Entry",
    "Hit",
    "Slip",
    "candidates",
    "find",
    "in_brackets",
    "is_person_name",
    "learn",
    "lookup",
    "mend",
    "misspelt",
    "occurrences",
    "resolve",
    "rivals",
    "romanise",
    "same_name",
    "slips",
    "transliterate",
]
