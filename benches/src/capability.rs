//! An API as a capability: what it consumes, in the words of Naftiko.

use crate::Draw;
use crate::plan::{Api, Body, Input, Kind, Operation, Resource, Style, Upstream};

/// Puts lines together: four spaces a level would be wide, two are what most documents have.
pub(crate) struct Page(String);

impl Page {
    /// A line, `depth` levels in.
    pub(crate) fn line(&mut self, depth: usize, text: &str) {
        self.0.extend(std::iter::repeat_n("  ", depth));
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// Lines at one level.
    pub(crate) fn lines(&mut self, depth: usize, lines: &[impl AsRef<str>]) {
        lines.iter().for_each(|line| self.line(depth, line.as_ref()));
    }
}

impl Api {
    /// The document.
    pub fn capability(&self) -> String {
        let mut page = Page(String::new());
        let number = self.number;
        let nouns: Vec<&str> =
            self.upstreams.iter().flat_map(|up| &up.resources).map(|resource| resource.noun.as_str()).collect();
        page.lines(0, &["naftiko: 1.0.0-alpha2", "info:", &format!("  label: Synthetic capability {number}")]);
        page.line(1, &format!("description: Everything about {}, drawn from a seed.", nouns.join(", ")));
        page.lines(0, &["binds:", "  - namespace: env", "    keys:"]);
        for key in ["TOKEN", "USER", "PASSWORD", "TENANT", "CALLER_TOKEN"] {
            page.line(3, &format!("{key}: SYNTHETIC_{number}_{key}"));
        }
        page.lines(0, &["capability:", "  consumes:"]);
        let mut draw = self.draw.clone();
        for upstream in &self.upstreams {
            consumed(&mut page, upstream, self.authentication(&mut draw));
        }
        if self.style == Style::Full {
            self.aggregates(&mut page);
        }
        self.exposes(&mut page, &mut draw);
        page.0
    }

    fn authentication(&self, draw: &mut Draw) -> &'static [&'static str] {
        let number = match self.style {
            Style::Public => PUBLIC_AUTHENTICATION,
            Style::Full => AUTHENTICATION.len(),
        };
        AUTHENTICATION[draw.below(number)]
    }
}

/// The first so many are what public documents use.
const PUBLIC_AUTHENTICATION: usize = 4;

const AUTHENTICATION: [&[&str]; 6] = [
    &["type: bearer", "token: \"{{TOKEN}}\""],
    &["type: apikey", "key: X-Api-Key", "value: \"{{TOKEN}}\"", "placement: header"],
    &["type: apikey", "key: key", "value: \"{{TOKEN}}\"", "placement: query"],
    &["type: basic", "username: \"{{USER}}\"", "password: \"{{PASSWORD}}\""],
    &["type: digest", "username: \"{{USER}}\"", "password: \"{{PASSWORD}}\""],
    &["type: oauth2", "tokenEndpoint: https://login.example.com/token", "scopes: [read, write]"],
];

fn consumed(page: &mut Page, upstream: &Upstream, authentication: &[&str]) {
    page.line(2, &format!("- namespace: {}", upstream.namespace));
    page.lines(
        3,
        &["type: http", &format!("baseUri: https://{}.example.com/v2", upstream.namespace), "authentication:"],
    );
    page.lines(4, authentication);
    page.lines(3, &["inputParameters:", "  - name: X-Tenant", "    in: header", "    value: \"{{TENANT}}\""]);
    page.line(3, "resources:");
    for resource in &upstream.resources {
        for is_of_one in [false, true] {
            let operations: Vec<&Operation> =
                resource.operations.iter().filter(|operation| operation.kind.is_of_one() == is_of_one).collect();
            if operations.is_empty() {
                continue;
            }
            let (suffix, variable) =
                if is_of_one { ("-one", format!("/{{{{{}Id}}}}", resource.noun)) } else { ("", String::new()) };
            page.line(4, &format!("- name: {}{suffix}", resource.noun));
            page.line(5, &format!("path: /{}s{variable}", resource.noun));
            page.line(5, "operations:");
            operations.into_iter().for_each(|operation| consumed_operation(page, resource, operation));
        }
    }
}

fn consumed_operation(page: &mut Page, resource: &Resource, operation: &Operation) {
    let noun = &resource.noun;
    page.line(6, &format!("- name: {}", operation.name));
    page.line(7, &format!("method: {}", operation.kind.method()));
    page.line(
        7,
        &format!("description: What `{}` does with a {noun}, in a sentence that explains it.", operation.name),
    );
    let inputs = operation.kind.inputs(noun);
    if !inputs.is_empty() {
        page.line(7, "inputParameters:");
    }
    for Input { name, place, ty, about } in inputs {
        page.line(8, &format!("- name: {name}"));
        page.lines(9, &[&format!("in: {place}"), &format!("type: {ty}"), &format!("description: {about}")]);
    }
    if let Kind::Create(body) | Kind::Update(body) = operation.kind {
        page.lines(7, body_lines(body));
    }
}

fn body_lines(body: Body) -> &'static [&'static str] {
    match body {
        Body::Fields | Body::Whole => &[],
        Body::Json => &[
            "body:",
            "  type: json",
            "  data:",
            "    name: \"{{name}}\"",
            "    total: \"{{total}}\"",
            "    tags: [synthetic, \"{{tag}}\"]",
            "    owner:",
            "      tenant: \"{{env.TENANT}}\"",
            "      note: \"{{note}} for {{name}}\"",
        ],
        Body::Raw => &["body: '{\"name\": \"{{name}}\", \"total\": {{total}}, \"kind\": \"fixed\"}'"],
        Body::Form => &[
            "body:",
            "  type: formUrlEncoded",
            "  data:",
            "    name: \"{{name}}\"",
            "    kind: fixed",
            "    note: \"{{note}}\"",
        ],
        Body::Multipart => &[
            "body:",
            "  type: multipartForm",
            "  data:",
            "    - name: note",
            "      value: \"{{note}}\"",
            "    - name: file",
            "      value: \"{{content}}\"",
            "      filename: \"{{name}}.csv\"",
            "      contentType: text/csv",
        ],
        Body::Text => &["body:", "  type: text", "  data: \"{{name}}: {{note}}\""],
        Body::Xml => &["body:", "  type: xml", "  data: '<item name=\"{{name}}\">{{note}}</item>'"],
    }
}
