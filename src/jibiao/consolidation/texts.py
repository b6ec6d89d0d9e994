"""Every word of the summary that a user sees. Chinese, plain and exact."""

from __future__ import annotations

from jibiao.checks.finding import SEVERITY_NAMES
from jibiao.explained import ALSO, EXPLANATION, KEY, OPINION, RESULT_HEADS

SEVERITIES = {str(severity): name for severity, name in SEVERITY_NAMES.items()}
DEPARTMENT = "本部门"
BLANK = "空"
YES, NO = "是", "否"
CONTINUED = "{name}（{number}）"
NOTHING_TO_READ = "{folder}：没有可以汇总的工作簿，没有生成汇总。"

# ── Files ───────────────────────────────────────────────────────────────────────────────────────────

STATUS = {
    "read": "已读取",
    "partly": "部分读取",
    "no_form": "没有绩效目标表",
    "blank": "空白表",
    "other_kind": "不是绩效目标表",
    "unreadable": "无法读取",
    "duplicate": "重复文件",
    "superseded": "已有后一次的文件",
    "not_spreadsheet": "不是电子表格，未读取",
    "own_output": "汇总结果，不是报表",
}

IN_SHEET = "“{file}”的工作表“{sheet}”"
ONLY_SUM = "（只有总数，没有明细）"
INSTITUTION_AGAIN = "未计入：与第{number}行是同一单位"
INSTITUTION_DIFFERS = "未计入：与第{number}行是同一单位，{what}不同，请核对"
TABLE_NOT_COUNTED = "未计入：与{first}是同一单位的同一张表"
TABLE_CONTAINS = "未计入：就是其他{count}个单位的同一张表相加的数，已经包含它们"
TARGET_SAME = "未计入：与{first}内容相同"
TARGET_OTHER = "未计入：同一单位已有{first}，内容不同，请核对"
NOT_COUNTED = "未计入：与第{number}号项目重复"
PUBLISHED_TOO = "未计入：同一项目另有工作簿，计入的是工作簿（第{number}号）"

UNFIT = "{place}：表 {table} 的 {column} {fault}（现为“{value}”），没有写 Parquet 文件。"
UNFIT_ROW = "第{n}行"
UNFIT_COLUMN = "表 {table} 的 {column} 不符合规定（{check}），没有写 Parquet 文件。"
UNFIT_CHECK = "不符合规定（{check}）"

# ── Roster ──────────────────────────────────────────────────────────────────────────────────────────

ROSTER_STATES = {
    "sent": "已报送",
    "tables_only": "只报送了其他表",
    "sent_unread": "没有读到表",
    "blank": "空白表",
    "missing": "未报送",
}
ROSTER_HOW = {"code": "单位编码", "name": "单位名称", "file_name": "文件名"}
ROSTER_EXTRA = "不在名单上"

# ── Plan ────────────────────────────────────────────────────────────────────────────────────────────

PLAN_GAPS = {
    "no_plan": "表式没有支出计划",
    "empty": "支出计划没有填写",
    "unreadable": "支出计划不是百分比",
    "out_of_range": "支出计划超出0至100",
    "falling": "累计进度出现下降",
    "gap": "支出计划中间有空缺",
    "not_100": "累计进度最后不是100%",
    "stops": "达到100%后没有填满",
    "other_periods": "时点不是四个季度末",
    "no_amount": "预算数没有读出",
    "not_counted": "重复项目，未计入汇总",
}

# ── Sheets ──────────────────────────────────────────────────────────────────────────────────────────

COVER = "封面"
CONTENTS = "目录"
SIGNED = "汇总表"
ORGANISATIONS = "单位汇总"
PROJECTS = "项目汇总"
INDICATORS = "指标明细"
PROGRESS = "资金支出进度"
SCORES = "评分表"
INSTITUTIONS = "机构设置汇总"
OVERVIEW = "收支预算汇总"
OPERATING = "机关运行经费汇总"
THREE_PUBLIC = "三公经费汇总"
PROCUREMENT = "政府采购汇总"
ASSETS = "固定资产汇总"
OWN_TARGETS = "部门整体目标"
DRAFT = "分项目标草稿"
FINDINGS = "问题清单"
SUBMISSIONS = "提交情况"
LONG_TEXTS = "长文本"

