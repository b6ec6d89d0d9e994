Attribute VB_Name = "Start"
Option Explicit

' Starts Python for a button, on each system in its way, and says in words why it cannot. Nothing of the workbook
' gets into a command line: on Windows Python is handed the workbook or Excel itself, on macOS its name goes to
' our script, which quotes it.
Public Sub StartPython(id As String)
    Dim fault As String
    On Error GoTo Refused
    #If Mac Then
        fault = AppleScriptTask("jibiao.applescript", "JibiaoClick", id & "|" & ActiveWorkbook.Name)
    #Else
        If Not FileExists(GetConfig("INTERPRETER_WIN", "")) Then
            fault = "python_gone"
        ElseIf RunPython("import jibiao.live.click as c; c.excel('" & id & "')") = -1 Then
            Application.StatusBar = False ' xlwings has shown why
        End If
    #End If
    If fault <> "" Then Refuse Words(fault)
    Exit Sub
Refused:
    Refuse Words("not_started") & Err.Description
End Sub

Private Sub Refuse(why As String)
    Application.StatusBar = False
    MsgBox why, vbExclamation
End Sub

' A workbook that is open for reading only, in a window of its own kind, is no ActiveWorkbook. macOS has none.
Public Function InProtectedView() As Boolean
    #If Not Mac Then
        InProtectedView = Application.ProtectedViewWindows.Count > 0
    #End If
End Function
