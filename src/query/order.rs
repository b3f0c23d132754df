//! Maximum, minimum and sorted order of a list by keys, as computed by Python.
//!
//! The keys are numbers or strings. The position of a NaN, which is unordered, depends on Python's
//! algorithm.

use super::interpreter::Outcome;
use super::variable::Variable;
use std::cmp::Ordering;

/// The first element of `list` whose key has the order `wanted` relative to all others; `null` for
/// an empty list. Keys are evaluated one after the other, so that the first error is reported.
pub(super) fn extremum<'q>(
    list: &[Variable<'q>],
    keys: impl Iterator<Item = Outcome<'q>>,
    wanted: Ordering,
) -> Outcome<'q> {
    let operator = match wanted {
        Ordering::Greater => ">",
        _ => "<",
    };
    let mut extremum: Option<(Variable<'q>, &Variable<'q>)> = None;
    for (item, key) in list.iter().zip(keys) {
        let key = key?;
        match &extremum {
            Some((so_far, _)) if key.order(so_far, operator)? != Some(wanted) => {}
            _ => extremum = Some((key, item)),
        }
    }
    Ok(extremum.map_or(Variable::Null, |(_, item)| item.clone()))
}

/// `list` sorted by its `keys`, which are all numbers or all strings. The sort is stable.
pub(super) fn sorted<'q>(list: &[Variable<'q>], keys: Vec<Variable<'q>>) -> Outcome<'q> {
    let unordered = |key: &Variable<'_>| matches!(key, Variable::Float(float) if float.is_nan());
    let mut pairs: Vec<_> = keys.into_iter().zip(list).collect();
    if pairs.iter().any(|(key, _)| unordered(key)) {
        pairs = insertion_sorted(pairs);
    } else {
        pairs.sort_by(|(a, _), (b, _)| compare(a, b).unwrap_or(Ordering::Equal));
    }
    Ok(pairs.into_iter().map(|(_, item)| item.clone()).collect())
}

fn compare(a: &Variable<'_>, b: &Variable<'_>) -> Option<Ordering> {
    a.order(b, "<").ok().flatten()
}

/// Python's sort of up to 63 elements: finds an initial run in ascending or strictly descending
/// order, then inserts each further element by binary search (`Objects/listobject.c, binarysort`).
fn insertion_sorted<'d, 'q>(
    pairs: Vec<(Variable<'q>, &'d Variable<'q>)>,
) -> Vec<(Variable<'q>, &'d Variable<'q>)> {
    let before = |a: &Variable<'_>, b: &Variable<'_>| compare(a, b) == Some(Ordering::Less);
    let mut rest = pairs.into_iter().peekable();
    let mut out: Vec<(Variable<'q>, &'d Variable<'q>)> = rest.next().into_iter().collect();
    let falling = (out.last().zip(rest.peek())).is_some_and(|(a, b)| before(&b.0, &a.0));
    while let Some(next) =
        rest.next_if(|b| out.last().is_some_and(|a| before(&b.0, &a.0) == falling))
    {
        out.push(next);
    }
    if falling {
        out.reverse();
    }
    for pair in rest {
        let (mut low, mut high) = (0, out.len());
        while low < high {
            let middle = low.midpoint(high);
            match out.get(middle) {
                Some((key, _)) if before(&pair.0, key) => high = middle,
                _ => low = middle + 1,
            }
        }
        out.insert(low, pair);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;

    #[test]
    fn the_position_of_a_nan_is_that_of_pythons_sort() {
        let nan = Variable::Float(f64::NAN);
        let int = |number: i32| Variable::Int(BigInt::from(number));
        let list = [int(3), nan.clone(), int(1), int(2)];
        assert_eq!(
            sorted(&list, list.to_vec()).unwrap().text(),
            "[3, nan, 1, 2]"
        );
        let list = [int(3), int(2), nan, int(1)];
        assert_eq!(
            sorted(&list, list.to_vec()).unwrap().text(),
            "[1, 2, 3, nan]"
        );
    }
}
