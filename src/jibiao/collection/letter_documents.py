"""The letters of return as Word documents, one an organisation, from a template that the office can change.

    OUT/上级单位/单位.docx      OUT/单位.docx for an organisation without a parent
    OUT/上级单位.zip            the letters of that folder
    OUT/退回通知清单.csv        what was written to whom, with its SHA-256: a letter that somebody worked on is known by it
    OUT/退回通知模板.docx       our own template, for who wants another: written if it is not there

A template is a .docx. {单位} and the other words of `SINGLE` stand anywhere in it. What stands from the paragraph with
{文件} to the table behind it is repeated for every file; the row of a table with words of `IN_ROWS` is repeated for every
row of the letter. A paragraph of nothing but a word that says nothing goes.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibiao.atomic import atomic_path
from jibiao.collection import texts
from jibiao.collection.letters import Letter, Row
from jibiao.consolidation.summary.book import clean
from jibiao.csvfile import CsvError, csv_rows, read_list
from jibiao.distribution.filenames import name_fault, path_key
from jibiao.errors import JibiaoError
from jibiao.files.limits import MAX_LIST
from jibiao.zipped import write_part

if TYPE_CHECKING:
    from docx.document import Document

_WORD = re.compile(r"\{([^{}\s]{1,12})\}")
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')

IN_ROWS: dict[str, Callable[[Row], str]] = {
    "序号": lambda row: str(row.number),
    "级别": lambda row: row.level,
    "位置": lambda row: row.places,
    "问题": lambda row: row.said,
    "怎么改": lambda row: row.remedy,
    "事项": lambda row: row.title,
    "处理情况": lambda row: "",
    "单位说明": lambda row: "",
}
"""What a row of a letter says, by its word in the template; the last two are for the answer."""

SINGLE: dict[str, Callable[[Letter, dt.date], str]] = {
    "单位": lambda letter, today: letter.name,
    "单位编码": lambda letter, today: letter.one.sent.code,
    "上级单位": lambda letter, today: letter.one.sent.parent,
    "年度": lambda letter, today: str(letter.year),
    "正文": lambda letter, today: letter.text,
    "错误": lambda letter, today: str(letter.errors),
    "警告": lambda letter, today: str(letter.warnings),
    "提示": lambda letter, today: letter.hints_in_words,
    "日期": lambda letter, today: texts.LETTER_TODAY.format(at=today),
}
"""What a letter says once."""
FILE = "文件"
"""The name and the date of a file."""


class LetterTemplateError(JibiaoError):
    """The template of the letters cannot be used; the message says why, in the user's language."""


