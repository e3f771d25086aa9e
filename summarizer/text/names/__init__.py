"""Names and terms: which stand in a text, what they are in English, and whether an English text keeps to it."""

from summarizer.text.names.authority import Entry, Hit, lookup
from summarizer.text.names.brackets import in_brackets
from summarizer.text.names.compare import Slip, same_name
from summarizer.text.names.english import english_of
from summarizer.text.names.entities import Names
from summarizer.text.names.finder import find_names
from summarizer.text.names.learn import learn, rivals
from summarizer.text.names.mend import Spellings
from summarizer.text.names.region import Region, regions_of
from summarizer.text.names.resolve import resolve
from summarizer.text.names.romanise import is_person_name, romanise
from summarizer.text.names.terms import find, terms_of
from summarizer.text.names.titles import title_in_english
from summarizer.text.names.transliterate import transliterate

__all__ = [
    "Entry",
    "Hit",
    "Names",
    "Region",
    "Slip",
    "Spellings",
    "english_of",
    "find",
    "find_names",
    "in_brackets",
    "is_person_name",
    "learn",
    "lookup",
    "regions_of",
    "resolve",
    "rivals",
    "romanise",
    "same_name",
    "terms_of",
    "title_in_english",
    "transliterate",
]
