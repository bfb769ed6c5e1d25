//! What `call` calls an operation.

use std::collections::{BTreeMap, BTreeSet};

use super::{Capability, Operation, Target, Upstream};

impl Capability {
    /// All operations, in order, each with what `call` of the binary calls it: its name; if something else goes by that, with
    /// its namespace before it; else the method of the client, which is never anything else's.
    pub fn commands(&self) -> Vec<(String, Target)> {
        let named = |(upstream, up): (usize, &Upstream)| -> Vec<([String; 3], Target)> {
            let operations = up.operations.iter().enumerate();
            operations.map(|(operation, one)| (candidates(up, one), Target { upstream, operation })).collect()
        };
        let all: Vec<_> = self.upstreams.iter().enumerate().flat_map(named).collect();
        let mut claims = BTreeMap::new();
        for candidate in all.iter().flat_map(|(candidates, _)| BTreeSet::from_iter(candidates)) {
            *claims.entry(candidate.clone()).or_insert(0) += 1;
        }
        let command = |[name, qualified, method]: [String; 3]| {
            [name, qualified].into_iter().find(|candidate| claims[candidate] == 1).unwrap_or(method)
        };
        all.into_iter().map(|(candidates, target)| (command(candidates), target)).collect()
    }
}

/// What an operation may be called by, best first.
fn candidates(upstream: &Upstream, operation: &Operation) -> [String; 3] {
    let qualified = format!("{}.{}", upstream.namespace, operation.name);
    [operation.name.clone(), qualified, operation.ident.clone()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Auth, BaseUrl, Body, Format, Method, Path, Template};

    fn operation(name: &str, ident: &str) -> Operation {
        Operation {
            name: name.to_owned(),
            ident: ident.to_owned(),
            record: String::new(),
            description: String::new(),
            method: Method::Get,
            path: Path { text: String::new(), segments: Vec::new() },
            inputs: Vec::new(),
            auth: None,
            parameters: Vec::new(),
            body: Body::None,
            format: Format::Json,
            sample: None,
            owned: Vec::new(),
        }
    }

    /// Operations are written `namespace name ident`, those of a namespace one after the other.
    #[track_caller]
    fn check(operations: &[(&str, &str, &str)], expected: &[&str]) {
        let upstreams = operations.chunk_by(|a, b| a.0 == b.0).map(|group| Upstream {
            namespace: group[0].0.to_owned(),
            field: String::new(),
            base_url: BaseUrl { env: String::new(), template: Template::default() },
            auth: Auth::None,
            operations: group.iter().map(|(_, name, ident)| operation(name, ident)).collect(),
        });
        let capability = Capability { upstreams: upstreams.collect(), functions: Vec::new(), servers: Vec::new() };
        let commands: Vec<String> = capability.commands().into_iter().map(|(command, _)| command).collect();
        assert_eq!(commands, expected);
    }

    #[test]
    fn every_operation_has_a_command_of_its_own() {
        check(&[], &[]);
        check(&[("crm", "list", "list"), ("crm", "list-all", "list_all")], &["list", "list-all"]);
        check(&[("crm", "list", "list"), ("shop", "list", "list_2")], &["crm.list", "shop.list"]);
        check(
            &[("crm", "get-user", "get_user"), ("crm", "get-user", "get_user_2"), ("shop", "get-user", "get_user_3")],
            &["get_user", "get_user_2", "shop.get-user"],
        );
        // A name that is another's method could mean either.
        check(&[("a", "x", "x"), ("a", "x", "x_2"), ("a", "x_2", "x_2_2")], &["x", "x_2", "a.x_2"]);
        check(&[("a", "b.c", "b_c"), ("a.b", "c", "c"), ("a", "c", "c_2")], &["b.c", "c", "a.c"]);
    }
}
