//! How requests are authenticated.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{ident, template};
use crate::model::{Auth, Aws, OAuth1, OAuth2, SignatureMethod, Template, TemplatePart};

/// `.auth(…)` of the upstream, the same in every kind of crate.
pub(super) fn auth(auth: &Auth) -> TokenStream {
    match auth {
        Auth::None => quote!(),
        Auth::Header { name, value } => {
            let value = secret(value);
            quote!(.auth(Auth::header(#name, #value)))
        }
        Auth::Query { name, value } => {
            let value = secret(value);
            quote!(.auth(Auth::query(#name, #value)))
        }
        Auth::Bearer { token } => {
            let token = secret(token);
            quote!(.auth(Auth::bearer(#token)))
        }
        Auth::Basic { username, password } => {
            let (username, password) = (secret(username), secret(password));
            quote!(.auth(Auth::basic(#username, #password)))
        }
        Auth::Cookie { name, value } => {
            let value = secret(value);
            quote!(.auth(Auth::cookie(#name, #value)))
        }
        Auth::Digest { username, password } => {
            let (username, password) = (secret(username), secret(password));
            quote!(.auth(Auth::digest(#username, #password)))
        }
        Auth::Body { name, value } => {
            let value = secret(value);
            quote!(.auth(Auth::body(#name, #value)))
        }
        Auth::Aws(key) => {
            let key = aws(key);
            quote!(.auth(Auth::aws(#key)))
        }
        Auth::OAuth1(consumer) => {
            let consumer = oauth1(consumer);
            quote!(.auth(Auth::oauth1(#consumer)))
        }
        Auth::OAuth2(client) => {
            let client = oauth2(client);
            quote!(.auth(Auth::oauth2(#client)))
        }
        Auth::All(all) => all.iter().map(self::auth).collect(),
    }
}

fn aws(key: &Aws) -> TokenStream {
    let (service, region, id, secret) = (word(&key.service), word(&key.region), secret(&key.id), secret(&key.secret));
    let token = &key.token;
    quote!(Aws::new(#service, #region, #id, #secret).session_token(settings.find(#token)))
}

fn oauth1(consumer: &OAuth1) -> TokenStream {
    let (method, key, private) = (method(consumer.method), secret(&consumer.key), secret(&consumer.secret));
    let token = consumer.token.iter().map(|[token, private]| {
        let (token, private) = (secret(token), secret(private));
        quote!(.token(#token, #private))
    });
    let realm = Some(&consumer.realm).filter(|realm| !realm.is_empty()).map(|realm| quote!(.realm(#realm)));
    quote!(OAuth1::new(#method, #key, #private) #(#token)* #realm)
}

/// A signature method, as the runtime calls it.
pub(super) fn method(method: SignatureMethod) -> TokenStream {
    let name = match method {
        SignatureMethod::HmacSha1 => "HmacSha1",
        SignatureMethod::HmacSha256 => "HmacSha256",
        SignatureMethod::RsaSha256 => "RsaSha256",
    };
    let name = ident(name);
    quote!(SignatureMethod::#name)
}

fn oauth2(client: &OAuth2) -> TokenStream {
    let constructor = if client.is_discovered { quote!(discover) } else { quote!(new) };
    let (env, url, id, secret) = (&client.env, template(&client.url), &client.id, &client.secret);
    let more = [("scope", &client.scope), ("audience", &client.audience), ("resource", &client.resource)];
    let more = more.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| {
        let name = ident(name);
        quote!(.#name(#value))
    });
    quote!(OAuth2::#constructor(settings.fill(#env, #url), settings.get(#id), settings.get(#secret)) #(#more)*)
}

fn secret(value: &Template) -> TokenStream {
    match single_setting(value) {
        Some(env) => quote!(settings.get(#env)),
        None => {
            let parts = template(value);
            quote!(settings.secret(#parts))
        }
    }
}

/// A value that may stand in the document.
fn word(value: &Template) -> TokenStream {
    match value.0.as_slice() {
        [TemplatePart::Text(text)] => quote!(#text),
        _ => secret(value),
    }
}

fn single_setting(template: &Template) -> Option<&str> {
    match template.0.as_slice() {
        [TemplatePart::Setting(env)] => Some(env),
        _ => None,
    }
}
