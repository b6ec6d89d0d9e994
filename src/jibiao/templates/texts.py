"""Every text that a template shows besides the form itself."""

FORM_SHEET = "项目{number}"
CURRENCY = "单位：{unit}"
STAMP = "模板标识（请勿改动）"

TOO_LONG = "{cell}：文字超过 {most} 个字，一个单元格放不下"
NO_PLACE = "{form} 表没有这些内容的位置：{names}"

# ── Beside the cells of a form ──────────────────────────────────────────────────────────────────────────

DROPDOWNS = {
    "l1": ("一级指标", "请从下拉列表中选择一级指标。"),
    "l2": ("二级指标", "请从下拉列表中选择二级指标，列表随一级指标变化。"),
    "l3": ("三级指标", "可以从下拉列表中选用，也可以自己填写。各指标的含义、计量单位见“指标参考”表。"),
    "operator_raw": ("计算符号", "请从下拉列表中选择计算符号。"),
    "measure_raw": ("计量单位", "可以从下拉列表中选用计量单位，也可以自己填写。"),
}
ONLY_FROM_LIST = "只能填列表中的名称。请点单元格右侧的箭头选择，或按 Esc 恢复原来的内容。"
INPUT_TITLES = {"unit": "单位编码和名称"}
INPUT_PROMPTS = {
    "title": "请在表名前写上项目名称。",
    "unit": "请填单位编码和单位名称，例如：333001某某县住房和城乡建设局本级",
}
EXAMPLE = "例如：{example}"
AMOUNT_ONLY = "这里只能填数字，单位是{currency}，不要带“{currency}”等文字。"
SHARE_ONLY = "这里填年初至该时点的累计百分比，在0%至100%之间，例如 50%。"
DATE_ONLY = "这里只能填日期，例如 2027-12-31。"
CHANGE_ONLY = "这里只能填数字，单位是{currency}；减少的填负数。"
NUMBER_ONLY = "这里只能填不小于0的数字，没有的填0。"
TABLE_HELP = {
    "money": "单位是万元，只填数字，没有的填 0。",
    "change": "单位是万元；增加填正数，减少填负数，持平填 0。",
    "number": "只填数字，没有的填 0。",
}
"""Of fields of official tables for which their definition says nothing, by type."""
CODE_UNUSUAL = "项目编码应为21位（较早的为 333-0308-JCN-Y6GG 形式）。请核对是否复制完整。"
LISTS = {
    "organisations": "单位名称",
    "projects": "项目名称",
    "budgets": "项目预算数",
    "item_text": "分项文字",
    "item_arranged": "分项安排",
    "item_amount": "分项金额",
    "wrong_amount": "分项金额不符",
    "item_counts": "分项数量",
    "item_zeros": "分项数字",
    "wrong_counts": "分项数量不符",
}
"""Names of the lists of what the workbook's own sheets say."""
NUMERALS = "数词"
LONG_TEXT = "这里一般不超过{longest}个字。确实需要的，可以保留。"

# ── The official tables ────────────────────────────────────────────────────────────────────────────────

DEPARTMENT = "部门预算信息公开表"
DEPARTMENT_FILE = "部门预算信息公开表.xlsx"
TABLE_TOTAL, TABLE_SUBTOTAL = "合计", "小计"
LOST = "{table}：{name}"
END_OF_YEAR = "{year}年12月31日"

# ── 填报说明 ────────────────────────────────────────────────────────────────────────────────────────────

GUIDE_TITLE = "填报说明"
GUIDE_FORM = "表式：{name}"
GUIDE_ORGANISATION = "填报单位：{code} {name}"
GUIDE_YEAR = "预算年度：{year}年"
GUIDE_VERSION = "模板版本：{form}-{version}"
GUIDE_STEPS_HEAD = "怎样填"
GUIDE_STEPS = (
    "一个项目填一张表，依次填“项目1”“项目2”……；用不到的表空着，不必删除。表不够时向下发单位索取，不要自行复制。",
    "只填空白的单元格；栏目名称已锁定，不能改动。点一下单元格，旁边会显示该栏的填法。",
    "指标不够填时，在该类指标下面的行号上点右键“插入”；多余的指标行整行删除。",
    "开始填写后，浅黄色的单元格还没有填，深橙色的单元格有错误；原因见“自检”表。全部填好、改好后颜色消失。",
    "“自检”表显示“通过”以后再上报。自检只查最常见的错误，下发单位收表后还会全面审核。",
    "上报时不要改动文件里的表名和栏目，直接发回本文件；文件名可以不改。",
)
GUIDE_TABLE_STEPS = (
    "一张工作表是一张公开表；没有内容的表空着，不必删除。金额单位都是万元。",
    "只填空白的单元格；栏目名称和合计、小计已锁定，不能改动。点一下单元格，旁边会显示该栏的填法。",
    "行不够填时，在表内的行号上点右键“插入”；多余的行整行删除。合计、小计自动计算。",
    "开始填写后，浅黄色的单元格还没有填，深橙色的单元格与别处对不上；原因见“自检”表。全部填好、改好后颜色消失。",
    "“自检”表显示“通过”以后再上报或公开。自检只查各表之间的勾稽关系，其余的用“校验”审核。",
)
GUIDE_TABLE = "{name}（“{sheet}”表）"
GUIDE_HEADS = ("栏目", "填什么", "必填", "例子")
GUIDE_REQUIRED = "必填"
GUIDE_LEVELS_HEAD = "指标分类"
GUIDE_LEVELS_HEADS = ("一级指标", "二级指标")
GUIDE_NO_L2 = "（不分二级）"

