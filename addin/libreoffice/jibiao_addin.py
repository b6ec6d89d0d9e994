"""绩表 in LibreOffice Calc: the buttons of the toolbar and the menu, run inside LibreOffice.

A protocol handler for the addresses vnd.jibiao:COMMAND (LibreOffice Developer's Guide, "Writing UNO
Components: Protocol Handler"). LibreOffice loads this file with the first Calc window, so nothing of
jibiao is imported before the first click. The file must load in any Python 3.8 or later: where the Python
of LibreOffice is too old for jibiao it is this file that says so.
"""

from __future__ import annotations

import json
import os
import sys
import traceback

import pythonloader  # LibreOffice's own: it has loaded this file
import unohelper
from com.sun.star.awt.MessageBoxButtons import BUTTONS_OK
from com.sun.star.awt.MessageBoxType import ERRORBOX
from com.sun.star.frame import FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

IMPLEMENTATION = "org.jibiao.addin.Handler"
SERVICES = ("com.sun.star.frame.ProtocolHandler",)
PROTOCOL = "vnd.jibiao:"
SETTINGS = os.path.join(os.path.dirname(__file__), "jibiao.json")  # written by jibiao.addin.extension
LOG = os.path.join(os.path.expanduser("~"), ".jibiao", "jibiao.log")  # that of jibiao.live.click

TITLE = "绩表"
OTHER_PYTHON = (
    "LibreOffice 用的是 Python {ours}，绩表装在 Python {theirs} 里，两者不能混用。\n\n"
    "请把绩表装到 Python {ours} 里（绩表需要 Python 3.11 以上；如果 LibreOffice 的 Python 更旧，请先升级 "
    "LibreOffice），运行 jibiao addin install，再重新打开 LibreOffice。"
)
MISSING = (
    "找不到绩表的程序：{why}。\n\n应在：{folders}\n\n可能是它所在的 Python 环境被删除、移动或升级了。"
    "请重新安装绩表，运行 jibiao addin install，再重新打开 LibreOffice。"
)
NOWHERE = "（没有记录）"
FAILED = "这一步没有做完：{why}\n\n详细记录在 {log}"


class Trouble(Exception):
    """What keeps jibiao from running here, worded for the user."""


class Handler(unohelper.Base, XDispatchProvider, XDispatch, XInitialization, XServiceInfo):
    """com.sun.star.frame.ProtocolHandler: gives itself as the dispatch of every button."""

    def __init__(self, context, *arguments):
        self.context = context
        self.frame = None

    def initialize(self, arguments):
        """XInitialization: the first argument is the frame of the window."""
        self.frame = arguments[0] if arguments else None

    def queryDispatch(self, url, target, flags):
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests):
        return tuple(
            self.queryDispatch(each.FeatureURL, each.FrameName, each.SearchFlags) for each in requests
        )

    def dispatch(self, url, arguments):
        """XDispatch: a click. Whatever goes wrong is told in a message box, and LibreOffice goes on."""
        try:
            run(self.context, url.Complete[len(PROTOCOL) :])
        except Trouble as trouble:
            self._tell(str(trouble))
        except BaseException as error:  # also a panic of polars, which is no Exception
            why = traceback.format_exception_only(type(error), error)[-1].strip()
            write_log()
            self._tell(FAILED.format(why=why, log=LOG))

    def addStatusListener(self, listener, url):
        """XDispatch: whoever shows a button asks whether it can be clicked. It always can."""
        listener.statusChanged(FeatureStateEvent(self, url, "", True, False, None))

    def removeStatusListener(self, listener, url):
        pass

    def _tell(self, text):
        toolkit = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self.context
        )
        window = self.frame.getContainerWindow() if self.frame else None
        box = toolkit.createMessageBox(window, ERRORBOX, BUTTONS_OK, TITLE, text)
        box.execute()
        box.dispose()

    def getImplementationName(self):
        return IMPLEMENTATION

    def supportsService(self, name):
        return name in SERVICES

    def getSupportedServiceNames(self):
        return SERVICES


def run(context, command):
    """Run a command on the active workbook. Raises Trouble where jibiao cannot be imported."""
    settings = read_settings()
    ours, theirs = "{}.{}".format(*sys.version_info), settings.get("python")
    if theirs and theirs != ours:
        raise Trouble(OTHER_PYTHON.format(ours=ours, theirs=theirs))
    folders = settings.get("folders", [])
    add_folders(folders)
    try:
        import jibiao.live.xlwings_alone as alone  # first: everything else imports xlwings as it is
        from jibiao import libreoffice
        from jibiao.live import click
    except ImportError as error:
        write_log()
        raise Trouble(MISSING.format(why=error, folders="\n".join(folders) or NOWHERE)) from error
    libreoffice.add_engine(context=context)
    click.run(command, alone.xlwings.books.active)


def read_settings():
    """Where jibiao is installed: {"python": "3.11", "folders": […]}; {} if it was never written down."""
    try:
        with open(SETTINGS, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def add_folders(folders):
    """Put the folders on sys.path: after what belongs to LibreOffice and the standard library, which must not
    be hidden, and before the packages of the system, whose older typing_extensions or click would hide ours."""
    office = os.path.dirname(os.path.dirname(pythonloader.__file__))
    foreign = (entry.endswith("-packages") and not entry.startswith(office) for entry in sys.path)
    at = next((at for at, is_foreign in enumerate(foreign) if is_foreign), len(sys.path))
    sys.path[at:at] = [folder for folder in folders if folder not in sys.path]


def write_log():
    """Add the exception being handled to the log."""
    try:
        os.makedirs(os.path.dirname(LOG), exist_ok=True)
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(traceback.format_exc() + "\n")
    except OSError:
        pass  # a full or read-only disk: the message itself still reaches the user


g_ImplementationHelper = (
    unohelper.ImplementationHelper()
)  # the name that LibreOffice's Python loader looks for
g_ImplementationHelper.addImplementation(Handler, IMPLEMENTATION, SERVICES)
