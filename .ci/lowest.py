"""The lowest versions that pyproject.toml allows, as constraints for pip."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
    if lower := re.match(r"(?P<name>[\w-]+)[^;]*?>=(?P<version>[\d.]+)", requirement):
        print(f"{lower['name']}=={lower['version']}")
