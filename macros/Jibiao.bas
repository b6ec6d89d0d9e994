Attribute VB_Name = "Jibiao"
Option Explicit

' Every button of the ribbon calls this. What a button does is decided in Python, by the button's id.
' RunPython needs a workbook in front; without one, only a new template can be meant, or help.
Public Sub JibiaoClick(control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    RunPython "import jibiao.live.click as c; c.excel('" & control.ID & "')"
End Sub
