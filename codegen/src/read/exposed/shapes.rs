//! What secrets look like: the beginnings and alphabets that those who give them out have documented, so that they can be found.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Each with what it is.
const SHAPES: [(&str, &str); 34] = [
    ("GitHub token", r"gh[opsur]_[A-Za-z0-9]{36,}"),
    ("GitHub token", r"github_pat_[A-Za-z0-9_]{50,}"),
    ("GitLab token", r"gl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_-]{20,}"),
    ("Slack token", r"xox[abeoprs]-[A-Za-z0-9-]{20,}"),
    ("Slack token", r"xapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{20,}"),
    ("Slack webhook", r"hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9+/]{40,}"),
    ("Stripe key", r"[sr]k[_-](?:live|test)[_-][A-Za-z0-9]{16,}"),
    ("Stripe webhook secret", r"whsec_[A-Za-z0-9+/]{24,}"),
    ("AWS key", r"A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}"),
    ("Google API key", r"AIza[A-Za-z0-9_-]{35}"),
    ("Google token", r"ya29\.[A-Za-z0-9_-]{30,}"),
    ("Google client secret", r"GOCSPX-[A-Za-z0-9_-]{28}"),
    ("Anthropic key", r"sk-ant-[A-Za-z0-9_-]{30,}"),
    ("OpenAI key", r"sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,}"),
    ("OpenAI key", r"sk-[A-Za-z0-9]{40,}"),
    ("npm token", r"npm_[A-Za-z0-9]{36}"),
    ("PyPI token", r"pypi-AgE[A-Za-z0-9_-]{50,}"),
    ("Hugging Face token", r"hf_[A-Za-z0-9]{34,}"),
    ("SendGrid key", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    ("Shopify token", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    ("DigitalOcean token", r"do[opr]_v1_[a-f0-9]{64}"),
    ("Docker token", r"dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,}"),
    ("Grafana token", r"glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}"),
    ("Vault token", r"hv[sb]\.[A-Za-z0-9_-]{24,}"),
    ("Twilio key", r"SK[a-f0-9]{32}"),
    ("Atlassian token", r"ATATT3[A-Za-z0-9_=-]{100,}"),
    ("Linear key", r"lin_api_[A-Za-z0-9]{40}"),
    ("Notion token", r"ntn_[A-Za-z0-9]{40,}"),
    ("Figma token", r"figd_[A-Za-z0-9_-]{40}"),
    ("Postman key", r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}"),
    ("New Relic key", r"NRAK-[A-Z0-9]{27}"),
    ("Telegram token", r"\d{8,10}:AA[A-Za-z0-9_-]{33}"),
    ("signed token", r"eyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}"),
    ("private key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\sA-Za-z0-9+/=,:.\\-]*"),
];

/// One of them, by its number as the name of its group.
#[expect(clippy::expect_used, reason = "a constant, which a test compiles")]
static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let all = SHAPES.iter().enumerate().map(|(number, (_, shape))| format!("(?P<s{number}>{shape})"));
    Regex::new(&all.collect::<Vec<_>>().join("|")).expect("the shapes are expressions")
});

/// A secret in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it stands in the text.
    pub(super) at: Range<usize>,
    /// What it is.
    pub(super) what: &'static str,
}

/// The secrets in a text that show by their shape. Those that stand for others, in examples, are none.
pub(super) fn secrets(text: &str) -> Vec<Found> {
    let begins = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
    let found = ANY.captures_iter(text).filter_map(|captures| {
        let whole = captures.get(0).filter(|whole| begins(whole.start()) && !is_placeholder(whole.as_str()))?;
        let number = (0..SHAPES.len()).find(|number| captures.name(&format!("s{number}")).is_some())?;
        Some(Found { at: whole.range(), what: SHAPES[number].0 })
    });
    found.collect()
}

/// What stands in examples.
const WORDS: [&str; 20] = [
    "changeme",
    "change-me",
    "change_me",
    "dummy",
    "example",
    "fake",
    "foobar",
    "goeshere",
    "here",
    "insert",
    "placeholder",
    "redacted",
    "replace",
    "sample",
    "secret-",
    "todo",
    "your",
    "xxx",
    "***",
    "...",
];
const SEQUENCES: [&str; 4] = ["0123456", "1234567", "abcdefg", "qwerty"];

/// Whether a text stands for a secret that is elsewhere.
pub(super) fn is_placeholder(text: &str) -> bool {
    let low = text.to_ascii_lowercase();
    let letters: std::collections::BTreeSet<char> = low.chars().filter(|c| c.is_alphanumeric()).collect();
    WORDS.iter().chain(&SEQUENCES).any(|word| low.contains(word)) || text.contains(['<', '>', '…']) || letters.len() < 5
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of the shape, put together here so that no scanner takes them for real ones.
    fn random(length: usize) -> String {
        "k7Qz2Rw9Lm4Xv8Tn1Yb6Hc3Jd5Gf0Ps".chars().cycle().take(length).collect()
    }

    #[test]
    fn secrets_show_by_their_shape() {
        let (of_20, of_36) = (random(20), random(36));
        let check = |text: String, what: &str| {
            let found = secrets(&format!("a {text}, b"));
            assert_eq!(
                found,
                [Found { at: 2..2 + text.len(), what: SHAPES.iter().find(|it| it.0 == what).map_or("", |it| it.0) }]
            );
        };
        check(format!("ghp_{of_36}"), "GitHub token");
        check(format!("glpat-{of_20}"), "GitLab token");
        check(format!("sk_live_{of_20}"), "Stripe key");
        check(format!("sk-live-{of_20}"), "Stripe key");
        check(format!("AKIA{}", "Q7ZRWLMXVTNYBHCJ".replace('7', "5")), "AWS key");
        check(format!("AIza{}", random(35)), "Google API key");
        check(format!("sk-ant-api03-{of_36}"), "Anthropic key");
        check(format!("sk-proj-{of_36}"), "OpenAI key");
        check(format!("npm_{of_36}"), "npm token");
        check(format!("pypi-AgE{}", random(60)), "PyPI token");
        check(format!("xoxb-{of_20}"), "Slack token");
        check(format!("github_{}_{}_{}", "pat", random(22), random(59).replace('z', "_")), "GitHub token");
        check(format!("hf_{}", random(34)), "Hugging Face token");
        check(format!("rk_live_{of_20}"), "Stripe key");
        check(format!("AKIA{}", "Q8ZRWL1XVTNYBHCJ"), "AWS key");
        check(format!("SG.{}.{}", random(22), random(43)), "SendGrid key");
        check(format!("eyJ{of_20}.eyJ{of_36}.{of_36}"), "signed token");
    }

    #[test]
    fn what_stands_for_a_secret_is_none() {
        for text in [
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "ghp_YOUR_TOKEN",
            "ghp_",
            "sk-live-…",
            "AKIAIOSFODNN7EXAMPLE",
            "npm_000000000000000000000000000000000000",
            "task-0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b",
            "a9f3c1d2-7b64-4e0f-8a35-1c2d3e4f5a6b",
        ] {
            assert_eq!(secrets(text), [], "{text}");
        }
    }
}
