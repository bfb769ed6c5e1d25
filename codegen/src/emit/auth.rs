//! How requests are authenticated.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{ident, template};
use crate::model::{Auth, Aws, Input, OAuth1, OAuth2, Operation, SignatureMethod, Template, TemplatePart, Type};

/// `.auth(…)` of the upstream, the same in every kind of crate.
pub(super) fn auth(auth: &Auth) -> TokenStream {
    Credentials { settings: quote!(settings), inputs: Vec::new() }.auth(auth)
}

/// `.auth(…)` of a request, with what its caller gives.
pub(super) fn of_request(operation: &Operation) -> TokenStream {
    let Some(given) = &operation.auth else { return quote!() };
    let inputs = given.inputs.iter().map(|index| &operation.inputs[*index]).collect();
    Credentials { settings: quote!(self.settings), inputs }.auth(&given.auth)
}

/// Where credentials come from.
struct Credentials<'a> {
    settings: TokenStream,
    /// What the caller gives.
    inputs: Vec<&'a Input>,
}

impl Credentials<'_> {
    fn auth(&self, auth: &Auth) -> TokenStream {
        match auth {
            Auth::None => quote!(),
            Auth::Header { name, value } => {
                let value = self.secret(value);
                quote!(.auth(Auth::header(#name, #value)))
            }
            Auth::Query { name, value } => {
                let value = self.secret(value);
                quote!(.auth(Auth::query(#name, #value)))
            }
            Auth::Bearer { token } => {
                let token = self.secret(token);
                quote!(.auth(Auth::bearer(#token)))
            }
            Auth::Basic { username, password } => {
                let (username, password) = (self.secret(username), self.secret(password));
                quote!(.auth(Auth::basic(#username, #password)))
            }
            Auth::Cookie { name, value } => {
                let value = self.secret(value);
                quote!(.auth(Auth::cookie(#name, #value)))
            }
            Auth::Digest { username, password } => {
                let (username, password) = (self.secret(username), self.secret(password));
                quote!(.auth(Auth::digest(#username, #password)))
            }
            Auth::Body { name, value } => {
                let value = self.secret(value);
                quote!(.auth(Auth::body(#name, #value)))
            }
            Auth::Aws(key) => {
                let key = self.aws(key);
                quote!(.auth(Auth::aws(#key)))
            }
            Auth::OAuth1(consumer) => {
                let consumer = self.oauth1(consumer);
                quote!(.auth(Auth::oauth1(#consumer)))
            }
            Auth::OAuth2(client) => {
                let client = self.oauth2(client);
                quote!(.auth(Auth::oauth2(#client)))
            }
            Auth::All(all) => all.iter().map(|auth| self.auth(auth)).collect(),
        }
    }

    fn aws(&self, key: &Aws) -> TokenStream {
        let (service, region, id, secret) =
            (self.word(&key.service), self.word(&key.region), self.secret(&key.id), self.secret(&key.secret));
        let token = match key.token.0.as_slice() {
            [TemplatePart::Setting(env)] => {
                let settings = &self.settings;
                quote!(#settings.find(#env))
            }
            _ => {
                let token = self.secret(&key.token);
                quote!(Some(#token.into()))
            }
        };
        quote!(Aws::new(#service, #region, #id, #secret).session_token(#token))
    }

    fn oauth1(&self, consumer: &OAuth1) -> TokenStream {
        let (method, key, private) =
            (method(consumer.method), self.secret(&consumer.key), self.secret(&consumer.secret));
        let token = consumer.token.iter().map(|[token, private]| {
            let (token, private) = (self.secret(token), self.secret(private));
            quote!(.token(#token, #private))
        });
        let realm = Some(&consumer.realm).filter(|realm| !realm.is_empty()).map(|realm| quote!(.realm(#realm)));
        quote!(OAuth1::new(#method, #key, #private) #(#token)* #realm)
    }

    fn oauth2(&self, client: &OAuth2) -> TokenStream {
        let constructor = if client.is_discovered { quote!(discover) } else { quote!(new) };
        let settings = &self.settings;
        let (env, url, id, secret) = (&client.env, template(&client.url), &client.id, &client.secret);
        let more = [("scope", &client.scope), ("audience", &client.audience), ("resource", &client.resource)];
        let more = more.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| {
            let name = ident(name);
            quote!(.#name(#value))
        });
        quote!(OAuth2::#constructor(#settings.fill(#env, #url), #settings.get(#id), #settings.get(#secret)) #(#more)*)
    }

    fn secret(&self, value: &Template) -> TokenStream {
        let settings = &self.settings;
        if let Some(env) = single_setting(value) {
            return quote!(#settings.get(#env));
        }
        if value.inputs().next().is_none() {
            let parts = template(value);
            return quote!(#settings.secret(#parts));
        }
        if let [TemplatePart::Input(index)] = value.0.as_slice()
            && self.inputs[*index].ty == Type::String
        {
            let field = ident(&self.inputs[*index].field);
            return quote!(input.#field.as_str());
        }
        let (mut format, mut values) = (String::new(), Vec::new());
        for part in &value.0 {
            let value = match part {
                TemplatePart::Text(text) => {
                    format.push_str(&text.replace('{', "{{").replace('}', "}}"));
                    continue;
                }
                TemplatePart::Setting(env) => quote!(#settings.expose(#env)),
                TemplatePart::Input(index) => {
                    let field = ident(&self.inputs[*index].field);
                    quote!(input.#field)
                }
            };
            format.push_str("{}");
            values.push(value);
        }
        quote!(format!(#format, #(#values),*))
    }

    /// A value that may stand in the document.
    fn word(&self, value: &Template) -> TokenStream {
        match value.0.as_slice() {
            [TemplatePart::Text(text)] => quote!(#text),
            _ => self.secret(value),
        }
    }
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

fn single_setting(template: &Template) -> Option<&str> {
    match template.0.as_slice() {
        [TemplatePart::Setting(env)] => Some(env),
        _ => None,
    }
}
