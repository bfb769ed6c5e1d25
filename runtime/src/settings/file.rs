//! Values that stand in a file: a mapping from names to texts, in YAML or JSON.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;

use secrecy::SecretString;
use serde_json::{Map, Value};

/// The longest file, in bytes: as much as Kubernetes puts into a secret.
const MOST: u64 = 1 << 20;

/// The values of `keys`, as far as the file has them. A name that ends in `.yaml` or `.yml` is YAML, any other JSON.
///
/// # Errors
/// Why there are none; follows the file's path in a sentence, and quotes nothing of its content.
pub(super) fn values(path: &str, keys: &[&str]) -> Result<BTreeMap<String, SecretString>, String> {
    let text = text(path)?;
    let text = text.trim_start_matches('\u{feff}');
    let values = if path.ends_with(".yaml") || path.ends_with(".yml") { yaml(text, keys) } else { json(text, keys) };
    Ok(values?.into_iter().map(|(key, value)| (key, value.into())).collect())
}

/// The text of a regular file of no more than [`MOST`] bytes; links are followed, as Kubernetes mounts secrets by two of them.
/// A device has no end, and opening a pipe waits for who writes to it.
fn text(path: &str) -> Result<String, String> {
    let unreadable = |error| format!("can't be read: {error}");
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err("is no regular file".to_owned());
    }
    let mut text = String::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MOST + 1).read_to_string(&mut text).map_err(unreadable)?;
    if text.len() as u64 > MOST {
        return Err(format!("has more than {MOST} bytes"));
    }
    Ok(text)
}

fn json(text: &str, keys: &[&str]) -> Result<BTreeMap<String, String>, String> {
    let object: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| format!("is not a JSON object (line {})", error.line()))?;
    let mut values = BTreeMap::new();
    for key in keys {
        let value = match object.get(*key) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text.clone(),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
            Some(Value::Array(_) | Value::Object(_)) => return Err(format!("has no text at `{key}`")),
        };
        values.insert((*key).to_owned(), value);
    }
    Ok(values)
}

#[cfg(not(feature = "yaml"))]
fn yaml(_: &str, _: &[&str]) -> Result<BTreeMap<String, String>, String> {
    Err("needs the feature `yaml` of capwright-runtime".to_owned())
}

#[cfg(feature = "yaml")]
fn yaml(text: &str, keys: &[&str]) -> Result<BTreeMap<String, String>, String> {
    use serde::de::DeserializeSeed;

    let values = yaml::Values(keys).deserialize(serde_yaml::Deserializer::from_str(text));
    values.map_err(|error| {
        let line = error.location().map_or(1, |place| place.line());
        format!("is not a YAML mapping of names to texts (line {line})")
    })
}

/// Reads scalars as they are spelled: `0123` and `1.50` are texts here, whatever YAML makes of them elsewhere.
#[cfg(feature = "yaml")]
mod yaml {
    use std::collections::BTreeMap;
    use std::fmt;

    use serde::Deserializer;
    use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};

    pub(super) struct Values<'a>(pub(super) &'a [&'a str]);

    impl<'de> DeserializeSeed<'de> for Values<'_> {
        type Value = BTreeMap<String, String>;

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_map(self)
        }
    }

    impl<'de> Visitor<'de> for Values<'_> {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a mapping")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut values = BTreeMap::new();
            while let Some(key) = entries.next_key::<String>()? {
                if self.0.contains(&key.as_str()) {
                    values.extend(entries.next_value::<Option<String>>()?.map(|value| (key, value)));
                } else {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
            Ok(values)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use secrecy::ExposeSecret;

    use super::*;

    const KEYS: &[&str] = &["token", "pin"];

    fn check(name: &str, text: &str, expected: Result<&[(&str, &str)], &str>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let found = values(path.to_str().unwrap(), KEYS);
        let found = found.map(|values| {
            let texts = values.into_iter().map(|(key, value)| (key, value.expose_secret().to_owned()));
            texts.collect::<Vec<_>>()
        });
        let owned = |pair: &(&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
        let expected = expected.map(|pairs| pairs.iter().map(owned).collect::<Vec<_>>()).map_err(str::to_owned);
        assert_eq!(found, expected, "{name}: {text}");
    }

    #[test]
    fn json_is_read() {
        check("s.json", r#"{"token": "s3cret", "pin": 7, "other": {}}"#, Ok(&[("pin", "7"), ("token", "s3cret")]));
        check("secrets", "\u{feff}{\"token\": null}", Ok(&[]));
        check("s.json", "{\"token\":\n s3cret}", Err("is not a JSON object (line 2)"));
        check("s.json", "[]", Err("is not a JSON object (line 1)"));
        check("s.json", r#"{"token": ["s3cret"]}"#, Err("has no text at `token`"));
    }

    #[cfg(feature = "yaml")]
    #[test]
    fn yaml_is_read() {
        check("s.yaml", "token: s3cret\npin: 0123\nother: [1]\n", Ok(&[("pin", "0123"), ("token", "s3cret")]));
        check("s.yml", "token: '~'\npin: ~\n", Ok(&[("token", "~")]));
        check(
            "s.yaml",
            "token: 1.50\npin: 12345678901234567890123\n",
            Ok(&[("pin", "12345678901234567890123"), ("token", "1.50")]),
        );
        check("s.yaml", "pin: 1\ntoken: {a: s3cret}\n", Err("is not a YAML mapping of names to texts (line 2)"));
        check("s.yaml", "- s3cret\n", Err("is not a YAML mapping of names to texts (line 1)"));
        check("s.yaml", "token: [s3cret\n", Err("is not a YAML mapping of names to texts (line 1)"));
    }

    #[test]
    fn an_absent_file_says_so() {
        let reason = values("/no/such/file.json", KEYS).unwrap_err();
        assert!(reason.starts_with("can't be read: "), "{reason}");
    }

    #[test]
    fn files_are_bounded() {
        let padded = |length: usize| format!("{{\"pin\": 7}}{}", " ".repeat(length - 10));
        check("s.json", &padded(MOST as usize), Ok(&[("pin", "7")]));
        check("s.json", &padded(MOST as usize + 1), Err("has more than 1048576 bytes"));
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(values(folder.path().to_str().unwrap(), KEYS).unwrap_err(), "is no regular file");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_regular_files_alone() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, at(name)).unwrap();
        std::fs::create_dir(at("..2026")).unwrap();
        std::fs::write(at("..2026/s.json"), "{\"pin\": 7}").unwrap();
        link("..2026", "..data");
        link("..data/s.json", "s.json");
        assert_eq!(values(&at("s.json"), KEYS).unwrap().len(), 1);
        let check = |to: &str, name: &str| {
            link(to, name);
            assert_eq!(values(&at(name), KEYS).unwrap_err(), "is no regular file", "{to}");
        };
        check("/dev/zero", "endless.json");
        let made = std::process::Command::new("mkfifo").arg(at("fifo")).status().unwrap();
        assert!(made.success());
        check("fifo", "waiting.json");
    }
}
