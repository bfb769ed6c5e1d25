//! model -> code: one function per item, nothing decided here.

mod auth;
mod body;
mod callers;
mod casing;
mod cli;
mod client;
mod constants;
mod docs;
mod file;
mod format;
mod imports;
mod json;
mod json_path;
mod lib_rs;
mod main_rs;
mod manifest;
mod markdown;
mod mcp;
mod mock;
mod nested;
mod openapi;
mod outputs;
mod paths;
mod readme;
mod rest;
mod served;
mod servers;
mod service;
mod skill;
mod taxii;
#[cfg(test)]
mod tests;
mod tokens;
mod types;
mod values;
mod work;

pub use file::{Code, File};

use crate::model::{Capability, Model, Surface};
use crate::options::Options;

/// Everything a model becomes.
pub fn code(model: &Model, options: &Options) -> Code {
    let files = match &model.surface {
        Surface::Capability(capability) => capability_files(model, capability, options),
        Surface::Taxii(taxii) => taxii::files(model, taxii, options),
    };
    Code { package: model.package.clone(), spec: docs::visible(&model.spec), files }
}

fn capability_files(model: &Model, capability: &Capability, options: &Options) -> Vec<File> {
    let types = capability.types();
    let mut files = vec![
        readme::file(model, capability),
        lib_rs::file(model, capability),
        client::file(model, capability),
        main_rs::file(model, capability),
        mock::file(capability),
    ];
    if !types.is_empty() {
        files.push(types::file(capability));
    }
    if capability.is_served() {
        files.push(service::file(capability));
        files.push(cli::file(capability));
    }
    files.extend(capability.servers.iter().flat_map(|server| servers::emitted(server).files(capability)));
    files.push(manifest::file(model, options));
    files
}
