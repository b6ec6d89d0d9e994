"""Where the workbooks are that the package ships."""

from pathlib import Path

import jibiao

WORKBOOKS = Path(jibiao.__file__).parent / "demo" / "workbooks"
