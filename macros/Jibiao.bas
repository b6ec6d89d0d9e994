Attribute VB_Name = "Jibiao"
Option Explicit

Private said As String, rounds As Integer

' Every button of the ribbon calls this. What a button does is decided in Python, by the button's id.
Public Sub JibiaoClick(control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then
        If InProtectedView() Then
            MsgBox Words("protected_view"), vbExclamation
            Exit Sub
        End If
        Workbooks.Add ' what is meant needs none: a template, a folder, help
    End If
    Application.StatusBar = Words("working")
    If rounds = 0 Then JibiaoWatch
    rounds = 1
    StartPython control.ID
End Sub

' Comes by every 15 seconds after a click, and gives the status bar back when it has said one thing for so long;
' when Python never answers, after ten minutes.
Public Sub JibiaoWatch()
    rounds = rounds + 1
    If rounds > 40 Or (CStr(Application.StatusBar) = said And said <> Words("working")) Then
        Application.StatusBar = False
        rounds = 0
    Else
        said = CStr(Application.StatusBar)
        Application.OnTime Now + TimeSerial(0, 0, 15), "'" & ThisWorkbook.Name & "'!JibiaoWatch"
    End If
End Sub

' A text by its name: they stand in named cells of the add-in, for VBA sources are ASCII.
Public Function Words(name As String) As String
    Words = ThisWorkbook.Worksheets(1).Range(name).Value
End Function
