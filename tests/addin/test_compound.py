"""What is written as a compound file is read back by two readers that are not ours, or not of this part."""

from __future__ import annotations

import io

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao.addin.compound import compound_file
from jibiao.files.ole import Compound

_NAMES = st.text("abcXYZ_09", min_size=1, max_size=31)
_SIZES = st.one_of(st.integers(0, 200), st.integers(4000, 4200), st.integers(0, 100_000))
_STREAMS = st.dictionaries(
    _NAMES, st.builds(lambda size, byte: bytes([byte]) * size, _SIZES, st.integers(0, 255)), max_size=20
)


def _distinct(streams: dict[str, bytes]) -> dict[str, bytes]:
    """Names are equal if their capitals are ([MS-CFB] 2.6.4)."""
    return {name.upper(): data for name, data in streams.items()}


@given(_STREAMS.map(_distinct), _STREAMS.map(_distinct))
def test_every_stream_is_read_back(top: dict[str, bytes], inner: dict[str, bytes]) -> None:
    top.pop("STORE", None)
    data = compound_file({**top, "STORE": inner})
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as file:
        found = {"/".join(path): file.openstream(path).read() for path in file.listdir()}
        assert found == {**top, **{f"STORE/{name}": content for name, content in inner.items()}}
        for name in found:  # by the tree, as Excel looks
            assert file.exists(name.lower())
    own = Compound(data)
    assert {name: own.stream(name) for name in own.names} == top


@given(st.integers(0, 70))
def test_siblings_are_a_red_black_tree(count: int) -> None:
    names = [f"{'s' * (n % 9 + 1)}{n}" for n in range(count)]
    data = compound_file(dict.fromkeys(names, b"x"))
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        entries = file.direntries

        def walk(number: int, red_above: bool) -> tuple[int, list[str]]:
            if number == olefile.NOSTREAM:
                return 0, []
            entry = entries[number]
            red = entry.color == 0
            assert not (red and red_above)
            left, before = walk(entry.sid_left, red)
            right, after = walk(entry.sid_right, red)
            assert left == right
            return left + (not red), [*before, entry.name, *after]

        _, order = walk(file.root.sid_child, red_above=True)
    assert order == sorted(names, key=lambda name: (len(name), name.upper()))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError):
        compound_file({"a" * 32: b""})
    with pytest.raises(ValueError):
        compound_file({"a": bytes(8_000_000)})
