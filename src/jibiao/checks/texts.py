"""What the catalogue of rules and the settings say. Chinese, plain and exact."""

from __future__ import annotations

# ── A rule's page ───────────────────────────────────────────────────────────────────────────────────

PAGE_TITLE = "# 审核规则"
PAGE_INTRO = """本页由规则表（`src/jibiao/checks/rules.toml`）生成，请不要直接修改：改规则表，再运行 `python -m jibiao.checks`。

共 {count} 条：错误 {error} 条，警告 {warning} 条，提示 {hint} 条。错误必须改正，警告请改正或确认，提示供参考。
同一条规则在个别情形下可能按较轻或较重的级别报告。部门可以在 `绩表设置.toml` 里调整级别或关闭规则。

命令行里 `jibiao rules` 列出全部规则，`jibiao explain 规则` 显示其中一条。

例子是在一张没有问题的表（表式 A1）上所作的改动；表上六条指标依次是：{indicators}。

文件简称：88号，财预〔2015〕88号《中央部门预算绩效目标管理办法》；101号，财预〔2021〕101号《中央部门项目支出核心绩效目标和指标设置及
取值指引（试行）》；表式，表格本身的要求；实务，审核实践。
"""
EXAMPLE_INDICATORS = ("改造户数", "验收合格率", "完成时限", "项目总成本", "群众知晓率", "群众满意度")
"""The indicators of the faultless form that examples change (tests/samples.py)."""
INDEX_HEAD = "| 规则 | 级别 | 问题 |\n|---|---|---|"
INDEX_ROW = "| [`{id}`](#{id}) | {severity} | {title} |"
RULE_HEAD = "{title}（{id}）"

APPLIES = "适用"
LEVEL = "级别"
WHY = "依据"
MESSAGE = "提示语"
REMEDY = "怎么改"
BAD = "错误写法"
GOOD = "正确写法"
SETTABLE = "可以设置"
SETTABLE_LINE = "{name} = {usual}：{meaning}"

OTHER_PROJECT = "同一文件第{number}个项目：{lines}"
SAME_PROJECT = "与第1个相同"
EXAMPLE_FIELDS = {
    "form": "表式", "amount_parts": "其中各项资金", "title_position": "表题", "part_one": "部门整体绩效目标",
    "stored": "单元格里存的数",
}  # fmt: skip
EXAMPLE_WORDS = {"before": "在表格之前", "after": "在表格之后"}

ALL_FORMS = "全部表式"
ONLY_FORMS = "表式 {forms}"
FORMS_NAMED = {"general": "通用表式", "defined": "已收录的（现有各种都是河北的）和部门自己的"}
LEVEL_ELSEWHERE = "{usual}；其他省的表（按通用表式读取）上是{elsewhere}"
ALL_YEARS = "各年度"
FROM_YEAR = "{year}年度起"
TO_YEAR = "{year}年度止"
YEARS = "{first}至{last}年度"

