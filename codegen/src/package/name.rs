//! What packages are called.

use crate::names::{is_ident, reserved};

/// The longest name of a package in bytes: cargo puts more around it, and a file name has 255 at most.
const LONGEST_NAME: usize = 200;

/// A package is named after its path below the specs folder.
///
/// `tanium/threat-response-connections.yaml` becomes `tanium-threat-response-connections`: lower case, everything but ASCII
/// letters and digits becomes one `-`. What cargo would refuse as a name gets the prefix `spec-`.
pub fn package_name(path: &str) -> String {
    let is_yaml = |extension: &str| ["yaml", "yml"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    let stem = path.rsplit_once('.').filter(|(_, extension)| is_yaml(extension)).map_or(path, |(stem, _)| stem);
    let words: Vec<String> = stem
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let mut name = words.join("-");
    name.truncate(LONGEST_NAME);
    name.truncate(name.trim_end_matches('-').len());
    if is_legal(&name) { name } else { format!("spec-{name}").trim_end_matches('-').to_owned() }
}

/// Whether cargo takes it as the name of a package, a library and a binary, on every system.
fn is_legal(name: &str) -> bool {
    let module = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    let numbered_device = name.len() == 4
        && (name.starts_with("com") || name.starts_with("lpt"))
        && name.ends_with(|c: char| c.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && !reserved::PACKAGES.contains(&name)
        && !reserved::IMPORTED_MODULES.contains(&module)
        && !numbered_device
        && is_ident(&name.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_named_after_their_path() {
        let rows = [
            ("tanium/threat-response-connections.yaml", "tanium-threat-response-connections"),
            ("threatconnect/taxii.yaml", "threatconnect-taxii"),
            ("Acme Corp/My__API v2.yml", "acme-corp-my-api-v2"),
            ("acme/orders.YAML", "acme-orders"),
            ("1password/connect.yaml", "spec-1password-connect"),
            ("async.yaml", "spec-async"),
            ("con.yaml", "spec-con"),
            ("com1.yaml", "spec-com1"),
            ("test.yaml", "spec-test"),
            ("gen.yaml", "spec-gen"),
            ("rest.yaml", "spec-rest"),
            ("skill.yaml", "spec-skill"),
            ("mcp-2.yaml", "spec-mcp-2"),
            ("rest-api.yaml", "rest-api"),
            ("---.yaml", "spec"),
            ("日本.yaml", "spec"),
            ("../x.yaml", "x"),
        ];
        for (path, name) in rows {
            assert_eq!(package_name(path), name, "{path}");
        }
    }
}
