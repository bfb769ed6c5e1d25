//! Formats of answers: what the client is told of them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::tokens::ident;
use crate::model::json_path::Segment;
use crate::model::{
    Binary, CallStep, Capability, Format, Function, Origin, Selection, Shape, Shaped, Target, Type, Work,
};

/// Paths by name.
type Lists = Vec<Vec<String>>;

/// The constant of the runtime, if it isn't JSON.
pub(super) fn constant(format: &Format) -> Option<TokenStream> {
    let name = match format {
        Format::Json => return None,
        Format::Xml => "XML",
        Format::Csv => "CSV",
        Format::Tsv => "TSV",
        Format::Psv => "PSV",
        Format::Yaml => "YAML",
        Format::Text => "TEXT",
        Format::Binary(_) => "BINARY",
    };
    let name = ident(name);
    Some(quote!(Format::#name))
}

/// The calls that tell a request what is answered.
pub(super) fn of_request(capability: &Capability, target: Target) -> TokenStream {
    let format = &capability.operation(target).format;
    let Some(constant) = constant(format) else { return quote!() };
    let more = match format {
        Format::Xml => {
            let lists = lists(capability, target);
            let paths = lists.iter().map(|path| quote!(&[#(#path),*]));
            if lists.is_empty() { quote!() } else { quote!(.lists(&[#(#paths),*])) }
        }
        Format::Binary(Binary { media_type, max_bytes }) => {
            let media_type = media_type.iter().map(|media_type| quote!(.media_type(#media_type)));
            let max_bytes = max_bytes.iter().map(|bytes| {
                let bytes = Literal::u64_unsuffixed(*bytes);
                quote!(.max_bytes(#bytes))
            });
            quote!(#(#media_type)* #(#max_bytes)*)
        }
        _ => quote!(),
    };
    quote!(.format(#constant) #more)
}

/// Where the answers of an operation hold lists, as the outputs of functions declare: XML can't tell one from its only item.
fn lists(capability: &Capability, target: Target) -> Lists {
    let mut lists = Lists::new();
    for function in &capability.functions {
        match &function.work {
            Work::Call(call) if call.target == target => {
                function.output.values().into_iter().for_each(|value| in_answer(value, &[], &mut lists));
            }
            Work::Steps(steps) => {
                for step in steps.calls().filter(|step| step.call.target == target) {
                    in_step(function, step, steps.passed_on.as_ref() == Some(&step.ident), &mut lists);
                }
            }
            Work::Call(_) | Work::Nothing => {}
        }
    }
    lists.sort();
    lists.dedup();
    lists
}

/// Adds the lists of what a function reads of a step, as far as it reads the answer itself.
fn in_step(function: &Function, step: &CallStep, is_last: bool, lists: &mut Lists) {
    let mut values = function.output.values();
    if !step.outputs.is_empty() {
        values.clear();
    }
    while let Some(value) = values.pop() {
        match &value.origin {
            Origin::Step(pick) if pick.step == step.ident => at(value, &pick.selection, &[], lists),
            Origin::At(_) if is_last => in_answer(value, &[], lists),
            _ => values.extend(value.inner()),
        }
    }
}

/// Adds the lists in a value, which is read from what stands at `base`.
fn in_answer(value: &Shaped, base: &[String], lists: &mut Lists) {
    match &value.origin {
        Origin::At(selection) => at(value, selection, base, lists),
        Origin::Parts => in_parts(value, base, lists),
        Origin::Step(_) | Origin::Constant(_) | Origin::Text { .. } => {}
    }
}

fn at(value: &Shaped, selection: &Selection, base: &[String], lists: &mut Lists) {
    match selection {
        Selection::Keys(keys) => {
            let base = [base, keys].concat();
            let is_list = matches!(value.shape, Shape::List(_) | Shape::Plain(Type::Array));
            if is_list && !keys.is_empty() {
                lists.push(base.clone());
            }
            in_parts(value, &base, lists);
        }
        Selection::Path { segments, .. } => lists.extend(indexed(segments).map(|keys| [base, &keys].concat())),
    }
}

fn in_parts(value: &Shaped, base: &[String], lists: &mut Lists) {
    if !matches!(value.shape, Shape::Map(_)) {
        value.inner().into_iter().for_each(|part| in_answer(part, base, lists));
    }
}

/// The keys of what a JSONPath takes for a list: `a`, `b` of `$.a.b[0].c` and `$.a.b[*]`.
fn indexed(segments: &[Segment]) -> Option<Vec<String>> {
    let mut keys = Vec::new();
    for segment in segments {
        match segment {
            Segment::Name(key) => keys.push(key.clone()),
            Segment::Members(_) | Segment::Deep(_) | Segment::Apply(..) => return None,
            _ => break,
        }
    }
    (!keys.is_empty() && keys.len() < segments.len()).then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::{Segment, indexed};

    #[test]
    fn paths_tell_lists() {
        let name = |name: &str| Segment::Name(name.to_owned());
        for (path, expected) in [
            (vec![name("a"), name("b"), Segment::Index(0), name("c")], Some(vec!["a", "b"])),
            (vec![name("a"), Segment::Every], Some(vec!["a"])),
            (vec![name("a"), Segment::Members(vec!["b".to_owned()])], None),
            (vec![Segment::Index(0)], None),
            (vec![Segment::Deep(vec![name("a")]), Segment::Index(0)], None),
            (vec![Segment::Every, Segment::Index(0)], None),
            (vec![name("a")], None),
        ] {
            let expected = expected.map(|keys| keys.into_iter().map(str::to_owned).collect());
            assert_eq!(indexed(&path), expected, "{path:?}");
        }
    }
}
