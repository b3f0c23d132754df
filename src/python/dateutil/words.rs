//! The words that the parser recognizes (`parserinfo`).

use super::Int;

/// The row of `word` in a table of `parserinfo`; each row lists names in lower case.
fn find(table: &[&str], word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    table
        .iter()
        .position(|names| names.split(' ').any(|name| name == word))
}

pub(super) fn is_jump(word: &str) -> bool {
    const JUMP: &str = ". , ; - / ' at on and ad m t of st nd rd th";
    word == " " || find(&[JUMP], word).is_some()
}

pub(super) fn weekday(word: &str) -> Option<usize> {
    const WEEKDAYS: [&str; 7] = [
        "mon monday",
        "tue tuesday",
        "wed wednesday",
        "thu thursday",
        "fri friday",
        "sat saturday",
        "sun sunday",
    ];
    find(&WEEKDAYS, word)
}

/// The month of that name, from 1 to 12.
pub(super) fn month(word: &str) -> Option<Int> {
    const MONTHS: [&str; 12] = [
        "jan january",
        "feb february",
        "mar march",
        "apr april",
        "may",
        "jun june",
        "jul july",
        "aug august",
        "sep sept september",
        "oct october",
        "nov november",
        "dec december",
    ];
    find(&MONTHS, word).and_then(|index| Int::try_from(index + 1).ok())
}

/// The unit of that name: 0 for hours, 1 for minutes, 2 for seconds.
pub(super) fn hms(word: &str) -> Option<usize> {
    find(
        &["h hour hours", "m minute minutes", "s second seconds"],
        word,
    )
}

/// Whether the word is `pm` rather than `am`; `None` for other words.
pub(super) fn is_pm(word: &str) -> Option<bool> {
    find(&["am a", "pm p"], word).map(|index| index == 1)
}

pub(super) fn is_utc_zone(word: &str) -> bool {
    find(&["utc gmt z"], word).is_some()
}

/// `parser._adjust_ampm`
pub(super) fn adjust_hour(hour: Int, is_pm: bool) -> Int {
    match (hour, is_pm) {
        (12, false) => 0,
        (hour, true) if hour < 12 => hour + 12,
        _ => hour,
    }
}

/// Whether the word joins a month and its year (`PERTAIN`).
pub(super) fn is_of(word: &str) -> bool {
    find(&["of"], word).is_some()
}
