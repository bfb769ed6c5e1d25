//! Whose value is sent: in paths, bodies and credentials that callers, binds and the environment fill.

use capwright_tests::{Answer, Script, Seen};

use crate::bed::{Running, Unit, offering, text_of};

/// Operations of `up`, and upstreams that want credentials.
const OPERATIONS: &str = r"
      around: {path: '/v{{v}}/x', operations: {around: {method: GET, inputParameters: {v: {in: path, value: '{{ver}}-x'}}}}}
      alone: {path: '/w{{v}}/x', operations: {alone: {method: GET, inputParameters: {v: {in: path, value: '{{ver}}'}}}}}
      triple: {path: '/t/{{{a}}}', operations: {triple: {method: GET}}}
      sku: {path: /sku, operations: {sku: {method: POST, body: {type: json, data: {sku: '{{SKU}}'}}}}}
  - type: http
    namespace: bound
    baseUri: https://bound.test
    authentication: {type: bearer, token: '{{{TOK}}}'}
    resources:
      bound: {path: /bound, operations: {bound: {method: GET}}}
  - type: http
    namespace: theirs
    baseUri: https://theirs.test
    authentication: {type: bearer, token: '{{userToken}}'}
    resources:
      theirs: {path: /theirs, operations: {theirs: {method: GET}, put: {method: PUT, inputParameters: {title: {in: body}}}}}
  - type: http
    namespace: proven
    baseUri: https://proven.test
    authentication: {type: digest, username: '{{user}}', password: '{{password}}'}
    resources:
      proven: {path: /proven, operations: {proven: {method: GET}}}
  - type: http
    namespace: signed
    baseUri: https://signed.test
    authentication: {type: oauth1, consumerKey: '{{consumer}}', consumerSecret: '{{consumerSecret}}', token: '{{token}}', tokenSecret: '{{tokenSecret}}'}
    resources:
      signed: {path: /signed, operations: {signed: {method: GET}}}
  - type: http
    namespace: both
    baseUri: https://both.test
    auth: [{type: oauth2, tokenEndpoint: 'https://issuer.test/token'}, {type: apikey, key: X-Key, value: '{{userKey}}', placement: header}]
    resources:
      both: {path: /both, operations: {both: {method: GET}}}
";

const UNITS: [Unit; 13] = [
    ("around", "ver: {type: integer}", "call: up.around"),
    ("alone", "ver: {type: integer}", "call: up.alone"),
    ("triple", "a: {type: string}", "call: up.triple"),
    ("sku", "SKU: {type: string}", "call: up.sku"),
    ("sku-with", "s: {type: string}", "call: up.sku, with: {SKU: '{{s}}'}"),
    ("sku-env", "", "call: up.sku"),
    ("bound", "", "call: bound.bound"),
    ("theirs", "userToken: {type: string}", "call: theirs.theirs"),
    (
        "theirs-with",
        "t: {type: string}, title: {type: string}",
        "call: theirs.put, with: {userToken: '{{t}}', title: '{{title}}'}",
    ),
    ("ours", "", "call: theirs.theirs"),
    ("both", "userKey: {type: string}", "call: both.both"),
    ("proven", "user: {type: string}, password: {type: string}", "call: proven.proven"),
    (
        "signed",
        "consumer: {type: string}, consumerSecret: {type: string}, token: {type: string}, tokenSecret: {type: string}",
        "call: signed.signed",
    ),
];

