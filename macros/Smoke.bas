Attribute VB_Name = "Smoke"
Option Explicit

' Only in the .xlsm twin, which the tests run in LibreOffice: a click on a button, with a RunPython that
' writes down what it is asked for. xlwings' modules are not in the twin: LibreOffice does not know their #If.
Public Sub JibiaoSmoke()
    Dim control As New SmokeControl
    control.ID = "validate_sheet"
    JibiaoClick control
End Sub

Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Worksheets(1).Range("A1").Value = PythonCommand
End Function
