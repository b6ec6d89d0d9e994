Attribute VB_Name = "Smoke"
Option Explicit

' Only in the .xlsm twin that the tests open in LibreOffice: shows that the modules load and run.
Public Sub JibiaoSmoke()
    ThisWorkbook.Worksheets(1).Range("A1").Value = PROJECT_NAME & " " & XLWINGS_VERSION
    ThisWorkbook.Worksheets(1).Range("A2").Value = GetBaseName("summary.xlsx")
End Sub
