//! What a step reads of an answer where the called operation declares outputs.

use crate::diagnostic::Code;
use crate::diagnostic::phrases::refuse;
use crate::model::Selection;
use crate::read::naftiko::{ConsumedOutput, Entry, Loose, Spanned};
use crate::resolve::context::Context;
use crate::resolve::text::jsonpath;

/// An output of a consumed operation as it is written.
type WrittenAnswer = Entry<Option<Spanned<String>>, ConsumedOutput>;

/// The outputs that have a name, and where they are; none if the answer stays as it is.
pub(crate) fn named(context: &mut Context<'_>, declared: &Loose<ConsumedOutput>) -> Vec<(String, Selection)> {
    let mut outputs: Vec<(String, Selection)> = Vec::new();
    for output in declared {
        let selection = match &output.value {
            Some(path) => jsonpath::select(context, &path.value, &path.place),
            None => Some(Selection::whole()),
        };
        let Some(selection) = selection else { continue };
        if let Some(part) = parts(output).find(|part| part.value.is_some()) {
            let help = "name each part as an output of its own, `- {name: id, type: string, value: $.order.id}`";
            refuse(context.sink, part.place(), "an output within an output of a step", help);
        }
        let Some(name) = &output.name else {
            if selection != Selection::whole() {
                let message = "this output has no name: steps read the answer as it is";
                let report = context.sink.report(Code::ENGINE_DIFFERS, output.place(), message);
                report.help("give it a name, and read it as `$.step.name`");
            }
            continue;
        };
        outputs.push((name.value.clone(), selection));
    }
    outputs
}

/// The outputs within an output that have a name. Their types are documentation; only a path of their own would be more.
fn parts(output: &ConsumedOutput) -> impl Iterator<Item = &WrittenAnswer> {
    let items = output.items.iter().flat_map(|items| &items.properties);
    output.properties.iter().chain(items)
}
