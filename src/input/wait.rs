//! The values of `--wait`, `--wait-interval` and `--wait-timeout`.

use crate::error::UsageError;
use crate::model::arguments::{Arguments, Wait};
use std::time::Duration;

/// The defaults: the time between two requests, and the total time.
const INTERVAL: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(1800);

/// The interval and timeout of `--wait`; `None` without it.
///
/// # Errors
/// A value that is not a number of seconds, and a value without `--wait`.
pub fn wait(arguments: &Arguments) -> Result<Option<Wait>, UsageError> {
    let given = [
        ("wait-interval", &arguments.wait_interval),
        ("wait-timeout", &arguments.wait_timeout),
    ];
    if !arguments.wait {
        return match given.iter().find(|(_, value)| value.is_some()) {
            Some((flag, _)) => Err(invalid(flag, "not allowed without --wait")),
            None => Ok(None),
        };
    }
    let [interval, timeout] = given.map(|(flag, value)| seconds(flag, value.as_deref()));
    let wait = Wait {
        interval: interval?.unwrap_or(INTERVAL),
        timeout: timeout?.unwrap_or(TIMEOUT),
    };
    if wait.interval.is_zero() {
        return Err(invalid("wait-interval", "must be more than 0"));
    }
    Ok(Some(wait))
}

fn seconds(flag: &str, value: Option<&str>) -> Result<Option<Duration>, UsageError> {
    let Some(text) = value else {
        return Ok(None);
    };
    let seconds = text.parse().ok();
    match seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
        Some(time) => Ok(Some(time)),
        None => Err(invalid(
            flag,
            &format!("invalid number of seconds: '{text}'"),
        )),
    }
}

fn invalid(flag: &str, why: &str) -> UsageError {
    UsageError::Other(format!("argument --{flag}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UPDATE_BACKEND_AUTH;

    fn of(is_on: bool, interval: Option<&str>, timeout: Option<&str>) -> String {
        let arguments = Arguments {
            wait: is_on,
            wait_interval: interval.map(str::to_owned),
            wait_timeout: timeout.map(str::to_owned),
            ..Arguments::new(&UPDATE_BACKEND_AUTH)
        };
        match wait(&arguments) {
            Ok(None) => "none".to_owned(),
            Ok(Some(Wait { interval, timeout })) => format!("{interval:?} {timeout:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn seconds_may_have_a_fraction_and_default_to_5_and_1800() {
        assert_eq!(of(false, None, None), "none");
        assert_eq!(of(true, None, None), "5s 1800s");
        assert_eq!(of(true, Some("0.5"), Some("0")), "500ms 0ns");
    }

    #[test]
    fn other_values_and_values_without_wait_are_usage_errors() {
        let missing = "argument --wait-timeout: not allowed without --wait";
        assert_eq!(of(false, None, Some("1")), missing);
        let zero = "argument --wait-interval: must be more than 0";
        assert_eq!(of(true, Some("0"), None), zero);
        for text in ["", "x", "-1", "NaN", "inf", "1e400"] {
            let invalid = format!("argument --wait-timeout: invalid number of seconds: '{text}'");
            assert_eq!(of(true, None, Some(text)), invalid);
        }
    }
}
