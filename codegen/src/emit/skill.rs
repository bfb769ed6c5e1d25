//! `src/skill.rs`: the skills.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{File, rust};
use super::imports::Mentioned;
use super::markdown::{cell, code, table};
use super::served::{self, EmitServer};
use super::tokens::ident;
use super::{callers, docs};
use crate::model::{Callers, Capability, Mode, Skill, SkillSource, SkillTool, Skills};
use crate::names::reserved;

impl EmitServer for Skills {
    fn files(&self, _: &Capability) -> Vec<File> {
        vec![file(self)]
    }

    fn start(&self) -> TokenStream {
        let module = ident(&self.module);
        match self.callers {
            Callers::Anyone => quote!(.skill(#module::ADDRESS, #module::server)),
            _ => quote!(.skill_for(#module::CALLERS, #module::ADDRESS, #module::server)),
        }
    }

    fn about(&self) -> String {
        let row = |skill: &Skill| format!("| {} | {} |", code(&skill.name), cell(&skill.description));
        let address = format!("{}/skills", self.address);
        let title = served::title("Skills", &address, &callers::sentence(&self.callers));
        table(&title, "| skill | |\n|---|---|", self.skills.iter().map(row).collect())
    }
}

fn file(server: &Skills) -> File {
    let address = &server.address;
    let skills = server.skills.iter().map(skill);
    let callers::Code { constant, call, .. } = callers::code(&server.namespace, &server.callers);
    // Without others before it.
    let (parameter, argument) = match constant.is_empty() {
        true => (quote!(), quote!()),
        false => (quote!(authentication: Authentication,), quote!(authentication)),
    };
    let items = quote! {
        /// Where the document wants it to listen.
        pub const ADDRESS: &str = #address;

        #constant

        /// The skills in document order.
        pub const SKILLS: &[Skill] = &[#(#skills),*];

        /// Serves the skills to the hosts and origins that `options` allow.
        pub fn router(#parameter options: &ServerOptions) -> Router {
            server(#argument).into_router(options)
        }

        /// The skills.
        pub fn server(#parameter) -> Skills {
            Skills::new(SKILLS) #call
        }
    };
    let mentioned = Mentioned::by(&items);
    let part = mentioned.of(reserved::RUNTIME);
    let shared = mentioned.of(reserved::SERVER);
    let own = mentioned.of(reserved::SKILL);
    let title = format!("The skill server {}.", docs::code(&server.namespace));
    let docs = docs::paragraphs([title, docs::foreign(&server.description)]);
    rust(&format!("src/{}.rs", server.module), docs, quote!(#shared #own #part #items))
}

fn skill(skill: &Skill) -> TokenStream {
    let (name, description) = (&skill.name, &skill.description);
    let license = text(&quote!(license), skill.license.as_ref());
    let compatibility = text(&quote!(compatibility), skill.compatibility.as_ref());
    let hint = text(&quote!(argument_hint), skill.argument_hint.as_ref());
    let allowed = text(&quote!(allowed_tools), skill.allowed_tools.as_ref());
    let invocable = skill.user_invocable.map(|word| quote!(.user_invocable(#word)));
    let disabled = skill.disable_model_invocation.map(|word| quote!(.disable_model_invocation(#word)));
    let metadata = skill.metadata.iter().map(|(name, value)| quote!((#name, #value)));
    let metadata = if skill.metadata.is_empty() { quote!() } else { quote!(.metadata(&[#(#metadata),*])) };
    let location = text(&quote!(location), skill.location.as_ref());
    let tools = skill.tools.iter().map(tool);
    let tools = if skill.tools.is_empty() { quote!() } else { quote!(.tools(&[#(#tools),*])) };
    quote! {
        Skill::new(#name, #description)
            #license #compatibility #hint #allowed #invocable #disabled #metadata #location #tools
    }
}

fn text(method: &TokenStream, text: Option<&String>) -> TokenStream {
    text.map(|text| quote!(.#method(#text))).unwrap_or_default()
}

fn tool(tool: &SkillTool) -> TokenStream {
    let (name, description) = (&tool.name, &tool.description);
    match &tool.source {
        SkillSource::Derived { namespace, action, mode } => {
            let mode = match mode {
                Mode::Rest => quote!(Mode::Rest),
                Mode::Mcp => quote!(Mode::Mcp),
            };
            quote!(Tool::derived(#name, #description, #mode, #namespace, #action))
        }
        SkillSource::Instruction(file) => quote!(Tool::instruction(#name, #description, #file)),
    }
}
