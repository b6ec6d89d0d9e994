"""Every word of a published document that does not come from what was handed in, and what is said of publishing it."""

from __future__ import annotations

# ── The document ────────────────────────────────────────────────────────────────────────────────────

CONTENTS = "目　　录"
TITLE_WHOLE, TITLE_TARGETS = "{year}部门预算信息公开", "{year}部门预算绩效目标"
WAN = "万元"
YEAR = "{year}年"
INTRODUCTION = "按照《中华人民共和国预算法》和预决算公开的有关规定，现将{owner}{year}部门预算公开如下："
NUMBERED = "{number}、{heading}"
OF_ORGANISATION = "（{number}）{name}"
PART_ONE, PART_TWO = "第一部分", "第二部分"
TITLE_ONE, TITLE_TWO = "部门整体绩效目标", "预算项目绩效目标"
SECTIONS_OF_TARGET = {
    "overall": "一、总体绩效目标",
    "items": "二、分项绩效目标",
    "measures": "三、工作保障措施",
}
HEADINGS = {
    "duties": "部门职责及机构设置情况",
    "duties_alone": "部门职责",
    "institutions_alone": "机构设置情况",
    "budget_overview": "部门预算安排的总体情况",
    "operating_funds": "机关运行经费安排情况",
    "three_public": "财政拨款“三公”经费预算情况及增减变化原因",
    "targets": "绩效预算信息",
    "procurement": "政府采购预算情况",
    "fixed_assets": "国有资产信息",
    "terms": "名词解释",
    "others": "其他需要说明的事项",
}
DUTIES, INSTITUTIONS = "部门职责：", "机构设置："

# ── Sentences over the figures of the tables ────────────────────────────────────────────────────────

US, THEIR_OWN = "我部门", "本单位"
IN_YEAR = "{year}年，"
LEVEL = "与上年持平"
MORE, LESS = "增加{amount}", "减少{amount}"
OF_WHICH, AND, SEMICOLON, END = "，其中：", "，", "；", "。"
GOAL = "绩效目标："
INCOME = "1、收入说明"
INCOME_SENTENCE = "反映本部门当年全部收入。{year}预算收入{income}{sources}。"
EXPENDITURE = "2、支出说明"
EXPENDITURE_SENTENCE = "反映本部门当年全部支出。{year}部门支出预算为{expenditure}{parts}。"
CHANGE = "3、比上年增减情况"
CHANGE_SENTENCE = "{year}部门预算收支安排{total}，{against}{change}{parts}。"
AGAINST = "较{year}"
INCLUDING = "，包括"
OPERATING_SENTENCE = "{year}{whose}机关运行经费共计安排{amount}{use}。"
USED_FOR = "主要用于"
THREE_SENTENCE = "{year}{whose}财政拨款“三公”经费预算安排{total}{parts}。{comparison}"
THREE_CHANGE = "“三公”经费{against}{change}"
PROCUREMENT_SENTENCE = "{year}{whose}安排政府采购预算{total}。具体内容见下表。"
PROCUREMENT_WITHOUT = "{whose}政府采购预算的具体内容见下表。"
ASSETS_SENTENCE = "{whose}上年末固定资产金额为{total}（详见下表）。"

# ── 合订本 ──────────────────────────────────────────────────────────────────────────────────────────

BOUND_COLUMNS = ("序号", "单位编码", "单位名称", "项目编码", "项目名称", "预算数")

# ── What is said of it ──────────────────────────────────────────────────────────────────────────────

PARTS = {
    "duties": "部门职责",
    "institutions": "机构设置",
    "budget_overview": "部门预算安排的总体情况",
    "operating_funds": "机关运行经费",
    "three_public": "“三公”经费",
    "part_one": "第一部分 部门整体绩效目标",
    "part_two": "第二部分 预算项目绩效目标",
    "procurement": "政府采购",
    "fixed_assets": "国有资产",
    "terms": "名词解释",
    "others": "其他说明",
}
NOTHING = "{folder}：没有可以编入文档的内容，没有生成文档。"
ALL_REFUSED = "{folder}：要编入的表都有未改正的错误，没有生成文档。"
TEMPLATE_BAD = "{path}：不是可以使用的 Word 模板。请用 Word 或 WPS 另存为 .docx。"
TEMPLATE_UNREAD = "模板 {path} 不能读取：{reason}{remedy}"
TEXT_UNREAD = "{path}：不是纯文本文件，或者太大，没有编入。"
TARGET_NOT_IN_PLACE = (
    "{path}：第一部分要有“一、总体绩效目标”“二、分项绩效目标”“三、工作保障措施”这样的标题，没有编入。"
)
ROW_LEFT = "{place}：{table}里不认识的行“{label}”，没有写进文字。"
NOT_TAKEN = "{place}：{kind}，不编入公开文档。"
SEVERAL_YEARS = "各表的年度不一致（{years}），标题没有写年度；请用 --year 写明预算年度。"
FORM_LOST = "{place}：“{name}”的表画不出来（文件读取以后又变了），没有编入。"
TABLE_TWICE = "{place}：{because}，没有编入。"
ADDED = "{name}的部门总数是 {count} 张表相加得到的：一张表如果已经包含别的单位，请先改表再编。"
OWNER_OF_FOLDER = (
    "没有写 --department，文档的标题用了文件夹的名称“{name}”；要用部门的名称，请写 --department 部门名称。"
)
NAMELESS = "{file}：没有写明是哪个单位，文档里单位的标题用了文件名“{name}”，请在表上填写单位名称后再运行。"
PLACE = "{file} [{sheet}]"
