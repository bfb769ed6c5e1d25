//! A stand-in that checks signatures of OAuth 1.0a.

use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};

use crate::content_type::{FORM, essence};
use crate::oauth1::{Key, SignatureMethod, base_string, body_hash};

/// The private key of whoever has none to call a stand-in with: known to all the world, and good for nothing else.
pub(super) const EVERYBODYS_KEY: &str = "\
     MIIEogIBAAKCAQEA2PeZHqVk05ZJ0nc1bD8WBXjMTqyIWQ1/0kJi9Tp1omGnLTKQFgbl8SunfUZFqBX5bCYCVlXTdRLygDO/pVVr\
     yjoBq7YAWdlfkf5NsNBUu7yzOpsQoPpilZ1fxa+gQqleTHSIG9sIFDOINijxo0JN//FP8IrF6cegp1dwbxUYk9Cl0Yhdwzthhx2G\
     yY9BTAk62+SLHyRikEaHEg+qYIRoGK5hY+DQaxgmklz4DG5xhwMPh3izbEF2bJK/d5k1ujirScJYSRBqv5N70jc365/2otkJCwin\
     BWBerTGJNjZlTznYbvZrze7+ZriGfSKKA5RNPDwEdCPulSB2i/gxutoZVQIDAQABAoIBAB3oqdav6ZGCWOxWqwpgOu6nq5BX19bg\
     1cM8DAyukZtAF23TV8n1ivqfMDBEgOMuHktChRV2MNdldIDoQU2vFBQVQXg0d2FrZfGH6xlJ6rhTh6h3SkhKo87omhR0BKVT2DA1\
     azLd04QHY4pFxCOjhwGWeBTaaHR05KhU1Sa284OioUrXautj1wMA05lRJPpTW28TsK2NtEzxXaK29TiAOYyCrhJShYVDUKb11KH/\
     6jqP15tvHiF6AhCs7fYM3OPDFHO8KvESeiV5XnuwnbE4y2tLjxq584+v1+ini3CkLjHHIofV4PwLwxCp2fqO1xoujOabiijz/A5G\
     llN0JJIsq8ECgYEA8y7O30pC7qL6NpG5x4ZPHOyTeJjshU3639S4RlmMcdrlFlrKX/LjlPqBy/NPCRY9ImgGaLUu0cs0qyhCLmST\
     s1g95vAbOrqP3PCq1KDYGbFor9lrPf6uLTRGT/WSswAc60k/p/NawfpZKkm9j+zAEz2uxvK2XYgNn+mg1RRDEsECgYEA5GcR8Hnl\
     9HGI/UI0jQG2lOhvOO1664BDUfGzg87SN1LpbnwKH9umdonAiIBk49Nq/xLGC8M/Hb/+EF8oIh2+hacooIyq03ze10a8UMO6k4cK\
     5/zxUFrvuTY63jrkChjWzHY99s/wUdyxsCopbhk/WcpmXnflTX09cIsT6brO75UCgYBB6HPE7LmLN7ycwY4aV3plmnC1hKzFzEas\
     F1kCKA76ZJsmHeEvdALeQ66d+gl3qwFSq+LgygowbeSOZtDZBgVJ3CaayoR2vE11Ufzat+UZwY1f64s3OCk4syxDS4lA3kz4L9gC\
     yt/UJue3oFiyAzZjgJo37VwjqVYX+xfN6DntgQKBgHr8SPudF8alL+d3M8bNqlvKQMF9lpeirB0+sbQCtM0XdxyH7Ae1hZAEosid\
     ojXPDKkmmb+RtbW2QP7dzkV4kLN1C/pPZFiWv4NZ0mMG0btIlwXN/L6RCM5JNi+dtFb/gwH7lWgGFdhuprs+KKrhK2yVAMRTeQRd\
     sKyeJu3PKkh1AoGAKR+aldoJeAoTghpC0VD+Um1+xkI6O9QoNO/XcppvGyxdJ/f/x7P7Au5ovnNXkd02n28Pwfla46krFNy1oATe\
     GKKuQmvQc/znn4X5vktNMOSns6LcvaOs3vXiLr6WfI3bSV6pqGsTfMsOCjCCmFwgdW6878vecqHK5tA4Ut5E2AE=";

