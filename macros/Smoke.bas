Attribute VB_Name = "Smoke"
Option Explicit

' Only in the .xlsm twin, which the tests run in LibreOffice: a click on a button, with a StartPython that
' writes down what it is asked for. Start.bas and xlwings' modules are not in the twin: LibreOffice does not know
' their #If.
Public Sub JibiaoSmoke()
    Dim control As New SmokeControl
    control.ID = "validate_sheet"
    JibiaoClick control
End Sub

Public Sub StartPython(id As String)
    ThisWorkbook.Worksheets(1).Range("A1").Value = id & " " & Words("working")
End Sub

Public Function InProtectedView() As Boolean
End Function
