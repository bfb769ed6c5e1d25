# For scripts to source.

# Prints the folder that cargo builds into.
target_folder() {
    cargo metadata --manifest-path "$(dirname "${BASH_SOURCE[0]}")/../Cargo.toml" --format-version 1 --no-deps |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])'
}

# `pinned_packages REQUIREMENTS VENV`: a virtual environment of exactly these packages, made anew when they are others.
pinned_packages() {
    local requirements=$1 venv=$2
    if cmp -s "$requirements" "$venv/requirements.txt"; then return; fi
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$requirements"
    "$venv/bin/pip" check --disable-pip-version-check
    cp "$requirements" "$venv/requirements.txt"
}
