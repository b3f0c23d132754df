#!/usr/bin/env bash
# Fuzzes one target (a file of targets/) for panics and failed assertions, guided by coverage.
# Needs a C++ compiler; the stable toolchain will do.
#
#     tests/fuzz/coverage/run.sh query -runs=1000000
set -euo pipefail
cd "$(dirname "$0")"
target=$1
shift
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=1
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares"
host=$(rustc -vV | sed -n 's/^host: //p')
cargo build --release --target "$host" --bin "$target"
mkdir -p "corpus/$target" "seeds/$target"
if [ -e "dictionaries/$target" ]; then set -- -dict="dictionaries/$target" "$@"; fi
exec "${CARGO_TARGET_DIR:-target}/$host/release/$target" "corpus/$target" "seeds/$target" \
    -max_len=200 -timeout=10 "$@"
