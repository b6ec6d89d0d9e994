"""What the list of findings and the notes say. Chinese, plain and exact."""

from jibiao.explained import EXPLANATION, KEY, OPINION, WORKBOOK_HEADS

SHEET, NOTE_HEAD = "工作表", "批注"
PROJECT, MESSAGE = WORKBOOK_HEADS
COLUMNS = ("序号", "级别", SHEET, "单元格", PROJECT, MESSAGE, "怎么改", EXPLANATION, OPINION)
HELPERS = ("标记", "同类标记", "位置", NOTE_HEAD, "已标范围", "同类所属行", KEY)
LOOSE = "原说明"
"""In place of the level: what somebody wrote to a finding that is there no more."""
FORMS = "{forms} 张表，{clean} 张没有错误和警告"
ONE_FORM = "1 张表"
RESULT = "{forms}：错误 {error} 个，警告 {warning} 个，提示 {hint} 个。"
EXPLAINED = "其中已写说明的 {count} 个。"
ACCEPTED = "另有 {count} 个的说明财务科已经同意，列在最后，不标颜色。"
LOOSE_KEPT = "最后 {count} 行是以前写的说明，对应的问题已经没有或有变化，留作参考。"
OPINION_ONLY = "请选“同意”或“退回”。"
NOTES_BOUNDED = "批注只加在前 {count} 处，其余请看本表。"

NOTE = "绩表校验　{level}：{message}\n怎么改：{remedy}"
NOTE_MORE = "\n另有 {count} 处，见“校验结果”。"
