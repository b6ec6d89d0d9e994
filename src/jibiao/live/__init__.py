"""The add-in's commands on workbooks that are open in a spreadsheet program.

Written once against the public xlwings API, for every engine (Excel, LibreOffice); what is read, checked
and said is that of the command line.
"""
