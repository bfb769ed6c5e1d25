//! The consumed operations as OpenAPI 3.0, for generators of clients.

use serde_json::{Map, Value, json};

use crate::plan::{Api, Kind, Operation};

impl Api {
    /// The description, in JSON.
    pub fn openapi(&self) -> Value {
        let (mut paths, mut schemas) = (Map::new(), Map::new());
        for resource in self.upstreams.iter().flat_map(|upstream| &upstream.resources) {
            let noun = &resource.noun;
            schemas.insert(noun.clone(), schema());
            for operation in &resource.operations {
                let path =
                    if operation.kind.is_of_one() { format!("/{noun}s/{{{noun}Id}}") } else { format!("/{noun}s") };
                let item = paths.entry(path).or_insert_with(|| json!({}));
                item[operation.kind.method().to_ascii_lowercase()] = described(operation, noun);
            }
        }
        json!({
            "openapi": "3.0.3",
            "info": {"title": format!("Synthetic {}", self.number), "version": "1.0.0"},
            "paths": paths,
            "components": {"schemas": schemas},
        })
    }
}

fn schema() -> Value {
    json!({"type": "object", "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "total": {"type": "number"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "urgent": {"type": "boolean"},
    }})
}

fn described(operation: &Operation, noun: &str) -> Value {
    let reference = json!({"$ref": format!("#/components/schemas/{noun}")});
    let input = |name: &str, place: &str, schema: Value| json!({"name": name, "in": place, "required": place == "path", "schema": schema, "description": format!("Input {name}")});
    let text = || json!({"type": "string"});
    let mut inputs = Vec::new();
    if operation.kind.is_of_one() {
        inputs.push(input(&format!("{noun}Id"), "path", text()));
    }
    match operation.kind {
        Kind::List => inputs.extend([
            input("limit", "query", json!({"type": "integer"})),
            input("since", "query", text()),
            input("tags", "query", json!({"type": "array", "items": {"type": "string"}})),
            input("X-Trace", "header", text()),
        ]),
        Kind::Get => inputs.push(input("fields", "query", text())),
        Kind::Remove => inputs.push(input("force", "query", json!({"type": "boolean"}))),
        Kind::Create(_) | Kind::Update(_) => {}
    }
    let answer =
        if operation.kind == Kind::List { json!({"type": "array", "items": reference}) } else { reference.clone() };
    let mut described = json!({
        "operationId": operation.name,
        "description": format!("What `{}` does with a {noun}, in a sentence that explains it.", operation.name),
        "parameters": inputs,
        "responses": {"200": {"description": "Well", "content": {"application/json": {"schema": answer}}}},
    });
    if matches!(operation.kind, Kind::Create(_) | Kind::Update(_)) {
        described["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": reference}}});
    }
    described
}
