"""Every word on rounds that a user sees. Chinese, plain and exact."""

NOT_FOUND = "找不到 {path}。请检查路径。"
UNREADABLE = "{path}：读不了，{reason}"
NO_LIST = (
    "{path}：里面没有可以沿用的“问题清单”或“校验结果”（要有“单位说明”“审核意见”两栏）。"
    "请指定上一次的收表情况、审核报告、汇总，或财务科自己的标记副本。"
)
DAMAGED = (
    "{path}：“{sheet}”表被改动过，不能沿用。请用没有改动过的收表情况（“审核意见”可以填写，其余不要改）。"
)
