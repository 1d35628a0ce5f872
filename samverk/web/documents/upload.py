"""Takes uploaded files straight to where documents are kept, and no more of each than may be kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from samverk.agreements.actions.documents import File
from samverk.lib import store
from samverk.lib.store import Arrived
from samverk.records.queries.papers import has_blob


class Uploaded(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """A file that has come in. ``arrived`` None: it is larger than may be kept, and nothing of it was."""

    arrived: Arrived | None


class IntoStore(FileUploadHandler):
    """The rest of a file that is too large is let through and thrown away, so that the sender gets an answer."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._arrived: list[Arrived] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._into = store.documents().arriving()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= settings.LARGEST_DOCUMENT:
            self._into.write(raw_data)

    def file_complete(self, file_size: int) -> Uploaded:
        uploaded = Uploaded(name=self.file_name, size=file_size)
        if file_size > settings.LARGEST_DOCUMENT:
            self._into.break_off()
            uploaded.arrived = None
        else:
            uploaded.arrived = self._into.finish()
            self._arrived.append(uploaded.arrived)
        # What the browser calls the file; the class itself keeps only what a file system would take.
        uploaded.file = None
        return uploaded

    def upload_interrupted(self) -> None:
        self._into.break_off()

    def clear(self) -> None:
        """Leave nothing of what was not taken care of."""
        place = store.documents()
        for arrived in self._arrived:
            if arrived.path.exists():
                place.give_up(arrived, has_blob)


def files_in(request: HttpRequest, name: str) -> list[Uploaded]:
    """The files of a field, in the order they were chosen."""
    return [file for file in request.FILES.getlist(name) if isinstance(file, Uploaded)]


def as_file(uploaded: Uploaded) -> File | None:
    """The file for the action; None for one that was too large."""
    return File(uploaded.arrived, uploaded.name or "") if uploaded.arrived is not None else None