class LettersChanged(JibiaoError):
    """Letters stand in the way that were worked on; nothing was written. `files`: their paths."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = list(files)
        super().__init__("\n".join(texts.LETTER_CHANGED.format(file=file) for file in self.files))


class LetterTemplate:
    """A template that was read. Raises LetterTemplateError if it is none, has a word that is not known, or no row for
    what is to be corrected."""

    def __init__(self, path: Path | None = None) -> None:
        self.is_own = path is None
        self._name = str(path or texts.LETTER_OWN_TEMPLATE)
        if path is None:
            from jibiao.collection.letter_template import default_template

            self._data = _repacked(default_template())
        else:
            try:
                with path.open("rb") as file:
                    self._data = file.read(MAX_LIST)
            except OSError as error:
                raise LetterTemplateError(texts.TEMPLATE_CLOSED.format(path=path)) from error
        used = {word for text in _texts(self._open()) for word in _WORD.findall(text)}
        known = [*SINGLE, FILE, *IN_ROWS]
        if unknown := sorted(used.difference(known)):
            words = {
                "words": "、".join(f"{{{word}}}" for word in unknown),
                "known": " ".join(f"{{{word}}}" for word in known),
            }
            raise LetterTemplateError(texts.TEMPLATE_WORDS.format(path=self._name, **words))
        if not {"位置", "问题"} <= used:
            raise LetterTemplateError(texts.TEMPLATE_NO_ROW.format(path=self._name))

    @property
    def data(self) -> bytes:
        """The template itself."""
        return self._data

    def write(self, letter: Letter, today: dt.date) -> bytes:
        """A letter as a .docx; the same letter gives the same bytes."""
        document = self._open()
        body = document.element.body
        single = {word: clean(say(letter, today)) for word, say in SINGLE.items()}
        # All places are looked up in the template itself: what a county wrote may look like one.
        block = _block_of_files(body)
        rows = [row for row in body.iter(_w("tr")) if _is_pattern(row)]
        within = {paragraph for one in (*block, *rows) for paragraph in one.iter(_w("p"))}
        rest = [one for root in _roots(document) for one in root.iter(_w("p")) if one not in within]
        in_block = {row for one in block for row in one.iter(_w("tr"))}
        _repeat_block(block, letter, single)
        for row in rows:
            if row not in in_block:
                _repeat_row(row, [one for part in letter.parts for one in part.rows], single)
        for paragraph in rest:
            _fill(paragraph, single)
        document.core_properties.title = texts.LETTER_PROPERTY.format(name=clean(letter.name))
        return _packed(document)

    def _open(self) -> Document:
        import docx

        try:
            return docx.Document(io.BytesIO(self._data))
        except Exception as error:  # python-docx raises whatever the parts it misses make it raise
            raise LetterTemplateError(texts.TEMPLATE_NONE.format(path=self._name)) from error


def write_letter_documents(
    letters: Sequence[Letter], out: Path, template: LetterTemplate, today: dt.date | None = None
) -> list[str]:
    """Write all letters, the zips and the list to a folder. Letters of an earlier run that nobody worked on are written
    over, or removed if nothing is to be corrected any more. Gives the letters' paths from the folder.

    Raises LettersChanged before anything is written, and OSError.
    """
    made = {
        file: (letter, template.write(letter, today or dt.date.today())) for file, letter in _named(letters)
    }
    files = {file: data for file, (_, data) in made.items()}
    for parent in dict.fromkeys(Path(file).parent.name for file in made if "/" in file):
        own = {file: data for file, data in files.items() if file.startswith(f"{parent}/")}
        files[f"{parent}.zip"] = _zip(own)
    before = _written_before(out)
    changed = [
        file for file in {**files, **before} if not _is_ours(out / file, files.get(file), before.get(file))
    ]
    if changed:
        raise LettersChanged([out / file for file in changed])
    for file, data in files.items():
        (out / file).parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(out / file) as path:
            path.write_bytes(data)
    for file in before.keys() - files.keys():
        (out / file).unlink(missing_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    if template.is_own and not (out / texts.LETTER_OWN_TEMPLATE).exists():
        with atomic_path(out / texts.LETTER_OWN_TEMPLATE) as path:
            path.write_bytes(template.data)
    with atomic_path(out / texts.LETTERS_LIST) as path:
        path.write_bytes(_list(made, files))
    return list(made)


# ── The document ────────────────────────────────────────────────────────────────────────────────────


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _roots(document: Document) -> list[Any]:
    """The body, and the headers and footers that the document has."""
    parts = [
        part
        for s in document.sections
        for part in (s.header, s.footer, s.first_page_header, s.first_page_footer)
    ]
    return [document.element.body, *(part._element for part in parts if not part.is_linked_to_previous)]


def _texts(document: Document) -> Iterator[str]:
    for root in _roots(document):
        for paragraph in root.iter(_w("p")):
            yield _text(paragraph)


def _text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(_w("t")))


def _is_pattern(row: Any) -> bool:
    return not IN_ROWS.keys().isdisjoint(_WORD.findall(_text(row)))


def _block_of_files(body: Any) -> list[Any]:
    """What stands from the paragraph with {文件} to the next table."""
    children = list(body)
    first = next((n for n, one in enumerate(children) if f"{{{FILE}}}" in _text(one)), None)
    if first is None:
        return []
    tables = (n for n in range(first, len(children)) if any(map(_is_pattern, children[n].iter(_w("tr")))))
    return children[first : next(tables, first) + 1]


def _repeat_block(block: list[Any], letter: Letter, single: Mapping[str, str]) -> None:
    """For every file in its place."""
    for part in letter.parts if block else ():
        words = {**single, FILE: clean(part.heading)}
        for one in block:
            copied = deepcopy(one)
            block[0].addprevious(copied)
            rows = [row for row in copied.iter(_w("tr")) if _is_pattern(row)]
            within = {paragraph for row in rows for paragraph in row.iter(_w("p"))}
            for paragraph in [one for one in copied.iter(_w("p")) if one not in within]:
                _fill(paragraph, words)
            for row in rows:
                _repeat_row(row, part.rows, words)
    for one in block:
        one.getparent().remove(one)


def _repeat_row(row: Any, rows: Iterable[Row], others: Mapping[str, str]) -> None:
    for one in rows:
        copied = deepcopy(row)
        row.addprevious(copied)
        words = {**others, **{word: clean(say(one)) for word, say in IN_ROWS.items()}}
        for paragraph in copied.iter(_w("p")):
            _fill(paragraph, words, keep=True)
    row.getparent().remove(row)


def _fill(paragraph: Any, words: Mapping[str, str], *, keep: bool = False) -> None:
    """Put the texts in the place of their words. A word may stand in several runs: programs cut texts as they like. What
    is put in has the look of the word's first sign. keep: the paragraph stays, if there is nothing in it."""
    pieces = [piece for piece in paragraph.iter(_w("t")) if piece.text]
    whole = "".join(piece.text for piece in pieces)
    found = [match for match in _WORD.finditer(whole) if match[1] in words]
    if not found:
        return
    if not keep and whole.strip() == found[0][0] and not words[found[0][1]]:
        paragraph.getparent().remove(paragraph)
        return
    for match in reversed(found):
        text, at = words[match[1]], 0
        for piece in pieces:
            end = at + len(piece.text)
            first, last = max(match.start(), at), min(match.end(), end)
            if first < last:
                put = text if first == match.start() else ""
                piece.text = piece.text[: first - at] + put + piece.text[last - at :]
            at = end
    for piece in pieces:
        _break_lines(piece)