SHEET_FAILED = "这张表没有写完：软件内部出错（{failure}）。其余各表不受影响。"
BACK = "← 封面"
PAGE_FOOT = "&L&8{name}&C&8第 &P 页，共 &N 页&R&8{sheet}"
NOTHING = "（没有）"
CUT = "…（全文共{count}字，见“长文本”第{row}行）"
LONG_NOTE = "单元格放不下的文字（超过 32,767 字），按出处分段列出全文。"
LONG_HEADS = ("出处", "段", "全文")
CONTENTS_COUNTY = "县区"
CONTENTS_PLACE = "{sheet}第{row}行"
PART_NOTE = "共{count}张，本张是第{number}张：{names}。"
NO_MORE_LINKS = "链接太多，超过 Excel 每个工作表 65,530 个的上限，第{row}行起不带链接，请按文件和单元格查找。"

NOTES = {
    CONTENTS: "每个县区（名单没有上级单位的，每个单位）一行：它的项目、指标、问题从哪张表的哪一行开始。单击进入。",
    ORGANISATIONS: "金额单位：万元。每个数都是对“项目汇总”的公式，只加“计入汇总”为“是”的项目；问题数含未计入的项目。",
    PROJECTS: "金额单位：万元。每行一个项目，灰字的行未计入汇总。右侧各列供追溯：单击“文件”打开原表。",
    INDICATORS: "每行一个指标。“指标值”是表上原文，其后各列是软件的理解，两者不符时以原文为准。",
    PROGRESS: "金额单位：万元。各项目预算数 × 累计支出计划，逐项相加；前期空白按0%计。计划有缺陷的项目不参加，列在下方。",
    SCORES: "问题多的在前：按平均每个项目的错误数，其次按警告。每个数都是对“项目汇总”的公式，含未计入的项目，不含读不出的文件。",
    INSTITUTIONS: "各份“部门机构设置情况”列出的单位，一行一个；同一单位列了几次的，只计一次。灰字的行未计入合计。",
    OVERVIEW: "金额单位：万元。一行一份“部门预算安排的总体情况”，减少写成负数。合计只加“计入汇总”为“是”的行。",
    OPERATING: "金额单位：万元。一行一份“机关运行经费”。合计只加“计入汇总”为“是”的行。",
    THREE_PUBLIC: "金额单位：万元。一行一份“三公”经费预算，减少写成负数。合计只加“计入汇总”为“是”的行。",
    PROCUREMENT: "金额单位：万元。小计、合计是公式，只加“计入汇总”为“是”的行；原表的小计、合计与各行不符的，见“问题清单”。",
    ASSETS: "金额单位：万元。一行一份“固定资产占用情况表”。合计只加“计入汇总”为“是”的行；办公用房含在房屋之内。",
    DRAFT: "草稿：由计入汇总的项目表原文汇成，名称、目标、指标、金额都未改写，供撰写“分项绩效目标”时删改，不能直接公开。",
    OWN_TARGETS: "各份“部门整体绩效目标”（公开文件的第一部分）的原文：总体绩效目标、工作保障措施一段一行，分项绩效目标一项一行。",
    FINDINGS: "错误在前，同一种问题排在一起。错误必须改正，警告请改正或确认，提示供参考。单击“单元格”打开原表的出错之处。"
    "同意单位说明的，在“审核意见”选“同意”，下一次用 --previous 指明本文件。",
    SUBMISSIONS: "文件夹里的每个文件都在这里：读了没有，为什么。",
}
SUM_LINE = "合计（计入汇总的项目）"
SUM = "合计"
SUM_OF_COUNTED = "合计"
SUBTOTAL_OF = "{name}小计"
HANDED_IN_BY = "报送单位"
IN_WAN = "\n（万元）"
PRICE_AS_PRINTED = "单价\n（原文）"
TARGET_PART, TARGET_HEADING, TARGET_TEXT = "部分", "标题", "内容"
TARGET_PARTS = {"overall": "总体绩效目标", "items": "分项绩效目标", "measures": "工作保障措施"}
DRAFT_ITEM, GOALS, INDICATORS_OF = "分项（草稿）", "绩效目标（草稿）", "绩效指标（草稿）"
DRAFT_HEADING = "（{number}）{name}"
DRAFT_GOALS = "绩效目标：{goals}"
DRAFT_AMOUNT = "预算安排{amount}万元。"
DRAFT_INDICATORS = "绩效指标：{indicators}。"
OTHERS_LISTED = "另列的项目"

