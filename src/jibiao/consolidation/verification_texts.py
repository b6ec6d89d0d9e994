"""What `jibiao verify` says of a summary."""

from __future__ import annotations

KINDS = {
    "record_other": "运行记录“{what}”与这份汇总对不上：记录被改过，或者属于另一次运行。",
    "version": "{what} 的版本与汇总时不同：{said}；版本不同，同样的表可能得出不同的数。",
    "source_changed": "“{what}”在汇总以后改过，或换成了另一个文件。",
    "source_removed": "“{what}”汇总时有，现在没有。",
    "source_added": "“{what}”汇总时没有，现在有。",
    "sheet_missing": "汇总里没有工作表“{what}”，或它的表头改过。",
    "sheet_added": "汇总里多出工作表“{what}”。",
    "figure": "{what}{cell}：{said}。",
    "cell": "{what}：{said}。",
}
"""In the order in which they are told: a cause before what it leads to."""
CELL = "（{cell}）"
VALUE = "{view}是 {value}"
VIEWS = {"source": "重新计算", "record": "记录里", "summary": "汇总里", "now": "现在"}
PROJECT = "“{file}”工作表“{sheet}”的{key}"
PROJECT_NTH = "“{file}”工作表“{sheet}”第{nth}张表的{key}"
ORGANISATION = "{name}的{key}"
TOTAL = "封面的{key}"
RULE = "问题“{title}”的个数"
INDICATOR = "第{number}号指标的{key}"
NO_SUMMARY = "{path}：不是 jibiao consolidate 生成的汇总，不能核对。"
NO_SOURCES = "没有找到汇总时的报表和 Parquet 表，只核对了汇总与运行记录；报表移走了的，请写明在哪个文件夹。"
NO_RECORD = "没有找到运行记录 {path}，不能核对当时的版本、设置和各文件的摘要。"
BAD_RECORD = "运行记录 {path} 读不出，或不是绩表写的，不能核对当时的版本、设置和各文件的摘要。"
BAD_TABLE = "{path}：没有这个 Parquet 表，或它不是 jibiao consolidate --parquet 写的，不能核对。"
SHEET_UNREAD = "汇总的工作表“{sheet}”读不出，没有核对。"
TABLES_TELL = (
    "只剩 Parquet 表，没有逐格核对的工作表：{sheets}（封面的总数、各种问题的个数、各文件的摘要核对过）；"
    "其余各表核对数和表上的文字，不核对评分表的单位数、文字里的用途说明。报表还在的，请写明文件夹，全部逐格核对。"
)
SAVED_AGAIN = "汇总生成以后又保存过，下面列出数字不同的地方；没有列出的与生成时一致。"
AS_USUAL = "没有运行记录，按没有名单、没有部门设置重新计算；当时用过的，结果会不同。"
