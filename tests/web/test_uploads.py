"""The folder of added articles; what may go into it is tested with the parts of the page."""

from pathlib import Path

import pytest

from bot.errors import ServerError
from bot.web.uploads import Uploads


def test_a_folder_that_cannot_be_written_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ServerError, match="--upload-dir"):
        Uploads(tmp_path / "file" / "in")