HEADS = {
    "number": "序号",
    "organisation_number": "单位\n序号",
    "organisation_code": "单位编码",
    "organisation": "单位名称",
    "project_number": "项目\n序号",
    "project_code": "项目编码",
    "project": RESULT_HEADS[0],
    "year": "年度",
    "form": "表式",
    "total": "预算数\n（万元）",
    "fiscal": "财政资金\n（万元）",
    "other": "其他资金\n（万元）",
    "budget_raw": "金额原文",
    "point": "支出计划\n第{n}时点",
    "plan_heads": "支出计划时点",
    "in_progress": "参加\n进度",
    "progress_gap": "未参加进度的原因",
    "indicators": "指标数",
    "errors": "错误",
    "warnings": "警告",
    "hints": "提示",
    "rank": "评分表\n序号",
    "counted": "计入\n汇总",
    "because": "说明",
    "file": "文件",
    "sheet": "工作表",
    "cell": "单元格",
    "l1": "一级指标",
    "l2": "二级指标",
    "l3": "三级指标",
    "description": "绩效指标描述",
    "value_raw": "指标值（原文）",
    "operator_raw": "计算符号（原文）",
    "measure_raw": "计量单位（原文）",
    "weight_raw": "权重",
    "remark": "备注",
    "kind": "类型",
    "op": "符号",
    "value": "数值",
    "upper": "上限",
    "measure": "计量单位",
    "date": "时限",
    "basis": "指标值确定依据",
    "severity": "级别",
    "title": "问题",
    "content": "填报内容",
    "message": RESULT_HEADS[1],
    "remedy": "怎么改",
    "explanation": EXPLANATION,
    "opinion": OPINION,
    "also": ALSO,
    "key": KEY,
    "field": "栏目",
    "rule": "规则",
    "status": "状态",
    "why": "说明",
    "organisations": "单位",
    "projects": "项目数",
    "sha256": "内容摘要\n（SHA-256）",
    "modified": "修改时间",
    "roster": "名单",
    "counted_projects": "计入项目数",
    "left_projects": "未计入\n项目数",
    "indicator_count": "指标数",
    "error_count": "错误",
    "warning_count": "警告",
    "parent": "上级单位",
    "forms_total": "项目表合计\n（万元）",
    "forms_gap": "项目支出与项\n目表合计之差",
    "state": "报送情况",
    "how": "对应依据",
    "files": "文件",
}
KINDS = {
    "number": "数值",
    "range": "区间",
    "date": "时限",
    "qualitative": "定性",
    "not_applicable": "不涉及",
    "multiple": "多个值",
    "too_long": "数字太长",
    "garbled": "错乱",
    "blank": "空白",
    "graded": "四级标准",
}
AMOUNT_FAULTS = {
    "malformed": "写法不规范",
    "not_exact": "不是确数",
    "several": "有多个数",
    "extra_text": "夹有文字",
    "too_long": "的数字太长",
    "not_a_number": "不是数字",
}
AMOUNT_UNKNOWN = "未计入合计"
AMOUNT_NO_UNIT = "没有单位，未计入合计"
AMOUNT_NO_FIELD = "表式没有预算栏"
AMOUNT_BLANK = "预算数空白"

