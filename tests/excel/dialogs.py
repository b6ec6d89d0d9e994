"""The stand-in's dialogs for files and folders (Office's FileDialog)."""

from __future__ import annotations

from typing import Any

from excel.typed import Com, ComError, table

FILE, FOLDER = 3, 4
_KEPT = ("Title", "AllowMultiSelect", "InitialFileName")


class FileDialog(Com):
    """One of a kind for each program: a new one has what was set on the last."""

    kind = "FileDialog"
    reads = table(
        SelectedItems=lambda self: SelectedItems(self),
        Filters=lambda self: Filters(self),
        **{name: lambda self, name=name: self._kept[name] for name in _KEPT},
    )
    sets = table(**{name: lambda self, value, name=name: self._kept.update({name: value}) for name in _KEPT})

    def __init__(self, chosen: list[str | None], kind: int) -> None:
        """chosen: what the user will choose, one dialog after the other; None if he cancels."""
        self._chosen, self._type = chosen, kind
        self._kept: dict[str, Any] = {"Title": "", "AllowMultiSelect": True, "InitialFileName": ""}
        self._filters = [("All Files", "*.*")]
        self._items: list[str] = []

    def do_Show(self) -> int:
        found = self._chosen.pop(0)
        self._items = [found] if found else []
        return -1 if found else 0


class SelectedItems(Com):
    kind = "FileDialogSelectedItems"
    reads = table(Count=lambda self: len(self._dialog._items))

    def __init__(self, dialog: FileDialog) -> None:
        self._dialog = dialog

    def do_Item(self, Index: int) -> str:
        if not 1 <= Index <= len(self._dialog._items):
            raise ComError("Subscript out of range")
        return self._dialog._items[Index - 1]


class Filters(Com):
    kind = "FileDialogFilters"
    reads = table(Count=lambda self: len(self._dialog._filters))

    def __init__(self, dialog: FileDialog) -> None:
        self._dialog = dialog
        if dialog._type == FOLDER:
            raise ComError("Object doesn't support this action")

    def do_Clear(self) -> None:
        self._dialog._filters.clear()

    def do_Add(self, Description: str, Extensions: str, Position: int = 0) -> Filter:
        if not all(one.strip().startswith("*.") for one in Extensions.split(";")):
            raise ComError("Invalid procedure call or argument")
        self._dialog._filters.append((Description, Extensions))
        return Filter(*self._dialog._filters[-1])


class Filter(Com):
    kind = "FileDialogFilter"
    reads = table(Description=lambda self: self._said[0], Extensions=lambda self: self._said[1])

    def __init__(self, *said: str) -> None:
        self._said = said
