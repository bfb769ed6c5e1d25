//! The exposed half: flows, routes and tools; every consumed operation is offered both ways.

use crate::Draw;
use crate::capability::Page;
use crate::plan::{ANSWERS, Api, Kind, Operation, Resource, Style, Upstream};

/// What is declared of an answer, and how it is put together.
const OUTPUTS: [&[&str]; ANSWERS] = [
    &[],
    &[
        "outputParameters:",
        "  - type: object",
        "    mapping: $.data",
        "    properties:",
        "      id: {type: string, mapping: $.id}",
        "      name: {type: string, mapping: $.name, maxLength: 80}",
        "      total: {type: number, mapping: $.cost.total}",
        "      source: {type: string, value: synthetic}",
    ],
    &["outputParameters:", "  - {name: id, type: string, mapping: $.id}", "  - {type: string, mapping: $.problem}"],
    &[
        "outputParameters:",
        "  - type: object",
        "    properties:",
        "      first: {type: string, mapping: \"$.lines[0].name\"}",
        "      prices: {type: object, mapping: $.prices, values: {type: number, mapping: $.mid}}",
    ],
];

/// The same of a list.
const LISTS: [&[&str]; 2] = [
    &[],
    &[
        "outputParameters:",
        "  - type: array",
        "    mapping: $.items",
        "    items:",
        "      type: object",
        "      properties:",
        "        id: {type: string, mapping: $.id}",
        "        status: {type: string, mapping: $.status}",
        "        total: {type: number, mapping: $.cost.total}",
    ],
];

/// A tool that calls nothing.
const VERSION: &[&str] = &[
    "- name: version",
    "  description: Which version this is.",
    "  hints: {readOnly: true}",
    "  outputParameters:",
    "    - {name: version, type: string, value: \"1.2\"}",
];

/// All that the upstream answers, as public documents say it.
const IDENTITY: &[&str] = &["outputParameters:", "  - type: object", "    mapping: $."];

/// A consumed operation and where it stands.
#[derive(Clone, Copy)]
struct Consumed<'a> {
    style: Style,
    upstream: &'a Upstream,
    resource: &'a Resource,
    operation: &'a Operation,
}

impl Api {
    /// A flow over the first upstream: two calls that need nothing of each other, a third that does, and a lookup.
    pub(crate) fn aggregates(&self, page: &mut Page) {
        page.lines(1, &["aggregates:", "  - label: Flows", "    namespace: flows", "    functions:"]);
        for (upstream, noun) in self.flows() {
            let namespace = &upstream.namespace;
            page.line(4, &format!("- name: explain-{noun}"));
            page.lines(5, &[
                &format!("description: A {noun}, and those like it."),
                "semantics: {safe: true, idempotent: true}",
                "inputParameters:",
                &format!("  - {{name: {noun}Id, type: string, description: Which {noun}}}"),
                "steps:",
                &format!("  - {{name: one, type: call, call: {namespace}.get-{noun}, with: {{{noun}Id: flows.{noun}Id}}}}"),
                &format!("  - {{name: all, type: call, call: {namespace}.list-{noun}s, with: {{limit: 50}}}}"),
                &format!("  - {{name: parent, type: call, call: {namespace}.get-{noun}, with: {{{noun}Id: \"{{{{one.parent}}}}\"}}}}"),
                "  - {name: likes, type: lookup, index: all, match: id, lookupValue: $.one.likes, outputParameters: [name, total]}",
                "mappings:",
                "  - {targetName: name, value: $.one.name}",
                "  - {targetName: parent.name, value: $.parent.name}",
                "  - {targetName: likes, value: $.likes}",
                "outputParameters:",
                "  - {name: name, type: string}",
                "  - {name: parent, type: object, properties: {name: {type: string}}}",
                "  - {name: likes, type: array, items: {type: object, properties: {name: {type: string}, total: {type: number}}}}",
            ]);
        }
    }

    /// A REST server and an MCP server.
    pub(crate) fn exposes(&self, page: &mut Page, draw: &mut Draw) {
        page.lines(1, &["exposes:", "  - type: rest", "    namespace: synthetic-api", "    port: 8080"]);
        let is_full = self.style == Style::Full;
        if is_full && draw.once_in(2) {
            page.line(
                3,
                "authentication: {type: apikey, key: X-Caller-Key, value: \"{{CALLER_TOKEN}}\", placement: header}",
            );
        }
        page.line(3, "resources:");
        for consumed in self.consumed() {
            route(page, consumed);
        }
        for (_, noun) in self.flows() {
            page.lines(
                4,
                &[
                    &format!("- path: /{noun}s/{{{{{noun}Id}}}}/explanation"),
                    "  operations:",
                    &format!("    - {{name: explain-{noun}, method: GET, ref: flows.explain-{noun}}}"),
                ],
            );
        }
        page.lines(
            2,
            &["- type: mcp", "  namespace: synthetic-tools", "  port: 9090", "  description: Tools of a seed."],
        );
        if is_full && draw.once_in(2) {
            page.line(3, "authentication: {type: bearer, token: \"{{CALLER_TOKEN}}\"}");
        }
        page.line(3, "tools:");
        for consumed in self.consumed() {
            tool(page, consumed);
        }
        for (_, noun) in self.flows() {
            page.line(4, &format!("- {{name: explain-{noun}, ref: flows.explain-{noun}}}"));
        }
        if is_full {
            page.lines(4, VERSION);
        }
    }

