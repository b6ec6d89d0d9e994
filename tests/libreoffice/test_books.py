"""Programs, books and files."""

import subprocess
import sys
from pathlib import Path

import pytest
import xlwings as xw

from jibiao import libreoffice
from jibiao.libreoffice import process


def test_import_needs_no_libreoffice() -> None:
    """Importing the package and adding the engine load no bridge."""
    code = (
        "import sys, xlwings as xw; from jibiao import libreoffice; libreoffice.add_engine();"
        "assert xw.engines.active.name == 'libreoffice' and not len(xw.apps) and 'uno' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_engine(app: xw.App) -> None:
    """Added once, active, and knows its program."""
    count = len(xw.engines)
    assert libreoffice.add_engine().name == "libreoffice"
    assert len(xw.engines) == count
    assert xw.apps.active == app
    assert xw.apps[app.pid] == app
    assert app.version.major >= 7
    assert (Path(app.path) / "soffice.bin").exists() or sys.platform != "linux"


def test_app_settings(app: xw.App, book: xw.Book) -> None:
    """Settings are kept; alerts without a window return the default button."""
    app.screen_updating = False
    assert book.api.hasControllersLocked()
    app.screen_updating = True
    assert not book.api.hasControllersLocked()
    assert app.calculation == "automatic"
    app.calculation = "manual"
    assert app.calculation == "manual"
    book.sheets[0]["A1"].value = [[1], ["=A1+1"]]
    book.sheets[0]["A1"].value = 5
    app.calculation = "automatic"
    app.calculate()
    assert book.sheets[0]["A2"].value == 6
    with pytest.raises(NotImplementedError):
        app.calculation = "semiautomatic"
    assert app.alert("Really?", buttons="yes_no") == "yes"
    app.status_bar = "busy"
    assert app.status_bar == "busy"
    app.status_bar = False
    assert app.status_bar is False
    with pytest.raises(NotImplementedError):
        app.macro("x")()


def test_books(app: xw.App) -> None:
    """Added, found by name and number, iterated in the order of opening, closed."""
    count = len(app.books)
    first, second = app.books.add(), app.books.add()
    assert [first, second] == list(app.books)[count:]
    assert app.books[first.name] == first
    assert app.books.active == second
    first.activate()
    assert app.books.active == first
    assert second.name in app.books
    second.close()
    first.close()
    assert len(app.books) == count
    with pytest.raises(KeyError):
        app.books["nothing such"]


@pytest.mark.parametrize("extension", [".xlsx", ".xlsm", ".xls", ".ods", ".csv"])
def test_save_and_open(app: xw.App, tmp_path: Path, extension: str) -> None:
    """Every kind of file, twice."""
    path = tmp_path / f"表 1{extension}"
    with app.books.add() as book:
        book.sheets[0]["A1"].value = [['绩效, "x"', 1.5], ["'01", True]]
        book.save(path)
        assert (book.name, Path(book.fullname)) == (path.name, path)
        book.sheets[0]["B1"].value = 2.5
        book.save()
    with app.books.open(path) as book:
        assert book.sheets[0]["A1:B1"].value == ['绩效, "x"', 2.5]
        assert app.books.open(path) == book
    assert path.name not in app.books


def test_kinds_of_files(app: xw.App, tmp_path: Path) -> None:
    """The extension decides what is written."""
    with app.books.add() as book:
        book.save(tmp_path / "a.ods")
        book.save(tmp_path / "a.xlsx")
        with pytest.raises(xw.XlwingsError, match=r"\.docx"):
            book.save(tmp_path / "a.docx")
        book.to_pdf(tmp_path / "a.pdf")
    assert b"opendocument" in (tmp_path / "a.ods").read_bytes()[:100]
    assert b"[Content_Types].xml" in (tmp_path / "a.xlsx").read_bytes()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_read_only_and_password(app: xw.App, tmp_path: Path) -> None:
    """Options of open and save."""
    path = tmp_path / "secret.ods"
    with app.books.add() as book:
        book.sheets[0]["A1"].value = 1
        book.save(path, password="绩效")
    with pytest.raises(xw.XlwingsError):
        app.books.open(path, password="wrong")
    with app.books.open(path, password="绩效", read_only=True) as book:
        assert book.sheets[0]["A1"].value == 1
        with pytest.raises(xw.XlwingsError, match="read-only"):
            book.save()
    with pytest.raises(NotImplementedError):
        app.books.open(path, corrupt_load=1)


def test_damaged_files(app: xw.App, tmp_path: Path) -> None:
    """Say which file."""
    (tmp_path / "text.docx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(xw.XlwingsError, match=r"text\.docx"):
        app.books.open(tmp_path / "text.docx")


def test_csv_delimiter(app: xw.App, tmp_path: Path) -> None:
    """The delimiter that is asked for."""
    (tmp_path / "a.csv").write_text("1;x\n2;y\n", encoding="utf-8")
    with app.books.open(tmp_path / "a.csv", delimiter=";") as book:
        assert book.sheets[0].used_range.value == [[1.0, "x"], [2.0, "y"]]


def test_quit_leaves_nothing(app: xw.App) -> None:
    """A second program starts beside the first, and ends with its profile and process."""
    with xw.App(visible=False) as other:
        assert len(other.books) == 1
        assert other.pid != app.pid
        assert xw.apps.active == other
        program = other.impl.session.program
        profile = Path(program._temporary)
        assert profile.exists()
    assert xw.apps.active == app
    assert program._process.poll() is not None
    assert not profile.exists()


def test_kill(app: xw.App) -> None:
    """At once."""
    other = xw.App(visible=False, add_book=False)
    program = other.impl.session.program
    other.kill()
    assert program._process.poll() is not None
    assert not any(socket.exists() for socket in program._sockets)
    assert not Path(program._temporary).exists()
    assert other.pid not in [app.pid for app in xw.apps]


def test_attach_by_url(app: xw.App, book: xw.Book) -> None:
    """From another process: the program is used, and goes on when that process is done."""
    url = app.impl.session.program.url
    code = (
        "import sys, xlwings as xw; from jibiao import libreoffice; libreoffice.add_engine(url=sys.argv[1]);"
        "libreoffice.add_engine(url=sys.argv[1]); assert len(xw.apps) == 1; app = xw.apps.active; assert app.pid < 0;"
        "xw.Book(sys.argv[2]).sheets[0]['A1'].value = 'there'; app.quit(); assert not len(xw.apps)"
    )
    subprocess.run([sys.executable, "-c", code, url, book.name], check=True)
    assert book.sheets[0]["A1"].value == "there"


def test_nobody_answers(app: xw.App) -> None:
    """Is said with the URL."""
    with pytest.raises(xw.XlwingsError, match="does not answer at uno:pipe,name=nobody"):
        process.connect("uno:pipe,name=nobody;urp;StarOffice.ComponentContext", seconds=0.2)


def test_context(app: xw.App, book: xw.Book) -> None:
    """The context of a program: nothing is started, and quitting leaves it alone."""
    engine = xw.engines["libreoffice"].impl
    sessions = list(engine.sessions)
    engine.sessions.clear()
    try:
        context = app.impl.session.context
        libreoffice.add_engine(context=context)
        libreoffice.add_engine(context=context)
        assert len(xw.apps) == 1
        attached = xw.apps.active
        assert book.name in attached.books
        book.sheets[0]["A1"].value = 5
        assert xw.Book(book.name).sheets[0]["A1"].value == 5
        assert xw.App().impl.session is attached.impl.session
        attached.quit()
        with pytest.raises(xw.XlwingsError, match="not started from here"):
            attached.kill()
        assert app.impl.session.is_alive()
    finally:
        engine.sessions[:] = sessions
    for each in list(app.books):
        if each != book:
            each.close()
