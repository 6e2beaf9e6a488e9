"""Telling at any moment what is happening: stages with their time, live on a terminal, line by line elsewhere."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from faro.language import text
from faro.stack.patience import slow_sentence


class Stage:
    """A stage under way: call it to show a detail of it, on a terminal."""

    def __init__(self, show: Callable[[str], None], say: Callable[[str], None]) -> None:
        self._show, self._say = show, say
        self._is_slow = False

    def __call__(self, detail: str) -> None:
        self._show(detail)

    def slow(self) -> None:
        """Say once that it takes long because the machine does."""
        if not self._is_slow:
            self._is_slow = True
            self._say(slow_sentence())


class Stages:
    """The stages of one start. Several may run at once."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("{task.description}"),
            TextColumn("[dim]{task.fields[detail]}"),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self.seconds: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    @contextmanager
    def stage(self, title: str) -> Iterator[Stage]:
        """Run a stage, which is yielded."""
        began = time.monotonic()
        task = self._progress.add_task(title, total=1, detail="")
        self._plain(f"… {title}")
        try:
            yield Stage(
                lambda detail: self._progress.update(task, detail=detail),
                lambda sentence: self._console.print(f"  {title}: {sentence}", highlight=False, markup=False),
            )
        except BaseException:
            self._progress.update(task, description=f"[red]✗ {title}[/]")
            self._console.print(
                text(es=f"[red]✗[/] Falló la etapa «{title}».", en=f"[red]✗[/] Stage `{title}` failed.")
            )
            raise
        self._progress.update(task, completed=1)
        self.seconds[title] = round(time.monotonic() - began, 1)
        self._plain(f"✓ {title} ({self.seconds[title]} s)")

    def save(self, path: Path) -> None:
        """The seconds of each stage, for `make bench`."""
        path.write_text(json.dumps(self.seconds, ensure_ascii=False, indent=2), encoding="utf-8")

    def _plain(self, line: str) -> None:
        if not self._console.is_terminal:
            self._console.print(line, highlight=False)
