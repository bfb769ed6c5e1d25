//! Documents nobody wrote: the same for the same seed, on every machine, in the style of public ones or with everything that the
//! language has.
//!
//! An [`Api`] is drawn from a seed and then written twice: as a capability, and as an OpenAPI description of the same consumed
//! operations, for generators that read nothing else.

mod capability;
mod draw;
mod exposed;
mod openapi;
mod plan;

pub use draw::Draw;
pub use plan::{Api, Body, Kind, Operation, Resource, Style, Upstream};

/// What to synthesise.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// Where the draws start.
    pub seed: u64,
    /// How many documents.
    pub documents: usize,
    /// Consumed operations of each, at least [`Order::FEWEST`].
    pub operations: usize,
    /// How much of the language they use.
    pub style: Style,
}

impl Order {
    /// What the flows need: a resource that is listed, and read one by one.
    pub const FEWEST: usize = 5;
}

/// The documents: file names and what to write into them.
///
/// The first n of a longer run are those of a shorter one, so that 8× are 1× and others.
pub fn apis(order: Order) -> impl Iterator<Item = (String, Api)> {
    (0..order.documents).map(move |number| {
        let draw = Draw::new(order.seed.wrapping_add(number as u64));
        (
            format!("synthetic-{number:04}.yaml"),
            Api::draw(draw, number, order.operations.max(Order::FEWEST), order.style),
        )
    })
}

#[cfg(test)]
mod tests {
    use capwright_codegen::{Options, Project, Source};

    use super::*;

    fn documents(order: Order) -> Vec<(String, String)> {
        apis(order).map(|(name, api)| (name, api.capability())).collect()
    }

    #[test]
    fn a_seed_says_it_all() {
        let order = Order { seed: 7, documents: 3, operations: 12, style: Style::Full };
        let known = documents(order);
        assert_eq!(known, documents(order));
        assert_eq!(known[..2], documents(Order { documents: 2, ..order }));
        assert_ne!(known, documents(Order { seed: 8, ..order }));
    }

    #[test]
    fn every_document_is_accepted_whatever_the_seed() {
        for (operations, style) in [(Order::FEWEST, Style::Full), (30, Style::Full), (30, Style::Public)] {
            let sources: Vec<Source> = documents(Order { seed: 1, documents: 12, operations, style })
                .into_iter()
                .map(|(name, text)| Source::new(name.clone(), name, text))
                .collect();
            let project = Project::new(sources, Options::default());
            for index in project.documents() {
                let compiled = project.compile(index);
                assert!(compiled.package.is_some(), "{:#?}\n{}", compiled.diagnostics, project.source(index).text);
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_operations() {
        for (name, api) in apis(Order { seed: 3, documents: 20, operations: 17, style: Style::Public }) {
            let described = api.openapi();
            let paths = described["paths"]
                .as_object()
                .map_or(0, |paths| paths.values().filter_map(|item| item.as_object()).map(serde_json::Map::len).sum());
            assert_eq!(paths, 17, "{name}");
        }
    }
}
