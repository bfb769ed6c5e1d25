//! What becomes of credentials: settings, in the place of what documents write or leave out.

use crate::diagnostic::Code;
use crate::model::{Template, TemplatePart};
use crate::names;
use crate::read::naftiko::{ApiKey, Login, Spanned};
use crate::resolve::auth::literals::{is_empty, is_literal};
use crate::resolve::context::Context;
use crate::resolve::text::dollar;
use crate::resolve::text::header;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// The one credential that may stand in a document.
const USER_NAME: &str = "user name";

/// Resolves the credentials of one upstream, or of the callers of one server.
pub(crate) struct Secrets<'a, 'b> {
    pub(crate) context: &'a mut Context<'b>,
    pub(crate) namespace: &'a str,
    pub(crate) place: &'a Place,
    pub(crate) side: Side,
    pub(crate) offered: Offered<'a>,
}

/// What units declare, or give by `with`, when they call an upstream.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Offered<'a> {
    pub(crate) names: &'a [String],
    /// Whether it stands for variables of these names; else settings do.
    pub(crate) is_taken: bool,
}

/// Who presents a credential.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// We, to an upstream.
    Upstream,
    /// Callers, to a server of ours.
    Callers,
}

impl Secrets<'_, '_> {
    /// A credential: what it holds of variables becomes secret settings; one that is absent becomes a setting of its own.
    pub(crate) fn template(&mut self, value: Option<&Spanned<String>>, word: &str, what: &str) -> Template {
        let Some(value) = value.filter(|value| !value.value.trim().is_empty()) else {
            let env = self.absent(word, what);
            return self.setting(env, what);
        };
        if is_literal(&value.value) && what != USER_NAME {
            return self.literal(&value.place, word, what);
        }
        self.check_line(value, what);
        self.filled(&value.value, &value.place, "", |secrets, _, env| secrets.need(env, what))
    }

    /// The name of the header or parameter of an API key; one that the document leaves out is told.
    pub(crate) fn name(&mut self, key: &ApiKey) -> String {
        const USUAL: &str = "Authorization";
        if let Some(name) = &key.name {
            return name.value.clone();
        }
        let message = format!("an API key without `key`, which names its header or parameter: it is called `{USUAL}`");
        let report = self.context.sink.report(Code::AUTHENTICATION_SPELLING, self.place, message);
        let report = report.help(format!("add `key: {USUAL}`, or the name that the other side expects"));
        let Some(value) = &key.value else { return USUAL.to_owned() };
        let before = self.context.sources.get(value.place.file).and_then(|it| it.text.get(..value.place.span.start));
        if !before.is_some_and(|before| before.trim_end().ends_with("key:")) {
            report.beside(&value.place, format!("key: {USUAL}"));
        }
        USUAL.to_owned()
    }

    /// Reports a credential that no request can carry: one with a line break or another control character in it.
    fn check_line(&mut self, value: &Spanned<String>, what: &str) {
        if value.contains(header::is_broken) {
            let message = format!("the {what} holds a line break or another control character");
            self.context.sink.report(Code::UNKNOWN_VALUE, &value.place, message).help("write it on one line");
        }
    }

    /// Reports a user name with a colon, where the password would begin (RFC 7617 §2).
    pub(crate) fn check_user(&mut self, login: &Login) {
        let Some(name) = &login.username else { return };
        let is_colon = |piece: &Piece| matches!(piece, Piece::Text(text) if text.contains(':'));
        if template::parse(name).iter().any(is_colon) {
            let message = "a user name can't hold a colon: what follows it would be read as the password";
            let help = "write what stands before the colon, and the rest as `password`";
            self.context.sink.report(Code::UNKNOWN_VALUE, &name.place, message).help(help);
        }
    }

