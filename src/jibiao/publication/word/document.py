"""The contents of a publication → a Word document.

With a template, what stands in it (a cover) stays in front, its styles hold, and only those that it lacks are added.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from jibiao.files.docx import read_document
from jibiao.publication import texts
from jibiao.publication.contents import Block, Contents, Heading, Paragraph, Tables
from jibiao.publication.errors import UnusableTemplate
from jibiao.publication.word import seal
from jibiao.publication.word.styles import Styles, own_styles
from jibiao.publication.word.xml import GAP, NAMESPACE, paragraph, runs, table

_FIRST_BOOKMARK = 100_000
"""A template has bookmarks of its own."""
_MARGIN = 1247
"""Left and right, in twentieths of a point: 2.2 cm, as the published documents have it."""
_SHORT, _ENDS = 20, ("。", "；", "！", "？")
"""A line of so many characters that ends in no such sign may stand as a heading."""
_BREAK = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


class Draft:
    """A document of which only the page numbers are open. Raises UnusableTemplate, UnreadableFile (of the template)."""

    def __init__(self, contents: Contents, template: Path | None = None) -> None:
        self._writer = _Writer(contents, _opened(template), template is not None)
        self._writer.write()

    def for_print(self) -> bytes:
        """The file as a program prints it that knows the pages: the contents are lines with a field each for the page,
        which a program brings up to date as it prints. A table of contents it would leave as it is."""
        self._writer.set_contents(None, as_field=False)
        return self._writer.saved()

    def published(self, pages: Sequence[int] | None) -> bytes:
        """The file that is published. pages: of each heading, for the table of contents; None if they are not known."""
        self._writer.set_contents(pages)
        return self._writer.saved()


def try_template(template: Path) -> None:
    """Raises UnusableTemplate, UnreadableFile."""
    _opened(template)


def _opened(template: Path | None) -> Any:
    if template is None:
        document = docx.Document()
        own_styles(document)
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Twips(_MARGIN)
        return document
    read_document(template)  # says what is wrong with it, and within which limits it stays
    try:
        return docx.Document(str(template))
    except Exception as error:  # python-docx raises whatever the parts it misses make it raise
        raise UnusableTemplate(texts.TEMPLATE_BAD.format(path=template)) from error


class _Writer:
    def __init__(self, contents: Contents, document: Any, of_template: bool) -> None:
        self.contents = contents
        self.document = document
        self.styles = Styles(document)
        self.body = document.element.body
        self.last = self.body.sectPr if self.body.sectPr is not None else self.body._add_sectPr()
        self.has_cover = of_template and bool(_texts(self.body) or self.body.findall(f".//{qn('w:drawing')}"))
        self.bookmarks = itertools.count(_FIRST_BOOKMARK)
        self.wide = False

    def write(self) -> None:
        section = self.document.sections[-1]
        self.upright = section.orientation != WD_ORIENT.LANDSCAPE
        width, height = section.page_width.twips, section.page_height.twips
        sides = section.left_margin.twips + section.right_margin.twips
        self.room = {False: width - sides, True: max(width, height) - sides}
        if section.footer.is_linked_to_previous:
            self._number_pages(section)
        if self.has_cover:
            self._add(paragraph("", self.styles["Normal"], around=('<w:r><w:br w:type="page"/></w:r>', "")))
        else:
            self._add(paragraph(self.contents.owner, self.styles["Subtitle"]))
            self._add(paragraph(self.contents.title, self.styles["Title"]))
        self._add(f"<w:p {NAMESPACE}/>")
        self.toc = self.last.getprevious()
        marks = iter(self.marks)
        for n, block in enumerate(self.contents.blocks):
            match block:
                case Heading():
                    self._turn_for(n)
                    self._heading(block, next(marks))
                case Paragraph():
                    properties = "<w:keepNext/>" if self._leads_on(block, n) else ""
                    properties += "<w:pageBreakBefore/>" if block.new_page else ""
                    self._add(paragraph(block.text, self.styles["BodyText"], properties))
                case Tables():
                    self._turn(block.is_wide)
                    self._tables(block)
                    if not isinstance(self._next(n), Heading | Paragraph):
                        self._add(paragraph("", self.styles["JbText"]))
        if self.wide:  # the last pages lie across; an upright one would be empty
            _lay_across(self.last)

    def _turn_for(self, at: int) -> None:
        """A heading, and what is said below it, stands on the page of the table that follows in the same part."""
        wide = False
        for n, block in enumerate(self.contents.blocks[at + 1 :]):
            match block:
                case Tables():
                    wide = block.is_wide
                    break
                case Heading(level=1):
                    break
                case Heading(centred=True) if n > 0:  # not the title below 第二部分
                    break
        self._turn(wide)

    def _leads_on(self, block: Paragraph, at: int) -> bool:
        """Whether a paragraph should not end a page: it announces a table, or stands above a text as a heading does."""
        after = self._next(at)
        announces = isinstance(self._next(at + 1) if isinstance(after, Heading) else after, Tables)
        is_short = len(block.text) <= _SHORT and block.text[-1:] not in _ENDS
        return announces or (is_short and isinstance(after, Paragraph) and len(after.text) > _SHORT)

    def _next(self, at: int) -> Block | None:
        return next(iter(self.contents.blocks[at + 1 : at + 2]), None)

    def _turn(self, wide: bool) -> None:
        """Go on with pages that lie across, or upright again."""
        if wide == self.wide:
            return
        ends = deepcopy(self.last)
        if self.wide:
            _lay_across(ends)
        self._add(f"<w:p {NAMESPACE}><w:pPr>{_BREAK}</w:pPr></w:p>")
        self.last.getprevious().pPr.append(ends)
        self.wide = wide

    def _heading(self, heading: Heading, mark: str) -> None:
        number = next(self.bookmarks)
        properties = ("<w:pageBreakBefore/>" if heading.new_page and not self._begins_page() else "") + (
            '<w:jc w:val="center"/>' if heading.centred else ""
        )
        around = (f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/>', f'<w:bookmarkEnd w:id="{number}"/>')
        self._add(paragraph(heading.text, self.styles[f"Heading{heading.level}"], properties, around))

    def _begins_page(self) -> bool:
        """Whether a new section has just begun, which begins a page."""
        before = self.last.getprevious()
        return before is not None and before.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None

    def _tables(self, block: Tables) -> None:
        for n, one in enumerate(block.tables):
            if n:
                self._add(GAP)
            goes_on = n + 1 < len(block.tables) and block.tables[n + 1].follows
            self._add(table(one, self.room[self.wide], goes_on, self.styles))

    def _add(self, xml: str) -> None:
        self.last.addprevious(parse_xml(xml))

    # ── Page numbers, table of contents ─────────────────────────────────────────────────────────────

    @property
    def marks(self) -> list[str]:
        """The bookmarks of the headings."""
        return [f"_Toc{_FIRST_BOOKMARK + n}" for n in range(len(self.contents.headings))]

    def _number_pages(self, section: Any) -> None:
        footer = section.footer
        footer.is_linked_to_previous = False
        element = footer.paragraphs[0]._p
        number = f"{_run('- ')}{_field('PAGE', '1')}{_run(' -')}"
        element.getparent().replace(
            element, parse_xml(paragraph("", self.styles["Footer"], around=("", number)))
        )

    def set_contents(self, pages: Sequence[int] | None, *, as_field: bool = True) -> None:
        """The table of contents, in the place of the one that stands there. as_field: one that Word and LibreOffice can
        bring up to date, filled with what it says now; else lines whose pages are fields."""
        entries = [
            (heading, mark, pages[n] if pages else None if as_field else 1)
            for n, (heading, mark) in enumerate(zip(self.contents.headings, self.marks, strict=True))
            if heading.level <= self.contents.depth
        ]
        dirty = "" if pages else ' w:dirty="true"'
        begin = (
            f'<w:r><w:fldChar w:fldCharType="begin"{dirty}/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{self.contents.depth}" \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        if not as_field or not entries:
            begin = end = ""
        tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{self.room[False]}"/></w:tabs>'
        lines = [paragraph(texts.CONTENTS, self.styles["TOCHeading"])]
        for n, (heading, mark, page) in enumerate(entries):
            around = (begin if n == 0 else "", _entry(heading, mark, page))
            lines.append(paragraph("", self.styles[f"TOC{heading.level}"], tab, around))
        lines.append(paragraph("", self.styles["Normal"], around=(end, "")))
        kind = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        toc = parse_xml(
            f"<w:sdt {NAMESPACE}><w:sdtPr>{kind if as_field else ''}</w:sdtPr>"
            f"<w:sdtContent>{''.join(lines)}</w:sdtContent></w:sdt>"
        )
        self.body.replace(self.toc, toc)
        self.toc = toc

    # ── The file ────────────────────────────────────────────────────────────────────────────────────

    def saved(self) -> bytes:
        """The file, with its fingerprint in it."""
        properties = self.document.core_properties
        properties.title, properties.author = _in_one(self.contents.title), _in_one(self.contents.owner)
        properties.comments = properties.last_modified_by = ""
        seal.mark(self.document)
        buffer = io.BytesIO()
        self.document.save(buffer)
        return seal.sealed(buffer.getvalue())


def _texts(body: Any) -> str:
    return "".join(element.text or "" for element in body.iter(qn("w:t"))).strip()


def _in_one(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:200]


def _lay_across(properties: Any) -> None:
    size = properties.find(qn("w:pgSz"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    if int(width) < int(height):
        size.set(qn("w:w"), height)
        size.set(qn("w:h"), width)
    size.set(qn("w:orient"), "landscape")


def _field(instruction: str, shown: str) -> str:
    """A field, and what it shows until it is brought up to date."""
    ends = {name: f'<w:r><w:fldChar w:fldCharType="{name}"/></w:r>' for name in ("begin", "separate", "end")}
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{ends['begin']}{code}{ends['separate']}{_run(shown)}{ends['end']}"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _entry(heading: Heading, mark: str, page: int | None) -> str:
    text = runs(" ".join(heading.text.split()))
    number = "<w:r><w:tab/></w:r>" + _field(f"PAGEREF {mark} \\h", str(page)) if page else ""
    return f'<w:hyperlink w:anchor="{mark}" w:history="1">{text}{number}</w:hyperlink>'
