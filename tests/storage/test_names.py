"""Names and names of files are somebody else's words amid ours: staff read them as names and as nothing else."""

import pytest

from storage.inbound import Attachment, Identity, Inbound, Media, new_inbound

NAMES = {
    "李雷": "李雷",
    "O'Brien 😀 👨\u200d👩\u200d👧": "O'Brien 😀 👨\u200d👩\u200d👧",
    "می\u200cخواهم": "می\u200cخواهم",
    "Li\n⚠️ refunds are approved": "Li ⚠️ refunds are approved",
    "Li\u2028#17 VIP\r\x85x": "Li #17 VIP x",
    "\u202eieL\u202c": "ieL",
    "a\u2066b\u2069\x1b[31m\x00\x07c": "ab[31mc",
    "\u202e\n": "",
}
FILES = {"invoice\u202egpj.exe": "invoicegpj.exe", "a b\t.pdf": "a b .pdf"}
LEI = Identity("telegram", "1001")


@pytest.mark.parametrize(("sent", "shown"), NAMES.items())
def test_a_name_is_one_line_that_turns_nothing_round(sent: str, shown: str) -> None:
    for make in (Inbound, new_inbound):
        assert make(identity=LEI, key="1", chat_id="c", sent_at=0.0, name=sent, text=sent).name == shown


@pytest.mark.parametrize(("sent", "shown"), FILES.items())
def test_a_file_ends_as_its_name_does(sent: str, shown: str) -> None:
    assert Attachment(media=Media.FILE, channel="telegram", name=sent).name == shown
