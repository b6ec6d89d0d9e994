"""What the command line says. Chinese, plain and exact: what is wrong, where, and what to do."""

GROUP = """绩表：读取、审核、汇总预算绩效目标表。

\b
    jibiao demo                                   看一遍完整的过程（自带真实表格）
    jibiao check   县局报表/                        审核一个文件夹里的全部表格
    jibiao consolidate 县局报表/ -o 汇总.xlsx       汇总成一个工作簿
    jibiao template A1 -o 空白表.xlsx               生成一份空白表
    jibiao verify 汇总.xlsx                         核对汇总与原来的报表是否一致
    jibiao publish 县局报表/ -o 公开.docx           编成公开用的 Word 文档
    jibiao distribute --roster 名单.csv --form A1 --year 2027 --out 下发/   给每个单位生成一份空白表
"""
USAGE, OPTIONS, COMMANDS, OPTIONS_PIECE = "用法", "选项", "命令", "[选项]"
HELP_OPTION = "显示这份说明。"
VERSION_OPTION = "显示版本。"
USAGE_ERROR = "命令写得不对：{why}。用法见 {path} --help"
NO_SUCH_OPTION = "没有选项 {name}{guess}"
MISSING_PARAMETER = "缺少 {name}"
OPTION_HELP = "{option}（{help}）"
BAD_PARAMETER = "{name} 的值不对{allowed}"
IN_RANGE, ONE_OF = "，应是 {low} 到 {high} 的整数", "，应是 {choices} 之一"
VALUE_MISSING = "{name}后面没有写值"
TAKES_NO_VALUE = "{name}后面不用写值"
TOO_MANY = "多写了 {extra}"
REQUIRED = "（必须写）"
NO_SUCH_COMMAND = "没有这个命令{guess}，可用的命令是 {names}"
FAILED_INSIDE = "软件内部出错（{failure}）"
FAILED = "软件内部出错（{failure}），没有完成。请把这一行和 {log} 发给软件的维护人员。"
OUTPUT_LOST = "没有把结果显示完：{why}。"
INTERRUPTED = "已中断，没有留下不完整的文件。"
READ_SO_FAR = "中断时已读 {done} / {total} 个文件。"
CHECKED_SO_FAR = "中断时 {total} 个文件已读完，已检查 {done} / {total} 个。"

MENU = "绩表：请选择要做的事（各项的用法：jibiao --help）。"
MENU_LINE = "  {number}  {name}"
MENU_END = "退出"
MENU_COMMAND = "下次可以直接输入：{words}"
TASK_DISTRIBUTE = ("下发", "按单位名单给每个单位生成一份空白表")
TASK_INTAKE = ("收表", "对照下发清单，看谁报了、谁没报、改了什么，生成退回通知")
TASK_CHECK = ("审核", "列出一个文件夹里的表格有哪些问题")
TASK_CONSOLIDATE = ("汇总", "把各单位报来的表格合成一个工作簿")
ASK_NUMBER = "请输入数字"
ASK_PATH = "请把文件或文件夹拖到这个窗口里（也可以输入路径），再按回车"
ASK_NUMBER_OR_PATH = "请输入数字，或把文件、文件夹拖到这个窗口里，再按回车"
ASK_ROSTER = "单位名单是哪个文件？"
ASK_FORM = "用哪种表式？"
ASK_YEAR = "预算年度（直接按回车是 {year}）"
NO_SUCH_NUMBER = "请输入 {low} 到 {high} 之间的数字。"
NO, YES = "不要", "要"
ASK_RETURNED = "各单位报回来的文件在哪个文件夹？"
ASK_SENT = "下发时生成的文件夹是哪个（里面有下发清单）？"
ASK_PREVIOUS = "上一次的收表情况是哪个？里面的单位说明、审核意见沿用，并对照改了什么。"
NO_PREVIOUS = "没有，这是第一次"
STATUS_NAMED = "收表情况"
ASK_CHECKED = "要审核的表格在哪个文件夹？"
ASK_SUMMED = "要汇总的表格在哪个文件夹？"
ASK_MARKS = "要不要给每个工作簿做一份标出问题的副本？"
NOT_THERE = "没有 {path}，请再输入一次。"
SENT_TO = "{year}年{form}下发"
STATUS_OF, REPORT_OF, SUMMARY_OF = "{folder}_收表情况.xlsx", "{folder}_问题报告.xlsx", "{folder}_汇总.xlsx"

