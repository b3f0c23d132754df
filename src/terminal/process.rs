//! Settings of the own process.

#[cfg(unix)]
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// From now on no crash leaves a core file, which would hold the secrets in memory. Windows writes
/// none where the user has not asked for it.
pub fn disable_core_dumps() {
    #[cfg(unix)]
    lower_core_limit();
}

#[cfg(unix)]
fn lower_core_limit() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Core);
    // One byte is too few for a file, and unlike zero it also keeps the core from a program that
    // collects them (`core(5)`).
    let current = Some(maximum.unwrap_or(1).min(1));
    // A limit can always be lowered.
    let _ = setrlimit(Resource::Core, Rlimit { current, maximum });
}