# ── Progress ────────────────────────────────────────────────────────────────────────────────────────

PROGRESS_HEADS = {
    "weighed": "参加项目数",
    "weighed_total": "参加的\n预算数",
    "left_total": "未参加的\n预算数",
    "spent": "累计支出（万元）",
    "share": "累计进度",
}
POINT = "第{n}时点"
CHART_TITLE = "资金支出计划累计进度"
CHART_MONEY = "累计支出（万元）"
CHART_SHARE = "累计进度"
LEFT_OUT_MORE = "另有{count}个没有在这里列出：在“项目汇总”里筛选“参加进度”为“否”的项目，可以看到全部和原因。"
LEFT_OUT = "未参加进度计算的项目（共{count}个，预算数合计 {total} 万元）"
LEFT_HEADS = ("项目序号", "单位名称", "项目名称", "预算数\n（万元）", "原因")

# ── Scores ──────────────────────────────────────────────────────────────────────────────────────────

SCORE_HEADS = {
    "rank": "序号",
    "county": "上级单位（县区）",
    "organisation": "单位名称",
    "organisations": "报送\n单位数",
    "missing": "未报送\n单位数",
    "forms": "报送\n表数",
    "errors": "错误",
    "warnings": "警告",
    "hints": "提示",
    "per_project": "平均每个\n项目错误",
    "faultless": "没有错误的\n项目占比",
    "common": "最常见的问题",
}
COMMON = "{title}（{count}处）"

# ── Submissions ─────────────────────────────────────────────────────────────────────────────────────

ROSTER_SECTION = (
    "一、应报单位（应报 {all} 个：已报 {sent} 个，{only}空白表 {blank} 个，没有读到表 {sent_unread} 个，未报 {missing} 个；"
    "不在名单上的 {extra} 个）"
)
ROSTER_TABLES_ONLY = "只报其他表 {count} 个，"
FILE_AND_WHY = "{file}（{why}）"
FILES_SECTION = "二、收到的文件（{count} 个）"
FILES_SECTION_ONLY = "收到的文件（{count} 个）"
AND_MORE = "{names}等{count}个"

# ── What is handed up ───────────────────────────────────────────────────────────────────────────────

SIGNED_BY, SIGNED_UNIT = "编制单位：{name}", "单位：万元"
SIGNED_HEADS = (
    "序号",
    "单位名称",
    "项目名称",
    "项目编码",
    "预算数",
    "其中：\n财政资金",
    "其他资金",
    "绩效\n指标数",
)
SIGNED_SUM, SIGNED_OTHERS = "{name}小计", "其他单位"
SIGNED_MISSING = "注：未报送的单位 {count} 个，不在表内：{names}。"
SIGNED_UNREAD = "注：报来了文件、没有读到表的单位 {count} 个，不在表内：{names}。"
SIGNED_SIGNS = ("编制单位（盖章）：", "制表人：", "审核人：", "日期：　　　　年　　月　　日")
SIGNED_FOOT = "&C&9第 &P 页"

# ── Findings ────────────────────────────────────────────────────────────────────────────────────────

FINDING_STATE = "处理情况"
NO_FINDINGS = "没有发现问题。"
OPINION_ONLY = "请选“同意”或“退回”。"
WHOLE_SHEET = "整表"
WHOLE_FILE = "文件"

# ── Cover ───────────────────────────────────────────────────────────────────────────────────────────

