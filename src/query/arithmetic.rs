//! Python's arithmetic on integers of any size, floats, and both together. The callers check the
//! types of arguments.

use super::variable::Variable;
use crate::error::query::QueryError;
use num_bigint::BigInt;
use std::cmp::Ordering;

/// Compares two numbers exactly; `True` is 1. `None` for a NaN and for values that are not numbers.
pub(super) fn compare(a: &Variable<'_>, b: &Variable<'_>) -> Option<Ordering> {
    match (a, b) {
        (Variable::Bool(a), _) => compare(&Variable::Int(BigInt::from(*a)), b),
        (_, Variable::Bool(b)) => compare(a, &Variable::Int(BigInt::from(*b))),
        (Variable::Int(a), Variable::Int(b)) => Some(a.cmp(b)),
        (Variable::Float(a), Variable::Float(b)) => a.partial_cmp(b),
        (Variable::Int(a), Variable::Float(b)) => compare_mixed(a, *b),
        (Variable::Float(a), Variable::Int(b)) => compare_mixed(b, *a).map(Ordering::reverse),
        _ => None,
    }
}

fn compare_mixed(int: &BigInt, float: f64) -> Option<Ordering> {
    match whole(float) {
        Some(whole) => Some(int.cmp(&whole).then(0.0.partial_cmp(&float.fract())?)),
        None => 0.0.partial_cmp(&float),
    }
}

/// `int(float)`; `None` for NaN and infinity.
fn whole(float: f64) -> Option<BigInt> {
    // The format contains every digit of the exact value.
    format!("{:.0}", float.trunc()).parse().ok()
}

/// `float(int)`, rounded to even.
fn to_float(int: &BigInt) -> Option<f64> {
    int.to_string()
        .parse()
        .ok()
        .filter(|float: &f64| float.is_finite())
}

/// The integer as an operand of an operation with a float.
fn coerced(int: &BigInt) -> Result<f64, QueryError> {
    let message = "int too large to convert to float";
    to_float(int).ok_or_else(|| QueryError::Python(message.to_owned()))
}

/// `a + b`
fn add<'q>(a: &Variable<'q>, b: &Variable<'q>) -> Result<Variable<'q>, QueryError> {
    Ok(match (a, b) {
        (Variable::Int(a), Variable::Int(b)) => Variable::Int(a + b),
        (Variable::Float(a), Variable::Float(b)) => Variable::Float(a + b),
        (Variable::Float(a), Variable::Int(b)) => Variable::Float(a + coerced(b)?),
        (Variable::Int(a), Variable::Float(b)) => Variable::Float(coerced(a)? + b),
        _ => Variable::Null,
    })
}

/// `sum(items)`
pub(super) fn sum<'q>(items: &[Variable<'q>]) -> Result<Variable<'q>, QueryError> {
    (items.iter()).try_fold(Variable::Int(BigInt::ZERO), |total, item| add(&total, item))
}

/// `total / count` as a float. Integers of any size are divided with correct rounding.
pub(super) fn divide(total: &Variable<'_>, count: usize) -> Result<f64, QueryError> {
    match total {
        Variable::Int(total) => {
            // The quotient has many more bits than a float, and its last bit records whether there
            // is a remainder, so it rounds like the exact quotient.
            const SHIFT: i32 = 160;
            let shift = if total.bits() < 128 { SHIFT } else { 0 };
            let (dividend, divisor) = (total.magnitude() << shift, BigInt::from(count));
            let quotient = &dividend / divisor.magnitude();
            let left_over = &quotient * divisor.magnitude() != dividend;
            let quotient = BigInt::from((quotient << 1) + u32::from(left_over));
            let message = "integer division result too large for a float";
            let float = to_float(&quotient)
                .map(|float| float * 2f64.powi(-shift - 1))
                .ok_or_else(|| QueryError::Python(message.to_owned()))?;
            Ok(if *total < BigInt::ZERO { -float } else { float })
        }
        Variable::Float(total) => Ok(total / count as f64),
        _ => Ok(0.0),
    }
}

/// `total / float(count)`
pub(super) fn divide_by_float(total: &Variable<'_>, count: usize) -> Result<f64, QueryError> {
    match total {
        Variable::Int(total) => Ok(coerced(total)? / count as f64),
        total => divide(total, count),
    }
}

/// `abs(number)`
pub(super) fn abs<'q>(number: &Variable<'q>) -> Variable<'q> {
    match number {
        Variable::Int(int) => Variable::Int(BigInt::from(int.magnitude().clone())),
        Variable::Float(float) => Variable::Float(float.abs()),
        other => other.clone(),
    }
}

/// `math.floor` or `math.ceil`, whose results are integers.
pub(super) fn round<'q>(
    number: &Variable<'q>,
    to: fn(f64) -> f64,
) -> Result<Variable<'q>, QueryError> {
    let Variable::Float(float) = number else {
        return Ok(number.clone());
    };
    whole(to(*float)).map(Variable::Int).ok_or_else(|| {
        let what = if float.is_nan() { "NaN" } else { "infinity" };
        QueryError::Python(format!("cannot convert float {what} to integer"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(text: &str) -> Variable<'static> {
        Variable::Int(text.parse().unwrap())
    }

    #[test]
    fn integers_and_floats_are_compared_exactly() {
        let big = int("9007199254740993");
        let float = Variable::Float(9_007_199_254_740_992.0);
        assert_eq!(compare(&big, &float), Some(Ordering::Greater));
        assert_eq!(compare(&float, &big), Some(Ordering::Less));
        assert_eq!(
            compare(&int("-1"), &Variable::Float(-1.5)),
            Some(Ordering::Greater)
        );
        assert_eq!(
            compare(&int("1"), &Variable::Float(f64::NEG_INFINITY)),
            Some(Ordering::Greater)
        );
        assert_eq!(compare(&int("1"), &Variable::Float(f64::NAN)), None);
        assert_eq!(
            compare(&int("1"), &Variable::Bool(true)),
            Some(Ordering::Equal)
        );
    }

    #[test]
    fn division_rounds_correctly_and_reports_overflow() {
        for (total, count, expected) in [
            ("7", 2, 3.5),
            ("-1", 3, -1.0 / 3.0),
            ("9007199254740993", 1, 9_007_199_254_740_992.0),
            ("27021597764222979", 3, 9_007_199_254_740_992.0),
            ("27021597764222980", 3, 9_007_199_254_740_994.0),
        ] {
            assert_eq!(divide(&int(total), count), Ok(expected));
        }
        let huge = int(&format!("1{}", "0".repeat(400)));
        assert_eq!(
            divide(&huge, 1).unwrap_err().to_string(),
            "integer division result too large for a float"
        );
    }

    #[test]
    fn division_by_a_float_rounds_twice() {
        for (total, count, expected) in [
            ("7", 2, 3.5),
            ("553468892355352739", 3, 1.844_896_307_851_176e17),
            ("251068613097276950", 7, 3.586_694_472_818_242_4e16),
        ] {
            assert_eq!(divide_by_float(&int(total), count), Ok(expected), "{total}");
        }
        let huge = int(&format!("1{}", "0".repeat(400)));
        assert_eq!(
            divide_by_float(&huge, 1).unwrap_err().to_string(),
            "int too large to convert to float"
        );
    }
}
