//! Many mistakes, each of which is to be told.

use super::{Case, HEAD, inputs, operation, operations, repeat, upstream, upstreams};

pub(super) const CASES: &[Case] = &[
    ("unknown-keys", |times| repeat(times, HEAD, |n| format!("capabilit{n}: 1\n"), "")),
    ("unknown-keys-in-operations", |times| operations(times, |n| format!("      - {{name: op{n}, metod: GET}}\n"))),
    ("unknown-keys-of-one", |times| operation(times, "GET", "", |n| format!("        nam{n}: x\n"), "")),
    ("unknown-keys-long", |times| {
        let long = "inputParameterz".repeat(10_000);
        operation(times, "GET", "", |n| format!("        {long}{n}: x\n"), "")
    }),
    ("unknown-key-longest", |times| operation(times, "GET", "        ", |_| "k".to_owned(), ": x\n")),
    ("wrong-types", |times| operations(times, |n| format!("      - {{name: [op{n}], method: {{}}}}\n"))),
    ("unknown-values", |times| operations(times, |n| format!("      - {{name: op{n}, method: GTE{n}}}\n"))),
    ("unbound-variables", |times| inputs(times, |n| format!("        - {{name: i{n}, in: environment}}\n"))),
    ("secrets", |times| {
        upstreams(times, |n| {
            let authentication = format!("{{type: bearer, token: secret{n}}}");
            upstream(&format!("a{n}"), &format!("authentication: {authentication}, "), n)
        })
    }),
    ("exposed-secrets", |times| {
        let secret = |n| format!("ghp_{n:07}k7Qz2Rw9Lm4Xv8Tn1Yb6Hc3Jd5Gf0");
        inputs(times, |n| format!("        - {{name: X-Api-Key-{n}, in: header, value: {}}}\n", secret(n)))
    }),
    ("no-effect", |times| operations(times, |n| format!("      - {{name: op{n}, method: GET, tags: [a]}}\n"))),
];