EXAMPLE_LINE = "{place}：{text}"
INDICATOR = "第{number}条指标的{name}"
WHOLE_COLUMN = "各条指标的{name}"
EMPTY = "（空）"
PARAMS = {
    "message": "问题",
    "opinion": "审核意见",
    "rule": "规则名称", "failure": "出错的地方", "by": "依据", "fault": "问题", "against": "另一处的数", "most": "总数",
    "price": "单价", "product": "乘积",
    "value": "填报内容", "name": "栏目", "l1": "一级指标", "l2": "二级指标", "l3": "三级指标",
    "level": "级别", "total": "预算数", "budget": "预算数", "amount": "金额", "sum": "合计", "gap": "差额",
    "year": "年度", "past": "往年", "label": "栏目名称", "title": "表题", "word": "词语", "head": "时点",
    "spent": "支出情况", "whole": "合计或预算数是",
    "before": "前一时点", "plan": "支出计划", "higher": "前一时点的数", "lower": "后一时点的数",
    "last": "最后的数", "guess": "推测", "deadline": "完成时限", "count": "个数", "all": "总数",
    "least": "至少的个数", "number": "数", "numbers": "序号", "wanted": "应有的合计", "one": "序号",
    "other": "另一处", "others": "其他各处", "cell": "单元格", "cells": "各单元格", "where": "所在指标",
    "sheet": "工作表", "file": "文件", "files": "各文件", "forms": "各表式", "missing": "缺少的指标",
    "goal": "目标原文", "choices": "规定的名称", "belongs": "所属一级指标", "indicator": "指标",
    "topic": "内容", "near": "相近的指标", "part": "编码的一段", "parts": "其他各表", "own": "本表的",
    "usual": "通常的", "style": "本表的写法", "grades": "四级标准", "better": "上一级", "worse": "下一级",
    "between": "空档", "difference": "不同之处", "said": "具体内容", "because": "原因", "reason": "原因",
    "why": "原因", "what": "变化", "how": "方法", "instead": "改法", "organisation": "单位",
    "stamped": "模板上的", "expected": "应有的", "printed": "表上的", "old": "原文", "new": "新名",
    "heading": "标题", "stated": "标题所说的项数", "names": "项目名称", "item": "分项", "project": "项目",
    "table": "表名", "source": "文件", "wrong": "错误写法", "right": "正确写法", "remedy": "怎么改",
    "rows": "行号", "columns": "列号", "target": "去处", "codes": "代码", "meant": "本来的文字", "signs": "字符和位置",
    "harm": "后果", "standard": "规定的名称", "date": "日期", "typed": "本来的输入",
    "more": "同在一处的其他单元格", "side": "前面、后面或中间",
}  # fmt: skip
"""What stands for the parts of a message that each finding fills in."""
PARAM = "〔{name}〕"

# ── What was done to a cell ─────────────────────────────────────────────────────────────────────────

NOT_SAID = "（文件中没有写明）"
SIGN = "第{number}个字符是{name}（U+{code:04X}）"
SIGNS = {
    "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u2060": "零宽连接符", "\ufeff": "零宽空格",
    "\u00ad": "软连字符", "\u200e": "从左到右标记", "\u200f": "从右到左标记", "\u202a": "文字方向标记",
    "\u202b": "文字方向标记", "\u202c": "文字方向标记", "\u202d": "文字方向标记", "\u202e": "把后面的字倒过来显示的标记",
    "\u2066": "文字方向标记", "\u2067": "文字方向标记", "\u2068": "文字方向标记", "\u2069": "文字方向标记",
    "\u00a0": "不间断空格", "\u202f": "不间断空格", "\u2007": "不间断空格",
}  # fmt: skip
OTHER_SIGN = "控制符"
MORE_SIGNS = "等{count}处"
DIGITS_LOST = "数字只保留15位，后面的已经变成0，找不回来"
DIGITS_KEPT = "各位数字还在，只是显示成了科学记数"
DIGITS_DOUBTED = "第15位以后全是0，多半是后面的数字已经丢失"

THRESHOLDS_SECTION = """## 可以设置的数值

写在 `绩表设置.toml` 的 `[thresholds]` 一节里；占比、比例写成小数，如 0.9。

| 名称 | 通常 | 含义 | 规则 |
|---|---|---|---|"""
THRESHOLDS_ROW = "| {name} | {usual} | {meaning} | [`{rule}`](#{rule}) |"
THRESHOLDS = {
    "same_plan_projects": ("plan_boilerplate", "一个文件里有这么多项目的支出计划完全一样，才算照搬"),
    "same_basis_rows": ("basis_boilerplate", "一个文件里有依据的指标达到这么多条，才看依据是否照搬"),
    "same_basis_share": ("basis_boilerplate", "依据相同的指标达到这个占比，才算照搬"),
    "same_grades_rows": ("grades_boilerplate", "一个文件里有四级标准的指标达到这么多条，才看标准是否照搬"),
    "same_grades_share": ("grades_boilerplate", "标准相同的指标达到这个占比，才算照搬"),
    "style_projects": ("plan_style_differs_from_file", "一个文件里有这么多项目，才看写法是否一致"),
    "style_share": ("plan_style_differs_from_file", "一种写法达到这个占比，才算该文件通常的写法"),
    "cost_tolerance": ("cost_ne_budget", "数量乘以单位成本超过预算数这个比例以内的，不算不一致"),
    "yuan_from": ("doc_unit_mixed", "同一句里已用万元的，从多少元起也应当写成万元"),
}
"""Thresholds: the rule that goes by it, and what it means."""

