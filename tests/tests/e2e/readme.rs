//! What the README shows is what is: its code compiles and runs, its commands answer as printed.

use std::path::Path;

use capwright_runtime::taxii::server::{BasicAuth, Options};
use capwright_runtime::taxii::store::{MemoryStore, StoreService};
use capwright_tests::{Process, command, send, serve, shell};

use crate::{TANIUM, TRIAGE};

const README: &str = include_str!("../../../README.md");

// The example of the README, to the letter.
include!("readme/patterns.rs");

/// The fenced blocks of a language, without their fences.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    README.split(fence.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

fn file(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// Every line of `excerpt` stands in `whole`, in that order; indentation aside.
fn check_excerpt(excerpt: &str, whole: &str) {
    let mut lines = whole.lines().map(str::trim);
    for line in excerpt.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(lines.any(|other| other == line), "the README shows {line:?}, which is not so (any more)");
    }
}

#[test]
fn examples_are_those_that_the_tests_run() {
    let tested = [include_str!("readme/keep_production.rs"), include_str!("readme/patterns.rs")];
    let [shown, flow, examples @ ..] = &blocks("rust")[..] else { panic!("no block of Rust") };
    assert_eq!(examples, tested);
    let (types, client) = shown.split_once("\n\n").unwrap();
    check_excerpt(types, &file("generated/tanium-threat-response-connections/src/types.rs"));
    check_excerpt(client, &file("generated/tanium-threat-response-connections/src/client.rs"));
    check_excerpt(flow, &file("generated/examples-incident-triage/src/service.rs"));
    check_excerpt(blocks("yaml")[0], &file("specs/tanium/threat-response-connections.yaml"));
    check_excerpt(blocks("yaml")[1], &file("specs/examples/incident-triage.yaml"));
}

#[tokio::test]
async fn the_taxii_client_in_ten_lines() {
    let examples = threatconnect_taxii::taxii::EXAMPLES;
    let store = MemoryStore::from_examples(threatconnect_taxii::taxii::LAYOUT.root(), examples).unwrap();
    let service = StoreService::new(store, BasicAuth::new("user", "password"));
    let server = serve(threatconnect_taxii::taxii::router(service, &Options::default())).await;
    let client = Client::builder()
        .tc_taxii_username("user")
        .tc_taxii_password("password")
        .threatconnect_taxii_base_url(format!("{}/api/services/taxii2/v1", server.url()))
        .build()
        .unwrap();
    assert_eq!(patterns(&client).await.unwrap(), ["[domain-name:value = 'badguy.com']"]);
}

#[tokio::test]
async fn curl_lines_answer_as_printed() {
    let check = async |package: &str, settings: &[(&str, &str)], start: &str, header: &str| {
        let arguments = ["serve", "--rest", "localhost:0", "--mcp", "localhost:0", "--mock"];
        let process = Process::start(command(package, &arguments, settings));
        let address = process.address("rest").await;
        let lines: Vec<_> = README.lines().collect();
        let printed: Vec<_> = lines.windows(2).filter(|pair| pair[0].starts_with(start)).collect();
        assert!(printed.len() >= 2, "{start}");
        for pair in printed {
            let path = pair[0].strip_prefix(start).and_then(|rest| rest.strip_suffix('\'')).unwrap();
            let answer = send(address, &format!("GET {path}"), &["host: localhost", header], b"").await;
            assert_eq!(answer.text(), pair[1], "{}", pair[0]);
        }
    };
    check(TANIUM, &[], "$ curl 'localhost:8080", "accept: */*").await;
    let key = [("TRIAGE_API_KEY", "demo")];
    assert!(README.contains(&format!("TRIAGE_API_KEY=demo cargo run -p {TRIAGE} -- serve --mock")));
    check(TRIAGE, &key, "$ curl -H 'X-Triage-Key: demo' 'localhost:8081", "x-triage-key: demo").await;
}

/// Lines that call a binary, and what is printed after them, if anything is.
#[tokio::test]
async fn calls_work_as_printed() {
    let lines: Vec<_> = README.lines().collect();
    let calls = lines.windows(2).filter(|pair| pair[0].contains("cargo run -p ") && pair[0].contains(" -- call "));
    let calls: Vec<_> = calls.filter(|pair| !pair[0].contains("threatconnect")).collect();
    assert!(calls.len() >= 4, "{calls:?}");
    for call in calls {
        let ended = ended(shell(call[0].trim_start_matches("$ "))).await;
        assert_eq!(ended.code(), 0, "{call:?} {ended:?}");
        if call[0].starts_with("$ ") {
            assert_eq!(ended.stdout, call[1], "{call:?}");
        }
    }
}

#[tokio::test]
async fn the_taxii_client_meets_the_taxii_server_as_printed() {
    let lines: Vec<_> = README.lines().collect();
    let start = lines.iter().find(|line| line.contains("cargo run -p threatconnect-taxii -- serve")).unwrap();
    let server = Process::start(shell(&format!("{start} --taxii localhost:0")));
    let address = server.address("taxii").await.to_string();
    let export = lines.iter().find(|line| line.starts_with("$ export") && line.contains("TAXII")).unwrap();
    assert!(export.contains(threatconnect_taxii::taxii::ADDRESS), "{export}");
    let export = export.trim_start_matches("$ ").replace(threatconnect_taxii::taxii::ADDRESS, &address);
    let calls: Vec<_> =
        lines.windows(2).filter(|pair| pair[0].starts_with("$ cargo run -p threatconnect-taxii -- ")).collect();
    assert!(!calls.is_empty());
    for call in calls {
        let ended = ended(shell(&format!("{export}\n{}", call[0].trim_start_matches("$ ")))).await;
        assert_eq!((ended.code(), ended.stdout.as_str()), (0, call[1]), "{call:?} {}", ended.stderr);
    }
}

async fn ended(command: tokio::process::Command) -> capwright_tests::Finished {
    let mut process = Process::start(command);
    drop(process.stdin.take());
    process.finished().await
}
