//! Measurements of a command: instructions by valgrind, wall-clock time in pairs, and peak memory.

use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// The first argument that makes this program run the following command and print its peak memory.
/// The peak of a child includes that of the forked process, so it is forked from a process that has
/// allocated nothing yet.
pub const PEAK: &str = "--peak-of";

/// A command and its environment, which can be run repeatedly.
#[derive(Clone)]
pub struct Subject {
    argv: Vec<String>,
    env: Vec<(String, String)>,
}

impl Subject {
    pub fn new<'a>(argv: impl IntoIterator<Item = &'a str>, env: &[(&str, &str)]) -> Subject {
        let own = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        Subject {
            argv: argv.into_iter().map(str::to_owned).collect(),
            env: env.iter().map(own).collect(),
        }
    }

    /// The same with another environment variable.
    pub fn env(mut self, name: &str, value: &str) -> Subject {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with so many variables that nobody asks for.
    pub fn variables(mut self, count: usize) -> Subject {
        let variable = |number| (format!("VARIABLE_{number}"), format!("value {number}"));
        self.env.extend((0..count).map(variable));
        self
    }

    fn under<S: AsRef<OsStr>>(&self, before: impl IntoIterator<Item = S>) -> Command {
        let mut words: Vec<_> = before.into_iter().map(|s| s.as_ref().to_owned()).collect();
        words.extend(self.argv.iter().map(Into::into));
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).env_clear().envs(self.env.clone());
        command.stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Runs it once; the exit code.
    pub fn code(&self) -> Option<i32> {
        self.under([""; 0]).status().ok()?.code()
    }

    /// How many instructions it executes; `None` without valgrind.
    pub fn instructions(&self) -> Option<u64> {
        let tool = ["/usr/bin/env", "valgrind", "--tool=callgrind"];
        let output = self
            .under(tool.iter().chain(&["--callgrind-out-file=/dev/null"]))
            .stderr(Stdio::piped())
            .output()
            .ok()?;
        let report = String::from_utf8_lossy(&output.stderr);
        let count = report.split("Collected : ").nth(1)?;
        count.split_whitespace().next()?.parse().ok()
    }

    /// The peak memory in bytes.
    pub fn peak(&self) -> u64 {
        let own = std::env::current_exe().unwrap();
        let output = self
            .under([own.as_os_str(), PEAK.as_ref()])
            .stdout(Stdio::piped())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap().parse().unwrap()
    }

    /// The median of the wall-clock times of so many runs.
    pub fn median(&self, runs: usize) -> Duration {
        let mut times: Vec<Duration> = (0..runs).map(|_| self.wall()).collect();
        times.sort();
        times[runs / 2]
    }

    fn wall(&self) -> Duration {
        let mut command = self.under([""; 0]);
        let start = Instant::now();
        command.status().unwrap();
        start.elapsed()
    }
}

/// The inner half of [`Subject::peak`].
pub fn print_peak(argv: impl Iterator<Item = String>) {
    let argv: Vec<String> = argv.collect();
    let mut command = Command::new(&argv[0]);
    command.args(&argv[1..]).stdout(Stdio::null());
    let usage = command.spawn().unwrap().wait4().unwrap().rusage;
    print!("{}", usage.maxrss);
}

/// The wall-clock time of the first in terms of the second, and of each alone: the medians of
/// runs in pairs, in alternating order.
pub fn paired(first: &Subject, second: &Subject, pairs: usize) -> (f64, Duration, Duration) {
    let (mut ratios, mut firsts, mut seconds) = (Vec::new(), Vec::new(), Vec::new());
    for pair in 0..pairs {
        let (a, b) = if pair % 2 == 0 {
            let a = first.wall();
            (a, second.wall())
        } else {
            let b = second.wall();
            (first.wall(), b)
        };
        ratios.push(a.as_secs_f64() / b.as_secs_f64());
        firsts.push(a);
        seconds.push(b);
    }
    ratios.sort_by(f64::total_cmp);
    firsts.sort();
    seconds.sort();
    (ratios[pairs / 2], firsts[pairs / 2], seconds[pairs / 2])
}
