"""Every word of a distribution that a user sees. Chinese, plain and exact."""

# ── The roster, stricter than for collecting ────────────────────────────────────────────────────────

CODE_MISSING = "第{line}行没有单位编码：下发时每个单位都要有编码"
CODE_BAD = (
    "第{line}行的单位编码“{code}”不能用：只能是半角字母、数字、“-”和“.”，以字母或数字开头，最多{most}个字"
)
NAME_MISSING = "第{line}行没有单位名称"
NAME_BAD = "第{line}行的单位名称“{name}”里有看不见的字符，请重新输入这个名称"
PROJECTS_BAD = "第{line}行的项目数“{projects}”不对：请填 1 到 {most} 的整数，或者留空"
PARENT_BAD = "第{line}行的上级单位“{parent}”不能作文件夹名：{why}"
FILE_BAD = "第{line}行的文件名“{file}”不能用：{why}"
PATH_TWICE = "第{line}行要用的“{path}”与{other}只差大小写或完全相同，在 Windows 上会互相覆盖，请改其中一个"
PATH_OF_LINE = "第{line}行的“{path}”"
PATH_OF_RUN = "清单文件“{path}”"

FILE_NAME_FAULTS = {
    "sign": '不能有 \\ / : * ? " < > | 这些符号',
    "invisible": "有看不见的字符",
    "begin": "不能以“.”或“~$”开头",
    "end": "不能以“.”或空格结尾",
    "reserved": "是 Windows 保留的名称",
    "long": "太长，最多约80个汉字",
}

# ── The pattern of file names ───────────────────────────────────────────────────────────────────────

PATTERN_BRACES = "文件名格式“{pattern}”里的大括号不成对"
PATTERN_KEY = "文件名格式里不能用 {{{key}}}，可以用的是 {keys}"
PATTERN_CODE = "文件名格式里必须有 {{code}}（单位编码），否则各单位的文件会重名"
PATTERN_FOLDER = "文件名格式里不能有 / 或 \\：文件夹按上级单位自动建立"
PATTERN_ENDING = "文件名格式必须以 .xlsx 结尾"

# ── What stands in the place of a file ──────────────────────────────────────────────────────────────

TARGET_CHANGED = (
    "{file}：已经有这个文件，内容不是上次下发的原样，可能已经填报，没有覆盖。请先移走它，或换一个文件夹。"
)
