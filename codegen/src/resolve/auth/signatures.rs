//! Schemes that sign each request: AWS Signature Version 4 and OAuth 1.0a.

use crate::diagnostic::Code;
use crate::model::{Auth, Aws, OAuth1, SignatureMethod, Template, TemplatePart};
use crate::read::naftiko::{self as doc, Spanned};
use crate::resolve::auth::literals::is_literal;
use crate::resolve::auth::secrets::Secrets;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

impl Secrets<'_, '_> {
    /// A key of AWS. What temporary keys come with may always be given: the same variables hold them, now and then.
    pub(crate) fn aws(&mut self, key: &doc::Aws) -> Auth {
        let Some(service) = key.service.as_ref().filter(|service| !service.trim().is_empty()) else {
            let message = "`aws-sig-v4` does not say for which `service` requests are signed; they would be rejected";
            return self.refuse(self.place, message, "add its name in signatures: `service: execute-api`");
        };
        let service = self.word(Some(service), "SERVICE", "AWS service");
        let region = self.word(key.region.as_ref(), "REGION", "AWS region");
        let id = self.template(key.access_key_id.as_ref(), "ACCESS_KEY_ID", "AWS access key ID");
        let secret = self.template(key.secret_key.as_ref(), "SECRET_ACCESS_KEY", "AWS secret key");
        let token = self.session_token(key.session_token.as_ref(), &id);
        Auth::Aws(Box::new(Aws { service, region, id, secret, token }))
    }

    /// The setting of a session token: named in the document, or else like that of the access key.
    fn session_token(&mut self, written: Option<&Spanned<String>>, id: &Template) -> Template {
        let mut env = self.env("SESSION_TOKEN");
        if let [TemplatePart::Setting(id)] = id.0.as_slice()
            && let Some(owner) = id.strip_suffix("ACCESS_KEY_ID")
        {
            env = format!("{owner}SESSION_TOKEN");
        }
        let pieces = written.map(|written| (written, template::parse(written.value.trim())));
        match pieces.as_ref().map(|(written, pieces)| (*written, pieces.as_slice())) {
            Some((written, [Piece::Variable(variable, _)])) => {
                if let Some(index) = self.of_caller(variable, &written.place) {
                    return Template(vec![TemplatePart::Input(index)]);
                }
                env = self.context.variable(variable, &written.place, "");
            }
            Some((written, [_, ..])) if is_literal(&written.value) => {
                let message = format!("a secret stands in the document (AWS session token); {env} takes its place");
                let report = self.context.sink.report(Code::LITERAL_SECRET, &written.place, message);
                report.help(format!("write `'{{{{env.{env}}}}}'`; the token itself ends within hours"));
            }
            _ => {}
        }
        let purpose = format!("AWS session token of {}, if its key is a temporary one", self.namespace);
        self.context.settings.optional(&env, &purpose);
        Template(vec![TemplatePart::Setting(env)])
    }

    /// A consumer of OAuth 1.0a. One with a private key signs with RSA, one with a secret with HMAC.
    pub(crate) fn oauth1(&mut self, consumer: &doc::OAuth1) -> Auth {
        let method = match &consumer.signature_method {
            Some(named) => self.signature_method(named),
            None if consumer.signing_key.is_some() => Some(SignatureMethod::RsaSha256),
            None => Some(SignatureMethod::HmacSha1),
        };
        let Some(method) = method else { return Auth::None };
        let key = self.template(consumer.consumer_key.as_ref(), "CONSUMER_KEY", "OAuth consumer key");
        let (written, other) = (&consumer.consumer_secret, &consumer.signing_key);
        let secret = match method {
            SignatureMethod::RsaSha256 => {
                let what = "private RSA key, in PEM, of the OAuth consumer";
                self.template(other.as_ref().or(written.as_ref()), "SIGNING_KEY", what)
            }
            SignatureMethod::HmacSha1 | SignatureMethod::HmacSha256 => {
                self.template(written.as_ref().or(other.as_ref()), "CONSUMER_SECRET", "secret of the OAuth consumer")
            }
        };
        let has_token = consumer.token.is_some() || consumer.token_secret.is_some();
        let token = has_token.then(|| {
            let token = self.template(consumer.token.as_ref(), "TOKEN", "OAuth token");
            [token, self.template(consumer.token_secret.as_ref(), "TOKEN_SECRET", "secret of the OAuth token")]
        });
        let realm = consumer.realm.as_ref().map(|realm| realm.value.clone()).unwrap_or_default();
        if let Some(written) = consumer.realm.as_ref().filter(|realm| !is_literal(realm)) {
            return self.refuse(
                &written.place,
                "a variable in the OAuth realm is not supported",
                "write the realm itself",
            );
        }
        Auth::OAuth1(Box::new(OAuth1 { method, key, secret, token, realm }))
    }

    fn signature_method(&mut self, named: &Spanned<String>) -> Option<SignatureMethod> {
        let letters = named.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match letters.as_str() {
            "hmacsha1" => Some(SignatureMethod::HmacSha1),
            "hmacsha256" => Some(SignatureMethod::HmacSha256),
            "rsasha256" => Some(SignatureMethod::RsaSha256),
            _ => {
                let message =
                    format!("signature method `{}` is not supported; requests would be rejected", named.value);
                self.refuse(&named.place, message, "supported are `HMAC-SHA1`, `HMAC-SHA256` and `RSA-SHA256`");
                None
            }
        }
    }

    /// A part of a signature that is no secret.
    fn word(&mut self, written: Option<&Spanned<String>>, word: &str, what: &str) -> Template {
        let purpose = format!("{what} of {}", self.namespace);
        let Some(written) = written.filter(|written| !written.value.trim().is_empty()) else {
            let env = self.absent(word, what);
            self.context.settings.mandatory(&env, &purpose);
            return Template(vec![TemplatePart::Setting(env)]);
        };
        self.filled(written.value.trim(), &written.place, "", |secrets, _, env| {
            secrets.context.settings.mandatory(env, &purpose);
        })
    }

    fn refuse(&mut self, place: &Place, message: impl Into<String>, help: &str) -> Auth {
        self.context.sink.report(Code::UNSUPPORTED_AUTHENTICATION, place, message).help(help);
        Auth::None
    }
}
