"""What a worksheet holds: the limits of Excel, which LibreOffice shares (rows) or exceeds."""

MAX_TEXT = 32_767
"""Characters (UTF-16 units) of a cell."""
MAX_LINKS = 65_530
"""Links of a worksheet."""
MAX_ROWS = 1_048_500
"""Rows of a table: some are taken by what stands above it and below."""
MAX_FORMULA = 8_000
"""Characters of a formula; Excel takes some more."""
