//! Every variable that a binary reads stands in its help and in a README.

use std::collections::BTreeSet;
use std::path::Path;

use capwright_tests::run;

use crate::{CONTRACT_FIRST, TANIUM, THREATCONNECT, TRIAGE};

const README: &str = include_str!("../../../README.md");

/// What the runtime reads, wherever it asks for a variable: the names that stand in the files that do.
fn read_by_the_runtime() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src")) {
        let path = entry.unwrap().into_path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let code = text.split("#[cfg(test)]").next().unwrap();
        if code.contains("env::var(") || code.contains("Settings::from_env(CALLERS)") {
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
    let libraries = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE"];
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
            "MAX_RESULT_BYTES" => !is_taxii,
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