BOUNDED_BELOW, BOUNDED_ABOVE = "用了下限，越高反而越好", "用了上限，越低反而越好"
"""The bound of a value is on the wrong side."""

# ── Misspellings ────────────────────────────────────────────────────────────────────────────────────

MISSPELT = "“{wrong}”疑为“{right}”"
UNLIKE = "“{wrong}”与{other}的“{right}”只差一个字"

# ── Rules of other packages ─────────────────────────────────────────────────────────────────────────

NO_OWN_RULE = "不是 OwnRule"
OWN_ID = "名称应以 {prefix}_ 开头，只用小写字母、数字和下划线"
OWN_TAKEN = "已有这个名称的规则"
OWN_WORDS = "级别、标题、依据、提示语或怎么改写得不对，花括号里只能是一个名称"
NOT_ITS_FAULT = "返回的不是这条规则在这张表上的问题"

# ── Settings ────────────────────────────────────────────────────────────────────────────────────────

OFF = "不查"
RULES_OFF = "不查的规则{count}条（{names}）"
RULES_CHANGED = "调整级别的规则{count}条"
FORMS_FOLDER = "表式"
OWN_FORMS = "自己的表式{count}种（{forms}）"
FORMS_LEFT_OUT = "有误而没有采用的表式：{forms}"
THRESHOLDS_CHANGED = "调整的数值{count}个（{names}）"
REQUIRED, AT_LEAST = "每类指标至少：{names}", "{}{}条"
TAXONOMY = "指标体系按{names}"
WEIGHTS = "权重合计应为{names}"
FIELDS = "行业：{names}"
LIBRARY_USED = "部门的指标库{count}条"
MISSPELLINGS_USED = "部门的错误写法{count}条"
ABOVE = "“以上”修正为≥"
NOT_CHECKED = "有{count}条规则没有查：设置文件“{file}”把它们设为不查。"
AS_USUAL = "没有作任何调整"

SETTINGS_CLOSED = "打不开，请检查文件名和路径，或关闭正在打开它的程序"
UNKNOWN_KEY = "没有“{key}”这一项。{guess}可用的有：{known}"
UNKNOWN_RULE = "没有规则“{rule}”。{guess}jibiao rules 列出全部规则"
RULE_TWICE = "规则 {rule} 前面已经写过（{id} 就是“{title}”），请删除其中一处"
FIXED_RULE = "规则 {rule} 说的是软件自己的毛病，不能调整"
NEVER_OFF = "规则 {rule} 说的是有内容没有读到、没有查，不能设为不查"
NO_SEVERITY = "规则 {rule} 的级别“{value}”不对，只能是：错误、警告、提示、不查"
UNKNOWN_LEVEL = "“{level}”不是规定的一级、二级指标名称"
LEVEL_TWICE = "“{level}”的条数前面已经写过（就是“{name}”），请删除其中一处"
NO_COUNT = "“{level}”的条数“{value}”不对，应为大于0的整数"
UNKNOWN_TAXONOMY = "没有“{value}”这一版指标体系，可用的有：{known}"
NO_NUMBER = "{key} 的值“{value}”不对，应为大于0的数"
UNKNOWN_THRESHOLD = "没有数值“{name}”。{guess}可用的有：{known}"
NO_SHARE = "{key} 的值“{value}”不对，应为0到1之间的小数"
NO_WHOLE = "{key} 的值“{value}”不对，应为大于0的整数"
NO_FLAG = "{key} 的值“{value}”不对，只能是 true 或 false"
NO_TABLE = "{key} 应当单独成节，写成 [{key}]，下面每行一项"
NO_FORM_NAMES = '{key} 应为方括号里的文件名，例如 {key} = ["我县表式.toml"]'
NO_FILE_NAME = "{key} 应为文件名（CSV 文件或 Excel 工作簿），加半角引号"
OUTSIDE = "“{file}”不在设置文件所在的文件夹里，请把它放进来"
NO_LIST_OF_TEXTS = "{key} 的值不对，应为方括号里的名称，例如 {key} = [{example}]"
UNKNOWN_FIELD = "没有行业“{written}”。{guess}可用的有：{known}"

