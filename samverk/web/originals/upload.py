"""Takes an uploaded document straight into the folder of uploads, and no more of it than can be read."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from samverk.integrations.documents import LARGEST
from samverk.web.originals.desk import uploads


class Uploaded(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """A file on the disk. ``size`` is all that was sent, also when no more than the beginning was kept."""

    path: Path


class IntoUploads(FileUploadHandler):
    """The rest of a file that is too large is let through and thrown away, so that the sender gets an answer."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # Closed in file_complete, or by upload_interrupted.
        self.into = tempfile.NamedTemporaryFile(dir=uploads(), delete=False)  # noqa: SIM115 -- lives across calls

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start < LARGEST:
            self.into.write(raw_data)

    def file_complete(self, file_size: int) -> Uploaded:
        self.into.close()
        uploaded = Uploaded(name=self.file_name, size=file_size)
        uploaded.path = Path(self.into.name)
        return uploaded

    def upload_interrupted(self) -> None:
        self.into.close()
        Path(self.into.name).unlink(missing_ok=True)
