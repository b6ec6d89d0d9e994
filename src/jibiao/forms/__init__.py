"""The official forms as data: what a field means, where it stands, which code lists it draws on.

official/*.toml   one file per official form and year: the table, drawn
fields.toml       what each field means: name, type, whether it must be filled
kinds.toml        the kinds of form that have the same labels: how they are told
labels.csv        wordings of labels met on forms of the family that have no definition of their own
codes/*.csv       code lists: the levels of an indicator by version of the rules, and their synonyms

The blank template, the reader, the dropdowns and the checks all come from these; no second place
knows a label or a column.
"""

from jibiao.forms.definition import GENERAL, Form, FormError, field_name
from jibiao.forms.known import all_forms, find_form, form_by_id, forms_known
from jibiao.forms.labels import label_map
from jibiao.forms.levels import Levels, levels_of
from jibiao.forms.places import Place, label_key

__all__ = [
    "GENERAL",
    "Form",
    "FormError",
    "Levels",
    "Place",
    "all_forms",
    "field_name",
    "find_form",
    "form_by_id",
    "forms_known",
    "label_key",
    "label_map",
    "levels_of",
]
