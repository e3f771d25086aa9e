"""What the names of articles end in."""

TEXTS = (
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".mdown",
    ".html",
    ".htm",
    ".xhtml",
    ".shtml",
    ".mhtml",
    ".mht",
    ".srt",
    ".vtt",
)
DOCUMENTS = (".docx", ".docm", ".epub", ".eml", ".pdf", ".xlsx", ".xlsm", ".csv", ".tsv")
OFFICE = (".doc", ".wps", ".rtf", ".odt")
"""What LibreOffice has to convert before it can be read."""
TABLES = (".csv", ".tsv")
"""Of these the name decides: a text with commas is no table."""
ARCHIVE = ".zip"
ARTICLES = (*TEXTS, *DOCUMENTS, *OFFICE)