# ── Lists that the settings name ────────────────────────────────────────────────────────────────────

IN_LIST = "“{file}”{why}"
LIST_CLOSED = "打不开，请检查文件名，或关闭正在打开它的程序"
LIST_LARGE = "太长，最多{rows}行、{size} MB"
LIST_SHEET = "的“{sheet}”表"
LIST_LINE = "第{line}行"
LIST_HEADS = "{where}没有“{heads}”一栏"
LIST_PASSED = "{fault}，没有读这张表"
LIST_EMPTY = "标题行下面没有内容"
LIST_COLUMNS = "没有用到的栏目：{heads}"
LIST_FAULT = "{where}：{fault}"
LIST_BLANK = "{where}没有填全"
MISSPELLING_TWICE = "{where}的“{wrong}”前面已经写过，应为的是“{right}”，请删除其中一处"

DIRECTIONS = {
    **dict.fromkeys(("正向", "越大越好", "越高越好", "越多越好"), "正向"),
    **dict.fromkeys(("反向", "逆向", "负向", "越小越好", "越低越好", "越少越好"), "反向"),
    **dict.fromkeys(("适度", "适中", "中性", "双向", "区间"), "适度"),
    **dict.fromkeys(("定性",), "定性"),
}
"""How the direction of an indicator is written → its one name."""
LIBRARY_NO_NAME = "没有三级指标"
LIBRARY_LONG_NAME = "三级指标超过{most}个字，不像指标名称"
LIBRARY_LEVEL_AS_NAME = "“{name}”是一级、二级指标的名称，不是三级指标"
LIBRARY_NO_LEVEL = "没有一级、二级指标"
LIBRARY_L1 = "“{level}”不是规定的一级指标名称{guess}"
LIBRARY_L2 = "“{level}”不是规定的二级指标名称{guess}"
LIBRARY_BELONGS = "“{l2}”不属于“{l1}”"
LIBRARY_MEASURE = "“{measure}”不像计量单位"
LIBRARY_TYPICAL = "参考值“{typical}”看不出是多少"
LIBRARY_QUALITATIVE = "方向是定性，参考值“{typical}”却是数"
LIBRARY_DIRECTION = "方向“{direction}”不对，应为正向、反向、适度或定性"
LIBRARY_OPPOSITE = "参考值“{typical}”与方向“{direction}”相反"
LIBRARY_OTHER_MEASURE = "参考值“{typical}”与计量单位“{measure}”不一致"
LIBRARY_TWICE = "“{name}”与{first}重复"
LIBRARY_LEFT_OUT = "指标库里有{count}处有误，有误的行没有采用"

# ── The department's library ────────────────────────────────────────────────────────────────────────

MEANT_BY = "“{written}”可用“{name}”"

# ── Codes ───────────────────────────────────────────────────────────────────────────────────────────

CODE_OF_OTHERS = "本文件其他表大多是{usual}"
CODE_OF_BUDGET_YEAR = "而这次的预算年度是{usual}"
YEAR_PRINTED = "而表上写的是{year}年度"
YEAR_TOLD = "而从完成时限或文件名看，本表是{year}年度的"
"""What the year or the county of a code is held against: most other forms of the file; the year that the command or the
list of what was sent gives; what the form prints; what its deadlines or the file's name tell."""

# ── The same project twice ──────────────────────────────────────────────────────────────────────────

