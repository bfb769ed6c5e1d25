#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde::de::{Deserializer, Visitor};

use super::written::Keys;
use super::*;
use crate::diagnostic::{Sink, render};
use crate::read::naftiko::Consume;
use crate::read::naftiko::tests::read;
use crate::source::Source;

/// The schemes that one `authentication` is read as, and whether its spelling is reported.
#[track_caller]
fn authentication(yaml: &str) -> (Vec<Scheme>, bool) {
    let text =
        format!("naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - {{namespace: a, baseUri: 'http://a', {yaml}}}\n");
    let (document, lines) = read(&text);
    let is_spelling = |line: &String| line.split(' ').next().is_some_and(|code| code.ends_with("-spelling"));
    assert!(lines.iter().all(is_spelling), "{lines:?}");
    let Some(Consume::Upstream(upstream)) = document.unwrap().capability.consumes.into_iter().next() else {
        panic!("no upstream")
    };
    (upstream.authentication().unwrap().schemes.clone(), !lines.is_empty())
}

/// An API key as `placement name=value`.
fn key(scheme: &Scheme) -> String {
    let Scheme::ApiKey(key) = scheme else { return format!("{scheme:?}") };
    let text = |text: &Option<Spanned<String>>| text.as_ref().map_or("-", |text| text.as_str()).to_owned();
    format!("{:?} {}={}", key.placement.as_ref().map(|placement| placement.value), text(&key.name), text(&key.value))
}

#[test]
fn every_spelling_of_an_api_key_is_understood() {
    let rows = [
        ("authentication: {type: apikey, key: X, value: v, placement: query}", "Some(Query) X=v", false),
        ("authentication: {type: apikey, name: X, value: v, in: header}", "Some(Header) X=v", false),
        ("authentication: {type: apikey, name: X, in: header}", "Some(Header) X=-", true),
        ("authentication: {type: apikey, header: X, key: '{{V}}'}", "None X={{V}}", true),
        ("authentication: {type: apiKey, header: X, token: v}", "None X=v", true),
        ("authentication: {type: header, name: X, value: v}", "None X=v", true),
        ("authentication: {type: api_key, name: X, value: v}", "None X=v", true),
        ("authentication: {type: apikey, headerName: X, value: v}", "None X=v", true),
        ("authentication: {type: apikey, key: '{{V}}', placement: header}", "Some(Header) -={{V}}", true),
        ("authentication: {type: apikey, name: X, key: v, in: query}", "Some(Query) X=v", true),
        ("authentication: {type: apikey, key: X, placement: header}", "Some(Header) X=-", true),
        ("authentication: {type: apikey, key: X, value: v, placement: cookie}", "Some(Cookie) X=v", true),
        ("authentication: {type: apikey, key: X, value: v, in: body}", "Some(Body) X=v", true),
        ("authentication: {type: apikey, key: X, value: v, in: path}", "Some(Path) X=v", true),
        ("auth: {type: apikey, key: X, value: v}", "None X=v", true),
        ("auth: [{type: apikey, key: X, value: v}]", "None X=v", true),
    ];
    for (yaml, expected, reported) in rows {
        let (schemes, was_reported) = authentication(yaml);
        assert_eq!(schemes.iter().map(key).collect::<Vec<_>>(), [expected], "{yaml}");
        assert_eq!(was_reported, reported, "{yaml}");
    }
    let (several, _) = authentication("authentication: {type: apikey, headers: {A: a, B: b}}");
    assert_eq!(several.iter().map(key).collect::<Vec<_>>(), ["None A=a", "None B=b"]);
    let (several, _) =
        authentication("authentication: {type: query, parameters: [{name: A, value: a}, {name: B, value: b}]}");
    assert_eq!(several.iter().map(key).collect::<Vec<_>>(), ["Some(Query) A=a", "Some(Query) B=b"]);
}

#[test]
fn other_authentication_is_typed() {
    let scheme = |yaml: &str| authentication(&format!("authentication: {{{yaml}}}"));
    assert!(matches!(scheme("type: bearer, token: t").0.as_slice(), [Scheme::Bearer(Some(_))]));
    assert!(matches!(scheme("type: Bearer, token: t").0.as_slice(), [Scheme::Bearer(Some(_))]));
    assert!(scheme("type: bearer, value: t").1);
    assert!(matches!(scheme("type: basic, username: u, password: ''").0.as_slice(), [Scheme::Basic(_)]));
    assert!(matches!(scheme("type: oauth2, scopes: [a]").0.as_slice(), [Scheme::OAuth2(_)]));
    for name in ["aws-sig-v4", "aws-signature-v4", "awsSigV4", "AWS4-HMAC-SHA256"] {
        let yaml = format!("type: {name}, region: r, accessKeyId: a, secretAccessKey: s");
        let schemes = scheme(&yaml).0;
        let [Scheme::Aws(key)] = schemes.as_slice() else { panic!("{schemes:?}") };
        assert!(key.region.is_some() && key.access_key_id.is_some() && key.secret_key.is_some(), "{name}");
    }
    for name in ["oauth1", "OAuth1.0a", "oauth-1.0"] {
        let schemes = scheme(&format!("type: {name}, consumerKey: k, signingKey: s, accessToken: t")).0;
        let [Scheme::OAuth1(consumer)] = schemes.as_slice() else { panic!("{schemes:?}") };
        assert!(consumer.signing_key.is_some() && consumer.token.is_some(), "{name}");
    }
    assert!(
        matches!(scheme("type: hmac, secretKey: s").0.as_slice(), [Scheme::Other(name)] if name.as_str() == "hmac")
    );
}

