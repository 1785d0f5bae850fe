"""What to paste: a table of text from a spreadsheet is told from a copied layer by its look alone."""

from playground.sharing import MARK

LINES = 5  # that are looked at
DELIMITERS = ("\t", ";", ",", "|")


def looks_like_table(text: str) -> bool:
    """Whether the first lines of a text have the same number of cells, two at least."""
    if f'"{MARK}"' in text[:2000]:
        return False
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:LINES]
    if len(lines) < 2:
        return False
    return any(_columns(lines, delimiter) for delimiter in DELIMITERS)


def _columns(lines: list[str], delimiter: str) -> bool:
    counts = {line.count(delimiter) for line in lines}
    return len(counts) == 1 and counts != {0}
