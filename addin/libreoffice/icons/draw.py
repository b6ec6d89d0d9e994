"""Draws the icons of the toolbar: `python addin/libreoffice/icons/draw.py` writes NAME_16.png and NAME_26.png for every
button, through ImageMagick (`convert`).

A shape is an SVG path on a field of 32 by 32, drawn as a line of one colour or filled with it. LibreOffice knows one
image for all themes, so the colours are of middle brightness: each has a contrast of 3 and more on white and on #2b2b2b.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

SIZES = (16, 26)  # those that LibreOffice asks for; it scales them for other sizes
GREY, BLUE, GREEN, ORANGE, RED = "#7d8896", "#3b82d9", "#1f9d55", "#d9751e", "#e04f4f"

SHEET = [("line", GREY, "M6 3 H20 L26 9 V29 H6 Z"), ("line", GREY, "M19 3 V10 H26")]
ICONS: dict[str, list[tuple[str, str, str]]] = {
    "validate_sheet": [
        ("line", GREY, "M25 20 V28 H4 V4 H22"),
        ("line", GREY, "M9 10 H16"),
        ("bold", GREEN, "M10 17 L15 22 L28 8"),
    ],
    "validate_book": [
        ("line", GREY, "M8 8 V3 H29 V10"),
        ("line", GREY, "M24 22 V29 H3 V8 H18"),
        ("bold", GREEN, "M9 19 L14 24 L28 11"),
    ],
    "next_finding": [
        ("fill", RED, "M21 10 H31 V22 H21 Z"),
        ("bold", BLUE, "M2 16 H15 M10 9 L17 16 L10 23"),
    ],
    "clear": [
        ("fill", ORANGE, "M12 12 L20 4 L29 13 L21 21 Z"),
        ("line", ORANGE, "M12 12 L20 4 L29 13 L16 26 H10 L4 20 Z"),
        ("line", GREY, "M8 29 H29"),
    ],
    "dropdowns": [
        ("line", GREY, "M3 5 H29 V14 H3 Z"),
        ("fill", BLUE, "M19 5 H29 V14 H19 Z"),
        ("line", GREY, "M3 14 V28 H29 V14"),
        ("line", BLUE, "M9 20 H23"),
    ],
    "fix": [
        ("fill", ORANGE, "M6 26 L8 18 L22 4 L28 10 L14 24 Z"),
        ("line", GREY, "M4 29 H28"),
        ("line", ORANGE, "M6 26 L8 18 L22 4 L28 10 L14 24 Z"),
    ],
    "undo_fix": [("bold", BLUE, "M11 4 L4 11 L11 18 M5 11 H19 C30 11 30 27 19 27 H11")],
    "fit_rows": [
        ("line", GREY, "M3 3 H29 M3 29 H29"),
        ("bold", BLUE, "M16 9 V23 M10 13 L16 7 L22 13 M10 19 L16 25 L22 19"),
    ],
    "consolidate": [("bold", BLUE, "M26 9 V4 H6 L17 16 L6 28 H26 V23")],
    "distribute": [
        ("line", GREY, "M16 6 H4 V28 H26 V18"),
        ("bold", BLUE, "M12 20 C12 12 18 9 27 9 M21 3 L28 9 L21 15"),
    ],
    "intake": [
        ("line", GREY, "M10 17 H3 V29 H29 V17 H22"),
        ("bold", GREEN, "M16 3 V20 M9 14 L16 21 L23 14"),
    ],
    "templates": [*SHEET, ("bold", GREEN, "M16 14 V26 M10 20 H22")],
    "help": [
        ("line", BLUE, "M16 3 C33 3 33 29 16 29 C-1 29 -1 3 16 3 Z"),
        ("line", BLUE, "M12 12 C12 7 20 7 20 12 C20 15 16 15 16 19"),
        ("fill", BLUE, "M14 22 H18 V25 H14 Z"),
    ],
}
_STYLES = {
    "line": 'fill="none" stroke="{}" stroke-width="2.4"',
    "bold": 'fill="none" stroke="{}" stroke-width="4"',
    "fill": 'fill="{}" stroke="none"',
}


def svg(shapes: list[tuple[str, str, str]]) -> str:
    """An icon as an SVG picture of 32 by 32."""
    paths = "".join(
        f'<path {_STYLES[style].format(colour)} stroke-linecap="round" stroke-linejoin="round" d="{path}"/>'
        for style, colour, path in shapes
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">{paths}</svg>'


def main() -> None:
    """Write every icon in every size beside this file."""
    for name, shapes in ICONS.items():
        for size in SIZES:
            target = Path(__file__).with_name(f"{name}_{size}.png")
            size_of = ["-resize", f"{size}x{size}", "-strip", "-define", "png:exclude-chunks=date,time"]
            command = [
                "convert",
                "-background",
                "none",
                "-density",
                "768",
                "svg:-",
                *size_of,
                f"PNG32:{target}",
            ]
            subprocess.run(command, input=svg(shapes).encode(), check=True)


if __name__ == "__main__":
    main()
