"""``python -m flows.outputs.superset [FILE.zip]``: the Superset dashboard, written under ``dashboards/superset`` or into one zip that
Superset's import takes."""

import sys
import zipfile

from flows.outputs.superset.files import ROOT, files
from flows.system.files import ROOT as PROJECT

FOLDER = PROJECT / "dashboards" / ROOT


def main(target: str | None) -> None:
    if target is not None:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for path, text in files().items():
                package.writestr(zipfile.ZipInfo(f"{ROOT}/{path}", (1980, 1, 1, 0, 0, 0)), text)
        return
    made = files()
    for old in set(FOLDER.rglob("*.yaml")) - {FOLDER / path for path in made}:
        old.unlink()
    for path, text in made.items():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