FILE = "文件"
FILES, FOLDER, FORM, YEAR = "文件或文件夹...", "文件夹", "[表式]", "年度"
ROSTER, FORM_ID, PATTERN, RULE = "名单", "表式", "格式", "规则"
NAME = "名称"
PREVIOUS_FILE = "上一次.xlsx"
SUMMARY_FILE, VERIFY_FOLDER = "汇总.xlsx", "[文件夹]"
SETTINGS_FILE, PASSWORD = "设置.toml", "密码"

READ = "读取表格，列出读到的项目；没有读懂的单元格逐一列出。"
CHECK = "审核表格，列出问题：在哪个单元格、错在哪里、怎么改。"
FIX = "修正只有一种改法的写法（百分比→%、全角数字、>=→≥ 等），另存为新文件，逐格列出改动；原文件不动。"
CONSOLIDATE = "把一个文件夹里各单位报来的表格汇总成一个工作簿。"
VERIFY = (
    "核对汇总：按原来的报表（或 Parquet 表）把每个数重新算一遍，列出报表、运行记录、汇总三者不同的地方。"
    "不写文件夹时，用运行记录里写的那个。"
)
PUBLISH = "把一个文件夹里的绩效目标表和其他公开表格编成公开用的 Word 文档：标题、目录、正式表格、页码。"
INTAKE = "收表：对照下发清单，列出谁报了、谁没报、模板有没有被改动，并生成退回通知。"
TEMPLATE = (
    "生成一份空白的绩效目标表，或部门预算信息公开的其他表（department 是全部）。不写代号时，列出全部表式。"
)
DISTRIBUTE = "按单位名单给每个单位生成一份空白表，按上级单位打包，并列出下发清单。"
IMPORT = "把公开的 Word 文档变成填好的工作簿，一个单位一个；表里没有位置的内容逐项列出。"
RULES = "列出全部审核规则：级别、代号、名称。"
EXPLAIN = "说明一条审核规则（写它的代号或名称）：依据、适用范围、错误和正确的写法、怎么改。"
ADDIN = "在 Excel、LibreOffice、WPS 里安装“绩表”按钮，卸载，查看是否装好。"
ADDIN_BUILD = (
    "生成加载项文件，不安装：.xlam 用于 Excel，.oxt 用于 LibreOffice，.zip 用于 WPS，"
    ".html 是双击就能用的网页版绩表，.xlsm 用于测试。"
)
ADDIN_INSTALL = "装到这台电脑的 Excel、LibreOffice 和 WPS 里（只装给当前用户）。"
ADDIN_UNINSTALL = "从 Excel、LibreOffice 和 WPS 里卸载；只删除安装时放进去的文件。"
ADDIN_STATUS = "查看是否装好：文件是否在、是不是现在的版本、用的是哪个 Python。"
DEMO = "用自带的真实表格演示完整过程，结果放在 ./jibiao-demo/。"

