"""Observations as flat records."""

import csv
import json
from dataclasses import replace
from decimal import Decimal
from itertools import count, islice

import pytest

from service.presentation import observation_record, observations_csv, observations_ndjson
from tests.builders import COUNTY, a_time, an_observation, evidence

KEYS = [
    "document", "region", "adcode", "measure", "value", "unit", "per", "bound", "time", "scope", "quote",
    "start", "end",
]  # fmt: skip


def a_record(value=86, **more):
    return observation_record(an_observation(value, **more), "吉安县", "jian")


def test_record():
    """A record has these keys and no others, in this order."""
    found = observation_record(
        an_observation("7.23E+8", unit="元", time=a_time("2016"), scope="整合资金", at=7, quote="7.23亿元"),
        "吉安县",
        "jian",
    )

    assert list(found) == KEYS
    assert found == {
        "document": "jian",
        "region": "吉安县",
        "adcode": COUNTY,
        "measure": "poor_villages",
        "value": 723000000,
        "unit": "元",
        "per": None,
        "bound": "eq",
        "time": "2016",
        "scope": "整合资金",
        "quote": "7.23亿元",
        "start": 7,
        "end": 13,
    }


@pytest.mark.parametrize(
    ("time", "written"),
    [
        (a_time(), None),
        (a_time("2018-08"), "2018-08"),
        (a_time("2014", "2018"), "2014/2018"),
        (a_time("2013", None), "2013/.."),
    ],
)
def test_time(time, written):
    """Time is written as it was stated."""
    assert a_record(time=time)["time"] == written


def test_quote_over_several_spans():
    """A quote that was wrapped begins where its first piece does and ends where its last one does."""
    found = observation_record(
        replace(
            an_observation(), evidence=(evidence("贫困村86个", (40, 43), (90, 93)), evidence("86个", (5, 8)))
        ),
        "吉安县",
        "jian",
    )

    assert (found["quote"], found["start"], found["end"]) == ("贫困村86个", 40, 93)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("12.6", "12.6"),
        ("8.7E+4", "87000"),
        ("0.0000001", "0.0000001"),
        ("0.12345678901234567890123", "0.12345678901234567890123"),
    ],
)
def test_ndjson_number(value, written):
    """A value is a JSON number with the digits of its decimal."""
    (line,) = observations_ndjson([a_record(value)])

    assert f'"value": {written},' in line
    assert json.loads(line, parse_float=Decimal, parse_int=Decimal)["value"] == Decimal(value)


def test_ndjson_is_a_line_each():
    """A record is one line for every reader, whatever the quote has in it."""
    quote = '贫\n困\u2028村\u2029“86”\x85"个"'

    lines = "".join(observations_ndjson([a_record(quote=quote), a_record()])).splitlines()

    assert [json.loads(line)["quote"] for line in lines] == [quote, "86个"]
    assert list(json.loads(lines[0])) == KEYS
    assert "贫" in lines[0]


def test_csv():
    """CSV has the same columns; what is absent is empty."""
    head, line = csv.reader(observations_csv([a_record("12.6", scope="=cmd", unit="%")]), strict=True)

    assert head == KEYS
    assert line == [
        "jian", "吉安县", COUNTY, "poor_villages", "12.6", "%", "", "eq", "", "'=cmd", "12.6%", "0", "5",
    ]  # fmt: skip


def test_csv_without_records():
    """Nothing found is a table without rows."""
    assert list(observations_csv([], bom=True)) == ["\ufeff" + ",".join(KEYS) + "\r\n"]


@pytest.mark.parametrize("write", [observations_ndjson, observations_csv])
def test_streamed(write):
    """Records are written as they come: an endless list has a beginning."""
    assert len(list(islice(write(a_record(number) for number in count(1)), 3))) == 3