    /// What there are flows of: a resource that is listed, and read one by one.
    fn flows(&self) -> impl Iterator<Item = (&Upstream, &str)> {
        let first = self.upstreams.iter().take(usize::from(self.style == Style::Full));
        first.filter_map(|upstream| Some((upstream, upstream.resources.first()?.noun.as_str())))
    }

    fn consumed(&self) -> impl Iterator<Item = Consumed<'_>> {
        self.upstreams.iter().flat_map(move |upstream| {
            upstream.resources.iter().flat_map(move |resource| {
                resource.operations.iter().map(move |operation| Consumed {
                    style: self.style,
                    upstream,
                    resource,
                    operation,
                })
            })
        })
    }
}

impl Consumed<'_> {
    fn call(&self) -> String {
        format!("call: {}.{}", self.upstream.namespace, self.operation.name)
    }

    fn outputs(&self) -> &'static [&'static str] {
        match (self.style, self.operation.kind) {
            (Style::Public, _) => IDENTITY,
            (Style::Full, Kind::List) => LISTS[self.operation.answer % LISTS.len()],
            (Style::Full, Kind::Remove) => &[],
            (Style::Full, _) => OUTPUTS[self.operation.answer],
        }
    }

    /// Each input of the operation, under its own name: callers are told of no others.
    fn pass_all(&self, page: &mut Page, depth: usize, caller: &str) {
        let inputs = self.operation.kind.inputs(&self.resource.noun);
        if !inputs.is_empty() {
            page.line(depth, "with:");
        }
        for input in inputs {
            page.line(depth + 1, &format!("{}: {caller}.{}", input.name, input.name));
        }
    }
}

fn route(page: &mut Page, consumed: Consumed<'_>) {
    let Consumed { style, resource: Resource { noun, .. }, operation, .. } = consumed;
    let variable = match (operation.kind.is_of_one(), style) {
        (false, _) => String::new(),
        // Public documents write path variables of routes in small letters.
        (true, Style::Public) => format!("/{{{noun}id}}"),
        (true, Style::Full) => format!("/{{{{{noun}}}}}"),
    };
    page.line(4, &format!("- path: /{noun}s{variable}"));
    page.line(5, "operations:");
    page.line(6, &format!("- name: {}", operation.name));
    page.line(7, &format!("method: {}", operation.kind.method()));
    page.line(7, &format!("description: Offers `{}` to callers.", operation.name));
    page.line(7, &consumed.call());
    match style {
        Style::Public => consumed.pass_all(page, 7, "rest"),
        Style::Full if operation.kind.is_of_one() => {
            let declared = format!("  - {{name: {noun}, in: path, type: string, description: Which {noun}}}");
            page.lines(7, &["inputParameters:", &declared]);
            page.lines(7, &["with:", &format!("  {noun}Id: synthetic-api.{noun}")]);
        }
        Style::Full => {}
    }
    page.lines(7, consumed.outputs());
}

fn tool(page: &mut Page, consumed: Consumed<'_>) {
    let Operation { name, kind, .. } = consumed.operation;
    page.line(4, &format!("- name: {name}"));
    page.line(5, &format!("description: Offers `{name}` to agents, which read this to find out when to call it."));
    let is_read = kind.method() == "GET";
    let is_removal = *kind == Kind::Remove;
    page.line(5, &format!("hints: {{readOnly: {is_read}, destructive: {is_removal}, idempotent: {is_read}}}"));
    page.line(5, &consumed.call());
    match consumed.style {
        Style::Public => consumed.pass_all(page, 5, "tools"),
        Style::Full => page.lines(5, &declared_inputs(*kind, &consumed.resource.noun)),
    }
    page.lines(5, consumed.outputs());
}

/// What a tool says of its inputs, and which go where.
fn declared_inputs(kind: Kind, noun: &str) -> Vec<String> {
    let which = format!("  - {{name: {noun}Id, type: string, description: Which {noun}}}");
    let lines: &[&str] = match kind {
        Kind::List => &[
            "inputParameters:",
            "  - {name: most, type: integer, description: How many, required: false}",
            "  - {name: since, type: string, description: From when on, required: false}",
            "with:",
            "  limit: synthetic-tools.most",
            "  since: synthetic-tools.since",
        ],
        Kind::Get => &["inputParameters:", &which, "with:", "  fields: id,name"],
        Kind::Remove => &["inputParameters:", &which],
        Kind::Create(_) | Kind::Update(_) => &[],
    };
    lines.iter().map(|&line| line.to_owned()).collect()
}