OPT_FORMAT = "输出格式：text 给人看，json 给程序用。"
OPT_PASSWORD = "打开密码：有的文件设置了打开密码时用。不会显示，也不会记录。"
OPT_REPORT = "把问题写成一个 Excel 报告，屏幕上只列个数；与 --mark 合用时，也可以是放标记副本的文件夹。"
OPT_ALL = "逐个列出全部问题；不写时，问题多的只列概要。"
OPT_MARK = "给每个工作簿做一份标记副本：“校验结果”表、标出颜色和批注，其余原样。放在 -o 指定的文件夹；-o 是报告时，放在报告旁边。"
OPT_FIXED = "改好的工作簿存为哪个文件（新文件）。"
OPT_YEAR = "预算年度；不写时由项目编码和完成时限推断。"
OPT_SETTINGS = "部门的设置；不写时用写明的文件夹（收表时是下发清单旁边、下发时是名单旁边）里的“绩表设置.toml”（或 jibiao.toml）。"
OPT_PREVIOUS = "上一次的收表情况（或审核报告、汇总、财务科自己的标记副本）：沿用里面的“单位说明”和“审核意见”。可以写几次。"
OPT_SUMMARY = "汇总工作簿存为哪个文件。"
OPT_MANIFEST = "下发时生成的清单（manifest.json、下发清单.csv，或它们所在的文件夹）。"
OPT_AGAINST = "下发清单：以它为应报名单，并把模板被改动之处列入问题清单。"
OPT_LETTERS = "同时把退回通知存成 Word 文档，一个单位一份，按上级单位打包，放在这个文件夹。"
OPT_LETTER_TEMPLATE = "退回通知的模板（.docx）；不写时用自带的，文件夹里有一份“退回通知模板.docx”可以照着改。"
LETTER_TEMPLATE = "模板.docx"
OPT_STATUS = "收表情况工作簿存为哪个文件。"
OPT_ROSTER = "应报单位名单（.xlsx、.xls 或 CSV：单位编码、单位名称）。"
DOCUMENT = "文档.docx"
OPT_DOCUMENT = "文档存为哪个文件（.docx）。"
OPT_PUBLISHER = "部门名称，印在标题里；不写时取表里唯一的单位名称，或文件夹的名称。"
OPT_DOCUMENT_TEMPLATE = "部门自己的 Word 文件：保留其中的封面，用它的标题、正文样式。"
OPT_LAST_DOCUMENT = "上年公开的 Word 文档：只取其中的部门职责、名词解释、其他说明（文件夹里没有的）。"
OPT_WITH_ERRORS = "有未改正错误的表也照原样编入；不写时不编入，并列出是哪些表、错在哪里。"
OPT_PDF = "同时存一份 PDF，与文档同名（需要 LibreOffice）。"
OPT_FORMS = "同时把没有错误的表全部编成一个合订本：前面是有链接的目录，一张表一页，可以直接打印。"
CLUSTER = "[地址]"
OPT_CLUSTER = "由 Dask 计算集群读取：写调度器的地址（tcp://主机:端口）；不写地址时用这台电脑的各个核。"
CLUSTER_ADDRESS = (
    "计算集群的地址要写成 tcp://主机:端口，这里是：{address}。不写地址的，把 --cluster 放在命令最后。"
)
NO_DASK = '{why}计算集群要用的库一次装齐：pip install "jibiao[cluster]"。'
OPT_NO_CACHE = "全部重新读取，不用上次留下的缓存，也不留缓存。"
OPT_PARQUET = "同时把各表存成 Parquet 文件，放在这个文件夹。"
OPT_DEPARTMENT = "部门名称，印在封面上。"
DEFINITION = "表式.toml"
OPT_DEFINITION = "检查自己写的表式定义：有误的，说明在哪一行、应怎样写。"
OPT_TEMPLATE = "空白表存为哪个文件。"
COUNT = "个数"
OPT_SHEETS = "工作簿里放几张表，一个项目一张；默认 1 张。"
OPT_TABLE_YEAR = "预算年度；公开的其他表据此写上截止时间。"
OPT_SEND_TO = (
    "单位名单（.xlsx、.xls 或 CSV：单位编码、单位名称；可以有 上级单位、项目数。没有项目数的单位给 5 张表）。"
)
OPT_FORM = "表式代号，例如 A1；jibiao template 列出全部表式。"
OPT_IMPORT_OUT = "工作簿放在哪个文件夹。"
OPT_IMPORT_FORM = "全部项目用这一种表式，例如 A1；不写时，各项目沿用文档里的表式。"
OPT_OVERWRITE = "替换文件夹里已有的同名文件；不写时，有同名文件就一个也不写。"
OPT_DISTRIBUTE_YEAR = "预算年度。"
OPT_OUT = "放在哪个文件夹；同一名单再运行一次，没有变化的文件不动。"
TABLES = "公开表"
OPT_TABLES = "每份工作簿里另放哪些公开表，用逗号分开，例如 institutions,procurement,assets；jibiao template 列出全部公开表。"
PAGE = "绩表.html"
OPT_WITH_PAGE = "把网页版绩表（jibiao addin build -o 绩表.html 生成的）一起放进各上级单位的压缩包，填报的人打开就能自己审核。"
OPT_LAST_YEAR = "上年报表的文件夹：项目名称、资金用途、目标和指标带入新表，金额和指标值不带。"
OPT_NAME = "文件名格式，可以用 {code} {name} {year} {form}；默认 {code}{name}_{year}年项目绩效目标表.xlsx。"
OPT_ADDIN = "加载项存为哪个文件；按文件名的结尾决定种类。"
OPT_PYODIDE = "生成网页和 WPS 加载项用的 pyodide（npm 软件包解开后的文件夹）；不写的用 npm 下载。"
OPT_WPS = "装到 WPS 里的加载项（jibiao addin build 生成的 .zip）；不写的现在生成，要用 npm 和 Node.js。"
OPT_DEMO_OUT = "结果放在哪个文件夹。"