COVER_YEAR = "{years}年度"
COVER_NO_YEAR = "年度未注明"
COVER_FIGURES = "一、总体情况"
COVER_MISTAKES = "二、最常见的问题（错误和警告）"
COVER_LEFT = "三、没有计入合计的内容，以及需要留意的事项"
COVER_GUIDE = "四、怎样阅读这个工作簿"
COVER_SPLIT = (
    "共 {projects:,} 个项目，{tables}。同一县区的行都在一起：请从“{contents}”进入本县，再用筛选按钮选单位。"
)
COVER_SPLIT_TABLE = "“{name}”分 {count} 张表"
COVER_SIGN = "由绩表 {version} 于 {time} 生成。报表所在文件夹：{folder}。"
COVER_TITLE_ROW = ("项目", "数量", "说明")
COVER_ROWS = {
    "organisations": ("报送单位", "个"),
    "projects": ("项目", "个"),
    "total": ("预算总额", "万元"),
    "fiscal": ("　其中：财政资金", "万元"),
    "other": ("　　　　其他资金", "万元"),
    "indicators": ("绩效指标", "条"),
    "tables": ("其他公开表", "张"),
    "error": ("待改正的错误", "个"),
    "warning": ("待改正或确认的警告", "个"),
    "files": ("收到的文件", "个"),
}
COVER_MISTAKES_ROW = ("问题", "数量", "谁的")
COVER_MISTAKE = "{severity}：{title}"
COVER_MISTAKE_PLACES = "处"
COVER_NO_MISTAKES = "没有发现错误和警告。"
COVER_BY = "{projects}个项目，{groups}个单位；最多的是{names}"
COVER_BY_ONE = "{projects}个项目，都是{names}的"
COVER_BY_NAME = "{name}（{count}处）"
COVER_BY_NOBODY = "文件或工作表的问题，不属于任何项目"
COVER_UNNAMED = "其中{count}个文件的表没有注明单位，按文件归集"
COVER_ROSTER = "应报{all}个：已报{sent}个，空白表{blank}个，没有读到表{sent_unread}个，未报{missing}个"
COVER_TABLES_ONLY = "只报送了其他表、没有绩效目标表的{count}个"
COVER_TABLE = "{name}{count}"
COVER_TABLES_LEFT = "；其中重复或包含其他表、未计入{count}张"
COVER_COUNTED = "读到{all}张表，未计入{left}张"
COVER_ALL_COUNTED = "读到的表全部计入"
COVER_GAP = "与两项资金之和相差{gap}万元：有的表没有分列资金来源，或分列之和不等于预算数"
COVER_CLEAN = "{with_errors}张表有错误，{with_warnings}张只有警告，{clean}张没有错误和警告"
COVER_FILE_ERRORS = "其中{count}个是文件或工作表的问题，不属于任何项目"
COVER_FILE_COUNT = "{name}{count}个"
COVER_MANY_YEARS = "各表的年度不一致：{years}。请确认是否应当放在一起汇总。"

