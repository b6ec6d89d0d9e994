"""The buttons of the toolbar that open a menu (模板, 下发), as the ribbon of Excel has them.

A popup menu controller for the addresses in menus.json (LibreOffice Developer's Guide, "Pop-up Menu Controller"); the
button itself is LibreOffice's own GenericPopupToolbarController, see Controller.xcu. A choice is sent to the handler in
jibiao_addin.py as the click on a button is. The file must load in any Python 3.8 or later.
"""

from __future__ import annotations

import json
import os

import unohelper
from com.sun.star.awt import XMenuListener
from com.sun.star.frame import XPopupMenuController
from com.sun.star.lang import XServiceInfo

IMPLEMENTATION = "org.jibiao.addin.Menu"
SERVICES = ("com.sun.star.frame.PopupMenuController",)
PROTOCOL = "vnd.jibiao:"
MENUS = os.path.join(os.path.dirname(__file__), "menus.json")  # written by jibiao.addin.extension_package


class Menu(unohelper.Base, XPopupMenuController, XMenuListener, XServiceInfo):
    """com.sun.star.frame.PopupMenuController: fills the menu when the button is clicked."""

    def __init__(self, context, *arguments):
        """arguments: named values (LibreOffice's Python loader hands them over here, not to `initialize`); the frame of
        the window and the address of the button are among them."""
        self.context = context
        given = {each.Name: each.Value for each in arguments if hasattr(each, "Name")}
        self.frame = given.get("Frame")
        with open(MENUS, encoding="utf-8") as file:
            self.entries = json.load(file).get(given.get("CommandURL"), [])

    def setPopupMenu(self, menu):
        menu.addMenuListener(self)
        for number, (_, label) in enumerate(self.entries, 1):
            menu.insertItem(number, label, 0, number - 1)

    def updatePopupMenu(self):
        pass

    def itemSelected(self, event):
        command, _ = self.entries[event.MenuId - 1]
        helper = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", self.context
        )
        helper.executeDispatch(self.frame, PROTOCOL + command, "_self", 0, ())

    def itemHighlighted(self, event):
        pass

    def itemActivated(self, event):
        pass

    def itemDeactivated(self, event):
        pass

    def disposing(self, event):
        pass

    def getImplementationName(self):
        return IMPLEMENTATION

    def supportsService(self, name):
        return name in SERVICES

    def getSupportedServiceNames(self):
        return SERVICES


g_ImplementationHelper = (
    unohelper.ImplementationHelper()
)  # the name that LibreOffice's Python loader looks for
g_ImplementationHelper.addImplementation(Menu, IMPLEMENTATION, SERVICES)
