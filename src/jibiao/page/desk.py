"""The desk: one call for each thing that the page asks, answered with JSON, never with an exception.

given/files/…, given/settings/…      what the user put into the fields of a step
out/…                                what a call makes; one file or one zip of it is the answer's `download`
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from jibiao.errors import JibiaoError
from jibiao.failures import failed
from jibiao.page.given import NotGiven, names_in, previous_in, settings_among, settings_in
from jibiao.page.texts import said
from jibiao.system_errors import in_words
from jibiao.zipped import write_part

Tell = Callable[[int, int, str], None]
"""Called with the files done, the files in all, and the name of the file at hand."""
Answer = dict[str, Any]


class Desk:
    """Answers the page. given, out: the folders above. tell: of progress.

    What was checked last is kept, for the copies and the look at a sheet that are asked for next, and is checked again
    where it is not there any more.
    """

    def __init__(self, given: str, out: str, tell: Tell) -> None:
        self._given, self._out, self._tell = Path(given), Path(out), tell
        self._checked: tuple[str, Any] | None = None

    def call(self, verb: str, request: str) -> str:
        """Answer as JSON: what the verb gives; or `error`, what went wrong in words, and `fatal` if Python has to be
        started again."""
        try:
            answer = self._verbs()[verb](json.loads(request))
        except MemoryError:
            answer = {"error": said("no_memory"), "fatal": True}
        except JibiaoError as error:
            answer = {"error": self._short(str(error))}
        except OSError as error:
            answer = {"error": self._short(f"{error.filename or ''}：{in_words(error)}".lstrip("："))}
        except Exception as error:
            answer = {"error": said("failed_inside", failure=failed(error, f"page {verb}"))}
        return json.dumps(answer, ensure_ascii=False)

    def _verbs(self) -> dict[str, Callable[[Answer], Answer]]:
        return {
            "start": self._start,
            "forms": self._forms,
            "check": self._check,
            "found": self._found,
            "look": self._look,
            "mark": self._mark,
            "fix": self._fix,
            "report": self._report,
            "consolidate": self._consolidate,
            "distribute": self._distribute,
            "intake": self._intake,
        }

    def _start(self, asked: Answer) -> Answer:
        return {"year": dt.date.today().year + 1, **self._forms(asked)}

    def _forms(self, asked: Answer) -> Answer:
        """The forms that may be sent out, with those of the settings that were put in."""
        from jibiao.forms import all_forms

        own = settings_in(self._given / "settings").forms
        return {"forms": [[form.id, f"{form.id}　{form.name}"] for form in (*all_forms(), *own)]}

    # ── 审核 ────────────────────────────────────────────────────────────────────────────────────────

    def _check(self, asked: Answer) -> Answer:
        self._checked = None  # the memory of the one before
        with self._at_files():
            answer: Answer = self._reviewed(asked).to_json()
            if found := settings_among(Path()):
                answer["said"].append(said("settings_among", names="、".join(found[:3])))
        if words := self._reviewed(asked).settings.in_words() if (self._given / "settings").is_dir() else "":
            answer["said"].append(said("settings_used", what=words))
        return answer

    def _reviewed(self, asked: Answer) -> Any:
        from jibiao.page.department import year_of
        from jibiao.page.review import review

        key = json.dumps([asked.get("set"), asked.get("year")])
        if self._checked is None or self._checked[0] != key:
            self._checked = None
            settings = settings_in(self._given / "settings")
            previous = previous_in(self._given / "previous")
            done = review(names_in(Path()), settings, year_of(asked), previous, self._progress)
            self._checked = key, done
        return self._checked[1]

    def _found(self, asked: Answer) -> Answer:
        """The next part of what was found."""
        with self._at_files():
            part: Answer = self._reviewed(asked).part(asked["from"])
            return part

    def _look(self, asked: Answer) -> Answer:
        from jibiao.page.look import look

        with self._at_files():
            done = self._reviewed(asked)
            finding = done.findings[asked["n"]]
            of_file = [one for one in done.findings if one.file == finding.file]
            return look(Path(finding.file), finding.sheet, finding, of_file)

    def _mark(self, asked: Answer) -> Answer:
        from jibiao.page.review import marked

        with self._at_files(), self._results() as out:
            lines = marked(self._reviewed(asked), out, self._progress)
            return {"said": lines, **self._download(out, said("marked_name"))}

    def _fix(self, asked: Answer) -> Answer:
        from jibiao.page.review import mended

        with self._at_files(), self._results() as out:
            lines = mended(self._reviewed(asked), out, self._progress)
            return {"said": lines, **self._download(out, said("mended_name"))}

    def _report(self, asked: Answer) -> Answer:
        from jibiao.consolidation.report import write_report
        from jibiao.consolidation.summary.book import links_from

        with self._at_files(), self._results() as out, links_from(None):
            done = self._reviewed(asked)
            target = out / said("report_name")
            write_report(
                done.findings,
                done.readings,
                target,
                settings=done.settings,
                same=done.same,
                replaced=done.replaced,
            )
            return {"said": [], **self._download(out, "")}

    # ── 汇总, 下发, 收表 ────────────────────────────────────────────────────────────────────────────

    def _consolidate(self, asked: Answer) -> Answer:
        from jibiao.page.department import summarise

        return self._done(summarise, asked)

    def _distribute(self, asked: Answer) -> Answer:
        from jibiao.page.department import send

        name = said("sent_name", year=asked.get("year"), form=asked.get("form"))
        return self._done(send, asked, name, of_files=False)

    def _intake(self, asked: Answer) -> Answer:
        from jibiao.page.department import collect

        return self._done(collect, asked)

    def _done(
        self, step: Callable[..., list[str]], asked: Answer, name: str = "", of_files: bool = True
    ) -> Answer:
        self._checked = None
        place = self._at_files() if of_files else nullcontext()
        with place, self._results() as out:
            lines = step(self._given, out, asked, self._progress, self._out / "room")
            return {"said": [self._short(line) for line in lines], **self._download(out, name)}

    # ── Folders ─────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _at_files(self) -> Iterator[None]:
        """In the folder of the files, so that what is said of them begins with what the user put in. Raises NotGiven."""
        files = self._given / "files"
        if not files.is_dir():
            raise NotGiven(said("no_files"))
        with _within(files):
            yield

    @contextmanager
    def _results(self) -> Iterator[Path]:
        """An empty folder for results. What was fetched before goes: memory has room for one."""
        shutil.rmtree(self._out, ignore_errors=True)
        results = self._out / "results"
        results.mkdir(parents=True)
        yield results

    def _download(self, out: Path, name: str) -> Answer:
        """What there is to fetch: the only file, or all as a zip of that name."""
        files = sorted(path for path in out.rglob("*") if path.is_file())
        if not files:
            return {}
        if len(files) == 1:
            return {"download": str(files[0]), "name": files[0].name}
        whole = self._out / name
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:  # they are packed already
            for path in files:
                write_part(archive, path.relative_to(out).as_posix(), path.read_bytes())
                path.unlink()
        return {"download": str(whole), "name": name}

    def _progress(self, done: int, total: int, path: Path) -> None:
        self._tell(done, total, self._short(str(path)))

    def _short(self, text: str) -> str:
        """Paths as a user knows them: without the folders in which the fields lie."""
        for folder in ("files", "settings", "roster", "manifest", "last_year", "previous"):
            text = text.replace(f"{self._given / folder}{os.sep}", "")
        return text


@contextmanager
def _within(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
