//! AWS Signature Version 4, as both sides need it: clients sign, a stand-in signs again and compares.
#![cfg_attr(not(all(feature = "client", feature = "mock")), allow(dead_code, reason = "each side uses some of it"))]

use std::borrow::Cow;
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode,
    sign,
};
use aws_sigv4::sign::v4::SigningParams;
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use tracing::subscriber::{NoSubscriber, with_default};

use crate::wire::percent_encode;

/// Begins `Authorization`.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// The header that says when a request was signed.
pub(crate) const DATE: &str = "x-amz-date";
/// The header of temporary credentials.
pub(crate) const TOKEN: &str = "x-amz-security-token";

/// A key, and what it is used for.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) service: SecretString,
    pub(crate) region: SecretString,
    pub(crate) id: SecretString,
    pub(crate) secret: SecretString,
    /// That of temporary credentials.
    pub(crate) token: Option<SecretString>,
}

/// A request, as it is on the wire.
#[derive(Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    /// Those that the signature covers, with `Host`; it adds its own.
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// The request can't be signed: a header of it is no text, or its path is too long.
#[derive(Debug)]
pub(crate) struct Unsignable;

impl Key {
    /// The headers that prove at `time` that who sends `request` knows the key: `Authorization`, the time, and the token
    /// and the hash of the body where they are wanted.
    pub(crate) fn sign(&self, request: &Signed<'_>, time: SystemTime) -> Result<HeaderMap, Unsignable> {
        let token = self.token.as_ref().map(|token| token.expose_secret().to_owned());
        let (id, secret) = (self.id.expose_secret(), self.secret.expose_secret());
        let identity = Credentials::new(id, secret, token, None, "settings").into();
        let parameters = SigningParams::builder()
            .identity(&identity)
            .region(self.region.expose_secret())
            .name(self.service.expose_secret())
            .time(time)
            .settings(self.settings())
            .build()
            .map_err(|_| Unsignable)?
            .into();
        let request = request.signable(self.is_s3())?;
        // Whatever level an application logs at: what is signed holds the token.
        let signed = with_default(NoSubscriber::new(), || sign(request, &parameters)).map_err(|_| Unsignable)?;
        signed.output().headers().map(header).collect::<Option<_>>().ok_or(Unsignable)
    }

    /// S3 has rules of its own: to it, every slash and dot of a path is part of a key.
    fn is_s3(&self) -> bool {
        let service = self.service.expose_secret();
        service == "s3" || service.starts_with("s3-")
    }

    fn settings(&self) -> SigningSettings {
        let mut settings = SigningSettings::default();
        settings.excluded_headers = None; // what is covered is decided before
        if self.is_s3() {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        settings
    }
}

impl<'a> Signed<'a> {
    fn signable(&self, is_s3: bool) -> Result<SignableRequest<'a>, Unsignable> {
        let path = if is_s3 { encoded_strictly(self.path).into() } else { Cow::Borrowed(self.path) };
        let slash = if path.starts_with('/') { "" } else { "/" };
        let url = format!("{slash}{path}?{}", self.query);
        let headers = self.headers.iter().map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
        let headers: Vec<_> = headers.collect::<Option<_>>().ok_or(Unsignable)?;
        SignableRequest::new(self.method, url, headers.into_iter(), SignableBody::Bytes(self.body))
            .map_err(|_| Unsignable)
    }
}

