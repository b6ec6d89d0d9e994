"""绩表 in the task pane of WPS: the commands of `jibiao.live` on the workbook that is open there. Start at `jibiao.wps.pane`.

Python runs in the pane itself (WebAssembly, as in 绩表.html) and talks to WPS's object model through one function of the
pane's JavaScript, `addin/wps/host.js`. `book` has of xlwings' interface what the commands use.
"""