SETTINGS_FAULT = "设置文件 {path} 有误，没有开始：{fault}"
SETTINGS_SEVERAL = "有几个设置文件：{paths}。请用 --settings 指定一个。"
SETTINGS_NEARLY = "{path}：是不是想用它作设置？现在没有采用；要用，请改名为 {name}。"
SETTINGS_LEFT = "{path}：这个设置文件没有采用，它可能是随报表一起来的；要用，请加 --settings {path}。"
SETTINGS_USED = "采用设置文件 {path}：{what}。"
LISTS_LEVELS = "指标体系按{source}"
LIBRARY_FAULT = "指标库里有误、没有采用的行：{fault}"
LIST_NOTE = "设置所用的表：{note}。"
LISTS_FIELDS = "三级指标只列{fields}和通用的"
LISTS_OWN = "三级指标先列出本部门的 {count} 条"
LISTS_AS_USUAL = "下拉列表没有调整"

NO_PARQUET = "{why}没有生成汇总，请去掉 --parquet 再运行。"
NO_FILES = (
    "没有找到可以读取的表格（{paths}）。支持 .xlsx .xlsm .xls .xlsb .ods .et、.docx（包括 .zip 里的）。"
)
NOT_A_SPREADSHEET = "{path}：不是电子表格，没有读取。"
SAME_FILE = "{path}：这是指向 {before} 的链接，是同一个文件，只读取一次。"
OWN_RESULT = "{path}：这是绩表生成的汇总或报告，没有当作报表读取。"
UNREAD = "没有读取或没有完整读取的文件：{names}。为什么、怎么办，见 {output}。"
NOT_READ_WHY = "{file}：{why}"
UNREAD_FILES = "没有读取或没有完整读取的文件 {count} 个：{names}。"
UNREAD_OTHER = "{name}（{what}）"
NOT_FOUND = "找不到：{path}。请检查文件名和路径。"
NOT_A_FOLDER = "{path} 不是文件夹，也不是 .zip 压缩包。请写各单位报表所在的文件夹。"
OUTPUT_IS_FOLDER = "{path} 是文件夹，请写文件名。"
OUTPUT_NOT_XLSX = "{path}：结果是 .xlsx 工作簿，存成“{suffix}”打不开或会报警。请把文件名的结尾改为 .xlsx。"
OUTPUT_IS_FILE = "{path} 是文件，请写文件夹。"
CANNOT_WRITE = "不能写入 {path}：{why}。"
ROSTER_BAD = "应报单位名单有误，没有汇总：{why}"

READING = "正在读取"
CHECKING = "正在检查"
RATE = "每秒 {rate:.1f} 个"
READ_FILE = "{file}：{projects}个项目"
READ_UNREADABLE = "{file}：无法读取。{reason}{remedy}"
READ_PROJECT = "  {sheet}  {name}  预算数 {total}  指标 {indicators} 条  {form}"
IN_SENTENCES = "文字部分"
READ_TABLE = "  {sheet}  {name}  {rows} 行，另有数字和说明 {fields} 项"
READ_NOTE, READ_NOTE_OF_FILE = "{file} {place} {message}", "{file}：{message}"
READ_TOTAL = "共 {files} 个文件，{projects} 个项目，{indicators} 条指标；没有读懂或需要说明的 {notes} 处。"
BLANK = "（空）"

