"""Why the system could not write a file, in Chinese: its own words are in the language of the computer."""

from __future__ import annotations

import errno

_WORDS = {
    errno.EEXIST: "已经有这个文件；为免覆盖报送的表格，请换一个文件名，或先把它删除",
    errno.ENOENT: "文件夹不存在，请先建立文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹，请写文件名",
    errno.EACCES: "没有写入权限，或文件正在 Excel、WPS 中打开，请先关闭",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "这个位置是只读的，请换一个文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "分给这个用户的磁盘空间已用完",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EIO: "磁盘或网络出错",
    errno.ELOOP: "这是一个指向自己的链接",
    errno.EPIPE: "接收的程序已经关闭",
    errno.ENAMETOOLONG: "文件名太长",
}
_EDITED = (
    "这个文件生成以后又保存过（或是旧版本生成的），可能有手工的改动；为免丢掉，请换一个文件名，"
    "或先把它改名、移走，不要了就删除"
)


class EditedResult(FileExistsError):
    """A result of this program stands in the place of a new one, and somebody has saved it since."""


def in_words(error: OSError) -> str:
    """What a user can do something with; the system's own words for an error that is rare."""
    if isinstance(error, EditedResult):
        return _EDITED
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
