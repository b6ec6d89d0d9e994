"""Every word of the intake that a user sees. Chinese, plain and exact."""

from __future__ import annotations

from jibiao.checks.finding import FindingState

# ── The status workbook ─────────────────────────────────────────────────────────────────────────────

OVERVIEW, MISSING, CHANGES, OTHERS = "总览", "未报送", "变动明细", "其他文件"
COUNTS = (
    "{year}年度　应报 {all} 个单位：已报 {reported} 个（其中有几个不同文件的 {several} 个），空白表 {blank} 个，"
    "没有读到表 {unreadable} 个，未报 {missing} 个，只报其他表 {tables_only} 个；需要退回改正 {letters} 个。"
)
NOTES = {
    MISSING: "下发了模板，没有收到文件、报来的是空白表、只有其他公开表，或者没有读到表的单位；没有读到的写明是哪个文件、为什么。",
    CHANGES: "逐格列出，填报的内容不在其中。单击“文件”“单元格”打开原表。",
    OTHERS: "放在收表文件夹里，但没有归到任何单位、重复、空白、不是绩效目标表或不是电子表格的文件。",
}
EARLIER = "已报的单位中，这次没有再报的 {earlier} 个，按上次的算。"
ROUND_NOTE = (
    "第{round}次收表　上次要求改正的：已改正 {corrected} 处，说明已同意 {accepted_since} 处，仍未改正 {left} 处；"
    "新出现 {new} 处；要求之外改动 {unasked} 处。"
)
UNASKED_NOTE = "逐格列出上次没有要求改正、这次却变了的金额和文字；上次只作提示的，另行注明。整个项目增减的，只列项目名称。"
FIRST_ROUND = "（这是第一次收表，没有上一次可以对照）"
NO_UNASKED = "（没有）"
CONTENTS_NOTE = "第{round}次收表时各单位报来的内容，供下一次对照，请不要改动。"
PROJECT_ADDED, PROJECT_GONE, ROW_ADDED, ROW_GONE, CELL_CHANGED = (
    "增加项目",
    "减少项目",
    "增加指标",
    "减少指标",
    "改动",
)
HINTED = "{what}（上次有提示）"
WHOLE_PROJECT = "整个项目"
OF_ROW = "“{row}”的{field}"
NOT_A_TARGET = "不是绩效目标表：{why}。"
STATES = {
    "returned": "已报送",
    "several": "有几个不同文件",
    "blank": "空白表",
    "tables_only": "只报送了其他表",
    "unreadable": "没有读到表",
    "missing": "未报送",
    "earlier": "上次已报",
}
HEADS = {
    "number": "序号",
    "code": "单位编码",
    "name": "单位名称",
    "parent": "上级单位",
    "state": "报送情况",
    "file": "文件",
    "form": "表式",
    "version": "模板\n版本",
    "year": "年度",
    "projects": "项目数",
    "errors": "错误",
    "warnings": "警告",
    "accepted": "已同意\n的说明",
    "changes": "与模板\n不同",
    "how": "对应依据",
    "letter": "退回通知",
    "corrected": "已改正",
    "accepted_since": "说明\n已同意",
    "left": "仍未\n改正",
    "new_findings": "新出现",
    "unasked": "要求之外\n改动",
    "project": "项目",
    "field": "栏目",
    "was": "上次的位置",
    "what": "改动",
    "sent": "下发的文件",
    "sheet": "工作表",
    "cell": "单元格",
    "kind": "变动",
    "old": "原来",
    "new": "现在",
    "why": "说明",
}
ALSO = "{how}；文件里另有“{names}”的表，没有算作其报送"
OPEN_LETTER = "打开"
WHOLE_SHEET, WHOLE_FILE = "整表", "文件"
NO_STAMP = "无标记"
ALL_RETURNED = "（全部单位都已报送）"
NO_CHANGES = "（没有）"
BLANK_BESIDE = "空白表；“{name}”另外报来了填好的文件。"
DOCUMENT_BESIDE = "Word 文档；“{name}”另外报来了工作簿，以工作簿为准。"
NOT_LISTED = "单位“{name}”不在下发清单上。"
NAMED_FOR = "文件名像是这个单位的，表上写的却是“{name}”，不在下发清单上，请核对。"
NOT_KNOWN = "不知道是哪个单位报来的。"
BACK = "← 总览"

