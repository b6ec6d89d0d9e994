"""publish.xml: our line comes and goes, and nothing else of the file changes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao.addin.wps_publish import NOTHING, Unreadable, has, merged, names_us, removed

LINE = b'<jsplugin name="jibiao" type="et" url="jibiao_2.0" version="2.0"/>'
OLD = b'<jsplugin name="jibiao" type="et" url="jibiao_1.0" version="1.0"></jsplugin>'
OTHERS = st.sampled_from(
    [
        '<jsplugin name="别家" type="wps" url="http://127.0.0.1:3889/" version="1.0"/>',
        '<jspluginonline name=\'oa\' type="et"\n   url="https://example.cn/?a=1&amp;b=2" />',
        '<!-- <jsplugin name="jibiao"/> -->',
        '<jsplugin name="jibiao2" type="et"></jsplugin>',
        '<group><jsplugin name="jibiao"/></group>',
        "",
        "   ",
    ]
)


@given(
    st.lists(OTHERS, max_size=5),
    st.sampled_from(["\n", "\r\n", "", "\n\t"]),
    st.sampled_from(["", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n', "\ufeff"]),
    st.booleans(),
)
def test_others_keep_every_byte_whatever_stands_there(
    others: list[str], between: str, head: str, end: bool
) -> None:
    body = between.join(["", *others, ""])
    data = f"{head}<jsplugins>{body}</jsplugins>{between * end}".encode()
    with_us = merged(data, LINE)
    ElementTree.fromstring(with_us)
    assert has(with_us, LINE) and not names_us(data)
    assert with_us.replace(LINE, b"", 1).split() == data.split()
    assert merged(with_us, LINE) == with_us
    assert removed(with_us) == data


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_line_of_an_older_version_is_replaced_where_it_stands(newline: bytes) -> None:
    head, tail = b"<jsplugins>" + newline + b" ", b" <!-- ours -->" + newline + b"</jsplugins>"
    assert merged(head + OLD + tail, LINE) == head + LINE + tail


def test_a_second_line_of_ours_goes() -> None:
    data = b"<jsplugins>\n" + OLD + b"\n<x/>\n  " + OLD + b"\n</jsplugins>"
    assert merged(data, LINE) == b"<jsplugins>\n" + LINE + b"\n<x/>\n</jsplugins>"
    assert removed(data) == b"<jsplugins>\n<x/>\n</jsplugins>"


def test_an_empty_list_takes_our_line() -> None:
    data = merged(b"<jsplugins />", LINE)
    assert has(data, LINE)
    assert removed(merged(NOTHING, LINE)) == NOTHING


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<jsplugins>",
        b"<other/>",
        b"\xff\xfe<\x00",
        '<?xml version="1.0" encoding="gbk"?><jsplugins name="绩"/>'.encode("gbk"),
        b'<!DOCTYPE a [<!ENTITY b "c">]><jsplugins>&b;</jsplugins>',
        b"<jsplugins/><jsplugins/>",
    ],
)
def test_what_is_no_such_list_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        merged(data, LINE)
    with pytest.raises(Unreadable):
        removed(data)
