"""What installing the add-in, and building the page, says to users. What the macros say themselves is in `words.py`, what
stands in WPS in `wps_texts.toml`."""

# ── All programs ───────────────────────────────────────────────────────────────────────────────────

PROGRAM, PYTHON, ADDIN = "程序", "Python", "加载项"
"""What is looked for: the program itself, the Python that runs jibiao for it, and what is put there."""
ABSENT = "没有安装；请运行 jibiao addin install"
REMOVED, WAS_ABSENT = "已经卸载", "原来就没有安装"

# ── Excel ──────────────────────────────────────────────────────────────────────────────────────────

EXCEL_SETTINGS, EXCEL_SCRIPT = "设置", "启动脚本"
EXCEL_NO_EXCEL = "这台电脑上没有 Excel（Excel 只有 Windows 和 macOS 版）"
EXCEL_NOT_FOUND = "没有找到 Excel；如果刚装好，请先打开一次 Excel，再运行 jibiao addin install"
EXCEL_FOREIGN = "那里已有一个同名的文件，不是绩表的，没有动它；请先移走或改名"
EXCEL_OTHER_VERSION = "装的是 {there}，现在应是 {ours}；请再运行一次 jibiao addin install"
EXCEL_DIFFERENT = "内容与现在的不一致；请再运行一次 jibiao addin install"
EXCEL_OTHER_PYTHON = (
    "设置里用的不是现在这个 Python（{ours}）；如要改用这个，请再运行一次 jibiao addin install"
)
EXCEL_PYTHON_GONE = "设置里的这个 Python 已经不在；请再运行一次 jibiao addin install"
EXCEL_UNWRITABLE = "Python 的路径 {python} 里有 Excel 读不出的字；请把绩表装到别的文件夹"
EXCEL_STORE_PYTHON = (
    "这个 Python 是从微软商店装的，它写的文件 Excel 看不到，所以没有安装。"
    "请从 python.org 下载 Python 装上，用它重新安装绩表"
)
EXCEL_RESTART = "已经装好；请关闭 Excel 后重新打开"
EXCEL_LEFT = "同名的文件不是绩表的，没有删除"

# ── What bars Excel ────────────────────────────────────────────────────────────────────────────────

BARRED_ITEM = "安全设置"
BARRED_CHILDREN = (
    "Defender 的规则“阻止 Office 应用程序创建子进程”开着，Excel 不能启动 Python；"
    "请单位的电脑管理员为 Excel 排除这条规则"
)
BARRED_CALLS = "Defender 的规则“阻止从 Office 宏调用 Win32 API”开着，插件会被拦住；请单位的电脑管理员把绩表的插件排除在外"
BARRED_NO_MACROS = (
    "单位的电脑管理规定 Excel 不运行宏，插件不会出现；请单位的电脑管理员允许，或改用空白表自带的自检"
)
BARRED_NO_TRUST = (
    "Excel 的“受信任位置”被关掉了，插件里的宏不会运行；请在信任中心打开，由单位管理的请电脑管理员打开"
)

# ── LibreOffice ────────────────────────────────────────────────────────────────────────────────────

OFFICE_EXTENSION = "工具栏和菜单"
OFFICE_NOT_FOUND = "没有找到 LibreOffice；如果装在不常见的位置，请把它的 program 文件夹加到 PATH"
OFFICE_ROOT = "LibreOffice 不让 root 用户安装扩展；请用平时打开 LibreOffice 的那个用户运行，不要加 sudo"
OFFICE_NO_PYTHON = "这个 LibreOffice 不能运行 Python；在 Debian、Ubuntu、统信、麒麟上请安装 python3-uno"
OFFICE_UNKNOWN_PYTHON = "没有查出 LibreOffice 的 Python 是哪个版本；点按钮时会核对"
OFFICE_OTHER_PYTHON = (
    "LibreOffice 用 Python {office}，绩表装在 Python {ours} 里，不能混用；"
    "请把绩表装到 Python {office} 里再安装一次"
)
OFFICE_OLD_PYTHON = "LibreOffice 用 Python {office}，绩表需要 3.11 以上；请先升级 LibreOffice"
OFFICE_FAILED = "LibreOffice 的 unopkg 没有做成：{why}"
OFFICE_IS_OPEN = (
    "LibreOffice 正开着，没有改动；请全部关闭后再运行一次（如果没有开着，是上次没有正常关闭：打开一次再关闭）"
)
OFFICE_OTHER_VERSION = "装的是 {there}，绩表是 {ours}；请再运行一次 jibiao addin install"
OFFICE_MOVED = "其中记下的绩表位置已经不在（{folders}）；请再运行一次 jibiao addin install"

# ── WPS ────────────────────────────────────────────────────────────────────────────────────────────

WPS_NOT_FOUND = "没有找到 WPS；如果刚装好，请先打开一次 WPS，再运行 jibiao addin install"
WPS_NO_WPS = "这个系统上的 WPS 不能装加载项（能装的是 Windows 和 Linux 版）"
WPS_NOT_BUILT = (
    "{why}没有安装。也可以在别的电脑上运行 jibiao addin build -o 绩表-wps.zip，"
    "拿到这里运行 jibiao addin install --wps 绩表-wps.zip。"
)
WPS_OTHER_ZIP = (
    "“{name}”不是绩表 {version} 的 WPS 加载项。请用同一版本的绩表运行 jibiao addin build -o 绩表-wps.zip。"
)
WPS_OTHER_VERSION = "装的是 {there}；请再运行一次 jibiao addin install"
WPS_INCOMPLETE = "文件不全；请再运行一次 jibiao addin install"
WPS_BROKEN = "这个文件读不懂（{why}），没有动它；请先改正，或者移走它（其他加载项要重新安装）"
WPS_RESTART = "已经装好；请关闭 WPS 后重新打开"
WPS_LINE_MISSING = "里面没有绩表这一行；请再运行一次 jibiao addin install"

# ── The page ────────────────────────────────────────────────────────────────────────────────────────

PAGE_NO_NPM = (
    "生成网页要用 npm（随 Node.js 安装），这台电脑上没有。也可以用 --pyodide 写明 pyodide 所在的文件夹。"
)
PAGE_NO_NODE = "生成网页要用 Node.js 18 或更高版本，这台电脑上没有。"
PAGE_PROGRAM_FAILED = "{program} 没有完成：{why}"
PAGE_PART_MISSING = "没有 {file}。--pyodide 要写 npm 软件包 pyodide 解开后的文件夹。"
PAGE_PART_OTHER = "{file} 不是 pyodide {version} 的原文件（SHA-256 不符），没有采用。"
