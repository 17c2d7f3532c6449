"""What cannot be the text of a Chinese document is refused before anything is stored."""

import pytest

from service.errors import BadParameter, MojibakeSuspected, NotChinese, TooLarge, UnsafeText
from service.reading import check_text

CHINESE = "全县共选派五十二名第一书记驻村工作,帮助贫困群众发展产业,年底实现整村脱贫。"
LIMIT = 1000


@pytest.mark.parametrize(
    ("characters", "refused"),
    [
        ("", BadParameter),
        (" \n\t\u3000", BadParameter),
        (CHINESE + "\x00", UnsafeText),
        (CHINESE + "\x1b[31m", UnsafeText),
        (CHINESE + "\ud800", UnsafeText),
        (CHINESE + "\uffff", UnsafeText),
        (CHINESE + "\U0001fffe", UnsafeText),
        ("Poverty fell in every county of the province.", NotChinese),
        ("52 (2018) 100%", NotChinese),
        ("The county of 吉安 lies in the middle of Jiangxi and has nineteen townships.", NotChinese),
        (CHINESE.encode("gbk").decode("latin-1"), MojibakeSuspected),
        (CHINESE.encode().decode("gb18030", "ignore"), MojibakeSuspected),
        ((CHINESE[:6] + "。").encode().decode("gb18030", "replace"), MojibakeSuspected),
        ("全县选派".encode().decode("gb18030", "ignore"), MojibakeSuspected),  # a few words are enough
        ((CHINESE * 3).encode("utf-16-le").decode("utf-16-be", "ignore"), (MojibakeSuspected, UnsafeText)),
        (CHINESE + "\ufffd" * 3, MojibakeSuspected),
        ("".join(map(chr, range(0x20000, 0x20100))), MojibakeSuspected),  # Han, and none that is ever written
        ("县" * (LIMIT + 1), TooLarge),
    ],
)
def test_refused(characters, refused):
    """Each refusal has its own class, so that the answer can say what would be right."""
    with pytest.raises(refused):
        check_text(characters, LIMIT)


@pytest.mark.parametrize(
    "characters",
    [
        CHINESE,
        "县",
        "全縣共選派五十二名第一書記駐村",  # traditional
        "娄烦、阳曲、岚县、兴县",  # a few rare names
        "𠅤、𫖯、𬭎、𬬭四村",  # names beyond the basic plane are Chinese too
        "吉\u200b安县\u202e",  # invisible characters are taken out later
        "第一页\f第二页\r\n",  # pages as pdftotext parts them
        CHINESE + "\ufffd",  # one character lost
        "党建+GDP:人均 52 USD",
    ],
)
def test_accepted(characters):
    """Unusual is not wrong."""
    check_text(characters, LIMIT)


@pytest.mark.parametrize("characters", ["黨" * 1000, "黨務" * 400, "鄉鎮黨", "黨黨黨", "娄烦岚县" * 20])
def test_repetition_is_no_mojibake(characters):
    """A word repeated is an odd text, not a wrongly decoded one."""
    check_text(characters, LIMIT)