# ── 指标参考 ────────────────────────────────────────────────────────────────────────────────────────────

REFERENCE_TITLE = "指标参考"
REFERENCE_NOTE = "下拉列表里的三级指标的含义。供选用时参考，不限于这些；指标值按本项目的情况确定。"
REFERENCE_HEADS = {
    "level": "指标类别",
    "l3": "三级指标",
    "explanation": "指标解释",
    "measure": "计量单位",
    "direction": "方向",
    "typical": "参考值",
}

# ── 自检 ────────────────────────────────────────────────────────────────────────────────────────────────

CHECK_TITLE = "自检"
CHECK_NOTE = "填写时自动更新，不用点任何按钮；数字是有几处。“文字较多”只是提醒：打印时放不下的请拉高那一行，已经拉高的不用管。"
CHECK_HEADS = ("表", "项目名称", "结论", "需要填写或改正的内容")
CHECK_NOTE_OF_TABLES = (
    "打开文件、填写内容时自动更新，不用点任何按钮。下面逐条列出各表应当符合的关系，数字是有几处不符。"
)
CHECK_TABLE_HEADS = ("表", "公开表名称", "结论", "对不上的关系")
CHECK_OPEN = "打开"
RELATION_HEADS = ("", "公开表名称", "不符", "应当符合的关系")
RELATION_FORMAT = '0"处";;'
CHECK_BEGUN = "已开始填写"
CHECK_LINK = "第{number}张"
CHECK_BLANK, CHECK_PASSED, CHECK_GONE, CHECK_FAULTS = "空白", "通过", "表已删除", "处需改"
CHECK_SUMMARY = ("共", "张表，已填", "张，其中通过", "张，需要改正", "张。")
CHECK_LONG = "{field}文字较多"
CHECK_SEPARATOR = "；"

# ── docs/模板自检范围.md ────────────────────────────────────────────────────────────────────────────────

COVERAGE_HEAD = """# 模板自己查什么，哪些要用“校验”

由 `python -m jibiao.templates` 生成，请勿手工修改。

模板不用宏：填的时候，下拉列表和输入限制拦住一部分错误；“自检”表的公式和表上的颜色查出 {checked} 类最常见的错误。
其余的要靠插件的“校验”、`jibiao check` 或收表时的 `jibiao intake`，它们共查 {rules} 类。

- **自检**：在哪些表式的模板里，由“自检”表和单元格颜色查出。
- **输入时**：键入时由下拉列表或输入限制拦住；粘贴进来的内容拦不住，由自检或校验查出。
- 金额写在句子里的表式（C），金额由校验检查；公式读不了句子。
- 支出计划已到100%又下降的，自检把最后一个时点也列为“不是100%”，校验只列下降的时点。
- “满意度指标”之下填的是别的二级指标、没有满意度的，校验列为缺少满意度指标，自检只列二级指标放错。

| 问题 | 自检（表式） | 输入时 | 校验 |
|---|---|---|---|"""
COVERAGE_ALL = "全部"
COVERAGE_ENTRY = {
    "budget_malformed_number": "只接受数字",
    "plan_not_number": "只接受0%至100%",
    "plan_out_of_range": "只接受0%至100%",
    "code_wrong_format": "位数不对时提醒",
    "l1_misspelt": "只能从列表中选",
    "l2_misspelt": "只能从列表中选",
    "l2_in_wrong_l1": "列表随一级指标变化",
    "title_ne_name": "表题由项目名称自动生成",
    "label_missing": "栏目名称已锁定",
    "label_nonstandard": "栏目名称已锁定",
}