    /// A document may write the token as it stands in the header.
    pub(crate) fn token(&mut self, token: Option<&Spanned<String>>) -> Template {
        let Template(mut parts) = self.template(token, "TOKEN", "bearer token");
        if let Some(TemplatePart::Text(text)) = parts.first_mut() {
            let scheme = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("bearer "));
            let rest = scheme.and(text.get(7..)).map(|rest| rest.trim_start().to_owned());
            *text = rest.unwrap_or_else(|| text.clone());
        }
        parts.retain(|part| *part != TemplatePart::Text(String::new()));
        Template(parts)
    }

    /// User name and password. Upstreams that take an API key for one of the two leave the other one empty.
    pub(crate) fn login(&mut self, login: &Login) -> (Template, Template) {
        let (username, password) = (login.username.as_ref(), login.password.as_ref());
        let (is_anonymous, is_open) = (is_empty(username), is_empty(password));
        if self.side == Side::Callers || is_anonymous == is_open {
            self.warn_of_name(login);
            let username = self.template(username, "USERNAME", USER_NAME);
            (username, self.template(password, "PASSWORD", "password"))
        } else if is_open {
            (self.template(username, "USERNAME", "API key as user name"), Template::default())
        } else {
            (Template::default(), self.template(password, "PASSWORD", "password"))
        }
    }

    /// A user name is sent as it is written: it is no secret, and not worth a word beside one that stands there too.
    fn warn_of_name(&mut self, login: &Login) {
        let is_secret = |password: &Spanned<String>| !password.trim().is_empty() && is_literal(password);
        let Some(name) = login.username.as_ref().filter(|name| !name.trim().is_empty() && is_literal(name)) else {
            return;
        };
        if self.side == Side::Upstream && !login.password.as_ref().is_some_and(is_secret) {
            let message = "a user name stands in the document; it is sent as it is written";
            let help = format!("write `'{{{{env.{}}}}}'`, unless everybody uses this name", self.env("USERNAME"));
            self.context.sink.report(Code::LITERAL_SECRET, &name.place, message).help(help);
        }
    }

    /// The setting of what is not given.
    pub(crate) fn absent(&mut self, word: &str, what: &str) -> String {
        let env = self.env(word);
        let message = format!("no {what} is given: it becomes the start-up setting {env}");
        let help = format!("write `'{{{{env.{env}}}}}'` and bind {env}");
        self.context.sink.report(Code::UNBOUND_VARIABLE, self.place, message).help(help);
        env
    }

    /// A text with its variables looked up, each of which is `needed`; `instead` is what else could be given.
    pub(crate) fn filled(
        &mut self,
        text: &str,
        place: &Place,
        instead: &str,
        mut needed: impl FnMut(&mut Self, &str, &str),
    ) -> Template {
        let parts = template::parse(text).into_iter().map(|piece| match piece {
            Piece::Text(text) => {
                dollar::check(self.context, &text, place);
                TemplatePart::Text(text)
            }
            Piece::Variable(variable, range) => {
                let place = self.context.within(place, &text[range]);
                if let Some(index) = self.of_caller(&variable, &place) {
                    return TemplatePart::Input(index);
                }
                let env = self.context.variable(&variable, &place, instead);
                needed(self, &variable, &env);
                TemplatePart::Setting(env)
            }
        });
        Template(parts.collect())
    }

    /// What callers give that is called so. What is bound is a secret of ours, which no caller replaces.
    pub(crate) fn of_caller(&mut self, variable: &str, place: &Place) -> Option<usize> {
        let index = self.offered.names.iter().position(|name| name == variable)?;
        if self.context.binds.is_bound(variable) {
            let message = format!("`{variable}` is bound: what callers give by that name does not authenticate");
            let help = "rename the input; or remove the bind, if each caller is to give a credential of its own";
            self.context.sink.report(Code::BOUND_CREDENTIAL, place, message).help(help);
            return None;
        }
        Some(index).filter(|_| self.offered.is_taken)
    }

    /// A secret in a document is not generated, and [hidden](hide_secrets) in what is printed.
    fn literal(&mut self, place: &Place, word: &str, what: &str) -> Template {
        let env = self.env(word);
        let message = format!("a secret stands in the document ({what}); it is not generated, {env} takes its place");
        let text = self.context.source(place).text.get(place.span.clone()).unwrap_or_default();
        let name = text.trim_matches(['"', '\'', '{', '}', '$', ' ']);
        let report = self.context.sink.report(Code::LITERAL_SECRET, place, message);
        if self.context.binds.is_bound(name) {
            let variable = format!("'{{{{{name}}}}}'");
            report.help(format!("if the variable is meant, write `{variable}`")).replace(place, variable);
        } else {
            let variable = format!("'{{{{env.{env}}}}}'");
            let help = format!("write `{variable}`, give {env} at start-up, and revoke what was written");
            report.help(help).replace(place, variable);
        }
        self.setting(env, what)
    }

    fn setting(&mut self, env: String, what: &str) -> Template {
        self.need(&env, what);
        Template(vec![TemplatePart::Setting(env)])
    }

    fn need(&mut self, env: &str, what: &str) {
        let namespace = self.namespace;
        match self.side {
            Side::Upstream => self.context.settings.secret(env, &format!("{what} of {namespace}")),
            Side::Callers => self.context.settings.credential(env, &format!("{what} of callers of {namespace}")),
        }
    }

    /// The variable of a credential that has none. A server may be called like an upstream.
    pub(crate) fn env(&self, word: &str) -> String {
        let namespace = names::env(self.namespace);
        match self.side {
            Side::Upstream => format!("{namespace}_{word}"),
            Side::Callers => format!("{namespace}_CALLER_{word}"),
        }
    }
}
