"""What an office's own programs make of a workbook: LibreOffice with the metric twins of the fonts that offices have, and poppler that
reads the pages it prints.

Data flow: .xlsx -> LibreOffice -> PDF -> words with their places, page by page; texts of cells -> LibreOffice -> how high each has to be
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

PROGRAMS = {"soffice": "libreoffice-calc", "pdftotext": "poppler-utils", "fc-match": "fontconfig"}
#: What the workbooks name, its twin and the package that has it.
TWINS = {"Times New Roman": ("Liberation Serif", "fonts-liberation2"), "Calibri": ("Carlito", "fonts-crosextra-carlito")}
_NAMES = {
    "table": "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}",
    "style": "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}",
    "page": "{http://www.w3.org/1999/xhtml}",
}


#: Points of a unit of a column's width as Excel draws it, the narrowest of the programs, and of an indent.
POINTS_OF_UNIT, INDENT = 5.25, 8
FONT = "Times New Roman"
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"
    office:mimetype="application/vnd.oasis.opendocument.spreadsheet" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:automatic-styles><style:style style:name="ro0" style:family="table-row"><style:table-row-properties
    style:use-optimal-row-height="true"/></style:style>{styles}</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="texts">{table}</table:table></office:spreadsheet></office:body>
</office:document>"""


@dataclass(frozen=True)
class Word:
    """``left``, ``top``: shares of the page's width and points from its upper edge."""

    text: str
    left: float
    top: float


@dataclass(frozen=True)
class Measured:
    """``needed``: points that LibreOffice gives the text at the cell's width; ``given``: those of the cell's rows."""

    place: str
    text: str
    is_wrapped: bool
    size: float
    needed: float
    given: float

    @property
    def is_cut(self) -> bool:
        """What is not wrapped has one line, and a pixel is nobody's loss."""
        return self.needed > (self.given + 1 if self.is_wrapped else 1.6 * self.size + 3)


def needs_office_suite() -> None:
    """Skips where a program or a font is missing, and says which package has it."""
    for program, package in PROGRAMS.items():
        if shutil.which(program) is None:
            pytest.skip(f"no {program} on this machine (package {package})")
    for font, (twin, package) in TWINS.items():
        with_vietnamese = f"{font}:charset=1ec7"  # ệ: the first edition of Liberation has none, and other letters would be measured
        if twin not in subprocess.run(["fc-match", with_vietnamese], capture_output=True, text=True, check=True).stdout:
            pytest.skip(f"no twin of {font} on this machine (package {package})")


def converted(paths: Iterable[Path], kind: str, folder: Path) -> list[Path]:
    """Each as ``kind`` ("pdf", "ods") in ``folder``, by a LibreOffice with a profile of its own."""
    paths = list(paths)
    arguments = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", kind]
    done = subprocess.run([*arguments, "--outdir", str(folder), *map(str, paths)], capture_output=True, text=True, timeout=300, check=False)
    made = [folder / f"{path.stem}.{kind}" for path in paths]
    assert all(path.exists() for path in made), done.stderr
    return made


def pages(pdf: Path) -> list[list[Word]]:
    """The words of each page."""
    text = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True).stdout
    out = []
    for page in ElementTree.fromstring(text).iter(f"{_NAMES['page']}page"):
        wide = float(page.attrib["width"])
        words = page.iter(f"{_NAMES['page']}word")
        out.append([Word(word.text or "", float(word.attrib["xMin"]) / wide, float(word.attrib["yMin"])) for word in words])
    return out


def measured_texts(paths: Iterable[Path], folder: Path) -> list[Measured]:
    """Every text of the visible sheets, each put alone into a row whose height LibreOffice finds, in a column as wide as its cell is."""
    found = [text for path in paths for text in _texts(path)]
    (folder / "texts.fods").write_text(_measuring_sheet([(cell, width) for _, cell, width, _ in found]), encoding="utf-8")
    (made,) = converted([folder / "texts.fods"], "ods", folder)
    return [
        Measured(place, cell.value, bool(cell.alignment.wrap_text), cell.font.size, needed, given)
        for (place, cell, _, given), needed in zip(found, _row_heights(made), strict=False)
    ]