#[test]
fn keys_of_other_authentication_are_reported() {
    let rows = [
        ("type: bearer, token: t, password: p", true),
        ("type: basic, username: u, password: p, region: r", true),
        ("type: apikey, key: X, value: v, audience: a", true),
        ("type: oauth2, tokenEndpoint: 'https://t', token: t", true),
        ("type: apikey, name: X, value: v, in: header", false),
        ("type: aws-sig-v4, region: r, accessKeyId: a", false),
        ("type: aws-sig-v4, region: r, consumerKey: a", true),
        ("type: oauth1, consumerKey: k, token: t", false),
        ("type: oauth1, consumerKey: k, secretKey: s", true),
        ("type: bearer, token: t, certPath: c, certPassword: p", true),
        ("type: certificate, certPath: c, certPassword: p, region: r", false),
    ];
    for (yaml, expected) in rows {
        let text =
            format!("naftiko: 1.0.0-alpha2\nconsumes:\n- {{namespace: a, baseUri: '', authentication: {{{yaml}}}}}\n");
        let (_, lines) = read(&text);
        assert_eq!(
            lines.iter().any(|line| line.starts_with("unknown-key 3 authentication of this `type` has no use")),
            expected,
            "{yaml}"
        );
    }
}

/// Keeps the names of the fields of a struct.
struct Fields<'a>(&'a mut Vec<&'static str>);

impl<'de> Deserializer<'de> for Fields<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.extend(fields);
        Err(serde::de::Error::custom("only the names are wanted"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(serde::de::Error::custom("this is no struct"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[test]
fn no_credential_is_drawn_whatever_its_key_and_shape() {
    const OPEN: [&str; 21] = [
        "type",
        "username",
        "key",
        "placement",
        "in",
        "name",
        "header",
        "headerName",
        "authorizationServerUri",
        "resource",
        "scopes",
        "audience",
        "tokenEndpoint",
        "tokenValidation",
        "region",
        "service",
        "signatureMethod",
        "realm",
        "certPath",
        "headers",
        "parameters",
    ];
    const OWNERS: [&str; 9] = [
        "authentication",
        "auth",
        "authentification",
        "Auth",
        "Authorization",
        "basicAuthentication",
        "httpAuthentication",
        "upstream_authentication",
        "x-authentication",
    ];
    let mut keys = Vec::new();
    Keys::deserialize(Fields(&mut keys)).map(drop).unwrap_err();
    keys.extend(["tokne", "api-key", "Password"]);
    let credentials: Vec<&str> = keys.into_iter().filter(|key| !OPEN.contains(key)).collect();
    assert!(credentials.len() > 15 && credentials.contains(&"awsSecretAccessKey"), "{credentials:?}");
    for owner in OWNERS {
        for key in &credentials {
            for secret in ["[hunter2]", "{a: hunter2}", "hunter2"] {
                check(&format!("{owner}: {{type: bearer, {key}: {secret}}}"));
            }
        }
        check(&format!("{owner}: {{type: apikey, header: X-Key, key: [hunter2]}}"));
        check(&format!("{owner}: {{type: apikey, headers: {{X-Key: [hunter2]}}}}"));
        check(&format!("{owner}: {{type: apikey, parameters: [{{name: key, value: [hunter2]}}]}}"));
    }

    #[track_caller]
    fn check(yaml: &str) {
        let upstream = format!("{{namespace: a, baseUri: 'http://a', resources: 1, {yaml}}}");
        let text = format!("naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - {upstream}\n");
        let (source, mut sink) = (Source::new("a.yaml", "a.yaml", text), Sink::new());
        crate::read::document(&source, &mut sink);
        let diagnostics = sink.into_sorted();
        let drawn: String = diagnostics.iter().map(|it| render(it, std::slice::from_ref(&source), false)).collect();
        assert!(drawn.contains("resources") && !drawn.contains("hunter2"), "{drawn}");
    }
}