# ── The letters of return ───────────────────────────────────────────────────────────────────────────

LETTER_TO = "{name}："
LETTER_TEXT = (
    "　　你单位报送的{year}年度预算绩效目标表（{files}）经审核，有错误 {errors} 处、警告 {warnings} 处，现予退回。"
    "错误必须改正，警告请改正或说明理由。请在原文件中改好，于　　　月　　　日前重新报送。"
)
LETTER_FILE, LETTER_FILE_DATED = "文件：{file}", "文件：{file}，{date}"
LETTER_DATE = "{at:%Y}年{at.month}月{at.day}日 {at:%H:%M}"
LETTER_UNREAD_REMEDY = (
    "请确认文件打得开、没有密码，用 Excel 或 WPS 打开后另存为“Excel 工作簿（*.xlsx）”，再重新报送。"
)
LETTER_SINCE = (
    "上次退回后：已改正 {corrected} 处，仍未改正 {left} 处，新出现 {new} 处；以下只列现在还要改正的。"
)
LETTER_UNASKED = "另有 {unasked} 处内容没有要求改动而有变动（{places}），请核对是否有意。"
LETTER_PLACE, LETTER_AND_PLACES = "{sheet} {cell}", "等"
LETTER_EXPLAINED = {
    FindingState.EXPLAINED: "你单位的说明“{said}”已收到，同意以前仍列在这里。",
    FindingState.RETURNED: "你单位的说明“{said}”没有同意，请改正。",
}
LETTER_FILES_MORE = "文件：{file} 等 {count} 个"
LETTER_HEADS = ("序号", "级别", "位置", "问题", "怎么改")
LETTER_AS = "同第 {number} 项"
LETTER_MORE = "{title}：同样的问题另有 {count} 处，太多，没有逐处列出。"
LETTER_MORE_REMEDY = "请照以上各行，把其余的也找出来改正。"
LETTER_HINTS = "　　另有提示 {count} 处，供参考，可不改：{kinds}。"
LETTER_HINT, LETTER_AND_HINTS = "{title} {count} 处", "等"
LETTER_SIGN = "经办人：\n\n联系电话："
LETTER_SEAL = "（盖章）\n\n　　　　年　　月　　日"
LETTER_FOOT = "&C第 &P 页"
LETTER_PAGE = "第 |PAGE| 页，共 |NUMPAGES| 页"

# ── The letters as Word documents ───────────────────────────────────────────────────────────────────

LETTER_ENCLOSED = "　　附：回执。请逐项填写，盖章后随改好的文件一并报送。"
REPLY_TITLE = "回　　执"
REPLY_TEXT = (
    "　　{单位}对退回通知（{年度}年度预算绩效目标表，错误 {错误} 处、警告 {警告} 处）的处理情况如下："
)
REPLY_HEADS = ("序号", "位置", "事项", "处理情况\n（已改正／未改正）", "单位说明\n（未改正的，写明理由）")
REPLY_SIGN = "填表人：　　　　　　　　审核人：　　　　　　　　联系电话："
REPLY_DATE = "（盖章）　　　　　　　年　　月　　日"
LETTER_TODAY = "{at:%Y}年{at.month}月{at.day}日"
LETTER_PROPERTY = "退回通知：{name}"
LETTER_FILE_NAME = "{code}{name}_退回通知"
LETTER_OWN_TEMPLATE = "退回通知模板.docx"
LETTERS_LIST = "退回通知清单.csv"
LETTERS_HEADS = ("单位编码", "单位名称", "上级单位", "文件", "错误", "警告", "SHA-256")
LETTER_CHANGED = (
    "{file}：已经有这个文件，不是上次生成的原样，可能有人改过，没有覆盖。请先移走它，或换一个文件夹。"
)
TEMPLATE_CLOSED = "退回通知的模板 {path} 打不开，请检查文件名和路径，或关闭正在打开它的程序。"
TEMPLATE_NONE = "退回通知的模板 {path} 不是 Word 文档（.docx），请用 Word 或 WPS 另存为 .docx。"
TEMPLATE_WORDS = "退回通知的模板 {path} 里的 {words} 不认识，可以写的是 {known}。"
TEMPLATE_NO_ROW = (
    "退回通知的模板 {path} 里没有列问题的表格行：请在表格的一行里写上 {{位置}} {{问题}} {{怎么改}}。"
)
