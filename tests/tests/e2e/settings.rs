//! Every variable that a binary reads stands in its help and in a README.

use std::collections::BTreeSet;
use std::path::Path;

use capwright_tests::run;

use crate::{API_KEY, BASE_URL, CONTRACT_FIRST, TANIUM, THREATCONNECT, TRIAGE};

const README: &str = include_str!("../../../README.md");

/// What the runtime reads, wherever it asks for a variable: the names that stand in the files that do.
fn read_by_the_runtime() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src")) {
        let path = entry.unwrap().into_path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let code = text.split("#[cfg(test)]").next().unwrap();
        if code.contains("env::var(")
            || code.contains("Variables::of_process()")
            || code.contains("Settings::from_env(CALLERS)")
        {
            let is_name = |text: &&str| {
                text.len() > 3 && text.chars().all(|c| c.is_ascii_uppercase() || c == '_') && text.contains('_')
            };
            names.extend(code.split('"').skip(1).step_by(2).filter(is_name).map(str::to_owned));
        }
    }
    names
}

#[tokio::test]
async fn every_variable_stands_in_help_and_readme() {
    let common = read_by_the_runtime();
    assert!(common.contains("LOG_LEVEL") && common.contains("TAXII_ALLOW_HTTP"), "{common:?}");
    let libraries = ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE"];
    let packages = [
        (TANIUM, tanium_threat_response_connections::SETTINGS),
        (TRIAGE, examples_incident_triage::SETTINGS),
        (THREATCONNECT, threatconnect_taxii::SETTINGS),
        (CONTRACT_FIRST, &[]),
    ];
    for (package, settings) in packages {
        let help = run(package, &["--help"], &[]).await.stdout;
        let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated").join(package).join("README.md");
        let own = std::fs::read_to_string(readme).unwrap();
        let is_taxii = package == THREATCONNECT;
        let applies = |name: &str| match name {
            "DOCS" | "MAX_RESULT_BYTES" | "PROGRESS_INTERVAL" => !is_taxii,
            name => is_taxii || !name.starts_with("TAXII_"),
        };
        let settings = settings.iter().map(|setting| setting.env);
        let names = common.iter().map(String::as_str).chain(libraries).filter(|name| applies(name)).chain(settings);
        for name in names {
            assert!(help.contains(&format!("  {name} ")), "{package} --help does not name {name}: {help}");
            assert!(own.contains(name) || README.contains(&format!("`{name}`")), "no README of {package} names {name}");
        }
    }
}

/// What `check` refuses in a document is refused at start-up too: by the name of the setting, without a word of its value.
#[tokio::test]
async fn an_address_that_is_none_is_refused_by_name() {
    let long = format!("https://{}.io", "a".repeat(64));
    let host = "has a host that can't be one";
    let rows = [
        (":99999", "is not a URL"),
        ("https://api.acme.io:99999", "has a port that is none"),
        ("https://api acme.io", host),
        ("https://api.acme.io/a b", "holds a blank, a line break or a backslash"),
        ("https://::1/v1", "has no host"),
        ("https://-acme.io", host),
        ("https://256.1.1.1", host),
        (long.as_str(), host),
        ("https:///", "has no host"),
        ("https:///api.acme.io", "has no host"),
        ("//host", "is not a URL"),
        ("${X}", "is not a URL"),
        ("https://me:hunter2@api.acme.io", "must not hold a username or password"),
        ("https://me:hunter2@-acme.io", host),
    ];
    for (value, reason) in rows {
        let whole = format!("{BASE_URL} (the base URL of threat-response-connections) {reason}");
        refused(TANIUM, &["serve"], &[(API_KEY, "k"), (BASE_URL, value)], &whole).await;
    }
    let part = format!("TANIUM_SERVER (in the base URL of threat-response-connections) {host}");
    refused(TANIUM, &["serve"], &[(API_KEY, "k"), ("TANIUM_SERVER", "-hunter2")], &part).await;
    let taxii = "THREATCONNECT_TAXII_BASE_URL";
    let settings = [("TC_TAXII_USERNAME", "me"), ("TC_TAXII_PASSWORD", "k"), (taxii, "https://me:hunter2@-acme.io")];
    refused(
        THREATCONNECT,
        &["call", "discovery"],
        &settings,
        &format!("{taxii} (the base URL of threatconnect-taxii) {host}"),
    )
    .await;
}

async fn refused(package: &str, arguments: &[&str], settings: &[(&str, &str)], reason: &str) {
    let ended = run(package, arguments, settings).await;
    assert_eq!((ended.code(), ended.stdout.as_str()), (1, ""), "{settings:?} {ended:?}");
    assert!(ended.stderr.contains(reason) && !ended.stderr.contains("hunter2"), "{settings:?} {ended:?}");
}
