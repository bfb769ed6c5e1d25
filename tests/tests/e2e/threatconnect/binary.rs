//! The binary of the ThreatConnect crate: `serve`, and `call` against it.

use capwright_runtime::taxii::client::TryStreamExt;
use capwright_tests::{Process, command, run, send};
use serde_json::Value;

use super::{ACCEPT, BASE};
use crate::THREATCONNECT;

const CALLERS: [(&str, &str); 2] = [("TAXII_USERNAME", "user"), ("TAXII_PASSWORD", "s3cret: w")];
const SERVE: [&str; 3] = ["serve", "--taxii", "localhost:0"];

fn serving(extra: &[&str], settings: &[(&str, &str)]) -> Process {
    Process::start(command(THREATCONNECT, &[&SERVE, extra].concat(), settings))
}

#[tokio::test]
async fn a_mock_prints_credentials_that_let_callers_in() {
    let process = serving(&["--mock"], &[]);
    let address = process.address("taxii").await;
    let user = process.error_line("TAXII_USERNAME=").await;
    let password = process.error_line("TAXII_PASSWORD=").await;
    assert!(password.len() >= 20);
    let client = threatconnect_taxii::Client::builder().tc_taxii_username(user).tc_taxii_password(&password);
    let client = client.threatconnect_taxii_base_url(format!("http://{address}{BASE}")).build().unwrap();
    let root = format!("http://{address}{BASE}/tc_taxii/");
    assert_eq!(client.discovery().await.unwrap().default, Some(root));
    let objects: Vec<_> = client.objects(super::EXAMPLE).limit(1).stream().try_collect().await.unwrap();
    assert_eq!(objects.len(), 2);
    assert_eq!(send(address, &format!("GET {BASE}/taxii2"), &[ACCEPT], b"").await.status, 401);
    process.signal("TERM").await;
    let ended = process.finished().await;
    assert_eq!(ended.code(), 0);
    assert_eq!(ended.stdout, format!("taxii http://{address}{BASE}/taxii2\n"), "and nothing else");
}

#[tokio::test]
async fn a_file_is_served_to_those_who_know_the_password_and_call_reads_it() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/taxii.json");
    let process = serving(&["--data", data], &CALLERS);
    let address = process.address("taxii").await;
    let base = format!("http://{address}{BASE}");
    let known = [
        ("THREATCONNECT_TAXII_BASE_URL", base.as_str()),
        ("TC_TAXII_USERNAME", "user"),
        ("TC_TAXII_PASSWORD", "s3cret: w"),
    ];
    let call = async |arguments: &[&str]| {
        let ended = run(THREATCONNECT, &[&["call"], arguments].concat(), &known).await;
        assert!(!ended.stderr.contains("s3cret"), "{ended:?}");
        ended
    };
    let json = async |arguments: &[&str]| -> Value {
        let ended = call(arguments).await;
        assert_eq!(ended.code(), 0, "{ended:?}");
        serde_json::from_str(&ended.stdout).unwrap()
    };
    let example = ["--collection", super::EXAMPLE];
    assert!(json(&["discovery"]).await["default"].as_str().unwrap().starts_with(&base));
    assert!(json(&["api_root"]).await["max_content_length"].is_number());
    assert_eq!(json(&["collections"]).await["collections"].as_array().unwrap().len(), 3);
    assert_eq!(json(&[&["collection"], &example[..]].concat()).await["alias"], super::EXAMPLE);
    let page = json(&[&["objects"], &example[..], &["--limit", "3", "--match[type]", "indicator"]].concat()).await;
    assert_eq!((page["objects"].as_array().unwrap().len(), &page["more"]), (3, &Value::Bool(true)));
    assert!(json(&[&["manifest"], &example[..]].concat()).await["objects"][0]["date_added"].is_string());

    for (arguments, code, stderr) in [
        (&["objects", "--collection", "Nobody"][..], 1, "answered objects with 404 Not Found"),
        (&["objects"], 2, "collection is required"),
        (&["objects", "--collection", "x", "--limit", "0"], 2, "limit must be"),
        (&["objects", "--collection", "x", "--added_after", "now"], 2, "added_after must be"),
        (&["objects", "--collection", "x", "--since", "1"], 2, "since is not an input"),
        (&["nothing"], 2, "discovery"),
        (&["discovery", "--mock"], 2, "--mock"),
    ] {
        let ended = call(arguments).await;
        assert_eq!((ended.code(), ended.stdout.as_str()), (code, ""), "{arguments:?} {ended:?}");
        assert!(ended.stderr.contains(stderr), "{arguments:?} {ended:?}");
    }
    process.signal("INT").await;
    let ended = process.finished().await;
    assert_eq!(ended.code(), 0);
    assert!(!ended.stderr.contains("s3cret"), "{ended:?}");
}

#[tokio::test]
async fn serve_says_what_is_missing() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/taxii.json");
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for (arguments, settings, code, stderr) in [
        (&[][..], &CALLERS[..], 2, "give --data FILE, or --mock"),
        (&["--mock", "--data", data], &CALLERS, 2, "not both"),
        (&["--data", "nowhere.json"], &CALLERS, 1, "nowhere.json"),
        (&["--data", manifest], &CALLERS, 1, "the data can't be used: file: "),
        (&["--data", data], &[], 1, "missing settings: TAXII_USERNAME (the user name that callers of the server give)"),
        (&["--data", data], &CALLERS[..1], 1, "missing setting: TAXII_PASSWORD ("),
        (&["--stdio"], &CALLERS, 2, "--stdio"),
    ] {
        let ended = run(THREATCONNECT, &[&SERVE, arguments].concat(), settings).await;
        assert_eq!((ended.code(), ended.stdout.as_str()), (code, ""), "{arguments:?} {ended:?}");
        assert!(ended.stderr.contains(stderr), "{arguments:?} {ended:?}");
    }
    let called = run(THREATCONNECT, &["call", "discovery"], &[]).await;
    assert_eq!(called.code(), 1);
    assert!(
        called.stderr.contains("missing settings: TC_TAXII_USERNAME (") && called.stderr.contains("TC_TAXII_PASSWORD")
    );
}

#[tokio::test]
async fn routes_need_no_settings() {
    let ended = run(THREATCONNECT, &["routes"], &[]).await;
    let wanted = "GET  /api/services/taxii2/v1/taxii2                                       discovery
GET  /api/services/taxii2/v1/tc_taxii                                     api_root
GET  /api/services/taxii2/v1/tc_taxii/collections                         collections
GET  /api/services/taxii2/v1/tc_taxii/collections/{collection}            collection
GET  /api/services/taxii2/v1/tc_taxii/collections/{collection}/manifest   manifest
GET  /api/services/taxii2/v1/tc_taxii/collections/{collection}/objects    objects
";
    let squeezed =
        |text: &str| text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
    assert_eq!((ended.code(), squeezed(&ended.stdout)), (0, squeezed(wanted)));
}
