"""Which part of a translation belongs to which part of its source, for paragraphs or for sentences; no model.

`align` is the dynamic programme of Gale and Church (1993) over lengths, helped by what reads the same on both sides:
`anchors` finds numbers by their values, Latin words, known names, questions and quotations, `Words` everyday words.
"""

from summarizer.text.align.anchors import anchors
from summarizer.text.align.beads import Bead, align
from summarizer.text.align.words import Words

__all__ = ["Bead", "Words", "align", "anchors"]
