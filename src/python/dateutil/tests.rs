//! Accepted formats, and exact error messages.

use super::*;

/// 2026-11-25T18:31:05Z, a Wednesday.
const NOW: i64 = 1_795_631_465;

fn utc(text: &str) -> Result<i64, String> {
    parse(text, NOW).and_then(|time| time.utc().map_err(str::to_owned))
}

#[test]
fn formats_of_the_same_time_have_the_same_result() {
    for text in [
        "2099-04-22T22:56:02Z",
        "2099-04-22t22:56:02z",
        "20990422T225602Z",
        "2099-04-22 22:56:02.999999+00:00",
        "22 Apr 2099 22:56:02 GMT",
        "Wed, 22 Apr 2099 22:56:02 UTC",
        "April 22, 2099 10:56:02 PM UTC",
        "04/22/2099 19:56:02 -0300",
        "2099-04-22T19:56:02 GMT+3",
        "22h56m02s z 22.04.2099",
        "2099-04-\u{662}\u{662}T22:56:02Z",
    ] {
        assert_eq!(utc(text), Ok(4_080_581_762), "{text}");
    }
}

#[test]
fn missing_fields_are_those_of_today() {
    for (text, expected) in [
        ("10:00Z", "2026-11-25T10:00:00"),
        ("Sun 00:00Z", "2026-11-29T00:00:00"),
        ("Feb 2027 00:00Z", "2027-02-25T00:00:00"),
        ("99-1-2 00:00Z", "1999-01-02T00:00:00"),
    ] {
        let formatted = utc(text).map(|seconds| super::super::datetime::format(seconds, ""));
        assert_eq!(formatted, Ok(expected.to_owned()), "{text}");
    }
}

#[test]
fn errors_are_those_of_the_original() {
    for (text, expected) in [
        ("soon", "Unknown string format: soon"),
        ("", "String does not contain a date: "),
        (
            "2099-02-29T00:00:00Z",
            "day is out of range for month: 2099-02-29T00:00:00Z",
        ),
        ("24:00Z", "hour must be in 0..23: 24:00Z"),
        ("23:59:60Z", "second must be in 0..59: 23:59:60Z"),
        (
            "13 of 99999999999",
            "bad month number 13; must be 1-12: 13 of 99999999999",
        ),
        (
            "2099-04-22T22:56:02",
            "can't subtract offset-naive and offset-aware datetimes",
        ),
        (
            "2099-04-22T22:56:02+24:00",
            "offset must be a timedelta strictly between -timedelta(hours=24) and \
             timedelta(hours=24).",
        ),
        (
            "10:00+99999999999999:00",
            "Python int too large to convert to C int",
        ),
        ("99999999999:00", "signed integer is greater than maximum"),
        (
            "10:99999999999999999999999999999",
            "[<class 'decimal.DivisionImpossible'>]",
        ),
    ] {
        assert_eq!(utc(text), Err(expected.to_owned()), "{text}");
    }
}
