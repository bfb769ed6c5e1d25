//! What both sides of AWS Signature Version 4 compute: the request in its canonical form, and the proof of the key.
#![cfg_attr(not(all(feature = "client", feature = "mock")), allow(dead_code, reason = "each side uses some of it"))]

use http::HeaderMap;
use percent_encoding::percent_decode_str;
use ring::digest::{SHA256, digest};
use ring::hmac;

use crate::wire::{hex, percent_encode};

/// Begins `Authorization`.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// The header that says when a request was signed, and how the time is written there.
pub(crate) const DATE: &str = "x-amz-date";
pub(crate) const TIME: &str = "%Y%m%dT%H%M%SZ";
/// The header of temporary credentials.
pub(crate) const TOKEN: &str = "x-amz-security-token";
/// The header that holds the hash of the body.
pub(crate) const HASH: &str = "x-amz-content-sha256";

/// What a signature is good for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// When the request was signed, as in its header.
    pub(crate) time: &'a str,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
}

/// A request, as it is on the wire.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    /// The headers that the signature covers: in lower case, in order.
    pub(crate) covered: &'a [String],
    pub(crate) body: &'a [u8],
}

impl Scope<'_> {
    /// What `Authorization` says behind the algorithm.
    pub(crate) fn proof(&self, id: &str, secret: &str, signed: &Signed<'_>) -> String {
        let (scope, covered, signature) = (self.text(), signed.covered.join(";"), self.signature(secret, signed));
        format!("Credential={id}/{scope}, SignedHeaders={covered}, Signature={signature}")
    }

    /// The scope without the time of day, as `Authorization` names it.
    pub(crate) fn text(&self) -> String {
        format!("{}/{}/{}/aws4_request", self.day(), self.region, self.service)
    }

    /// S3 has rules of its own.
    pub(crate) fn is_s3(&self) -> bool {
        self.service == "s3" || self.service.starts_with("s3-")
    }

    /// The proof that who made `request` knows `secret`, in hexadecimal digits.
    pub(crate) fn signature(&self, secret: &str, request: &Signed<'_>) -> String {
        let canonical = request.canonical(self.is_s3());
        let text = format!("{ALGORITHM}\n{}\n{}\n{}", self.time, self.text(), hash(canonical.as_bytes()));
        let mut key = seal(format!("AWS4{secret}").as_bytes(), self.day());
        for part in [self.region, self.service, "aws4_request"] {
            key = seal(key.as_ref(), part);
        }
        hex(seal(key.as_ref(), &text).as_ref())
    }

    fn day(&self) -> &str {
        self.time.get(..8).unwrap_or(self.time)
    }
}

impl Signed<'_> {
    fn canonical(&self, is_s3: bool) -> String {
        let headers = self.covered.iter().map(|name| format!("{name}:{}\n", self.values(name)));
        format!(
            "{}\n{}\n{}\n{}\n{}\n{}",
            self.method,
            if is_s3 { encoded_once(self.path) } else { encoded_twice(self.path) },
            query(self.query),
            headers.collect::<String>(),
            self.covered.join(";"),
            hash(self.body)
        )
    }

    /// The values of a header, each without what spaces it has too many.
    fn values(&self, name: &str) -> String {
        let values = self.headers.get_all(name).into_iter().map(|value| {
            let text = String::from_utf8_lossy(value.as_bytes());
            text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        });
        values.collect::<Vec<_>>().join(",")
    }
}

/// The headers that have to be covered, of those there are: what proxies may change is left out.
pub(crate) fn covered(headers: &HeaderMap) -> Vec<String> {
    let must = |name: &&str| matches!(*name, "content-type" | "host") || name.starts_with("x-amz-");
    let mut names: Vec<String> = headers.keys().map(|name| name.as_str()).filter(must).map(str::to_owned).collect();
    names.sort_unstable();
    names
}

/// The SHA-256 hash, in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

/// The path without empty segments and dots. What is on the wire is encoded already; it is once more.
fn encoded_twice(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    let mut text: String = segments.iter().map(|segment| format!("/{}", percent_encode(segment))).collect();
    if text.is_empty() || path.ends_with('/') {
        text.push('/');
    }
    text
}

/// The path as it is, encoded strictly: to S3, every slash and dot is part of a key.
fn encoded_once(path: &str) -> String {
    let segments = path.split('/').map(|segment| percent_encode(&decode(segment)).to_string());
    let text = segments.collect::<Vec<_>>().join("/");
    if text.is_empty() { "/".to_owned() } else { text }
}

/// Names and values in order of their encoded forms.
fn query(query: &str) -> String {
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (percent_encode(&decode(name)).to_string(), percent_encode(&decode(value)).to_string())
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn seal(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use http::{HeaderName, HeaderValue};

    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines.iter().map(|line| line.split_once(':').unwrap()) {
            headers.append(HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    /// A case of the suite that AWS publishes: `request` is method and target, the signature covers all headers.
    #[track_caller]
    fn check(request: &str, lines: &[&str], body: &str, wanted: &str) {
        let (method, target) = request.split_once(' ').unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers = headers(&[&["host:example.amazonaws.com", "x-amz-date:20150830T123600Z"], lines].concat());
        let mut covered: Vec<String> = headers.keys().map(|name| name.as_str().to_owned()).collect();
        covered.sort();
        let signed = Signed { method, path, query, headers: &headers, covered: &covered, body: body.as_bytes() };
        let scope = Scope { time: "20150830T123600Z", region: "us-east-1", service: "service" };
        assert_eq!(scope.signature(SECRET, &signed), wanted, "{}", signed.canonical(false));
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
        let check = |method: &str, path: &str, lines: &[&str], body: &str, wanted: &str| {
            let hash = format!("x-amz-content-sha256:{}", hash(body.as_bytes()));
            let common = ["host:examplebucket.s3.amazonaws.com", "x-amz-date:20130524T000000Z", &hash];
            let headers = headers(&[&common, lines].concat());
            let mut covered: Vec<String> = headers.keys().map(|name| name.as_str().to_owned()).collect();
            covered.sort();
            let signed =
                Signed { method, path, query: "", headers: &headers, covered: &covered, body: body.as_bytes() };
            let scope = Scope { time: "20130524T000000Z", region: "us-east-1", service: "s3" };
            assert_eq!(scope.signature("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", &signed), wanted);
        };
        check(
            "GET",
            "/test.txt",
            &["range:bytes=0-9"],
            "",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        );
        check(
            "PUT",
            "/test$file.text",
            &["date:Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class:REDUCED_REDUNDANCY"],
            "Welcome to Amazon S3.",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        );
    }

    #[test]
    fn paths_are_encoded_again_but_for_s3() {
        let check = |path: &str, twice: &str, once: &str| {
            assert_eq!((encoded_twice(path).as_str(), encoded_once(path).as_str()), (twice, once));
        };
        check("", "/", "/");
        check("/", "/", "/");
        check("/a/b%2Fc/", "/a/b%252Fc/", "/a/b%2Fc/");
        // `double-encode-path` of the suite.
        check("/test/@connections/JBDvj%3D", "/test/%40connections/JBDvj%253D", "/test/%40connections/JBDvj%3D");
        check("/a//b/./c", "/a/b/c", "/a//b/./c");
    }

    #[test]
    fn a_query_is_put_in_order() {
        let check = |text: &str, wanted: &str| assert_eq!(query(text), wanted);
        check("", "");
        check("b=2&a=1&a=0&c", "a=0&a=1&b=2&c=");
        check("a=1%202&a=*&A=%7E", "A=~&a=%2A&a=1%202");
    }
}
