//! Snapshots beside their fixtures.

use std::path::Path;

use insta::Settings;

/// The settings under which `insta::assert_snapshot!(case(path), …)` compares with the `.snap` beside a fixture.
pub(crate) fn beside(path: &Path) -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_snapshot_path(path.parent().unwrap());
    settings
}

/// The name of a fixture in its folder, and of its snapshot.
pub(crate) fn case(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}
