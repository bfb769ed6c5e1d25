//! Where an API is.

use url::Url;

use crate::wire;

/// Reads and checks a base URL; the error completes a sentence.
pub(crate) fn base_url(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|_| "is not a URL")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("must start with http:// or https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a username or password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not hold a query or fragment");
    }
    // A server given as `https://host` where the document writes `https://{server}` would call the host `https`.
    if url.path().trim_end_matches('/').contains("//") {
        return Err("holds `//` after the host; is the scheme given twice?");
    }
    Ok(url)
}

/// Whether a URL leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(wire::is_loopback)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_base_url_is_checked() {
        let check = |url: &str, reason: &str| assert_eq!(base_url(url).unwrap_err(), reason, "{url}");
        check("", "is not a URL");
        check("tanium.example", "is not a URL");
        check("ftp://tanium.example", "must start with http:// or https://");
        check("https://", "is not a URL");
        check("https://me:s3cret@tanium.example", "must not hold a username or password");
        check("https://tanium.example?a=b", "must not hold a query or fragment");
        check("https://tanium.example/#a", "must not hold a query or fragment");
        check("https://https://tanium.example", "holds `//` after the host; is the scheme given twice?");
        assert_eq!(base_url("http://tanium.example/api//").unwrap().as_str(), "http://tanium.example/api//");
    }

    #[test]
    fn this_machine_has_many_names() {
        let check = |url: &str, wanted| assert_eq!(is_loopback(&Url::parse(url).unwrap()), wanted, "{url}");
        for url in ["http://localhost", "http://LOCALHOST:1", "http://127.8.8.8/a", "http://[::1]:8080"] {
            check(url, true);
        }
        for url in ["http://localhost.evil.test", "http://10.0.0.1", "http://[::2]", "data:text/plain,localhost"] {
            check(url, false);
        }
    }
}
