//! Who may call a server: the constant that says it, and what a server does with it.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::tokens::template;
use crate::model::{Callers, Template};

/// What differs in the code of a server that asks its callers for a credential.
#[derive(Default)]
pub(super) struct Code {
    /// `pub const CALLERS`.
    pub(super) constant: TokenStream,
    /// A parameter after others.
    pub(super) parameter: TokenStream,
    /// An argument after others.
    pub(super) argument: TokenStream,
    /// The call that puts authentication in front.
    pub(super) call: TokenStream,
}

/// The code of the server `namespace`; none of it if anyone may call.
pub(super) fn code(namespace: &str, callers: &Callers) -> Code {
    let Some(constructor) = constructor(namespace, callers) else { return Code::default() };
    Code {
        constant: quote! {
            /// Who is let in; [`Callers::authentication`] takes their credential from the settings.
            pub const CALLERS: Callers = #constructor;
        },
        parameter: quote!(, authentication: Authentication),
        argument: quote!(, authentication),
        call: quote!(.with_authentication(authentication)),
    }
}

fn constructor(realm: &str, callers: &Callers) -> Option<TokenStream> {
    Some(match callers {
        Callers::Anyone => return None,
        Callers::Basic { username, password } => {
            let (username, password) = (template(username), template(password));
            quote!(Callers::basic(#realm, #username, #password))
        }
        Callers::Digest { username, password } => {
            let (username, password) = (template(username), template(password));
            quote!(Callers::digest(#realm, #username, #password))
        }
        Callers::Bearer { token } => {
            let token = template(token);
            quote!(Callers::bearer(#realm, #token))
        }
        Callers::Header { name, key } => {
            let key = template(key);
            quote!(Callers::header_key(#realm, #name, #key))
        }
        Callers::Query { name, key } => {
            let key = template(key);
            quote!(Callers::query_key(#realm, #name, #key))
        }
    })
}

/// What callers present, as a sentence of Markdown; empty if anyone may call.
pub(super) fn sentence(callers: &Callers) -> String {
    let what = match callers {
        Callers::Anyone => return String::new(),
        Callers::Basic { username, password } => format!("{} (Basic)", login(username, password)),
        Callers::Digest { username, password } => format!("{} (Digest)", login(username, password)),
        Callers::Bearer { token } => format!("a bearer token ({})", shown(token)),
        Callers::Header { name, key } => format!("an API key in the header {} ({})", docs::code(name), shown(key)),
        Callers::Query { name, key } => {
            format!("an API key in the query parameter {} ({})", docs::code(name), shown(key))
        }
    };
    format!("Callers must present {what}; with `--mock`, what is not given is made up and printed.")
}

fn login(username: &Template, password: &Template) -> String {
    format!("the user name {} and the password {}", shown(username), shown(password))
}

fn shown(template: &Template) -> String {
    use crate::model::TemplatePart::{Input, Setting, Text};
    let parts = template.0.iter().map(|part| match part {
        Text(text) => text.clone(),
        Input(_) => String::new(), // callers of servers know no inputs yet
        Setting(env) if template.0.len() == 1 => env.clone(),
        Setting(env) => format!("{{{env}}}"),
    });
    docs::code(&parts.collect::<String>())
}