SAME_CONTENTS = "，内容完全相同"
SAME_AMOUNTS = "，金额相同，但{parts}"
DIFFERENT = "，金额不同：{parts}"
DIFFERENT_AMOUNT = "{name} {figures} 万元"
DIFFERENT_FIELDS = "{names}不同"
SAME_NAME_AND_AMOUNT = "，名称、预算数和绩效目标都相同"
SUSPECTED_REMEDY = "请核对是否重复填报：重复的删除一份，不重复的请在名称中区别。各份的金额都已计入汇总。"
REPEATED_REMEDY = "请向报送单位确认以哪一份为准，删除其余的再汇总。"
REPEATED_COUNTED = "汇总只计一次，计入的是这一份（按文件顺序的第一份）。"
REPEATED_NOT_COUNTED = "汇总只计一次，这一份未计入，计入的是{first}。"
TABLES_DIFFER = "，内容不同：{parts}"
TABLE_DIFFERENCE = "{what} {one} / {other}"
TABLE_MORE = "；等共{count}处"
TABLE_ROW = "第{n}行"
TABLE_CELL = "{row}的{column}"
CLASH = "使用了同一个项目编码，但项目名称不同（“{name}”与{others}）"
CLASH_REMEDY = "请核对项目编码，改正填错的一个。名称不同，按不同项目处理，金额都已计入汇总。"
NO_ORGANISATION = "（未注明单位）{file}"
AND_OTHERS = "等{count}处"
PLACE = "“{file}”的工作表“{sheet}”"
SHEET = "工作表“{sheet}”"
BLANK_AMOUNT = "空"

ROW_OF_OTHER = "与{other}的指标逐字相同"
SPEAKS_OF = "，说的是“{topic}”"
SUBJECT_OF_OTHER = "说的是“{topic}”，是{other}的内容"

GRADES_OF_ALL = "本文件{all}条百分比指标中，有{count}条的评价标准都是“{grades}”"
GRADES_ILL_FIT = "“{name}”{because}，评价标准却与另外{count}条指标一样，是“{grades}”"
COUNTED_NOT_A_SHARE = "计的是数量，不是比率"
HARDLY_SO_MUCH = "一年里很难变动这么多"
TABLE_CELLS_BLANK = "没有填写：{missing}"
TABLE_ROW_BLANK = "是空白行"
THE_BUDGET = "预算数"
BY_PARTS = "（按各项增减）"
EACH = "平均每{measure}{price}万元"
EACH_LESS = "平均每台（套）{price}万元，不到{least}万元"
NONE_THERE = "数量为0而价值不为0"
BOUGHT_FOR = "“{name}”的采购金额"
FIGURES_OF = "“{table}”（{parts}）"
IN_TABLE = "表中的{name}"
OF_TABLE = "“{table}”的{name}"
END_OF_YEAR = "上年12月31日"

# ── What messages mention ───────────────────────────────────────────────────────────────────────────