def _measuring_sheet(cells: Sequence[tuple[Any, float]]) -> str:
    """Flat ODF: a column for each width, a style for each look, a row for each text."""
    widths = sorted({width for _, width in cells})
    looks = sorted({_look(cell) for cell, _ in cells})
    styles = [_column_style(number, width) for number, width in enumerate(widths)]
    styles += [_cell_style(number, *look) for number, look in enumerate(looks)]
    rows = [_measured_row(cell, widths.index(width), looks.index(_look(cell))) for cell, width in cells]
    columns = [f'<table:table-column table:style-name="co{number}"/>' for number in range(len(widths))]
    return _DOCUMENT.format(styles="".join(styles), table="".join(columns + rows))


def _look(cell: Any) -> tuple[float, bool, bool, bool]:
    return cell.font.size, bool(cell.font.bold), bool(cell.font.italic), bool(cell.alignment.indent)


def _column_style(number: int, width: float) -> str:
    properties = f'<style:table-column-properties style:column-width="{width * POINTS_OF_UNIT}pt"/>'
    return f'<style:style style:name="co{number}" style:family="table-column">{properties}</style:style>'


def _cell_style(number: int, size: float, is_bold: bool, is_italic: bool, is_indented: bool) -> str:
    letters = f'fo:font-family="{FONT}" fo:font-size="{size}pt"'
    letters += (' fo:font-weight="bold"' if is_bold else "") + (' fo:font-style="italic"' if is_italic else "")
    indent = f'<style:paragraph-properties fo:text-align="start" fo:margin-left="{INDENT}pt"/>' if is_indented else ""
    cell = '<style:table-cell-properties fo:wrap-option="wrap"/>'
    return f'<style:style style:name="ce{number}" style:family="table-cell">{cell}{indent}<style:text-properties {letters}/></style:style>'


def _measured_row(cell: Any, column: int, look: int) -> str:
    before = f'<table:table-cell table:number-columns-repeated="{column}"/>' if column else ""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.value.split("\n"))
    own = f'<table:table-cell table:style-name="ce{look}" office:value-type="string">{lines}</table:table-cell>'
    return f'<table:table-row table:style-name="ro0">{before}{own}</table:table-row>'


def _texts(path: Path) -> Iterator[tuple[str, Any, float, float]]:
    """Place, cell, units of width and points of height."""
    for sheet in openpyxl.load_workbook(path):
        merged = {area.start_cell.coordinate: area for area in sheet.merged_cells.ranges}
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and sheet.sheet_state == "visible"):
            area = merged.get(cell.coordinate)
            columns = range(cell.column, (area.max_col if area else cell.column) + 1)
            rows = range(cell.row, (area.max_row if area else cell.row) + 1)
            yield (
                f"{path.name} {sheet.title} {cell.coordinate}",
                cell,
                sum(sheet.column_dimensions[get_column_letter(column)].width for column in columns),
                sum(sheet.row_dimensions[row].height or 15 for row in rows),
            )


def _row_heights(path: Path) -> list[float]:
    """Of each row of the first sheet, in points."""
    with ZipFile(path) as parts:
        tree = ElementTree.fromstring(parts.read("content.xml"))
    style, table = _NAMES["style"], _NAMES["table"]
    heights = {
        made.attrib[f"{style}name"]: _points(properties.attrib[f"{style}row-height"])
        for made in tree.iter(f"{style}style")
        for properties in made.iter(f"{style}table-row-properties")
        if f"{style}row-height" in properties.attrib
    }
    out: list[float] = []
    for row in next(tree.iter(f"{table}table")).iter(f"{table}table-row"):
        out += [heights[row.attrib[f"{table}style-name"]]] * int(row.attrib.get(f"{table}number-rows-repeated", 1))
        if len(out) > 100_000:
            break
    return out


def _points(length: str) -> float:
    found = re.fullmatch(r"([\d.]+)(in|cm|mm|pt)", length)
    assert found, length
    return float(found[1]) * {"in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pt": 1.0}[found[2]]