def _break_lines(piece: Any) -> None:
    """Line feeds as Word has them."""
    first, *others = (piece.text or "").split("\n")
    piece.text = first
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    after = piece
    for line in others:
        new_line, text = piece.makeelement(_w("br")), deepcopy(piece)
        text.text = line
        after.addnext(new_line)
        new_line.addnext(text)
        after = text


def _packed(document: Document) -> bytes:
    """The document as bytes that do not depend on the day."""
    saved = io.BytesIO()
    document.save(saved)
    return _repacked(saved.getvalue())


def _repacked(saved: bytes) -> bytes:
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved)) as source,
        zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            write_part(target, name, source.read(name))
    return data.getvalue()


# ── The folder ──────────────────────────────────────────────────────────────────────────────────────


def _named(letters: Iterable[Letter]) -> Iterator[tuple[str, Letter]]:
    """Each letter with its path: one that every system takes, and no other letter has."""
    taken: set[str] = set()
    for letter in letters:
        sent = letter.one.sent
        name = _file_name(texts.LETTER_FILE_NAME.format(code=sent.code, name=sent.name), str(letter.number))
        folder = f"{_file_name(sent.parent, str(letter.number))}/" if sent.parent.strip() else ""
        file = f"{folder}{name}.docx"
        if path_key(file) in taken:
            file = f"{folder}{name}_{letter.number}.docx"
        taken.add(path_key(file))
        yield file, letter


def _file_name(text: str, otherwise: str) -> str:
    name = _NOT_IN_FILE_NAMES.sub("_", text).strip(" .~$")
    while len(name.encode("utf-8", "replace")) > 200:
        name = name[:-1]
    return otherwise if not name or name_fault(name) else name


def _zip(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for file, content in files.items():
            write_part(archive, Path(file).name, content)
    return data.getvalue()


def _list(made: Mapping[str, tuple[Letter, bytes]], files: Mapping[str, bytes]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(texts.LETTERS_HEADS)
    for file, data in files.items():
        letter = made[file][0] if file in made else None
        about = (
            [letter.one.sent.code, letter.name, letter.one.sent.parent, file, letter.errors, letter.warnings]
            if letter
            else ["", "", Path(file).stem, file, "", ""]
        )
        writer.writerow([_no_formula(str(cell)) for cell in about] + [hashlib.sha256(data).hexdigest()])
    return text.getvalue().encode("utf-8-sig")


def _no_formula(text: str) -> str:
    return f"'{text}" if text.startswith(tuple("=+-@＝＋－＠\t\r'")) else text


def written_in(out: Path) -> list[Path]:
    """The files of letters in a folder, by the list of them; the list and our own template, wherever they are."""
    names = (*_written_before(out), texts.LETTERS_LIST, texts.LETTER_OWN_TEMPLATE)
    return [out / name for name in names]


def _written_before(out: Path) -> dict[str, str]:
    """File → SHA-256 of what an earlier run wrote, by its list."""
    with suppress(OSError, CsvError):
        (_, heads), *rows = csv_rows(read_list(out / texts.LETTERS_LIST)) or [(0, [])]
        if tuple(heads) == texts.LETTERS_HEADS:
            pairs = ((row[3].removeprefix("'"), row[6]) for _, row in rows if len(row) == len(heads))
            return {file: digest for file, digest in pairs if _is_within(file)}
    return {}


def _is_within(file: str) -> bool:
    parts = Path(file).parts
    return len(parts) in (1, 2) and all(not name_fault(part) for part in file.split("/"))


def _is_ours(path: Path, wanted: bytes | None, before: str | None) -> bool:
    """Whether a file is not there, as it should be, or as an earlier run wrote it."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return True
    return data == wanted or hashlib.sha256(data).hexdigest() == before
