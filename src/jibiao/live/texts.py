"""What the add-in says. Chinese, plain and exact. The buttons' own texts are in `addin/ribbon.xml`."""

TITLE = "绩表"

# ── 校验结果 ────────────────────────────────────────────────────────────────────────────────────────

HOW_TO = (
    "点“单元格”到出错的地方；改好后再点“校验”。深色的必须改正，浅色的请改正或确认；"
    "确认无误的，在“单位说明”写理由（“审核意见”由财务科填写：填了“同意”的，再点“校验”列在最后、不标颜色）。"
)
ACCEPTED_HERE = "另有 {count} 个这里填了“同意”，列在最后，不标颜色；收表、审核时以财务科自己的清单为准。"
BACK = "返回“{sheet}”"
NOT_MARKED = "工作表{sheets}受保护，没有标颜色，请按位置查看；要标颜色，请先撤销工作表保护。"

VALIDATED = "{forms}，发现 {count} 处问题（错误 {error}、警告 {warning}、提示 {hint}），见“{sheet}”表。"
TABLES = "公开文件的其他表 {count} 张"
CLEAN = "没有发现问题：{forms} 张表。"
KEPT = "另外，其他工作表上次校验发现的 {count} 处仍列在“{sheet}”表中。"
LIT_LATER = "有 {count} 个单元格原来就有条件格式，颜色要在保存并重新打开以后才显示。"
NO_FORM = "这里没有找到绩效目标表，也没有部门公开文件的其他表。请打开填有这些表的工作表再点“校验”。"
BLANK = "这张表还没有填写。请填写后再点“校验”。"
OTHER_KIND = "这里是{kinds}，不是绩效目标表，不按目标表校验。"
NO_ROOM = "工作簿的结构受保护，不能加“校验结果”表。发现 {count} 处问题，前 {shown} 处是：\n\n{lines}"
FINDINGS_READ_ONLY = (
    "这个文件是以只读方式打开的，没有改动它。要标出问题，请另存一份再校验。\n\n"
    "发现 {count} 处问题，前 {shown} 处是：\n\n{lines}"
)
READ_ONLY = "这个文件是以只读方式打开的，不能改动。请另存一份再操作。"
NO_ROOM_LINE = "{sheet} {cell}　{level}：{message}"

CLEARED = "校验留下的标记已清除。"
NOT_CLEARED = "工作表{sheets}受保护，上面的标记没有清除。请先撤销工作表保护，再点“清除”。"
LIST_STAYS = "颜色和批注已清除。“{sheet}”表删不掉（工作簿的结构或这张表受保护），请撤销保护后再点“清除”。"
WORDS_KEPT = "“{sheet}”表里写了说明或意见的 {count} 行没有删；不再需要的，请自己删除这张表。"
NOTHING_TO_CLEAR = "没有校验标记。"
NOTE_KEPT = "有 {count} 条批注您改动过，保留未删：{cells}。"

NOT_VALIDATED = (
    "没有“校验结果”表，请先点“校验”。只读的文件、结构受保护的工作簿加不了这张表，请另存一份，或者先撤销保护。"
)
NEXT = "第 {number} 处，共 {count} 处　{level}：{message}"
PLACE_GONE = "校验结果中的单元格都已不在，请重新点“校验”。"

# ── 下拉 ────────────────────────────────────────────────────────────────────────────────────────────

DROPDOWNS_ADDED = "已给 {cells} 个指标级次单元格加上下拉列表。再点一次“下拉”可以去掉。"
DROPDOWNS_REMOVED = "下拉列表已去掉。"
DROPDOWNS_KEPT = "{places}原来就有数据有效性（下拉列表），没有改动。"
DROPDOWNS_PROTECTED = "工作表“{sheet}”或者工作簿的结构受保护，不能加上或去掉下拉列表。请先撤销保护。"
NO_LEVELS = "这张工作表里没有找到一级指标、二级指标的单元格。"

# ── 修正 ────────────────────────────────────────────────────────────────────────────────────────────

