//! What `call` calls: operations, flows, and what is served: tools and routes.

use super::app::App;
use crate::error::Result;

/// The start of the name of a flow among operations.
const FLOW: &str = "flow:";

/// What something is that can be called. A bare name means the first of these that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Operation,
    Flow,
    Tool,
    Route,
}

/// Something that can be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Callable {
    pub(super) kind: Kind,
    /// `getconnection`, or `GET /conns/{id}`.
    pub(super) name: String,
    /// What means it, whatever else has its name: `tool:getconnection`.
    pub(super) full_name: String,
    /// What to write: its name, or the full one where something else goes by the name.
    pub(super) shown: String,
    /// Which of the servers offers it.
    pub(super) server: Option<usize>,
}

impl<C: Clone + 'static> App<C> {
    /// All of it, in the order of kinds.
    pub(super) fn callables(&self) -> Result<Vec<Callable>> {
        let launch = self.launch(self.made_up_settings(), Default::default(), true);
        let mut found = Found::default();
        for operation in &self.operations {
            match operation.name.strip_prefix(FLOW) {
                Some(flow) => found.add(Kind::Flow, flow, None),
                None => found.add(Kind::Operation, operation.name, None),
            }
        }
        for (index, server) in self.servers.iter().enumerate().filter(|(_, server)| server.call.is_some()) {
            for row in server.tools.as_ref().map(|tools| tools(&launch)).transpose()?.unwrap_or_default() {
                found.add(Kind::Tool, &row[0], Some((index, &server.name)));
            }
            for row in server.routes.as_ref().map(|routes| routes(&launch)).transpose()?.unwrap_or_default() {
                found.add(Kind::Route, &format!("{} {}", row[0], row[1]), Some((index, &server.name)));
            }
        }
        Ok(found.all())
    }
}

impl Callable {
    /// Whether `name` means it.
    pub(super) fn is(&self, name: &str) -> bool {
        self.shown == name || self.full_name == name
    }
}

#[derive(Default)]
struct Found(Vec<Callable>);

impl Found {
    /// Adds one; of two servers of a kind, the second has a number, which stands before what the first has as well.
    fn add(&mut self, kind: Kind, name: &str, server: Option<(usize, &str)>) {
        let prefix = match kind {
            Kind::Operation => "operation",
            Kind::Flow => "flow",
            Kind::Tool => "tool",
            Kind::Route => "route",
        };
        let mut full_name = format!("{prefix}:{name}");
        if let Some((_, server)) = server.filter(|_| self.0.iter().any(|other| other.full_name == full_name)) {
            full_name = format!("{server}:{name}");
        }
        let (name, server) = (name.to_owned(), server.map(|(index, _)| index));
        self.0.push(Callable { kind, shown: full_name.clone(), name, full_name, server });
    }

    fn all(mut self) -> Vec<Callable> {
        self.0.sort_by_key(|callable| callable.kind);
        for index in 0..self.0.len() {
            let (before, rest) = self.0.split_at_mut(index);
            if let Some(callable) = rest.first_mut().filter(|one| before.iter().all(|other| other.name != one.name)) {
                callable.shown.clone_from(&callable.name);
            }
        }
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_names_mean_the_first() {
        let mut found = Found::default();
        let (mcp, second) = (Some((0, "mcp")), Some((2, "mcp-2")));
        found.add(Kind::Operation, "get", None);
        found.add(Kind::Tool, "get", mcp);
        found.add(Kind::Tool, "list", mcp);
        found.add(Kind::Route, "GET /x", Some((1, "rest")));
        found.add(Kind::Tool, "list", second);
        found.add(Kind::Flow, "list", None);
        let shown = found.all().into_iter().map(|one| format!("{} = {}", one.shown, one.full_name));
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                "get = operation:get",
                "list = flow:list",
                "tool:get = tool:get",
                "tool:list = tool:list",
                "mcp-2:list = mcp-2:list",
                "GET /x = route:GET /x",
            ]
        );
    }
}
