"""What the modules at the top of the package say. Chinese, plain and exact."""

NO_SUCH_FORM = "没有表式“{form}”。可用的表式：{forms}。"
WRONG_SUFFIX = "这个文件要存成 {suffix} 才能打开，请改文件名的结尾。"
MISSING_LIBRARY = (
    "这里没有安装 {name}。64 位的 Windows、Linux、macOS 上请运行 pip install {name}；"
    "龙芯、32 位的 Python 等没有它的安装包，这一项不能用，其他功能照常。"
)

NOT_LISTED = "另有{count}处没有列出"

COLUMN_MISSING = "不能空白"
COLUMN_TYPES = {
    "flag": "应为是或否",
    "text": "应为文字",
    "year": "应为年度",
    "count": "应为整数",
    "money": "应为金额",
    "percent": "应为百分比",
    "number": "应为数",
    "date": "应为日期",
    "time": "应为日期和时间",
    "list": "应为一列值",
}
COLUMN_VALUES = "应为{values}之一"
COLUMN_LEAST, COLUMN_MOST = "不能小于{least}", "不能大于{most}"
COLUMN_PATTERN = "写法不对"
COLUMN_TOO_LONG = "数字太长"

CSV_ENCODING = "认不出文字编码，请另存为“CSV UTF-8”"
CSV_LARGE = "太长，最多{lines}行、{size} MB"
CSV_WORKBOOK = (
    "这是 Excel 工作簿，不是 CSV；请在 Excel 或 WPS 中打开，另存为“CSV UTF-8（逗号分隔）”，再用那个 .csv"
)
CSV_NONE = "不是 CSV 文件，请在 Excel 或 WPS 中另存为 CSV"

ROSTER_CLOSED = "打不开，请检查文件名和路径，或关闭正在打开它的程序"
ROSTER_WORKBOOK = "打不开这个工作簿，请检查是否损坏、有密码，或另存为 .xlsx"
ROSTER_EMPTY = "名单是空的"
ROSTER_HEADS = "第1行没有“单位编码”或“单位名称”一栏（读到的是：{heads}）"
ROSTER_BLANK = "第{line}行没有单位编码和单位名称"
ROSTER_TOO_WIDE = "第{line}行比标题行多出内容，可能是名称里有逗号而没有加引号"
ROSTER_CHANGED = "第{line}行的单位编码“{code}”已被 Excel 改成科学计数或日期，请把该列设为文本后重新填写"
ROSTER_TWICE = "第{line}行与第{first}行重复（{name}）"

MANIFEST_HEADS = (
    "单位编码",
    "单位名称",
    "上级单位",
    "文件",
    "表式",
    "模板版本",
    "年度",
    "表数",
    "工作表",
    "SHA-256",
)
MANIFEST_CLOSED = "{path}：打不开下发清单，请检查文件名和路径"
MANIFEST_NONE = "{path}：这个文件夹里没有下发清单（manifest.json 或 下发清单.csv）"
MANIFEST_SEVERAL = "{path}：这个文件夹里有几份下发清单（{names}），请写明用哪一份"
MANIFEST_FORM = "下发清单里的表式“{form}”没有这种，可用的是 {forms}；请用下发时的原件"
MANIFEST_SHEETS = (
    "下发清单里“{name}”的工作表“{sheets}”不是 {form} 表模板里的，模板里是“{known}”……；请用下发时的原件"
)
MANIFEST_BAD = "{path}：不是下发清单，或内容已被改坏，请用下发时的原件"
MANIFEST_CSV = "{path}：{why}"
MANIFEST_CODE = (
    "第{line}行的单位编码“{code}”已被 Excel 改成科学计数或日期，请用下发时的原件，或把 manifest.json 放在一起"
)

TOML_ENCODING = "认不出文字编码，请用记事本另存为 UTF-8"
ON_LINE = "第{line}行：{fault}"
TOML_LARGE = "超过{most} KB，太大了"
TOML_DEEP = "方括号、花括号或带点的名称套得太深"
TOML_LONG = "数或没有加引号的名称太长"
TOML_FULL_WIDTH = "{sign} 是全角符号，引号、等号、逗号、方括号和 # 都要用半角"
TOML_TWICE = "这一项前面已经写过，请删除其中一处"
TOML_CHINESE = '中文的名称和文字都要加半角引号，例如 "数量指标" = 2'
TOML_WRONG = '写法不对，应为 名称 = 值，文字要加半角引号，例如 taxonomy = "mof_2021_101"'
GUESS = "是不是 {names}？"

# ── 绩表.html as a file that is passed on ────────────────────────────────────────────────────────────

NOT_THE_PAGE = "{file} 不是完整的绩表.html，不能附在里面。请用 jibiao addin build -o 绩表.html 生成的文件。"
PAGE_NOTE = """\
绩表.html：填好绩效目标表以后，上报之前，自己先审核一遍。
双击打开（Chrome、Edge、360、UOS 等浏览器），把填好的表拖进去，点“开始审核”，哪一格有什么问题、怎样改，逐条列出。
不用安装，不用联网，表格只在您的电脑上处理，不上传。这个文件不用报回来。
"""
