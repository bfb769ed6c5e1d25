//! A standalone document of a consumed API, `specs/examples/shared/directory.yaml`: a client, and nothing more.

use capwright_tests::{Script, Upstream};
use examples_shared_directory::{Client, GetPersonInput};

#[tokio::test]
async fn a_shared_api_is_a_client_of_its_own() {
    let upstream = Upstream::start(Script::json("[]")).await;
    let client = Client::builder()
        .directory_base_url(upstream.url())
        .directory_user("reader")
        .directory_password("s3cret")
        .build()
        .unwrap();
    assert_eq!(client.list_people().await.unwrap().text().unwrap(), "[]");
    client.get_person(&GetPersonInput::new("a/b")).await.unwrap();
    let seen = upstream.take();
    let lines: Vec<_> = seen.iter().map(|request| request.line.as_str()).collect();
    assert_eq!(lines, ["GET /people", "GET /people/a%2Fb"]);
    assert!(seen.iter().all(|request| request.header("authorization") == Some("Basic cmVhZGVyOnMzY3JldA==")));
}
