//! Limits of the current process.

#[cfg(unix)]
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Disables core dumps for the rest of the run, because a core file would contain the secrets in
/// memory. Windows writes none unless the user has configured it.
pub fn disable_core_dumps() {
    #[cfg(unix)]
    lower_core_limit();
}

#[cfg(unix)]
fn lower_core_limit() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Core);
    // One byte is too small for a core file and, unlike zero, also disables a program that collects
    // core dumps (`core(5)`).
    let current = Some(maximum.unwrap_or(1).min(1));
    // Lowering a limit needs no privilege, so this does not fail.
    let _ = setrlimit(Resource::Core, Rlimit { current, maximum });
}
