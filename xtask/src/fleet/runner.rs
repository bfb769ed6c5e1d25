//! Runners: binaries that hold the `main` of many crates. Linking one for each crate would take most of the time.

use std::path::Path;

use super::ship::Ship;

/// The variable that says which crate a runner is.
pub(super) const CRATE: &str = "FLEET_CRATE";

/// What a runner exits with that isn't told, or doesn't know.
const UNKNOWN: u8 = 99;

/// The most crates of a runner.
const CRATES: usize = 40;

/// How much code a runner holds before the next one starts, in bytes: rustc's memory grows with it.
const BYTES: usize = 4_000_000;

/// The signature of every generated `main`, and the same for other modules.
const MAIN: (&str, &str) = ("\nfn main() -> ExitCode {", "\npub(crate) fn main() -> ExitCode {");

/// A runner.
#[derive(Debug)]
pub(super) struct Runner<'a> {
    number: usize,
    ships: Vec<&'a Ship<'a>>,
}

impl<'a> Runner<'a> {
    /// Runners for these crates, in their order.
    pub(super) fn for_all(ships: impl IntoIterator<Item = &'a Ship<'a>>) -> Vec<Self> {
        let mut runners: Vec<Self> = Vec::new();
        let mut bytes = 0;
        for ship in ships {
            bytes += size(ship);
            match runners.last_mut().filter(|runner| runner.ships.len() < CRATES && bytes <= BYTES) {
                Some(runner) => runner.ships.push(ship),
                None => {
                    bytes = size(ship);
                    runners.push(Self { number: runners.len(), ships: vec![ship] });
                }
            }
        }
        runners
    }

    /// The package, called as no document's package can be.
    pub(super) fn name(&self) -> String {
        format!("fleet_runner_{}", self.number)
    }

    /// The package and the names of the crates in it.
    pub(super) fn ships(&self) -> &[&'a Ship<'a>] {
        &self.ships
    }

    /// The package of the crate whose `main` stands in this file of the runner.
    pub(super) fn owner_of(&self, file: &str) -> Option<&'a str> {
        let number: usize = file.rsplit('/').next()?.strip_prefix('c')?.strip_suffix(".rs")?.parse().ok()?;
        self.ships.get(number).map(|ship| ship.package.name.as_str())
    }

    /// Its files, by their path in the folder of the runners; `runtime` is where the runtime crate lies.
    pub(super) fn files(&self, runtime: &Path) -> Vec<(String, String)> {
        let name = self.name();
        let mut files =
            vec![(format!("{name}/Cargo.toml"), self.manifest(runtime)), (format!("{name}/src/main.rs"), self.main())];
        for (number, ship) in self.ships.iter().enumerate() {
            let main = ship.package.files.get("src/main.rs").map(String::as_str).unwrap_or_default();
            files.push((format!("{name}/src/c{number}.rs"), main.replacen(MAIN.0, MAIN.1, 1)));
        }
        files
    }

    fn manifest(&self, runtime: &Path) -> String {
        let (name, runtime) = (self.name(), runtime.display());
        let dependencies = self.ships.iter().map(|ship| {
            let package = &ship.package.name;
            format!("{package} = {{ path = \"../../crates/{package}\" }}\n")
        });
        let dependencies: String = dependencies.collect();
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
             capwright-runtime = {{ path = '{runtime}' }}\n{dependencies}"
        )
    }

    fn main(&self) -> String {
        let numbers = 0..self.ships.len();
        let modules: String = numbers.map(|number| format!("mod c{number};\n")).collect();
        let arms = self.ships.iter().enumerate();
        let arms = arms.map(|(number, ship)| format!("        Ok(\"{}\") => c{number}::main(),\n", ship.package.name));
        let arms: String = arms.collect();
        format!(
            "//! Becomes the crate that the environment names.\n\n{modules}\nfn main() -> std::process::ExitCode {{\n    \
             match std::env::var(\"{CRATE}\").as_deref() {{\n{arms}        _ => std::process::ExitCode::from({UNKNOWN}),\n    \
             }}\n}}\n"
        )
    }
}

fn size(ship: &Ship<'_>) -> usize {
    ship.package.files.iter().filter(|(path, _)| path.starts_with("src/")).map(|(_, text)| text.len()).sum()
}
