"""Files on disk → grids. Start at `jibiao.files.workbook.read_workbook`.

Nothing is imported here: `jibiao.grid` needs `files.numberformat`, and the readers need `jibiao.grid`.
"""
