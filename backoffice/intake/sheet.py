"""The forsamtale sheet as PDF. Words come from the template `words.html`; here is only where they stand on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import XPos, YPos

MARGIN, WIDTH, LINE = 18.0, 174.0, 5.5
UNKNOWN = "[?]"


@dataclass(frozen=True)
class Row:
    """A label, what was said, and by whom."""

    label: str
    words: str
    who: str


@dataclass(frozen=True)
class Sheet:
    """Everything on the sheet. `blanks` are headings with room to write below; `odd` is said when a sign had no letter."""

    title: str
    lead: str
    sections: Mapping[str, Iterable[Row]]
    blanks: Iterable[str]
    odd: str


def make_pdf(sheet: Sheet) -> bytes:
    """The sheet on A4. The core fonts hold Danish; a sign they lack is shown as [?] and said at the end."""
    pdf = FPDF(format="A4")
    pdf.set_title(printable(sheet.title))
    pdf.set_lang("da")
    pdf.set_margins(MARGIN, MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.add_page()
    _write(pdf, sheet.title, 18, "B")
    _write(pdf, sheet.lead, 10)
    for heading, rows in sheet.sections.items():
        _heading(pdf, heading)
        for row in rows:
            _row(pdf, row)
    for heading in sheet.blanks:
        _heading(pdf, heading)
        pdf.ln(24)
    if any(UNKNOWN in printable(text) for text in texts(sheet)):
        _write(pdf, sheet.odd, 9, "I")
    return bytes(pdf.output())


def texts(sheet: Sheet) -> list[str]:
    """Every text on the sheet that came from somebody."""
    return [part for rows in sheet.sections.values() for row in rows for part in (row.label, row.words, row.who)]


def printable(text: str) -> str:
    """`text` in the letters the core fonts have."""
    return "".join(each if each == "\n" or _has_letter(each) else UNKNOWN for each in text)


def _has_letter(sign: str) -> bool:
    try:
        sign.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return sign.isprintable()


def _heading(pdf: FPDF, text: str) -> None:
    pdf.ln(3)
    _write(pdf, text, 13, "B")


def _row(pdf: FPDF, row: Row) -> None:
    _write(pdf, row.label, 10, "B")
    _write(pdf, row.words, 11)
    _write(pdf, row.who, 9, "I")
    pdf.ln(1.5)


def _write(pdf: FPDF, text: str, size: float, style: str = "") -> None:
    pdf.set_font("Helvetica", style, size)
    pdf.multi_cell(WIDTH, LINE * max(1.0, size / 12), printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
