//! `cargo xtask explain`: the page of a diagnostic.

use capwright_codegen::diagnostic::Code;

use crate::Console;
use crate::failure::Failure;
use crate::flags::ExplainFlags;
use crate::pages;
use crate::verdict::Verdict;

/// A page on standard output, or the list of all codes.
pub(crate) fn run(flags: &ExplainFlags, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let Some(name) = &flags.code else {
        for code in Code::ALL {
            writeln!(console.out, "{:<8} {}", code.severity.as_str(), code.name)?;
        }
        return Ok(Verdict::Well);
    };
    write!(console.out, "{}", pages::page(pages::find(name).map_err(Failure::Usage)?))?;
    Ok(Verdict::Well)
}
