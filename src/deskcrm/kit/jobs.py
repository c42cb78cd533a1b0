"""Long work in the window: runs on the pool, shows progress, can be cancelled."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from deskcrm.jobs import Cancelled, Progress

T = TypeVar("T")

_REPORTS_PER_SECOND = 20


class Job(QObject):
    """One piece of long work; its signals arrive in the window's thread."""

    progressed = Signal(int, int)
    ended = Signal()
    _succeeded = Signal(object)
    _failed = Signal(object)

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self._stop = Event()
        self._told = 0.0
        self._when_done: Callable[[Any], None] = _ignore
        self._when_failed: Callable[[Exception], None] = _ignore
        self._succeeded.connect(self._finish)
        self._failed.connect(self._give_up)

    def cancel(self) -> None:
        """Ask the work to stop at its next report; everything it did is rolled back."""
        self._stop.set()

    def report(self, done: int, total: int) -> None:
        """Note how far the work has come; called by the work, in its own thread."""
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        if done >= total or now - self._told > 1 / _REPORTS_PER_SECOND:
            self._told = now
            self.progressed.emit(done, total)

    @Slot(object)
    def _finish(self, result: object) -> None:
        self.ended.emit()
        self._when_done(result)

    @Slot(object)
    def _give_up(self, error: Exception) -> None:
        self.ended.emit()
        if not isinstance(error, Cancelled):
            self._when_failed(error)


class Jobs(QObject):
    """Starts long work and knows what is running."""

    started = Signal(Job)

    def __init__(self, report_error: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._report_error = report_error
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self.running: list[Job] = []

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Run `work(progress)` behind the window; `done(result)` or `failed(error)` in its thread.

        A cancelled job calls neither; without `failed` the error is shown.
        """
        job = Job(title, self)
        job._when_done = done or _ignore  # noqa: SLF001 - a job belongs to its jobs
        job._when_failed = failed or self._report_error  # noqa: SLF001
        job.ended.connect(lambda: self._forget(job))
        self.running.append(job)
        self.started.emit(job)
        self._pool.start(_Work(job, work))
        return job

    def _forget(self, job: Job) -> None:
        self.running.remove(job)
        job.deleteLater()  # else each preview of a long session would stay in memory

    def cancel_all(self) -> None:
        """Stop everything and wait for it: the window is closing."""
        for job in self.running:
            job.cancel()
        self._pool.waitForDone()


class _Work(QRunnable):
    """Carries a job's function to a thread of the pool."""

    def __init__(self, job: Job, work: Callable[[Progress], object]) -> None:
        super().__init__()
        self._job = job
        self._work = work

    def run(self) -> None:
        """Do the work and send its result, or its error, home."""
        try:
            result = self._work(self._job)
        except (Exception, Cancelled) as error:  # noqa: BLE001 - any error is shown in the window
            self._job._failed.emit(error)  # noqa: SLF001 - a job belongs to its jobs
        else:
            self._job._succeeded.emit(result)  # noqa: SLF001


def _ignore(_result: object) -> None:
    """Do nothing with a result nobody asked for."""
