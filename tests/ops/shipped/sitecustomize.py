"""On PYTHONPATH: only what ``requirements.txt`` names can be imported, as on a server where nobody develops."""

import os
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

LINE = re.compile(r"^([A-Za-z0-9_.-]+)==", re.MULTILINE)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


class Refusing:
    """Finds no module that comes with a package that is not shipped."""

    def __init__(self, requirements: Path) -> None:
        shipped = {_plain(name) for name in LINE.findall(requirements.read_text())} | {"samverk"}
        self.names = {
            name for name, owners in packages_distributions().items() if not shipped & {_plain(one) for one in owners}
        }

    def find_spec(self, name: str, *_: object) -> None:
        """Nothing to say of what is shipped. Error: ModuleNotFoundError for the rest."""
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"{name} is not in requirements.txt", name=name)


sys.meta_path.insert(0, Refusing(Path(os.environ["SHIPPED"])))
