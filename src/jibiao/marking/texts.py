"""What fixing and marking say. Chinese, plain and exact."""

UNPATCHABLE = {
    "other_format": "不是 .xlsx 或 .xlsm 工作簿，请先用 Excel 或 WPS 另存为 .xlsx",
    "strict": "是“Strict Open XML”格式，请先用 Excel 另存为普通的“Excel 工作簿(.xlsx)”",
    "same_name": "里面有两张工作表名称相同，请先用 Excel 或 WPS 打开后另存为 .xlsx",
    "same_part": "里面有两张工作表指向同一份内容，请先用 Excel 或 WPS 打开后另存为 .xlsx",
    "signed": "有数字签名，改动后签名就失效，请由签名的单位自己改",
}
"""Why a workbook cannot be changed, and what to do."""

LEFT = {
    "formula": "单元格里是公式",
    "rich_text": "单元格里的文字有部分格式（如只有几个字是红色）",
    "number": "单元格里是数字或日期，只是这样显示",
    "table_head": "单元格是“套用表格格式”的标题行",
    "other": "单元格里存的内容与显示的不一样",
    "gone": "文件里没有这个单元格",
}
"""Why a cell was left."""

NOT_AS_LISTED = "改后的文件读出来与列出的改动不符（{cells}），没有存出。请把原文件发给软件的维护人员。"

# ── 校验结果 ────────────────────────────────────────────────────────────────────────────────────────

HOW_TO = (
    "点“单元格”到出错的地方。深色的单元格必须改正，浅色的请改正或确认："
    "确认无误的在“单位说明”写理由（“审核意见”由财务科填写）。在本文件里改好后报送。"
)
BACK = "到“{sheet}”"
CLEAN = "没有发现问题：{forms} 张表。"
OPINION_BEFORE = "（报来时“审核意见”栏写有：{opinion}）"
NO_NOTES = "工作表{sheets}里原有的批注或按钮写法特殊，没有再加批注。"
AUTHOR = "绩表校验"
"""Author of the notes."""