/// The headers that clients have to cover, of those there are: what proxies may change is left out.
pub(crate) fn covered(headers: &HeaderMap) -> HeaderMap {
    let must = |name: &str| matches!(name, "content-type" | "host") || name.starts_with("x-amz-");
    headers.iter().filter(|(name, _)| must(name.as_str())).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The path as S3 signs it: every octet but the unreserved ones is encoded once, whether it is so on the wire or not.
fn encoded_strictly(path: &str) -> String {
    let decoded = |segment| percent_decode_str(segment).decode_utf8_lossy();
    let segments = path.split('/').map(|segment| percent_encode(&decoded(segment)).to_string());
    segments.collect::<Vec<_>>().join("/")
}

/// None of them is printed.
fn header((name, value): (&str, &str)) -> Option<(HeaderName, HeaderValue)> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some((name.parse().ok()?, value))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::io::{Read, Seek};

    use http::header::AUTHORIZATION;
    use jiff::Timestamp;

    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines.iter().map(|line| line.split_once(':').unwrap()) {
            headers.append(HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    /// The end of `Authorization` as `key` signs at `time`; the signature covers all of `lines`.
    fn signature(key: &Key, time: &str, request: &str, lines: &[&str], body: &str) -> String {
        let (method, target) = request.split_once(' ').unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let signed = Signed { method, path, query, headers: &headers(lines), body: body.as_bytes() };
        let added = key.sign(&signed, time.parse::<Timestamp>().unwrap().into()).unwrap();
        assert_eq!(added[DATE], time);
        let given = added[AUTHORIZATION].to_str().unwrap();
        given.rsplit_once("Signature=").unwrap().1.to_owned()
    }

    fn key(service: &str, region: &str, id: &str, secret: &str, token: Option<&str>) -> Key {
        let [service, region, id, secret] = [service, region, id, secret].map(SecretString::from);
        Key { service, region, id, secret, token: token.map(SecretString::from) }
    }

    /// A case of the suite that AWS publishes: `request` is method and target.
    #[track_caller]
    fn check(request: &str, lines: &[&str], body: &str, wanted: &str) {
        let key = key("service", "us-east-1", "AKIDEXAMPLE", SECRET, None);
        let lines = [&["host:example.amazonaws.com"], lines].concat();
        assert_eq!(signature(&key, "20150830T123600Z", request, &lines, body), wanted, "{request}");
    }

    #[test]
    fn the_suite_of_aws() {
        check("GET /", &[], "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        check(
            "GET /?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
            &[],
            "",
            "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        );
        check(
            "GET /",
            &["x-amz-security-token:6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"],
            "",
            "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
        );
        check(
            "POST /",
            &[
                "content-type:application/x-www-form-urlencoded; charset=utf-8",
                "content-length:13",
                "x-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e",
            ],
            "Param1=value1",
            "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422",
        );
        check(
            "GET /",
            &["my-header1: value1", "my-header2: \"a   b   c\""],
            "",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        );
        check(
            "GET /",
            &["my-header1:value2", "my-header1:value2", "my-header1:value1"],
            "",
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        );
        check("GET //example//", &[], "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84");
        check("GET /example/..", &[], "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        check("POST /?Param1=value1", &[], "", "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11");
    }

    /// The examples of S3's own documentation, one of them with a path that isn't encoded strictly.
    #[test]
    fn the_examples_of_s3() {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let key = key("s3", "us-east-1", "AKIDEXAMPLE", secret, None);
        let check = |request: &str, lines: &[&str], body: &str, wanted: &str| {
            let lines = [&["host:examplebucket.s3.amazonaws.com"], lines].concat();
            assert_eq!(signature(&key, "20130524T000000Z", request, &lines, body), wanted, "{request}");
        };
        check(
            "GET /test.txt",
            &["range:bytes=0-9"],
            "",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        );
        check(
            "PUT /test$file.text",
            &["date:Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class:REDUCED_REDUNDANCY"],
            "Welcome to Amazon S3.",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        );
    }

    #[test]
    fn s3_signs_paths_as_keys() {
        let check = |path: &str, wanted: &str| assert_eq!(encoded_strictly(path), wanted);
        check("", "");
        check("/a/b%2Fc/", "/a/b%2Fc/");
        check("/test/@connections/JBDvj%3D", "/test/%40connections/JBDvj%3D");
        check("/a//b/./c", "/a//b/./c");
    }

    #[test]
    fn nothing_that_is_signed_reaches_a_log() {
        let mut lines = tempfile::tempfile().unwrap();
        let writer = lines.try_clone().unwrap();
        let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(writer).finish();
        with_default(log, || {
            tracing::trace!("seen");
            let key = key("s3", "r", "AKID", "s3cret", Some("s3cret"));
            signature(&key, "20150830T123600Z", "GET /?key=s3cret", &["host:localhost"], "");
        });
        let mut text = String::new();
        lines.rewind().unwrap();
        lines.read_to_string(&mut text).unwrap();
        assert!(text.contains("seen") && !text.contains("s3cret"), "{text}");
    }
}