CODE_LENGTH = "应为 {wanted} 位，现在是 {length} 位"
OTHER_CODE_LENGTH = "本文件其他项目的编码是 333-0308-JCN-Y6GG 这样的 {usual} 位，这个是 {length} 位"
FILLER = "是模板的占位内容，没有替换成实际内容"
MORE_IS_BETTER = "花得越多反而越好"
LEAST_TO_GET = "是对象至少应得的，不是对成本的控制"
OPEN_PLACE = "里的“{place}”是模板的占位内容，没有替换成实际内容"
SAYS_NOTHING = "只说没有，等于没有填写{what}"
CODE_PARTS = "应依次是 8 位数字、1 位大写字母、12 位数字或大写字母"
RATE_WITHOUT_PERCENT = {
    "because": "是比率，指标值却不是百分比",
    "instead": "请改用百分比，或把指标名称改成数量。",
}
COUNT_IN_PERCENT = {
    "because": "是数量，指标值却是百分比",
    "instead": "请改填数量，或把指标名称改成比率（如“完成率”）。",
}
WITHOUT_NUMBER = {
    "because": "要用数来说，指标值却没有数",
    "instead": "请填写数值和计量单位，如 ≥95%、≥80人。",
}
QUESTION_WITH_NUMBER = {
    "because": "问的是“是”或“否”，指标值却是数或日期",
    "instead": "请填“是”或“否”；要填数的，把名称改成数量或比率，如“补贴及时拨付率”。",
}
SHARE_OF_WHAT = {"because": "名称不是比率，指标值却是百分比", "what": "是什么占什么"}
VAGUE = {"because": "指标值是笼统的一批、一项，或几个没有说明的金额", "what": "是多少、各指什么"}
TICKED = {"because": "指标值只打了一个勾", "what": "要达到什么程度"}
AS_PLANNED = {"because": "指标值只说按计划、文件执行", "what": "要达到多少、什么程度"}
BARE_NUMBER = {"because": "指标值只是一个数", "what": "这个数指什么"}
OF_OTHER_KIND = {
    "because": "与指标值不是一类：名称说的和填的对不上",
    "instead": "请核对是否填错了行；时间填日期，人数等填数量，满意度等填百分比。",
}
NO_SUCH_DATE = {"because": "日历上没有这个日期", "remedy": "请核对日期，如 2024年12月31日前。"}
MORE_THAN_SATISFIED = {"because": "不能要求满意度达到100%以上", "remedy": "请改为可以达到的满意度，如 ≥95%。"}
NOT_ABOVE_ALL = {"because": "比率最高就是100%", "remedy": "请改为 =100%，或填写低于100%的下限。"}
MORE_THAN_ALL = {"because": "比率不会超过100%", "remedy": "请核对指标值；比率应在0%至100%之间。"}
NO_CURRENCY = "单位，表上也没有注明金额单位"
NONSTANDARD_SIGN = "不是≥、≤、=、＞、＜"
VALUE_OF = "“{name}”为“{value}”"
SIGNS_OF_FORM = "是＞、＜，本表其他指标用的是≥、≤"
SO_MANY_FORMS = "（本文件共{count}张表如此）"
TIMES_IN_BASIS = "“{said}”一年为{times}次，指标值却是“{value}”"
NUMBER_IN_BASIS = "依据中是“{said}”，指标值却是“{value}”"
ALWAYS_REACHED = "“≥0”总能达到，等于没有目标"
BELOW_USUAL = "低于通常的{low}{measure}"
ABOVE_USUAL = "高于通常的{high}{measure}"
PER_PIECE = "{money}/台、{money}/平方米等"
PER_PERSON = "{money}/人、{money}/户等"
MONTH_UNSETTLED = "没有写明是否包括该月"
OTHER_DATE_STYLE = "与本文件其他表的“{usual}”写法不同"
TWO_DECIMALS = "保留两位小数"
NO_NEEDLESS_NOUGHT = "不写多余的0"
YUAN_LEFT_OUT = "写“元”，只写到“{written}”"
QUANTITY_TIMES_COST = "数量乘以单位成本（{cells}）为{sums}={total}万元"
SUM_PRINTED = "合计写的是"
BUDGET_IS = "预算数是"
AND_CELLS = "等{count}个单元格（另有{cells}）"
ALL_SPENT = "已全部支出"
SPENT = "只支出{percent}%"
NOT_CUMULATIVE = "各时点相加正好是100%，看起来填的是各期的比例，而不是累计。"
ENDS_IN = "以“{end}”结尾"
ENDS_IN_VERB = "以“{end}”结尾，没有说{verb}什么"
BEGINS_WITH = "以“{begin}”开头"
LEFT_OPEN = "“{sign}”没有配对"
ALL_ITEMS = "分项绩效目标的{count}项都"
ONE_ITEM = "分项绩效目标“{heading}”"
PARAGRAPHS = "{parts}段落"
UNNUMBERED = "“{number}”之后有{count}段没有序号"
NUMBER_OF_RELATED = "请确认是否在几个项目中重复计算"
NUMBER_OF_UNRELATED = "几个项目并不相关，可能是复制时没有改"
WORDS_LOST = "与{other}的同一段话相比少了“{lost}”"
