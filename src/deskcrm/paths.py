"""Where one profile keeps its data, settings, logs and backups, and where the program keeps its resources."""

from dataclasses import dataclass
from pathlib import Path

from deskcrm.errors import FileProblem


@dataclass(frozen=True, slots=True)
class Paths:
    """The places of one profile."""

    data: Path
    config: Path
    logs: Path

    @property
    def database(self) -> Path:
        """The one file that holds the business."""
        return self.data / "deskcrm.sqlite"

    @property
    def settings(self) -> Path:
        """The personal preferences."""
        return self.config / "settings.json"

    @property
    def backups(self) -> Path:
        """The folder of daily and weekly copies."""
        return self.data / "backups"

    @property
    def drafts(self) -> Path:
        """The folder of mail drafts handed to the user's mail program."""
        return self.data / "drafts"

    @property
    def handed(self) -> Path:
        """The folder of documents on their way to another program: copied, or dragged out."""
        return self.data / "handed"

    def create(self) -> None:
        """Make the folders that are missing; raise FileProblem where that is not allowed."""
        for folder in (self.data, self.config, self.logs):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise FileProblem(name=folder, reason=error.strerror or error) from error


def user_profile() -> Paths:
    """Return the places the platform gives this user's programs."""
    import platformdirs

    return Paths(
        data=platformdirs.user_data_path("deskcrm", appauthor=False),
        config=platformdirs.user_config_path("deskcrm", appauthor=False),
        logs=platformdirs.user_log_path("deskcrm", appauthor=False),
    )


def profile_in(folder: Path) -> Paths:
    """Return a profile that keeps everything in one folder."""
    whole = folder.expanduser().absolute()
    return Paths(data=whole, config=whole, logs=whole / "logs")


def temporary_profile() -> Paths:
    """Return a fresh profile in a new folder of the system's temporary place."""
    import tempfile

    return profile_in(Path(tempfile.mkdtemp(prefix="deskcrm-")))


def resources() -> Path:
    """Return the folder of icons, templates and the sample business."""
    here = Path(__file__).resolve()
    packaged = here.parent / "resources"
    return packaged if packaged.is_dir() else here.parents[2] / "resources"
