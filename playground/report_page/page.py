"""The HTML around a report: one file without scripts that needs nothing else, on the screen and on paper."""

from collections.abc import Iterable, Sequence
from html import escape

from playground.notation.markup import pieces
from playground.tokens import LIGHT as THEME

Row = Sequence[str]

STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 0 auto; padding: 32px 24px 64px; max-width: 1000px; background: {THEME.window};
  color: {THEME.text}; font: 14px/1.55 Inter, system-ui, sans-serif; font-feature-settings: "tnum"; }}
h1 {{ font-size: 24px; line-height: 1.25; margin: 0 0 4px; }}
h2 {{ font-size: 16px; margin: 36px 0 10px; padding-top: 12px; border-top: 1px solid {THEME.line}; }}
h3 {{ font-size: 14px; margin: 20px 0 6px; }}
p.lead {{ margin: 0 0 20px; color: {THEME.text2}; }}
figure {{ margin: 0; break-inside: avoid; }}
figcaption {{ color: {THEME.text3}; font-size: 12px; margin: 2px 0 14px; }}
svg {{ width: 100%; height: auto; font-family: inherit; }}
.two {{ display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); gap: 28px; align-items: start; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
th, td {{ text-align: left; vertical-align: top; padding: 4px 16px 4px 0;
  border-bottom: 1px solid {THEME.line}; }}
thead th {{ color: {THEME.text3}; font-weight: 500; font-size: 12px; }}
tbody th {{ font-weight: 500; white-space: nowrap; }}
td {{ overflow-wrap: anywhere; }}
table.numbers td, table.numbers thead th + th {{ text-align: right; font-variant-numeric: tabular-nums; }}
td.hit {{ background: {THEME.accent_soft}; }}
.math {{ font: 13px "JetBrains Mono", "DejaVu Sans Mono", monospace; white-space: nowrap; }}
pre {{ background: {THEME.raised}; padding: 12px; overflow: auto; max-height: 420px; font-size: 12px; }}
@media (max-width: 760px) {{ .two {{ grid-template-columns: 1fr; }} }}
@media print {{ body {{ padding: 0; }} pre {{ max-height: none; }} h2 {{ break-after: avoid; }} }}
"""


def page(title: str, lead: str, sections: Iterable[str]) -> str:
    """The whole file."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(title)}</h1>\n<p class="lead">{escape(lead)}</p>\n'
        + "\n".join(sections)
        + "\n</main>\n</body>\n</html>\n"
    )


def section(heading: str, *parts: str) -> str:
    """A heading and what belongs to it; nothing where there is nothing."""
    content = "\n".join(part for part in parts if part)
    return f"<section>\n<h2>{escape(heading)}</h2>\n{content}\n</section>" if content else ""


def figure(drawing: str, caption: str) -> str:
    """A drawing and what it shows."""
    return f"<figure>{drawing}<figcaption>{escape(caption)}</figcaption></figure>"


def beside(*parts: str) -> str:
    """Two things side by side where there is room."""
    return f'<div class="two">{"".join(f"<div>{part}</div>" for part in parts)}</div>'


def pairs(rows: Iterable[Row]) -> str:
    """A table of names and what they are."""
    return table((), rows)


def table(headings: Row, rows: Iterable[Row], numbers: bool = False) -> str:
    """A table whose first column names its rows."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in headings)
    body = "".join(_row(row) for row in rows)
    look = ' class="numbers"' if numbers else ""
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f'<div class="wide"><table{look}>{head}<tbody>{body}</tbody></table></div>' if body else ""


def _row(row: Row) -> str:
    first, *others = row
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'


def matrix(names: Row, counts: Sequence[Sequence[int]]) -> str:
    """A confusion matrix: a row for each label, a column for each answer; what is right stands out."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td{' class=hit' if i == j else ''}>{count}</td>" for j, count in enumerate(row))
        + "</tr>"
        for i, (name, row) in enumerate(zip(names, counts, strict=True))
    )
    corner = '<th scope="col">is ↓ said →</th>'
    return (
        f'<div class="wide"><table class="numbers"><thead><tr>{corner}{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def math(markup: str) -> str:
    """An equation with what is raised in it."""
    return "".join(
        f"<sup>{escape(piece.text)}</sup>" if piece.raised else escape(piece.text) for piece in pieces(markup)
    )


def equations(lines: Iterable[tuple[str, str]]) -> str:
    """Equations and the shapes of what stands in them."""
    rows = "".join(
        f'<tr><td class="math">{math(line)}</td><td class="math">{escape(shapes)}</td></tr>'
        for line, shapes in lines
    )
    return f'<div class="wide"><table><tbody>{rows}</tbody></table></div>'


def folded(summary: str, text: str) -> str:
    """A long text that opens when it is wanted."""
    return f"<details><summary>{escape(summary)}</summary><pre>{escape(text)}</pre></details>"
