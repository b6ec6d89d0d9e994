"""The modules of the add-in: our macros, and xlwings' own modules as the installed package has them.

xlwings has its VBA in two forms: `xlwings.bas` for a workbook that calls Python on itself (ThisWorkbook), and
`xlwings_custom_addin.bas` for an add-in, where RunPython is about the workbook in front (ActiveWorkbook), so
that `xw.Book.caller()` is the user's workbook and never the add-in. The second one is ours. On macOS it needs
the class Dictionary, which xlwings ships as well. Its calls into the library name one version of xlwings:
therefore the add-in is built from the installed package, and built again when that changes.
"""

from __future__ import annotations

from importlib import resources

from jibiao.addin.sources import source
from jibiao.addin.vba import Kind, Module, class_module, document_module

SETTINGS_NAME = "jibiao"
"""The settings are in `jibiao.conf`: xlwings calls this the name of the project."""

_DOCUMENTS = (
    document_module("ThisWorkbook", "00020819-0000-0000-C000-000000000046"),
    document_module("Sheet1", "00020820-0000-0000-C000-000000000046"),
)
_CHANGES = (
    # Our own settings file, as xlwings' documentation of custom add-ins has it.
    ('PROJECT_NAME As String = "myaddin"', f'PROJECT_NAME As String = "{SETTINGS_NAME}"', 1),
    # A workbook submitted by a county must not choose the program that a click runs. xlwings would take the
    # interpreter from a sheet `jibiao.conf` of the workbook, or from such a file beside it, before our settings.
    ('If source = "" Or source = "sheet" Then', 'If source = "sheet" Then', 1),
    ('If source = "" Or source = "directory" Then', 'If source = "directory" Then', 1),
    # Nor may it bring Python code of its own: xlwings would run that of sheets named `*.py`.
    ("    For i = 1 To 2\r\n", "    For i = 1 To 0\r\n", 1),
    # Nor may a file beside it be imported in place of a package: -P keeps the current folder off the path. And xlwings is
    # imported without what it converts frames with, which is most of its start (decision 45).
    ('" -B -c ""import ', '" -P -B -c ""import jibiao.live.xlwings_alone, ', 2),
    # Nor may its name or path become part of a command line, in which `$(…)`, `%…%` or a quote would do something.
    # Python asks Excel which workbook is in front; on macOS our own script passes the name on (macros/Start.bas).
    ("ActiveFullName = ToPosixPath(ActiveWorkbook.FullName)", 'ActiveFullName = ""', 1),
    ("ActiveFullName = ActiveWorkbook.FullName", 'ActiveFullName = ""', 2),
    ('AddExcelDir & ";" & ActiveWorkbook.FullName & ";"', 'AddExcelDir & ";;"', 1),
    ('" --wb=" & """" & ActiveWorkbook.Name & """ --from_xl=1"', '" --from_xl=1"', 1),
    ('ParameterString + "|" + ActiveWorkbook.Name', 'ParameterString + "|"', 1),
    # On macOS the outcome stays in the status bar when Python ends; our macro gives it back.
    ("'Clean up\r\n    Application.StatusBar = False", "'Clean up\r\n    'the status bar stays", 1),
)
"""What is different from xlwings' module: old text, new text, how often it stands there."""


def addin_modules() -> list[Module]:
    """The modules of the .xlam. Raises ValueError if xlwings' module is not as expected."""
    return [
        *_DOCUMENTS,
        class_module(_xlwings("addin/Dictionary.cls")),
        Module("xlwings", Kind.STANDARD, _changed(_xlwings("xlwings_custom_addin.bas"))),
        _own("Start"),
        _own("Jibiao"),
    ]


def twin_modules() -> list[Module]:
    """The modules of the .xlsm twin: the macro of the buttons, and the macro by which the tests click in LibreOffice."""
    control = class_module(_lines(source("macros/SmokeControl.cls").read_bytes()))
    return [*_DOCUMENTS, _own("Jibiao"), _own("Smoke"), control]


def _own(name: str) -> Module:
    return Module(name, Kind.STANDARD, _lines(source(f"macros/{name}.bas").read_bytes()))


def _xlwings(name: str) -> str:
    return _lines((resources.files("xlwings") / name).read_bytes())


def _lines(data: bytes) -> str:
    """A source with the line ends of VBA, whatever those of the file."""
    return data.decode("ascii").replace("\r\n", "\n").replace("\n", "\r\n")


def _changed(text: str) -> str:
    for old, new, times in _CHANGES:
        if text.count(old) != times:
            raise ValueError(f"xlwings' VBA module has changed: {old!r} stands there {text.count(old)} times")
        text = text.replace(old, new)
    return text