CHECK_CLEAN_TABLES = "没有发现问题：{files} 个文件，公开文件的其他表 {tables} 张。"
CHECK_CLEAN = "没有发现问题：{files} 个文件，{forms} 张表。"
CHECK_TOTAL = (
    "{files} 个文件，{forms} 张表：{with_errors} 张有错误，{with_warnings} 张只有警告，{clean} 张没有错误和警告。\n"
    "错误 {error} 个，必须改正；警告 {warning} 个，请改正或确认；提示 {hint} 个，供参考。"
)
CHECK_ACCEPTED = "另有 {count} 个的说明财务科已经同意，不计在内，不再列出；记录见报告（-o）。"
CHECK_REPLACED = "前几次报送的 {count} 个文件，后一次已经重报，不再审核。要审核某一次的，请只写那个文件夹。"
CHECK_OF_FILES = "其中错误、警告 {count} 个是整个文件的，不算在哪张表上。"
CHECK_EXPLAIN = "依据和正确的写法：jibiao explain 规则，例如 jibiao explain {rule}"
CHECK_NO_FORM = "没有绩效目标表的文件 {count} 个：{names}。"
CHECK_COLUMNS = ("级别", "单元格", "问题", "怎么改")
CHECK_MORE = "另有 {count} 个问题没有显示在屏幕上。要看全部，请加 -o 报告.xlsx 存成报告，或加 --format json。"
CHECK_FORMS, CHECK_FILE, CHECK_SHEET = "表", "文件", "工作表"
CHECK_OTHERS = "其余 {count} 个{kind}"
CHECK_GROUP_COLUMNS = ("级别", "个数", "表", "问题和规则", "最先出现在")
CHECK_KINDS, CHECK_MORE_KINDS = "{level} {count} 种", "没有列出的还有：{kinds}。"
CHECK_ALL = "逐个看全部问题：加 --all；存成 Excel 报告：加 -o 报告.xlsx。"
CHECK_REPORT = "报告已存为 {path}。"

COPIES_OF = "{report}_标记副本"
MARK_WHERE = "请用 -o 写明标记副本放在哪个文件夹。"
MARK_INSIDE = "标记副本的文件夹 {path} 在要审核的文件夹里，以后汇总会把副本也当成报表。请换一个文件夹。"
MARK_SAME_NAME = "{one} 和 {other} 的标记副本会同名。请分两次做，放在两个文件夹。"
MARK_IS_FILE = "{path} 是一个文件。与 --mark 合用时，-o 请写文件夹。"
REPORT_IS_FOLDER = "{path} 是文件夹。请写报告的文件名，例如 {path}/问题报告.xlsx；要做标记副本，请加 --mark。"
SUFFIX_WRONG = "它其实是 {suffix} 文件，请先把文件名的结尾改为 {suffix}"
TABLE_OF_DOCUMENT = "第{number}张表"
DOCUMENT_NOT_MARKED = "{path}：Word 文档不能标注，问题见上面的列表或审核报告（-o 报告.xlsx）。"
NOT_MARKED = "{path}：没有做标记副本，{why}。"
MARKED = "标记副本 {count} 份，放在 {folder}。"

FIX_COLUMNS = ("工作表", "单元格", "原来", "改为", "依据")
FIXED = "已修正 {count} 个单元格，存为 {path}；其余内容与原文件完全一样。"
FIXED_FORMULAS = "这个工作簿里有公式：用 Excel 或 WPS 打开并保存一次，引用这些单元格的公式才会更新。"
WRONG_SUFFIX = "{path}：这个工作簿要存成 {suffix} 才能打开，请改文件名的结尾。"
FIX_LEFT = "没有修正：[{sheet}] {cell} “{before}”应为“{after}”，{left}，请手工改。"
NOT_AS_LISTED = "{path}：{why}"
NOTHING_TO_FIX = "{path}：没有可以自动修正的内容，没有生成新文件。"
NOT_FIXED = "{path} {why}，再运行一次。没有生成新文件；上面列出的 {count} 个单元格可以自动修正。"

