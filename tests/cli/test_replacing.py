"""Files that commands write, while others are written beside them."""

from pathlib import Path

import pytest

from bots.cli.boundary import Stop
from bots.cli.replacing import is_at, replacing


def test_two_exports_at_once_to_one_place_leave_one_of_them_whole(tmp_path: Path) -> None:
    out = tmp_path / "lin.zip"
    with replacing(out, force=False) as first:
        first.write(b"the first ")
        with (
            pytest.raises(Stop, match=r"another command is writing .*lin\.zip\.part right now"),
            replacing(out, force=True),
        ):
            pass
        first.write(b"has all of it")
    assert out.read_bytes() == b"the first has all of it"
    assert [path.name for path in tmp_path.iterdir()] == ["lin.zip"]


def test_a_place_that_was_taken_between_is_not_written_over(tmp_path: Path) -> None:
    out, part = tmp_path / "lin.zip", tmp_path / "lin.zip.part"
    late = part.open("w+b")
    part.rename(out)
    out.write_bytes(b"whole")
    with late:
        assert not is_at(part, late)
        part.write_bytes(b"of somebody else")
        assert not is_at(part, late)
    with pytest.raises(Stop, match="there already"), replacing(out, force=False):
        pass
    assert (out.read_bytes(), part.exists()) == (b"whole", False)