/// Who may call.
pub(super) struct Consumer {
    pub(super) method: SignatureMethod,
    pub(super) id: SecretString,
    pub(super) secret: SecretString,
    /// A token and its secret.
    pub(super) token: Option<[SecretString; 2]>,
}

impl Consumer {
    /// Whether a request proves that its sender knows the secrets.
    pub(super) fn is_proven(&self, request: &Parts, body: &[u8]) -> bool {
        let header = |name| request.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let Some(given) = header(AUTHORIZATION).strip_prefix("OAuth ").map(parameters) else { return false };
        let get = |name: &str| given.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
        let is_form = essence(&request.headers) == FORM;
        let is_whole = self.method != SignatureMethod::RsaSha256
            || is_form
            || get("oauth_body_hash") == Some(body_hash(body).as_str());
        let is_known = get("oauth_consumer_key") == Some(self.id.expose_secret())
            && get("oauth_token") == self.token.as_ref().map(|[token, _]| token.expose_secret())
            && get("oauth_signature_method") == Some(self.method.as_str());
        let query = request.uri.query().unwrap_or_default().as_bytes();
        let sent: Vec<_> =
            [query, if is_form { body } else { b"" }].into_iter().flat_map(form_urlencoded::parse).collect();
        let own = given.iter().filter(|(name, _)| !["realm", "oauth_signature"].contains(name));
        let all =
            sent.iter().map(|(name, value)| (&**name, &**value)).chain(own.map(|(name, value)| (*name, &**value)));
        let url = format!("http://{}{}", header(HOST), request.uri.path());
        let text = base_string(request.method.as_str(), &url, all);
        is_whole
            && is_known
            && get("oauth_signature").is_some_and(|given| self.signature(&text).as_deref() == Some(given))
    }

    /// That of a text. Whoever knows the key can sign as well: all methods give one text one signature.
    fn signature(&self, text: &str) -> Option<String> {
        let token_secret = self.token.as_ref().map(|[_, secret]| secret.expose_secret()).unwrap_or_default();
        Key::new(self.method, self.secret.expose_secret(), token_secret).ok()?.sign(text)
    }
}

/// Names and decoded values of the header.
fn parameters(header: &str) -> Vec<(&str, String)> {
    let pairs = header.split(',').filter_map(|pair| pair.trim().split_once('='));
    let value = |text: &str| percent_decode_str(text.trim_matches('"')).decode_utf8_lossy().into_owned();
    pairs.map(|(name, text)| (name, value(text))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    /// What OpenSSL makes of the same text.
    #[test]
    fn each_method_signs_as_others_do() {
        let check = |method, secret: &str, wanted: &str| {
            assert_eq!(Key::new(method, secret, "t").unwrap().sign("text").unwrap(), wanted);
        };
        check(SignatureMethod::HmacSha256, "s", "951cRJiTsHMd+4zIosl4ySnFymsEZspre7z7ir6Q0WA=");
        let rsa = "wrXGHlSGnkV+NEPSjhsBvHPeLi27ugqLHRk7TS2kKKuKbMM4ln6Ee6Ndj1O02pk6619fW3LBZ3dywofvQNS1jJf3dS08pQEd1zsE\
            dlnwZrHfmwsytuBIwILPqfHEpRbgF9GCdmLJ/w1aQKp7f3bKloEWtlw1myhmMeYZQu6mCXv717KpxbfzHLUH0mIgfLoGQA/paRHa\
            R0X/5BC3y9SIw8zb2BR0VtyOxv5XLyC4PiGKPtPM3z5mvRZVT/fog9yHOUSEKv89sESjaCpNWtfEFSTGO7jnIh7XtOeifSaNK6XG\
            9wNk2qmnK82nkgyoi71rSbd0SttuHp1XrIXUJ0Qgbw==";
        check(SignatureMethod::RsaSha256, EVERYBODYS_KEY, rsa);
        // As it stands in a file, and in a variable of one line.
        for line_end in ["\n", "\\n"] {
            let pem = format!(
                "-----BEGIN RSA PRIVATE KEY-----{line_end}{EVERYBODYS_KEY}{line_end}-----END RSA PRIVATE KEY-----"
            );
            check(SignatureMethod::RsaSha256, &pem, rsa);
        }
    }
}
