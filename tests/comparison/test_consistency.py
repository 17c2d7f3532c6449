"""Figures that can be checked against one another."""

import pytest

from service.comparison import findings
from tests.builders import a_condition, a_time, an_observation


def exited(value, **more):
    return an_observation(value, measure="poor_villages_exited", at=30, **more)


def promoted(sentence, value=52):
    return an_observation(value, measure="cadres_promoted", unit="人", sentence=sentence)


def population(value, scope, **more):
    return an_observation(value, measure="poor_population", unit="人", scope=scope, at=value, **more)


def told(observations):
    return [(each.kind, each.agrees, each.stated, each.computed) for each in findings(observations)]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (exited(83), an_observation(86), [("part", True, "83", "86")]),
        (exited(86), an_observation(86), [("part", True, "86", "86")]),
        (exited(90), an_observation(86), [("part", False, "90", "86")]),
        # 90余 of 95 and 80余 of 86 may hold
        (exited(90, bound="gt", upper=100), an_observation(95), [("part", True, "[90, 100)", "95")]),
        (exited(90), an_observation(80, bound="ge"), [("part", True, "90", "[80, ∞)")]),
        # not of one whole
        (exited(83, document="another"), an_observation(86), []),
        (exited(83), an_observation(20, scope="深度贫困村"), []),
        (exited(83), an_observation(20, scope="原"), []),
        (exited(83), an_observation(20, condition=a_condition()), []),
        (exited(83), an_observation(20, nature="target"), []),
    ],
)
def test_part(part, whole, expected):
    """What left a list was on it."""
    assert told([part, whole]) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("94名被提拔干部中有52名来自一线,占提拔比例的55.3%。", (True, "55.3%", "52 / 94 = 55.3%")),
        ("94 名被提拔干部中有 52 名来自一线,占55%。", (True, "55%", "52 / 94 = 55%")),
        ("94名被提拔干部中有52名来自一线,占56.3%。", (False, "56.3%", "52 / 94 = 55.3%")),
        # a half is rounded up
        ("200名干部中有25名来自一线,占12.5％。", (True, "12.5%", "25 / 200 = 12.5%")),
        ("8名干部中有1名来自一线,占13%。", (True, "13%", "1 / 8 = 13%")),
        # several numbers, and one pair is right
        ("选派30名,94名干部中有52名来自一线,占55.3%。", (True, "55.3%", "52 / 94 = 55.3%")),
    ],
)
def test_share(sentence, expected):
    """A stated percentage is that of two stated numbers, to as many places as it is stated with."""
    (found,) = findings([promoted(sentence)])

    assert (found.kind, found.sentence) == ("share", sentence)
    assert (found.agrees, found.stated, found.computed) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "52名来自一线,占55.3%。",  # the whole stands elsewhere
        "已有555个村破零,计划再帮扶564个,占77.6%。",  # nothing says that one is of the other
        "94个村中有52个破零,其中达到5万元的村占77.6%。",  # of a part that has no number
        "94名干部中有52户,占55.3%。",  # another unit
        "90余名干部中有52名,占57%。",  # a bound has no exact share
        "94名干部中有52名,30名干部中有9名,占77%。",  # of several pairs nothing says which
        "94名干部中有52名来自一线,完成任务的55.3%。",  # no share of these
        "培训94人次,其中52人次,占56.3%。",  # not persons
        "0名干部中有0名,占5%。",
    ],
)
def test_share_that_cannot_be_checked(sentence):
    """Silence where nothing says what the percentage is of."""
    assert findings([promoted(sentence)]) == ()


def test_share_is_found_once():
    """Two figures of one sentence do not make two findings."""
    sentence = "94名被提拔干部中有52名来自一线,占55.3%。"
    one, other = promoted(sentence), an_observation(94, sentence=sentence, at=60)

    (found,) = findings([one, other])

    assert set(found.observations) == {one, other}


@pytest.mark.parametrize(("stated", "agrees"), [(43890, True), (43000, False)])
def test_change(stated, agrees):
    """A stated reduction is the difference of the two populations."""
    reduced = an_observation(stated, measure="poverty_reduction", unit="人")
    figures = [population(48860, "原"), population(4970, "现"), reduced]

    assert told(figures) == [("change", agrees, str(stated), "48860 - 4970 = 43890")]


def test_change_between_several():
    """Of several changes nothing says which one is meant."""
    figures = [
        population(48860, "原"),
        population(4970, "现"),
        population(4000, "现", time=a_time("2017")),
        an_observation(43890, measure="poverty_reduction", unit="人"),
    ]

    assert told(figures) == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (an_observation(86, document="b"), [("documents", True, "86", "86")]),
        (an_observation(87, document="b"), [("documents", False, "86", "87")]),
        (an_observation(80, document="b", bound="ge"), [("documents", True, "86", "[80, ∞)")]),
        (an_observation(90, document="b", bound="ge"), [("documents", False, "86", "[90, ∞)")]),
        # another time, part or denominator is another thing
        (an_observation(87, document="b", time=a_time("2016")), []),
        (an_observation(87, document="b", scope="深度贫困村"), []),
        (an_observation(87, document="b", per="村"), []),
        # one document alone
        (an_observation(87, document="a", at=50), []),
    ],
)
def test_documents(other, expected):
    """Documents of one region that give the same thing a figure agree or not; both are shown."""
    assert told([an_observation(86, document="a"), other]) == expected


def test_order_of_input_is_no_matter():
    """The same figures give the same findings in any order."""
    figures = [exited(90), an_observation(86), an_observation(87, document="b"), exited(3, document="b")]

    assert findings(figures) == findings(figures[::-1])
    assert [each.kind for each in findings(figures)] == ["part", "part", "documents", "documents"]
