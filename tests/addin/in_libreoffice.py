"""Run by the tests with the Python that has pyuno: open a workbook, run a macro, tell what is there.

Arguments: name of the pipe, address of the workbook, macro ("" for none). Prints JSON.
"""

import json
import os
import sys
import time

sys.path.append("/usr/lib/python3/dist-packages")

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

pipe, address, macro = sys.argv[1:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _attempt in range(200):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except NoConnectException:
        time.sleep(0.3)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
always = PropertyValue(Name="MacroExecutionMode", Value=4)  # ALWAYS_EXECUTE_NO_WARN
book = desktop.loadComponentFromURL(address, "_blank", 0, (PropertyValue(Name="Hidden", Value=True), always))
library = book.BasicLibraries.getByName("JibiaoAddin")
if macro:
    name = f"vnd.sun.star.script:{macro}?language=Basic&location=document"
    book.getScriptProvider().getScript(name).invoke((), (), ())
modules = {name: library.getByName(name) for name in library.ElementNames}
cell = book.Sheets.getByIndex(0).getCellByPosition(0, 0).String
print(json.dumps({"modules": modules, "cell": cell}), flush=True)
os._exit(0)  # taking the bridge down at the end of Python now and then ends in a segmentation fault