SUMMARY_DONE = "汇总已存为 {path}，请打开查看。"
FORMS_DONE = "合订本已存为 {path}：{count} 张表；有未改正的错误、没有编入的 {left} 张。"
SUMMARY_COUNTS = (
    "{organisations} 个单位，{projects} 个项目，预算 {total} 万元；"
    "错误 {error} 个，警告 {warning} 个，已同意说明的 {accepted} 个；"
    "空白表 {blank} 个，未能完整读取的文件 {unread} 个，重复项目 {repeated} 个。"
)
SUMMARY_PUBLISHED = "其中 {published_too} 个项目既有工作簿、又在 Word 文档里，只计一次，以工作簿为准。"
SUMMARY_TABLES = "其他公开表：{names}。"
SUMMARY_TABLES_ONLY = "只报送了其他表、没有绩效目标表：{names}"
SUMMARY_MISSING = "应报未报 {count} 个单位：{names}"

OUTPUT_NOT_DOCX = "{path}：结果是 Word 文档，存成“{suffix}”打不开。请把文件名的结尾改为 .docx。"
ROSTER_BAD_DOCUMENT = "应报单位名单有误，没有生成文档：{why}"
LEFT_OUT = "有未改正的错误、没有编入文档的 {count} 处（改正后再运行；要照原样编入，加 --with-errors）："
WITH_ERRORS = "有未改正的错误、照原样编入文档的 {count} 处（--with-errors）："
REFUSED = "  {place} {what}：{errors}"
REFUSED_MORE = "  另有 {count} 处，请用 jibiao check 查看。"
PARTS_MISSING = "没有报来、文档里没有的部分：{names}。"
NO_PAGE_NUMBERS = "目录里没有页码（需要 LibreOffice Writer）：请在 Word 或 WPS 里右击目录，选“更新域”。"
NO_PDF = "没有生成 PDF：没有找到 LibreOffice Writer，或者转换没有成功。"
VERIFY_SAME = "没有不同：{against}，核对了 {compared} 个数和单元格。"
VERIFY_DIFFERS = "有 {count} 处不同：{against}，核对了 {compared} 个数和单元格。"
VERIFY_AGAINST = {
    "sources": "按原来的报表重新计算",
    "parquet": "按 Parquet 表重新计算",
    "nothing": "只有汇总与运行记录相对照",
}
PUBLISHED = "{owner}：文档已存为 {path}，绩效目标表 {forms} 张，请打开查看。"
PUBLISHED_PDF = "PDF 已存为 {path}。"

INTAKE_COUNTS = (
    "应报 {all} 个单位：已报 {reported} 个（其中有几个不同文件的 {several} 个），空白表 {blank} 个，"
    "没有读到表 {unreadable} 个，未报 {missing} 个，只报其他表 {tables_only} 个；需要退回改正 {to_correct} 个。"
)
INTAKE_MISSING = "未报送：{names}"
INTAKE_BLANK = SUMMARY_SENT_BLANK = "报来的是空白表，视同未报送：{names}"
INTAKE_UNREADABLE = SUMMARY_SENT_UNREAD = "报来了文件、没有读到表：{names}"
AND_OTHERS = "等 {count} 个"
INTAKE_EARLIER = "上次已报、这次没有再报，按上次的算：{names}"
INTAKE_ROUND = (
    "第{round}次收表：上次要求改正的，已改正 {corrected} 处，说明已同意 {accepted_since} 处，仍未改正 {left} 处；"
    "新出现 {new} 处；要求之外改动 {unasked} 处，逐格见“另有改动”。"
)
SAME_AS_LAST = "与上次（{when}）相同，没有重写 {path}。"
INTAKE_DONE = "收表情况和退回通知已存为 {path}，请打开查看。"

LETTERS_DONE = "退回通知 {count} 份存在 {path}，按上级单位打了包；发给谁的见里面的“退回通知清单.csv”。"

RULE_LINE = "{severity}  {id}  {title}"
RULE_REFUSED = "另装的规则 {id} 不能用：{why}"
RULES_TOTAL = "共 {count} 条。jibiao explain 代号（或名称）说明其中一条。"
NO_SUCH_RULE = "没有规则“{rule}”。{guess}jibiao rules 列出全部规则。"
MEANT = "是不是 {names}？"
GUESS = "（是不是 {names}？）"

