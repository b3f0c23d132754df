//! The rate limit of adaptive mode: none until the first throttling error, then a token bucket
//! whose rate follows a cubic curve.
//!
//! `botocore/retries/adaptive.py`, `bucket.py` and `throttling.py`, for one call at a time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const BETA: f64 = 0.7;
const SCALE: f64 = 0.4;
const SMOOTHING: f64 = 0.8;
const MIN_RATE: f64 = 0.5;

/// The state of the rate limit. Times are in seconds, rates in requests per second.
#[derive(Debug)]
pub(super) struct Limiter {
    enabled: bool,
    // `RateClocker`
    measured_rate: f64,
    last_slot: f64,
    count: f64,
    // `CubicCalculator`
    max_rate: f64,
    zero_point: f64,
    last_throttling: f64,
    // `TokenBucket`
    fill_rate: f64,
    capacity: f64,
    tokens: f64,
    last_fill: f64,
}

impl Limiter {
    /// The state of a new client, without a rate limit.
    pub(super) fn new() -> Self {
        Limiter::new_at(now())
    }

    fn new_at(now: f64) -> Self {
        Limiter {
            enabled: false,
            measured_rate: 0.0,
            last_slot: now.floor(),
            count: 0.0,
            max_rate: 0.0,
            zero_point: 0.0,
            last_throttling: now,
            fill_rate: 1.0,
            capacity: 1.0,
            tokens: 0.0,
            last_fill: now,
        }
    }

    /// Takes a token and returns the time until it is available.
    pub(super) fn acquire(&mut self) -> Duration {
        Duration::try_from_secs_f64(self.acquire_at(now())).unwrap_or(Duration::ZERO)
    }

    fn acquire_at(&mut self, now: f64) -> f64 {
        if !self.enabled {
            return 0.0;
        }
        self.fill(now);
        let wait = ((1.0 - self.tokens) / self.fill_rate).max(0.0);
        self.tokens -= 1.0;
        wait
    }

    /// Records the end of an attempt, with or without a response
    /// (`ClientRateLimiter.on_receiving_response`).
    pub(super) fn record(&mut self, throttled: bool) {
        self.record_at(now(), throttled);
    }

    fn record_at(&mut self, now: f64, throttled: bool) {
        self.measure(now);
        let rate = if throttled {
            let rate = if self.enabled {
                self.measured_rate.min(self.fill_rate)
            } else {
                self.measured_rate
            };
            self.max_rate = rate;
            self.zero_point = (rate * (1.0 - BETA) / SCALE).cbrt();
            self.last_throttling = now;
            self.enabled = true;
            rate * BETA
        } else {
            let since = now - self.last_throttling - self.zero_point;
            SCALE * since.powi(3) + self.max_rate
        };
        let rate = rate.min(2.0 * self.measured_rate);
        self.fill(now);
        self.fill_rate = rate.max(MIN_RATE);
        self.capacity = rate.max(1.0);
        self.tokens = self.tokens.min(self.capacity);
    }

    /// Updates the measured rate, in slots of half a second (`RateClocker.record`).
    fn measure(&mut self, now: f64) {
        let slot = (now * 2.0).floor() / 2.0;
        self.count += 1.0;
        if slot > self.last_slot {
            let rate = self.count / (slot - self.last_slot);
            self.measured_rate = rate * SMOOTHING + self.measured_rate * (1.0 - SMOOTHING);
            self.count = 0.0;
            self.last_slot = slot;
        }
    }

    /// Adds the tokens for the time since the last call.
    fn fill(&mut self, now: f64) {
        self.tokens = (self.tokens + (now - self.last_fill) * self.fill_rate).min(self.capacity);
        self.last_fill = now;
    }
}

fn now() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map(|time| time.as_secs_f64())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_and_delays_equal_those_of_the_original() {
        let mut limiter = Limiter::new_at(1000.25);
        // The time of a request, the delay before it, and whether the response 0.05 s later is a
        // throttling error; then rate, capacity and tokens, as in `ClientRateLimiter`.
        for (time, wait, throttled, rate, capacity, tokens) in [
            (1000.35, 0.000000, true, 0.500000, 1.000000, 0.150000),
            (1000.7, 1.400000, true, 0.500000, 1.000000, 0.025000),
            (1002.35, 1.750000, false, 1.120000, 1.120000, 0.025000),
            (1004.55, 0.470536, true, 0.638400, 1.000000, 0.056000),
            (1005.170536, 1.378696, true, 0.500000, 1.000000, 0.031920),
            (1009.099232, 0.000000, false, 0.926293, 1.000000, 0.025000),
            (1013.849232, 0.000000, false, 0.540814, 1.000000, 0.046315),
            (1014.199232, 1.463425, true, 0.500000, 1.000000, 0.027041),
            (1024.712657, 0.000000, false, 0.500000, 1.000000, 0.025000),
            (1024.862657, 1.850000, true, 0.500000, 1.000000, 0.025000),
            (1026.862657, 1.850000, false, 0.974376, 1.000000, 0.025000),
        ] {
            let waited = limiter.acquire_at(time);
            limiter.record_at(time + waited + 0.05, throttled);
            let state = [waited, limiter.fill_rate, limiter.capacity, limiter.tokens];
            for (actual, expected) in state.into_iter().zip([wait, rate, capacity, tokens]) {
                let difference: f64 = actual - expected;
                assert!(difference.abs() < 1e-5, "{time}: {state:?}");
            }
        }
    }
}
