#!/usr/bin/env bash
# Fuzzes the compiler: `fuzz/run.sh SECONDS [TARGET…]`, each target for so long. Works with stable Rust: the coverage that libFuzzer
# wants comes from LLVM flags, and no sanitizer is needed where no code is unsafe. The target `properties` is the property tests of
# the workspace, on other texts than `cargo test` tries: `PROPTEST_RNG_SEED=… fuzz/run.sh SECONDS properties` tries them again.
set -euo pipefail
cd "$(dirname "$0")"

readonly VERSION=0.13.1
seconds=${1:?how many seconds}
shift
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || targets=(properties read resolve compile)

# Property tests, with more cases and a seed of their own. One that fails notes the case below `proptest-regressions`: commit it
# with its cure.
properties() {
    local seed=${PROPTEST_RNG_SEED:-$(od -An -N6 -tu8 /dev/urandom | tr -d ' ')}
    printf 'PROPTEST_RNG_SEED=%s\n' "$seed"
    (cd .. && PROPTEST_RNG_SEED=$seed PROPTEST_CASES=$((seconds * 200)) \
        cargo test --quiet --workspace --lib --test properties --test round_trips)
}

fuzzed=()
for target in "${targets[@]}"; do
    [[ $target = properties ]] || { fuzzed+=("$target") && continue; }
    printf '\n== properties for about %s s\n' "$seconds"
    properties
done
[[ ${#fuzzed[@]} -gt 0 ]] || exit 0

# Other flags would build everything again.
unset RUSTFLAGS CARGO_TARGET_DIR
tools=$PWD/target/tools
if ! [[ -x $tools/bin/cargo-fuzz ]]; then
    cargo install cargo-fuzz --version "$VERSION" --locked --root "$tools" --target-dir target/tools-build
fi
export PATH=$tools/bin:$PATH

# Seeds: every fixture as it is, and each folder of documents that import each other as one input.
seed() {
    local tests=../codegen/tests corpus=$1 file folder name
    mkdir -p "$corpus"
    find "$tests" ../specs -name '*.y*ml' -size -64k | while read -r file; do
        cp "$file" "$corpus/seed-$(tr -c 'a-z0-9\n' - <<<"${file#../}")"
    done
    for folder in "$tests"/projects/*/; do
        name=seed-project-$(basename "$folder")
        (cd "$folder" && find . -name '*.y*ml' | sort | while read -r file; do
            printf '\n=== %s\n' "${file#./}"
            cat "$file"
        done) >"$corpus/$name"
    done
}

for target in "${fuzzed[@]}"; do
    printf '\n== fuzz %s for %s s\n' "$target" "$seconds"
    seed "corpus/$target"
    cargo fuzz run --sanitizer none "$target" -- -max_total_time="$seconds" -max_len=32768 -len_control=0 \
        -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=1 2>&1 | grep -vE '^#[0-9]+\s+(NEW|REDUCE|RELOAD)' || exit 1
done
