//! Close matches as in Python: `difflib.get_close_matches(word, choices, n=3, cutoff=0.8)`.

/// Up to three choices that are most similar to `word`, best first.
pub fn close_matches<'a>(word: &str, choices: &[&'a str]) -> Vec<&'a str> {
    let word: Vec<char> = word.chars().collect();
    let mut scored: Vec<(f64, &str)> = choices
        .iter()
        .filter_map(|choice| {
            let chars: Vec<char> = choice.chars().collect();
            // `real_quick_ratio`: with very different lengths the ratio cannot reach the cutoff.
            let most = 2 * chars.len().min(word.len());
            let total = chars.len() + word.len();
            (most as f64 >= 0.8 * total as f64).then(|| (ratio(&chars, &word), *choice))
        })
        .filter(|(score, _)| *score >= 0.8)
        .collect();
    // Highest score first; equal scores in descending order of the text, as Python compares the
    // pairs.
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(a.1)));
    scored.truncate(3);
    scored.into_iter().map(|(_, choice)| choice).collect()
}

/// `SequenceMatcher(None, a, b).ratio()`.
fn ratio(a: &[char], b: &[char]) -> f64 {
    let total = a.len() + b.len();
    if total == 0 {
        return 1.0;
    }
    2.0 * matching(a, b, is_popular(b)) as f64 / total as f64
}

/// The characters that difflib ignores in a text of at least 200 characters, because they are more
/// than one percent of it (`SequenceMatcher.__chain_b`).
fn is_popular(b: &[char]) -> impl Fn(char) -> bool + Copy + '_ {
    let limit = b.len() / 100 + 1;
    move |c| b.len() >= 200 && b.iter().filter(|other| **other == c).count() > limit
}

/// The total length of the matching blocks: the longest one, then those to its left and right.
fn matching(a: &[char], b: &[char], is_popular: impl Fn(char) -> bool + Copy) -> usize {
    let Some((in_a, in_b, length)) = longest_match(a, b, is_popular) else {
        return 0;
    };
    let (left_a, rest_a) = a.split_at(in_a);
    let (left_b, rest_b) = b.split_at(in_b);
    let right_a = rest_a.get(length..).unwrap_or_default();
    let right_b = rest_b.get(length..).unwrap_or_default();
    length + matching(left_a, left_b, is_popular) + matching(right_a, right_b, is_popular)
}

/// The first of the longest blocks that both texts contain.
fn longest_match(
    a: &[char],
    b: &[char],
    is_popular: impl Fn(char) -> bool,
) -> Option<(usize, usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    let mut previous = vec![0; b.len()];
    for (i, x) in a.iter().enumerate() {
        let mut current = vec![0; b.len()];
        let mut diagonal = 0;
        for ((j, y), (above, here)) in b.iter().enumerate().zip(previous.iter().zip(&mut current)) {
            if x == y && !is_popular(*x) {
                let length = diagonal + 1;
                *here = length;
                if best.is_none_or(|(_, _, longest)| length > longest) {
                    best = Some((i + 1 - length, j + 1 - length, length));
                }
            }
            diagonal = *above;
        }
        previous = current;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_matches_are_those_of_python() {
        let choices = ["json", "text", "table"];
        assert_eq!(close_matches("jsn", &choices), ["json"]);
        assert_eq!(close_matches("tabel", &choices), ["table"]);
        assert!(close_matches("xml", &choices).is_empty());
    }
}
