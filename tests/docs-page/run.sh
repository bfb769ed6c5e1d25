#!/usr/bin/env bash
# Opens the documentation page in headless Chromium and tries an operation out: `run.sh [SCREENSHOT]`. Needs cargo, node (20 or later) with
# npm, and the libraries that every Chromium needs (libnss3); the browser is that of a package, pinned in package-lock.json.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
screenshot=${1:+$(realpath "$1")}
cd "$here/../.."

package=tanium-threat-response-connections
target=$(cargo metadata --format-version 1 --no-deps |
    node -e 'console.log(JSON.parse(require("fs").readFileSync(0)).target_directory)')
cargo build --package $package --features $package/docs

folder=$target/docs-page
mkdir -p "$folder"
cp "$here"/{package.json,page.mjs} "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed.json"; then
    cp "$here/package-lock.json" "$folder"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    cp "$here/package-lock.json" "$folder/installed.json"
fi
TMPDIR=$folder node "$folder/page.mjs" "$target/debug/$package" "$screenshot"
