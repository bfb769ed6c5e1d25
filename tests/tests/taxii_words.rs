//! Words of TAXII 2.1 that compiler and runtime both know. Neither depends on the other, so that nothing but this test ties them:
//! it fails when one side gains, loses or renames a word that the other has.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::any::type_name;
use std::collections::BTreeSet;
use std::num::NonZeroU32;

use capwright_codegen::model::taxii as compiler;
use capwright_runtime::Object;
use capwright_runtime::cli::CollectionInput;
use capwright_runtime::taxii::client::PageInput;
use capwright_runtime::taxii::server::{Layout, Operation};
use capwright_runtime::taxii::{ApiRoot, Collection, Discovery, Filter, ManifestRecord, media};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Second spellings, which the runtime reads and never writes.
const ALSO_READ: [(&str, &str); 1] = [("manifest_record", "media_types")];

/// What the standard requires and real servers leave out: the runtime reads an answer without it.
const FORGIVEN: [(&str, &str); 1] = [("api_root", "versions")];

#[test]
fn operations_and_their_paths() {
    let compiled = compiler::TaxiiOperation::ALL.map(|operation| (operation.as_str(), operation.path()));
    let layout = Layout::new("", "/root");
    let served = Operation::ALL.iter().map(|operation| {
        let path = layout.path(*operation);
        (operation.name(), path.trim_start_matches("/root").to_owned())
    });
    let compiled = compiled.map(|(name, path)| (name, path.to_owned()));
    assert_eq!(compiled.to_vec(), served.collect::<Vec<_>>());
}

#[test]
fn parameters() {
    let compiled = compiler::Filter::ALL.map(compiler::Filter::as_str);
    let read: Vec<_> = Filter::ALL.iter().map(|filter| filter.name()).collect();
    assert_eq!(compiled.to_vec(), read);
}

/// What an example of a description may give is what the command line of its crate takes.
#[test]
fn inputs_of_requests() {
    let is_paged = |operation: &compiler::TaxiiOperation| operation.is_paged();
    let operations = compiler::TaxiiOperation::ALL.into_iter();
    assert_eq!(
        operations.clone().filter(is_paged).map(compiler::TaxiiOperation::as_str).collect::<Vec<_>>(),
        ["manifest", "objects"]
    );
    for operation in operations {
        assert_eq!(operation.takes_collection(), operation.path().contains("{collection}"), "{operation:?}");
    }
    let value = |filter: compiler::Filter| match filter {
        compiler::Filter::AddedAfter => "2020-01-01T00:00:00.000000Z".into(),
        compiler::Filter::Limit => NonZeroU32::MIN.get().into(),
        _ => "all".into(),
    };
    let filters = compiler::Filter::ALL.map(|filter| (filter.as_str().to_owned(), value(filter)));
    let all: Object = filters.into_iter().chain([("collection".to_owned(), "c".into())]).collect();
    // Names every field: one more does not compile.
    let PageInput { collection, added_after, limit, next, match_id, match_type, match_version, match_spec_version } =
        serde_json::from_value(json!(all)).unwrap();
    let texts = [added_after, next, match_id, match_type, match_version, match_spec_version];
    assert!(texts.iter().all(Option::is_some) && limit == Some(1) && collection == "c", "{texts:?}");
    let CollectionInput { collection } = serde_json::from_value(json!({"collection": "c"})).unwrap();
    assert_eq!(collection, "c");
}

#[test]
fn the_media_type() {
    assert_eq!(compiler::MEDIA_TYPE, media::TAXII);
}

/// Each is written out in full: a property that a type gains does not compile without a value.
#[test]
fn properties_of_resources() {
    let text = || "text".to_owned();
    let texts = || vec![text()];
    check(
        compiler::Resource::Discovery,
        &Discovery {
            title: text(),
            description: Some(text()),
            contact: Some(text()),
            default: Some(text()),
            api_roots: texts(),
            extra: Object::new(),
        },
    );
    check(
        compiler::Resource::ApiRoot,
        &ApiRoot {
            title: text(),
            description: Some(text()),
            versions: texts(),
            max_content_length: 1,
            extra: Object::new(),
        },
    );
    check(
        compiler::Resource::Collection,
        &Collection {
            id: text(),
            title: text(),
            description: Some(text()),
            alias: Some(text()),
            can_read: true,
            can_write: true,
            media_types: texts(),
            extra: Object::new(),
        },
    );
    check(
        compiler::Resource::ManifestRecord,
        &ManifestRecord {
            id: text(),
            date_added: "2020-01-01T00:00:00.000000Z".parse().unwrap(),
            version: text(),
            media_type: Some(text()),
            extra: Object::new(),
        },
    );
}

/// Compares the properties of a resource with those of its type, of which `full` has all.
fn check<T: Serialize + DeserializeOwned>(resource: compiler::Resource, full: &T) {
    let name = resource.as_str();
    let generic = type_name::<T>();
    let path = generic.split('<').next().unwrap();
    assert_eq!(path.rsplit("::").next(), Some(resource.type_name()));
    let Value::Object(written) = serde_json::to_value(full).unwrap() else { panic!("{name} is no object") };
    let also = ALSO_READ.iter().filter(|(of, _)| *of == name).map(|(_, also)| *also);
    let known: BTreeSet<&str> = written.keys().map(String::as_str).chain(also).collect();
    let standard = resource.standard();
    assert_eq!(standard.iter().map(|property| property.name).collect::<BTreeSet<_>>(), known, "{name}");
    for property in standard {
        let Some(value) = written.get(property.name) else { continue };
        assert_eq!(kind(value), property.ty.as_str(), "{name}.{}", property.name);
        let mut without = written.clone();
        without.remove(property.name);
        let is_needed = serde_json::from_value::<T>(Value::Object(without)).is_err();
        let is_forgiven = FORGIVEN.contains(&(name, property.name));
        assert_eq!(is_needed, property.required && !is_forgiven, "{name}.{} is required", property.name);
    }
}

/// A second spelling is read as what it stands for, and is no property that a server adds.
#[test]
fn second_spellings() {
    let record = json!({"id": "a", "date_added": "2020-01-01T00:00:00.000000Z", "version": "v", "media_types": ["m"]});
    let record: ManifestRecord = serde_json::from_value(record).unwrap();
    assert_eq!((record.media_type.as_deref(), record.extra), (Some("m"), Object::new()));
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Null => "null",
    }
}
