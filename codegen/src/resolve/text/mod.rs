//! Texts of documents: templates, references, paths, constants.

pub(crate) mod address;
pub(crate) mod constant;
pub(crate) mod constraint;
pub(crate) mod dollar;
pub(crate) mod dotted;
pub(crate) mod header;
pub(crate) mod host;
pub(crate) mod jsonpath;
pub(crate) mod path;
pub(crate) mod reference;
pub(crate) mod size;
pub(crate) mod template;
pub(crate) mod url;
