"""What the task pane of WPS says that the other programs do not (`jibiao.live.texts` has the rest)."""

NO_BOOK = "没有打开的工作簿。"
FAILED_INSIDE = "软件内部出错（{failure}），请把这一行发给软件的维护人员。"
