//! How an upstream is reached, and whose credentials its requests carry: ours, or those that callers give.

use std::collections::BTreeSet;

use crate::model::{Auth, BaseUrl, CallerAuth, Location, Target, TemplatePart, Type};
use crate::read::naftiko as doc;
use crate::resolve::auth::given::{GivenAuth, given};
use crate::resolve::auth::secrets::Offered;
use crate::resolve::auth::upstream::auth as credentials;
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::inputs::{Inputs, Undeclared};
use crate::resolve::naftiko::consume::{base_url, host};
use crate::resolve::naftiko::demand::{Demand, Given};
use crate::resolve::naftiko::scopes::Names;
use crate::resolve::naftiko::survey::operations;

/// How an upstream is reached.
#[derive(Default)]
pub(crate) struct Access {
    pub(crate) base_url: BaseUrl,
    /// The credentials of requests, whoever gives them.
    pub(crate) auth: Auth,
    /// The same with what callers give in it, if they give any.
    pub(crate) given: Option<GivenAuth>,
    /// What units call a credential of ours, which no caller replaces: it travels as one, and nowhere else.
    pub(crate) bound: Vec<String>,
    /// Whether any request carries credentials of which callers give nothing.
    pub(crate) is_ours: bool,
}

impl Access {
    /// How the upstream is reached that is the `at`th. Nothing is asked of users for the sake of one that is never called, nor
    /// for the sake of operations that only units call which give the credentials.
    pub(crate) fn of(
        context: &mut Context<'_>,
        names: &mut Names,
        demand: &Demand,
        at: usize,
        document: &doc::Upstream,
    ) -> Self {
        let all: Vec<Given> = (0..operations(document).count())
            .map(|operation| demand.given(Target { upstream: at, operation }))
            .collect();
        if all.is_empty() {
            return Self::default();
        }
        let base_url = base_url::of(context, names.base_url_env(&document.namespace), document);
        let offered: BTreeSet<String> = all.iter().flat_map(|given| given.names()).cloned().collect();
        let given = given(context, document, &offered);
        let is_ours = given.as_ref().is_none_or(|given| all.iter().any(|operation| !operation.takes(given)));
        let names: Vec<String> = offered.into_iter().collect();
        let auth = credentials(context, document, Offered { names: &names, is_taken: !is_ours });
        let bound = names.iter().filter(|name| is_ours && fills(context, &auth, name)).cloned().collect();
        host::note(context, document, &base_url.env, &auth);
        Self { base_url, auth, given, bound, is_ours }
    }
}

/// Whether authentication holds what is bound by that name.
fn fills(context: &mut Context<'_>, auth: &Auth, name: &str) -> bool {
    let Some(env) = context.binds.env(name) else { return false };
    let is_it = |part: &TemplatePart| matches!(part, TemplatePart::Setting(setting) if *setting == env);
    auth.templates().into_iter().any(|template| template.0.iter().any(is_it))
}

impl Given {
    /// Whether the requests of an operation carry credentials that callers give: a unit gives any of them, or there is no unit
    /// that would not.
    pub(crate) fn takes(&self, given: &GivenAuth) -> bool {
        !self.is_called || given.used().into_iter().any(|name| self.offers(name))
    }
}

impl Inputs {
    /// Adds the credentials that callers give, which travel nowhere beside that.
    pub(crate) fn add_credentials(&mut self, given: &GivenAuth) -> CallerAuth {
        let used = given.used();
        let undeclared =
            Undeclared { location: Location::Header, ty: Type::String, within: Type::String, required: true };
        let inputs = given.names.iter().map(|name| {
            if !used.contains(name.as_str()) {
                return 0; // which nothing mentions
            }
            let known = self.index.exact(name).first().copied();
            let index = known.unwrap_or_else(|| self.add(name, undeclared, "Authenticates the caller."));
            let input = &mut self.list[index];
            (input.required, input.or_setting, input.is_secret) = (true, true, true);
            index
        });
        CallerAuth { inputs: inputs.collect(), auth: given.auth.clone() }
    }
}
