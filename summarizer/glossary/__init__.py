"""A user's own names and terms, from CSV, TSV or TBX: read, looked over line by line, written. They outrank everything else
that knows an English form."""

from summarizer.glossary.check import Fault, faults_of
from summarizer.glossary.merge import merge
from summarizer.glossary.read import COLUMNS, KINDS, SHAPE, Line, lines_of
from summarizer.glossary.terms import counted, load, standing
from summarizer.glossary.write import WRITERS, Entry

__all__ = [
    "COLUMNS",
    "KINDS",
    "SHAPE",
    "WRITERS",
    "Entry",
    "Fault",
    "Line",
    "counted",
    "faults_of",
    "lines_of",
    "load",
    "merge",
    "standing",
]
