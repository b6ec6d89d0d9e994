"""What became of templates that came back, in words. Chinese, plain and exact."""

CHANGED_TO = "改成了“{new}”"
REPLACED_BY = "被“{new}”代替"
CLEARED = "被清空"
ROW, COLUMN = "行", "列"
SHEET, FORMULAS, FILE = "这个工作表", "公式", "这个文件"
WITH_FORM = "其中有绩效目标表"
WITHOUT_FORM = "其中没有绩效目标表"
ANOTHER_TABLE = "规定的栏目大多找不到，已不是下发的表"
NO_FORMULAS = "只有 .xlsx 文件能对照公式"
AS_XLSX = "让单位另存为 .xlsx 后再报"
REFILL = "用下发的模板重新填报"
OTHER_VERSION = "模板是第 {stamped} 版，软件里是第 {version} 版"

HOW = {"stamp": "模板标记", "unit": "表上的单位", "file_name": "文件名", "": "无从判断"}