/// What callers give to a unit, and what is sent: the request, who it says that it is from, and its body.
const SENT: [(&str, &str, &str); 12] = [
    ("around", r#"{"ver":2}"#, "GET /v2-x/x"),
    ("alone", r#"{"ver":2}"#, "GET /w2/x"),
    ("triple", r#"{"a":"x/y"}"#, "GET /t/x%2Fy"),
    ("sku", r#"{"SKU":"s1"}"#, r#"POST /sku {"sku":"s1"}"#),
    ("sku-with", r#"{"s":"s1"}"#, r#"POST /sku {"sku":"s1"}"#),
    ("sku-env", "{}", r#"POST /sku {"sku":"sku-of-the-environment"}"#),
    ("bound", "{}", "GET /bound (Bearer bound-token)"),
    ("theirs", r#"{"userToken":"T"}"#, "GET /theirs (Bearer T)"),
    ("theirs-with", r#"{"t":"T","title":"x"}"#, r#"PUT /theirs (Bearer T) {"title":"x"}"#),
    ("ours", "{}", "GET /theirs (Bearer token-of-the-environment)"),
    ("theirs", "{}", "userToken is required"),
    ("around", "{}", "ver is required"),
];

/// The names of signatures, what callers give for them, what requests say of that, and what they never do.
const SIGNED: [(&str, &str, [&str; 2], [&str; 2]); 2] = [
    (
        "proven",
        r#"{"user":"ann","password":"p4ss"}"#,
        [r#"Digest username="ann""#, r#"uri="/proven""#],
        ["p4ss", "password"],
    ),
    (
        "signed",
        r#"{"consumer":"ck","consumerSecret":"c-s3cret","token":"tk","tokenSecret":"t-s3cret"}"#,
        [r#"oauth_consumer_key="ck""#, r#"oauth_token="tk""#],
        ["c-s3cret", "t-s3cret"],
    ),
];

pub(crate) fn document() -> String {
    offering("binds:\n- {namespace: set, keys: {TOK: TOK}}\n", OPERATIONS, &UNITS)
}

/// The upstream wants to be told who asks for `/proven`.
fn answer(seen: &Seen) -> Script {
    match (seen.line.as_str(), seen.header("authorization")) {
        ("GET /proven", None) => {
            let challenge = "www-authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n";
            Script::http("401 Unauthorized", challenge, "")
        }
        ("POST /token", _) => Script::json(r#"{"access_token":"issued","token_type":"bearer","expires_in":3600}"#),
        _ => Script::json("{}"),
    }
}

async fn start() -> Running {
    Running::start("credentials", answer).await
}

/// A request as one line.
fn line(seen: &Seen) -> String {
    let who = seen.header("authorization").map(|who| format!(" ({who})")).unwrap_or_default();
    let body = String::from_utf8_lossy(&seen.body);
    let space = if body.is_empty() { "" } else { " " };
    format!("{}{who}{space}{body}", seen.line)
}

/// What is wrong, without what else there is.
fn told(answer: &Answer) -> String {
    let text = text_of(answer);
    let problem = serde_json::from_str::<serde_json::Value>(answer.text()).ok();
    let detail = problem.and_then(|problem| problem["detail"].as_str().map(str::to_owned)).unwrap_or(text);
    detail.split(';').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn callers_fill_what_they_are_asked_for() {
    let running = start().await;
    for (unit, given, expected) in SENT {
        let tool = running.tool(unit, given).await;
        assert_eq!(running.sent().map_or_else(|| told(&tool), |seen| line(&seen)), expected, "{unit} {given}");
        let route = running.rest(&format!("POST /{unit}"), given).await;
        assert_eq!(running.sent().map_or_else(|| told(&route), |seen| line(&seen)), expected, "{unit} {given}");
    }
}

#[tokio::test]
async fn secrets_of_callers_sign_and_are_not_sent() {
    let running = start().await;
    for (unit, given, said, unsaid) in SIGNED {
        for over in ["MCP", "REST"] {
            let answer = match over {
                "MCP" => running.tool(unit, given).await,
                _ => running.rest(&format!("POST /{unit}"), given).await,
            };
            let seen = running.upstream.take();
            let last = seen.last().map_or_else(|| answer.raw.clone(), line);
            assert!(said.iter().all(|said| last.contains(said)), "{unit} over {over}: {last}");
            let all = format!("{seen:?} {}", answer.raw);
            assert!(!unsaid.iter().any(|unsaid| all.contains(unsaid)), "{unit} over {over}: {all}");
        }
    }
}

/// A token that is issued to us goes with the key of each caller.
#[tokio::test]
async fn callers_give_a_key_beside_our_token() {
    let running = start().await;
    for key in ["k1", "k2"] {
        let given = format!(r#"{{"userKey":"{key}"}}"#);
        let answers = [running.tool("both", &given).await, running.rest("POST /both", &given).await];
        let asked: Vec<Seen> = running.upstream.take().into_iter().filter(|seen| seen.line != "POST /token").collect();
        assert_eq!(asked.len(), 2, "{answers:?}");
        for seen in asked {
            assert_eq!((line(&seen).as_str(), seen.header("x-key")), ("GET /both (Bearer issued)", Some(key)));
        }
    }
}

/// Whatever is called: an operation, a tool or a route. What is printed never holds it.
#[tokio::test]
async fn the_command_line_gives_secrets_as_arguments() {
    let running = start().await;
    for name in ["theirs", "tool:theirs", "route:POST /theirs"] {
        let given = running.run(&["call", name, "--userToken", "t0ken-on-the-line"]).await;
        assert_eq!(given.code(), 0, "{name}: {given:?}");
        assert!(!format!("{given:?}").contains("t0ken-on-the-line"), "{name}: {given:?}");
        let sent = running.sent().map(|seen| line(&seen));
        assert_eq!(sent.as_deref(), Some("GET /theirs (Bearer t0ken-on-the-line)"), "{name}");
        let missing = running.run(&["call", name]).await;
        assert!(missing.code() == 2 && missing.stderr.contains("userToken"), "{name}: {missing:?}");
        assert_eq!(running.sent().map(|seen| line(&seen)), None, "{name}");
    }
    let ours = running.run(&["call", "tool:ours"]).await;
    assert_eq!(ours.code(), 0, "{ours:?}");
    assert_eq!(
        running.sent().map(|seen| line(&seen)).as_deref(),
        Some("GET /theirs (Bearer token-of-the-environment)")
    );
}
