Attribute VB_Name = "Jibiao"
Option Explicit

' Every button of the ribbon calls this. What a button does is decided in Python, by the button's id.
Public Sub JibiaoClick(control As IRibbonControl)
    RunPython "import jibiao.live.click as c; c.excel('" & control.ID & "')"
End Sub