LEFT_SETTINGS = "审核按部门的设置“{file}”：{what}。"
LEFT_NOTHING = "没有：读到的项目全部计入，每个项目的预算数都已读出。"
LEFT_REPEATED = "重复报送：{project}（{organisation}）第{number}号与第{first}号是同一项目，只计第{first}号。未计入 {total} 万元。"
LEFT_PUBLISHED = "既有工作簿、又在 Word 文档里的项目{count}个，各计一次，以工作簿为准；文档里的没有计入，见“项目汇总”的说明。"
LEFT_TABLE = "重复报送：{name}（{organisation}），{place}{because}。"
LEFT_TARGET = "部门整体绩效目标：{file}，{because}。"
LEFT_TABLES_ONLY = "只报送了其他表，没有报绩效目标表：{names}。"
LEFT_CLASH = "编码相同、名称不同，都已计入，请核对：{projects}。"
LEFT_UNREADABLE = "无法读取：{file}。{why}"
LEFT_PARTLY = "部分读取：{file}。{why}"
LEFT_SUPERSEDED = "前一次报来的文件：{file}。{why}"
LEFT_DUPLICATE = "重复文件：{file} 与 {other} 内容完全相同，只计一次。"
LEFT_NO_FORM = "没有绩效目标表：{file}。"
LEFT_BLANK_FORM = "空白表，不算报送：{file}。"
LEFT_OTHER_KIND = "不是绩效目标表：{file}，{why}。"
LEFT_OTHER = "不是电子表格，未读取：{file}。"
LEFT_AMOUNT = "预算数读不出来，合计中没有它：{project}（{organisation}），原文“{raw}”。"
LEFT_IRREGULAR = (
    "预算数写法不规范，按读出的数计入，请核对：{project}（{organisation}），原文“{raw}”，计 {total} 万元。"
)
LEFT_PART = "财政资金或其他资金读不出来，分项合计中没有它：{project}（{organisation}），原文“{raw}”。"
LEFT_BLANK = "预算数空白的项目{count}个，按没有金额处理：{projects}。"
LEFT_NO_FIELD = "表式没有预算栏的项目{count}个，合计中没有它们的金额：{projects}。"
LEFT_MISSING = "应报未报：{names}。"
LEFT_SENT_BLANK = "报来的是空白表，视同未报：{names}。"
LEFT_SENT_UNREAD = "报来了文件、没有读到表，请退回重报：{names}。"
LEFT_EXTRA = "不在应报名单上：{names}。"
LEFT_MORE = "另有{count}项，见“{sheet}”。"

GUIDE = {
    CONTENTS: "每个县区的项目、指标、问题在哪张表、从哪一行开始；单击进入。",
    SIGNED: "上报用：计入汇总的项目，按名单的次序，分上级单位小计，表尾有制表人、审核人、日期；没有问题数。",
    ORGANISATIONS: "每个单位一行：项目数、预算数、问题数，末行合计。每个数都是公式，可以追溯到项目汇总。",
    PROJECTS: "每个项目一行：编码、名称、预算、支出计划、问题数，是否计入汇总；链接到原表。",
    INDICATORS: "每个绩效指标一行：表上原文与软件的理解并列；链接到原表的单元格。",
    PROGRESS: "按金额加权的累计支出计划，分单位和全部门，附图；没有参加计算的项目列在下方。",
    SCORES: "每个单位（名单有上级单位的，按上级单位）一行，问题多的在前：表数、错误、警告、没有错误的项目占比、最常见的问题。",
    INSTITUTIONS: "各单位的性质、规格、经费保障形式；同一单位只计一次。",
    OVERVIEW: "各单位的收入、支出及其构成、比上年增减，与项目表合计相比，末行合计。",
    OPERATING: "各单位的机关运行经费，末行合计。",
    THREE_PUBLIC: "各单位的“三公”经费及其构成，末行合计。",
    PROCUREMENT: "各单位的采购项目，按单位小计，首行合计。",
    ASSETS: "各单位的资产总额、房屋、车辆、设备，末行合计。",
    OWN_TARGETS: "部门整体绩效目标的原文：总体目标、分项目标、保障措施。",
    DRAFT: "按项目表汇成的分项绩效目标草稿，供撰写公开文件的第一部分时修改。",
    FINDINGS: "审核发现的每个问题：在哪里、是什么、怎么改。可按级别、单位筛选。",
    SUBMISSIONS: "收到的每个文件读了没有、为什么；有名单时，列出未报送的单位。",
    LONG_TEXTS: "单元格放不下的长文字，在这里列出全文。",
}
RULES = (
    "金额一律以万元计，逐分相加，没有四舍五入。",
    "同一项目报送不止一次的，软件不选择哪一份有效：每一份都列入问题清单，按文件顺序只计第一份。"
    "既有工作簿又有 Word 文档的，计工作簿。",
    "表上的文字原样保留，软件不作更正；软件的理解另列。",
    "链接按文件的相对位置打开原表：移动本工作簿时，请连同报表文件夹一起移动。",
)
