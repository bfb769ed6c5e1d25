//! OAuth 2 client credentials: where tokens are issued, and to whom.

use crate::diagnostic::Code;
use crate::model::{Auth, OAuth2, Template};
use crate::names;
use crate::read::naftiko::{self as doc, Spanned};
use crate::resolve::auth::secrets::{Offered, Secrets};
use crate::resolve::auth::url;
use crate::resolve::text::address;
use crate::resolve::text::template::{self, Piece};

impl Secrets<'_, '_> {
    /// The token endpoint wins over the server that would publish it; without either there is no token.
    pub(crate) fn oauth2(&mut self, client: &doc::OAuth2) -> Auth {
        let (url, is_discovered) = match (&client.token_endpoint, &client.authorization_server_uri) {
            (Some(endpoint), _) => (endpoint, false),
            (None, Some(server)) => (server, true),
            (None, None) => return self.without_server(),
        };
        let namespace = names::env(self.namespace);
        let env = format!("{namespace}_{}", if is_discovered { "AUTHORIZATION_SERVER" } else { "TOKEN_ENDPOINT" });
        let key = if is_discovered { "authorizationServerUri" } else { "tokenEndpoint" };
        address::check(self.context.sink, key, url, url.trim());
        let url = self.url(url, &env);
        self.context.settings.optional(&env, &format!("replaces where tokens for {} are issued", self.namespace));
        let [id, secret] =
            ["CLIENT_ID", "CLIENT_SECRET"].map(|name| self.client_setting(&format!("{namespace}_{name}")));
        self.context.settings.mandatory(&id, &format!("OAuth 2 client of {}", self.namespace));
        self.context.settings.secret(&secret, &format!("secret of the OAuth 2 client of {}", self.namespace));
        let scopes: Vec<&str> = client.scopes.iter().map(|scope| scope.value.trim()).collect();
        Auth::OAuth2(Box::new(OAuth2 {
            env,
            is_discovered,
            url,
            id,
            secret,
            scope: self.literal_text(&Some(scopes.join(" ")), client.scopes.iter().next()),
            audience: self.literal_text(&client.audience.as_ref().map(|it| it.value.clone()), client.audience.as_ref()),
            resource: self.literal_text(&client.resource.as_ref().map(|it| it.value.clone()), client.resource.as_ref()),
        }))
    }

    /// The language has no place for what a client is known by: a bound variable of that name says where it is, if there
    /// is one.
    fn client_setting(&mut self, name: &str) -> String {
        self.context.binds.env(name).unwrap_or_else(|| name.to_owned())
    }

    fn without_server(&mut self) -> Auth {
        let message = "`oauth2` says neither where tokens are issued nor by whom; requests would be rejected upstream";
        let report = self.context.sink.report(Code::UNSUPPORTED_AUTHENTICATION, self.place, message);
        report.help("add `tokenEndpoint: https://…/token`, or `authorizationServerUri`");
        Auth::None
    }

    fn url(&mut self, url: &Spanned<String>, replacement: &str) -> Template {
        url::warn_of_secret(self.context, url);
        let instead = format!("or {replacement} to replace the whole URL");
        // Tokens are asked for on our behalf, and kept: where that is, no caller says.
        let mut ours = Secrets { offered: Offered::default(), context: &mut *self.context, ..*self };
        ours.filled(url.value.trim(), &url.place, &instead, |secrets, variable, env| {
            let purpose = format!("fills {{{variable}}} in where tokens for {} are issued", secrets.namespace);
            secrets.context.settings.required(env, &purpose, replacement);
        })
    }

    /// A text of a token request, which holds no variables.
    fn literal_text(&mut self, text: &Option<String>, written: Option<&Spanned<String>>) -> String {
        let text = text.clone().unwrap_or_default();
        let is_variable = |piece: &Piece| matches!(piece, Piece::Variable(..));
        if let Some(written) = written.filter(|_| template::parse(&text).iter().any(is_variable)) {
            let message = "a variable in a token request is not supported";
            let report = self.context.sink.report(Code::UNSUPPORTED_AUTHENTICATION, &written.place, message);
            report.help("write the value itself");
        }
        text
    }
}