LOG_COLUMNS = ("时间", "工作表", "单元格", "项目", "原来", "改为", "依据", "状态")
LOG_HOW_TO = "“修正”改过的单元格都记在这里。点“撤销修正”改回原来的内容；之后又改过的单元格不动。"
LOG_DONE, LOG_UNDONE, LOG_CHANGED = "已修正", "已撤销", "之后又改过，未撤销"
FIXED = "已修正 {count} 个单元格，逐一记在“{sheet}”表中；要改回去，点“撤销修正”。"
NOTHING_TO_FIX = "选中的单元格里没有可以自动修正的内容。先选中要修正的单元格（可以选中整张表）再点“修正”。"
NOT_FIXED = "{cells}受保护或是公式，没有修正。"
NO_LOG = "工作簿的结构受保护，不能加“修正记录”表，所以没有修正。请先撤销工作簿保护。"
UNDONE = "已把 {count} 个单元格改回原来的内容。"
UNDO_KEPT = "{cells}在修正之后又改过，没有撤销。"
UNDO_REFUSED = "{cells}受保护，没有撤销；撤销保护后可以再点“撤销修正”。"
NOTHING_TO_UNDO = "没有可以撤销的修正。"

# ── 调整行高 ────────────────────────────────────────────────────────────────────────────────────────

ROWS_RAISED = "已调高 {count} 行，其余的行没有动。"
ROWS_FIT = "这张工作表的行高都够，没有要调高的行。"
ROWS_PROTECTED = "工作表“{sheet}”受保护，没有调整行高。请先撤销工作表保护，再点“调整行高”。"
ROWS_TOO_MANY = "工作表“{sheet}”的内容太多，没有调整行高。请先删除表格下面、右面多余的行和列。"
TEXT_TOO_LONG = "{cells}的文字太长，行高调到最大也放不下，请精简文字或加宽列。"
AND_MORE = "等 {count} 处"

# ── 汇总、下发、收表、模板、帮助 ────────────────────────────────────────────────────────────────────────────────

PICK_SUMMARY = "选择要汇总的文件夹"
SUMMARY, STATUS = "汇总", "收表情况"
SUMMARY_NAME, STATUS_NAME = "{folder}汇总.xlsx", "{folder}收表情况.xlsx"
STATUS_AGAIN = "{folder}收表情况（{number}）.xlsx"
CONFIRM_SUMMARY = (
    "把文件夹“{folder}”中的全部绩效目标表汇总成“{name}”。\n\n"
    "原来的文件不会改动。没有保存的内容不会计入，请先保存。\n\n现在汇总吗？"
)
SUMMARY_DONE = "汇总完成：{organisations} 个单位，{projects} 个项目，错误 {error} 个。已打开“{name}”。"
SUMMARY_UNREAD = "有 {count} 个文件未能完整读取，见汇总中的“{sheet}”。"
UNSAVED = "{names}开着，其中没有保存的改动没有计入；要计入，请保存后再点一次。"
NOTHING_TO_READ = "文件夹“{folder}”中没有可以读取的表格。"
CANNOT_WRITE = "不能写入“{name}”：{why}。"
RESULT_CHANGED = (
    "“{name}”开着，而且有没保存的改动，所以没有重新生成{what}。请先把它保存到别处，或者关闭它，再点按钮。"
)
RESULT_IN_FRONT = "这个工作簿就是{what}。请关闭它，在别的工作簿里点按钮。"
NOT_OURS = "“{name}”不是软件生成的，不会覆盖它。请给它换个名字，再点按钮。"

PICK_ROSTER = "选择单位名单（CSV）"
ROSTERS = (("单位名单（CSV）", "*.csv;*.txt"), ("全部文件", "*.*"))
ROSTER_FAULTS = "单位名单“{name}”有误，没有生成任何文件：\n{faults}"
WHICH_FORM = "下发“{form}”吗？\n\n是：下发这种；否：看下一种；取消：不下发。"
WHICH_YEAR = (
    "按“{name}”给 {count} 个单位各生成一份空白表（{form}），放在名单旁边的新文件夹里。\n\n"
    "哪一年度的表？\n“是”（Yes）：{yes} 年度\n“否”（No）：{no} 年度\n“取消”（Cancel）：不生成"
)
DISTRIBUTION_NAME = "{year}年{form}下发"
MAKING = "绩表正在生成 {count} 个单位的空白表……"
DISTRIBUTED = (
    "{count} 个单位的空白表已生成，按上级单位打包 {archives} 个；新写入 {written} 个文件，原样保留 {kept} 个。"
    "“下发清单.csv”写明哪个文件给哪个单位。收表时还要用这个文件夹，请不要改动："
)
SENT_CHANGED = "文件夹“{folder}”中有改动过的文件，可能已经填报，没有写入任何文件。请先移走它们，或给这个文件夹改名：\n{faults}"
SENT_EARLIER = "以前下发过、这次的名单里没有的，没有删除：\n{files}"

