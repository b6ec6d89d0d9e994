"""Files on disk → grids. Start at `jibiao.files.workbook.read_workbook`."""
