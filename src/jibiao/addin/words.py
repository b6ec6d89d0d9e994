"""What the macros themselves say, when there is no Python to say it. VBA sources are ASCII, so these texts go into
named cells of the add-in (`package.py`), where the macros look them up (`macros/Jibiao.bas`)."""

_HELP = "请打开命令行运行 jibiao addin status 看看缺什么，并看使用手册的“装不上怎么办”。"

WORDS = {
    "working": "绩表正在处理……",
    "protected_view": "这个文件在“受保护的视图”里，只能看。请先点上方黄色条里的“启用编辑”，再点按钮。",
    "python_gone": f"绩表所用的 Python 不在原来的地方了（可能被卸载、移动或升级）。{_HELP}",
    "jibiao_gone": f"绩表所用的 Python 里没有绩表，或它的某个部件坏了。{_HELP}",
    "not_started": "绩表没有能够启动。常见的原因：安全软件或单位的电脑管理不允许 Excel 启动其他程序；启动文件被删除。"
    f"{_HELP}\n\n系统的说明：",
}
"""Name → text."""
