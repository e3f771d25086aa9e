"""Mends that need no model: one number of a wrong magnitude, one name that is surely meant. Certain or not at all."""

from summarizer.records import Brief
from summarizer.stages.repair.fault import Fault
from summarizer.text import names, numbers


def mended(fault: Fault, brief: Brief) -> str | None:
    """The English put right, None where nothing is certain."""
    target = fault.was.target or ""
    text = numbers.mend(fault.source, target) or target
    for slip in names.slips(fault.source, text, brief.terms):
        text = names.mend(text, slip, others=brief.terms) or text
    return text if text != target else None