DEFINITION_FAULT = "{path}：{fault}"
DEFINITION_FINE = """{id}：{name}，没有问题。
  栏目 {count} 个：{fields}
  指标体系（{source}）：{levels}
  已试填一份并读回，各栏都能读到。"""
FIELD_LOST = "栏目“{name}”试填以后读不回来：请把它的名称写得更清楚，或把名称放在它的左边、正上方"
TEMPLATE_LIST = "可用的表式："
TEMPLATE_LINE = "  {id:4}{name}"
ALL_TABLES = "部门预算信息公开表"
TEMPLATE_TABLES = "部门预算信息公开的其他表："
TEMPLATE_TABLE_LINE = "  {id:17}{name}"
TEMPLATE_DONE = "空白表已存为 {path}（{name}）。"

ROSTER_ZEROS = (
    "名单里有的单位编码位数不对，可能是 Excel 去掉了前面的 0：{codes}。请核对；编码列先设为“文本”再填写。"
)
ROSTER_FAULT = "单位名单 {path} 有误，没有生成任何文件：{fault}"
LAST_YEAR_MISSING = "找不到上年报表的文件夹：{path}。请检查路径。"
LAST_YEAR_SHEET = "{file}：工作表“{sheet}”无法读取，里面的项目没有带入。{reason}{remedy}"
STRANGER = "{file} 工作表“{sheet}”：项目“{name}”看不出是名单上哪个单位的，没有带入。"
LOSS = "{file} 工作表“{sheet}”：项目“{name}”的{fields}没有带入，新表式没有这一栏。"
STALE = "{path}：以前下发过，这次的名单里没有，没有删除。"
DISTRIBUTED = (
    "{organisations} 个单位的空白表已备好，上级单位的压缩包 {archives} 个："
    "写入 {written} 个文件，没有变化的 {kept} 个。"
)
PREFILLED = (
    "带入上年项目 {projects} 个；新表式没有位置的内容 {lost} 处，看不出单位、没有带入的项目 {strangers} 个。"
)
DISTRIBUTE_LIST = "下发清单：{path}"

IMPORTED_BOOK = "  {file}：{count} 个项目（表式 {forms}）"
IMPORTED_TABLES = "  {file}：部门的公开表格和整体绩效目标"
IMPORTED = "写成工作簿 {books} 个，项目 {projects} 个，放在 {folder}；表里没有位置的内容 {lost} 处。"
IMPORT_LOSS = "没有位置：{what}"
IMPORT_LEFT = "{file} 里没有导入的还有：{what}"
IMPORT_REPORT = "没有导入的内容，全文见 {path}"

ADDIN_KIND = "不知道要生成哪一种加载项：{path}。文件名请以 .xlam、.oxt、.html、.zip 或 .xlsm 结尾。"
ADDIN_BUILT = "已存为 {path}。"
ADDIN_OK, ADDIN_NOT_OK, ADDIN_NO_PROGRAM = "好", "缺", "无"
ADDIN_STATE_NOWHERE = "{mark}  {program} {item}"
ADDIN_STATE = ADDIN_STATE_NOWHERE + "  {path}"
ADDIN_DETAIL = "    {detail}"

DEMO_START = "演示：{files} 个真实的报表文件（乐亭县、定州市、平乡县、唐山高新区公开的绩效目标表）"
DEMO_READ = "一、读取：{files} 个文件，{projects} 个项目，{indicators} 条指标。"
DEMO_CHECK = "二、审核：错误 {error} 个，警告 {warning} 个，提示 {hint} 个。例如："
DEMO_FINDING = "   {cell}  {message}"
DEMO_SUMMARY = "三、汇总：{organisations} 个单位，预算 {total} 万元。"
DEMO_TEMPLATES = "四、空白表：{count} 种表式。"
DEMO_OPEN = "请打开：{path}"
DEMO_FOLDER = "报表原件、问题报告和空白表也在这个文件夹里：{path}"
