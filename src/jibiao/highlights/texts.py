"""What the list of findings and the notes say. Chinese, plain and exact."""

COLUMNS = ("序号", "级别", "工作表", "单元格", "项目", "问题", "怎么改")
HELPERS = ("标记", "同类标记", "位置", "批注", "已标范围", "同类所属行")
FORMS = "{forms} 张表，{clean} 张没有错误和警告"
ONE_FORM = "1 张表"
RESULT = "{forms}：错误 {error} 个，警告 {warning} 个，提示 {hint} 个。"
NOTES_BOUNDED = "批注只加在前 {count} 处，其余请看本表。"

NOTE = "绩表校验　{level}：{message}\n怎么改：{remedy}"
NOTE_MORE = "\n另有 {count} 处，见“校验结果”。"
