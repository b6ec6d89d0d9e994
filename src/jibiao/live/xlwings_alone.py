"""xlwings, without what it imports to convert arrays, frames and pictures, and to read its licences: no command asks for any
of it (decision 45).

Whatever starts Python for a click imports this before anything else imports xlwings.
"""

from __future__ import annotations

import sys

__all__ = ["xlwings"]

_UNASKED = ("PIL", "cryptography", "matplotlib", "numpy", "pandas", "polars")
_hidden = [name for name in _UNASKED if name not in sys.modules]

# A None there says that there is no such module, which xlwings is used to. Nobody else is told so.
sys.modules.update(dict.fromkeys(_hidden))  # type: ignore[arg-type]
try:
    import xlwings
finally:
    for _name in _hidden:
        del sys.modules[_name]