PICK_RETURNED = "选择各单位交回的表所在的文件夹"
PICK_SENT = "再选择下发时生成的文件夹（里面有“下发清单.csv”）"
WITH_PREVIOUS = "上一次的收表情况：\n{paths}\n\n沿用其中的“审核意见”、与它对照吗？\n\n“是”：沿用、对照；“否”：只看这一次。"
PICK_PREVIOUS = "选择上一次的收表情况（没有的点“取消”，只看这一次）"
WORKBOOKS = ("收表情况", "*.xlsx")
PREVIOUS_UNSAVED = "“{name}”里有没有保存的改动，还不能沿用。请先保存，再点“收表”。"
STATUS_DONE = (
    "应报 {all} 个单位：已报 {reported} 个（其中有几个不同文件的 {several} 个），空白表 {blank} 个，"
    "没有读到表 {unreadable} 个，未报 {missing} 个，只报其他表 {tables_only} 个；需要退回改正 {to_correct} 个。\n\n"
    "已打开“{name}”，里面有退回通知。对照的是 {sent} 的下发清单。"
)
STATUS_ROUND = "\n\n与上一次对照：已改正 {corrected} 处，仍未改正 {left} 处，新出现 {new} 处，要求之外改动 {unasked} 处。"
STATUS_ROUNDS = (
    "\n\n说明在“问题清单”里，同意的在“审核意见”选“同意”，保存。以后再报来的放进“第二次”文件夹，这次的放进“第一次”，"
    "两个放在一起，选它们的上一级或“第二次”，就与这一次对照，意见沿用。"
)

NO_OWN_FORMS = (
    "这个工作簿旁边没有本部门自己的表式。请把表式定义放在同一文件夹的“表式”文件夹里，"
    "写法见使用手册“自己的表式”。"
)
LIBRARY_LEFT_OUT = "\n指标库里有误、没有采用的行：\n{faults}"
FORM_LEFT_OUT = "表式有误，没有采用：{fault}"
TEMPLATE_DONE = "空白表已存为“{path}”。"
HELP = """绩表 {version}

校验　　审核当前工作表：标出有问题的单元格，在“校验结果”表中列出错在哪里、怎么改。
全部校验　审核整个工作簿，包括项目之间的问题。
下一处　　到下一处有问题的单元格。
清除　　去掉校验留下的标记，您自己的内容和格式不受影响。
下拉　　给各级指标单元格加下拉列表，三级指标也可以填列表以外的；再点一次去掉。
修正　　修正选中单元格中只有一种改法的写法，改动记在“修正记录”表中。
撤销修正　把修正过的单元格改回原来的内容。
调整行高　把当前工作表中放不下文字的行调高，够高的行不动。
下发　　按单位名单给每个单位生成一份空白表，放在名单旁边的新文件夹里。
收表　　对照下发清单，列出谁报了、谁没报、表有没有被改动，并生成退回通知。
汇总　　把一个文件夹中的表格汇总成一个新工作簿。
模板　　新建一份空白的绩效目标表。

深色标记必须改正，浅色标记请改正或确认。"""

WORKING = "{step}……（按 Esc 键停止）"
READING_FILE = "正在读取第 {number} 个文件，共 {total} 个：{name}"
READING_CELLS = "正在读取“{sheet}”"
READING_FORMS = "正在识别“{sheet}”中的绩效目标表"
CHECKING = "正在审核"
MARKING = "正在标出“{sheet}”中的问题"
LISTING = "正在写“{sheet}”表"
STOPPED = "已停止。这一步做过的都已撤回，工作簿和原来一样。"

STILL_TYPING = "单元格里正在输入的内容还没有录入。请先按回车键录入（或按 Esc 键放弃），再点按钮。"
FAILED = "“{command}”没有完成：{why}\n\n工作簿的内容没有丢失。详细记录在 {log}。"
UNKNOWN_COMMAND = "没有“{command}”这个命令。请更新绩表插件。"

SETTINGS_BAD = "设置文件“{name}”有错，请改正后再试：\n{why}"
SETTINGS_TWICE = "这个文件夹里有几个设置文件（{names}），请只留一个。"
