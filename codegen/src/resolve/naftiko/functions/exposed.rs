//! What servers are told of the functions that they expose.

use crate::json::{Object, Value};
use crate::model::{Binding, Type};
use crate::resolve::naftiko::work::caller::input::UnitInput;
use crate::resolve::naftiko::work::caller::taken::Feed;

/// A unit, once what it does is a function.
pub(crate) struct Exposed {
    /// The function.
    pub(crate) function: usize,
    /// What callers give: declared inputs in document order, then the others in the order of their first use.
    pub(crate) inputs: Vec<BoundInput>,
    /// Names and JSON texts of the function's inputs that the document fixes.
    pub(crate) constants: Vec<(String, String)>,
}

/// What callers give, and what becomes of it.
pub(crate) struct BoundInput {
    /// The input of the unit.
    pub(crate) input: UnitInput,
    /// What it feeds first, if it feeds anything.
    pub(crate) feeds: Option<Feed>,
    /// Its type.
    pub(crate) ty: Type,
    /// Whether they must give it.
    pub(crate) required: bool,
    /// What it is if they don't.
    pub(crate) default: Option<Value>,
    /// The inputs of the function that it is.
    pub(crate) targets: Vec<String>,
}

impl BoundInput {
    /// The JSON Schema of what callers give.
    pub(crate) fn schema(&self) -> Object {
        let mut schema = self.input.constraints.schema(self.ty);
        if !self.input.description.is_empty() {
            schema.insert("description".to_owned(), self.input.description.clone().into());
        }
        if let Some(default) = &self.default {
            schema.insert("default".to_owned(), default.clone().finite());
        }
        schema
    }
}

impl Exposed {
    /// The schemas of those inputs whose values are bound, by what a caller calls each.
    pub(crate) fn checks(&self, names: &[String]) -> Vec<(String, String)> {
        let bound = names.iter().zip(&self.inputs).filter(|(_, bound)| bound.input.constraints.binds());
        let schema = |bound: &BoundInput| Value::Object(bound.input.constraints.schema(bound.ty));
        bound.map(|(name, bound)| (name.clone(), schema(bound).to_string())).collect()
    }

    /// The binding of a caller that calls each input as `names` says.
    pub(crate) fn binding(&self, names: &[String]) -> Binding {
        let mut binding = Binding { constants: self.constants.clone(), ..Binding::default() };
        for (name, bound) in names.iter().zip(&self.inputs) {
            if bound.targets.iter().any(|target| target != name) {
                binding.renames.extend(bound.targets.iter().map(|target| (name.clone(), target.clone())));
            }
            if let Some(default) = &bound.default {
                binding.defaults.extend(bound.targets.iter().map(|target| (target.clone(), default.to_string())));
            }
        }
        binding
    }
}
