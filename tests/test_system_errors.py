"""Errors of the system, as a user reads them."""

import errno

import pytest

from jibiao.system_errors import in_words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/表.xlsx"), "没有写入权限，或文件正在"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (OSError(errno.EPROTO, "Protocol error"), "Protocol error"),
        (OSError("损坏"), "损坏"),
    ],
)
def test_in_chinese_or_else_as_the_system_says_it(error: OSError, words: str) -> None:
    assert in_words(error).startswith(words)
