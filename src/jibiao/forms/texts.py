"""What is said of a form's definition. Chinese, plain and exact."""

from __future__ import annotations

# ── The file ────────────────────────────────────────────────────────────────────────────────────────

CLOSED = "打不开，请检查文件名，或关闭正在打开它的程序"
UNKNOWN_KEY = "没有“{key}”这一项。{guess}可用的有：{known}"
MISSING_KEY = "缺少“{key}”一项，应为{wanted}"
WRONG_VALUE = "“{key}”不对，应为{wanted}"
WANTED = {
    "id": "表式代号：大写字母开头，只用大写字母和数字，最多8个，例如 LT1",
    "name": '表式名称，最多60个字，不含 \\ / : * ? " < > | 和花括号',
    "year": "开始使用的年度，例如 2026",
    "version": "第几版：从1开始的整数，表式每改一次加1",
    "taxonomy": "指标体系，可用的有：{known}",
    "currency_unit": "金额单位，只能是 {known}",
    "title": '表题，例如 "{{project_name}}绩效目标表" 或 "项目绩效目标表"；不含引号、其他花括号，最多60个字',
    "amounts_in": "写明各项金额的那一栏，只能是 use_of_funds",
    "columns": "各列的宽度：2至{most}个1至255的整数，例如 [14, 18, 20]",
    "table": "画出的表，前后各用三个半角双引号",
}
"""What stands under each key. known, most: filled in."""
ID_TAKEN = "表式代号 {id} 已经用在{where}，请换一个"
TOO_MANY_FORMS = "自己的表式最多{most}种"
OFFICIAL = "软件收录的表式上"
SAME_FOLDER = "“{file}”里"

# ── The drawn table ─────────────────────────────────────────────────────────────────────────────────

TOO_MANY_ROWS = "画的表超过{most}行"
PART_TOO_LONG = "一格的文字超过{most}个字"
OVERLAPS = "“{part}”与前一格重叠，前面已经占到第{column}列"
BACKWARDS = "“{part}”的起止列写反了"
OUTSIDE = "“{part}”超出了表的宽度：columns 一共{width}列"
NOTHING_ABOVE = "“^”表示与上面一格合并，而第{column}列上面没有从这一列开始的格"
EMPTY_CELL = "有一格没有文字；空着的列不用画，格子用列号隔开"
MIXED = "“{text}”把文字和栏目写在了一格里：栏目单独占一格，写成 {{名称}}；单位写 {{unit}}，金额单位写 {{currency}}"
CONTROL = "文字里有不能显示的字符"
UNKNOWN_FIELD = "没有栏目 {{{name}}}。{guess}全部栏目见使用手册“自己的表式”"
NO_LABEL = "栏目 {{{name}}}（{meaning}）没有名称：左边或上面（同样宽）要有一格文字"
NO_HEADING = "栏目 {{{name}}}（{meaning}）的正上方要有一格同样宽的文字作标题"
TWICE = "栏目 {{{name}}}（{meaning}）画了两次，只能画一次"
TWO_MEANINGS = "“{label}”同时是 {{{one}}} 和 {{{other}}} 的名称，请让名称不同"
OTHER_MEANING = "“{label}”在其他表式里是 {{{other}}}（{meaning}），请写成 {{{other}}}，或换一个名称"
NOT_IN_LAST_ROW = "栏目 {{{name}}}（{meaning}）是指标表的一列，应画在最后一行"
ONLY_COLUMNS = "最后一行代表全部指标，只写指标表的栏目，“{text}”不是"
NO_SECOND_LEVELS = "指标体系 {version} 没有二级指标，不能有栏目 {{l2}}"
LACKS = "表里缺少栏目 {{{name}}}（{meaning}）"
NO_NAME = "没有写项目名称的地方：表里画上 {project_name}，或在表题里写 {project_name}"
LACKS_TARGET = (
    "表里缺少 {value_raw}（指标值）；四级评价标准的表要有 {grades.优}、{grades.良}、{grades.中}、{grades.差}"
)
CURRENCY_NOT_DRAWN = "写了 currency_unit，表里就要有 {currency}（印出金额单位）"
CURRENCY_NOT_SAID = '表里有 {currency}，要写明 currency_unit，例如 currency_unit = "万元"'
NOT_DRAWN = "amounts_in 所写的栏目 {{{name}}} 不在表里"
