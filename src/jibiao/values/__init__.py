"""The typed value that stands beside a raw text: amounts, percentages, indicator values, project codes, grades.

Pure functions. The raw text is always kept and never corrected; every number is a Decimal.
"""

from __future__ import annotations

from .amount import Amount, AmountFault, currency_of, parse_amount, sum_wan
from .code import CodeKind, ProjectCode, parse_code
from .grades import GradeGap, Grades, read_grades
from .nothing import is_blank, is_dashes, says_nothing
from .operators import Op
from .sentence import AmountSentence, LabelledAmount, find_amounts
from .share import Share, ShareFault, parse_share
from .target import parse_target
from .typed import Kind, Target

__all__ = [
    "Amount",
    "AmountFault",
    "AmountSentence",
    "CodeKind",
    "GradeGap",
    "Grades",
    "Kind",
    "LabelledAmount",
    "Op",
    "ProjectCode",
    "Share",
    "ShareFault",
    "Target",
    "currency_of",
    "find_amounts",
    "is_blank",
    "is_dashes",
    "parse_amount",
    "parse_code",
    "parse_share",
    "parse_target",
    "read_grades",
    "says_nothing",
    "sum_wan",
]
