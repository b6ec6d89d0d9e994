"""Word documents for tests, written part by part."""

from __future__ import annotations

from pathlib import Path

from files.packages import links, zipped
from jibiao.files.docx import read_document
from jibiao.grid import Grid

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OTHER = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def p(*runs: str, style: str = "", number: str = "") -> str:
    """A paragraph of runs and other elements; plain texts become runs. number: "id/level"."""
    within = "".join(one if one.startswith("<") else t(one) for one in runs)
    own = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        number_id, level = number.split("/")
        own += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'
    return f"<w:p><w:pPr>{own}</w:pPr>{within}</w:p>"


def t(text: str, properties: str = "") -> str:
    """A run with a text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: str) -> str:
    """A table; a row is a text with a | between cells: >2 before a text: two columns wide; ^: goes on with the cell
    above; v before a text: the cell goes on below; < goes on with the cell on the left."""
    return f"<w:tbl><w:tblPr/>{''.join(map(_row, rows))}</w:tbl>"


def _row(row: str) -> str:
    return f"<w:tr>{''.join(_cell(cell.strip()) for cell in row.split('|'))}</w:tr>"


def _cell(cell: str) -> str:
    properties, text = "", cell
    if cell.startswith(">"):
        properties, text = f'<w:gridSpan w:val="{cell[1]}"/>', cell[2:]
    elif cell == "^":
        properties, text = "<w:vMerge/>", ""
    elif cell == "<":
        properties, text = '<w:hMerge w:val="continue"/>', ""
    elif cell.startswith("v"):
        properties, text = '<w:vMerge w:val="restart"/><w:hMerge w:val="restart"/>', cell[1:]
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text) if not text.startswith('<w:') else text}</w:tc>"


def parts(body: str, namespace: str = WORD, **others: str) -> dict[str, str | bytes]:
    """The parts of a minimal .docx; others by name: numbering, styles."""
    found: dict[str, str | bytes] = {
        "_rels/.rels": links(("officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{namespace}" {OTHER}><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": links(*((name, f"{name}.xml") for name in others)),
    }
    found.update({f"word/{name}.xml": text for name, text in others.items()})
    return found


def numbering(*levels: tuple[str, str], restart: bool = False) -> str:
    """A numbering part with one list, number 1, and number 2, which begins it anew if asked. levels: format, text."""
    written = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(levels)
    )
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    return (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="7">{written}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{override}</w:num></w:numbering>'
    )


def blocks(folder: Path, body: str, **others: str) -> list[str | Grid]:
    """What is read of a document with that body."""
    return read_document(zipped(folder / "公开.docx", parts(body, **others))).blocks
