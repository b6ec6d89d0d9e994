"""What became of a file, in words. Chinese, plain and exact."""

OWN_OUTPUT = "这是软件生成的汇总或报告，不作为报表读取。"
DUPLICATE = "与“{file}”的内容完全相同，只计一次。"
BLANK_FORM = "绩效目标表没有填写，不算报送。请退回填写。"
BLANK_SHEETS = "有{count}张空白的绩效目标表，不计入汇总"
OTHER_KIND = "{kind}{count}张，不计入汇总"
TABLE = "{name}{count}张"
OWN_TARGET = "部门整体绩效目标"
NO_PROJECTS = "，没有绩效目标表"
NO_FORM = "文件可以打开，但没有找到绩效目标表。"
SHEETS_UNREAD = "工作表{sheets}无法读取：{reason}{remedy}"
REMARKS = {
    "unread": "有{count}处内容没有读懂，见问题清单",
    "error_value": "有{count}个单元格是错误值",
    "no_result": "有{count}个公式没有保存结果",
    "text_lost": "有{count}个单元格的文字丢失",
    "cell_picture": "有{count}处是图片，没有文字",
    "hidden_rows": "有{count}处隐藏的行，内容已计入",
    "hidden_columns": "有{count}处隐藏的列，内容已计入",
    "struck_through": "有{count}处带删除线的内容，已计入",
    "read_by_general": "有{count}张表按通用表式读取",
    "no_form": "有{count}个工作表没有绩效目标表",
}

CHECK = "全部检查"
CHECK_DIED = "检查时程序被系统中止（{status}），多半是内存不够"

SUPERSEDED = "已由后一次报来的“{file}”代替，没有计入。"
PROJECTS_GONE = "新报的文件里没有这里的项目 {count} 个：{names}，请核对。"

NO_CLUSTER = (
    "连不上计算集群 {address}：{why}。请检查地址（tcp://主机:端口），或不写 --cluster，在这台电脑上汇总。"
)
OTHER_WORKERS = "计算集群里有的机器装的不是这一版软件：{workers}。请装同一版再试。"
