//! `tools` and `routes`: tables that need no setting.

use std::io::{self, Write};

use super::app::App;
use super::chosen::Chosen;
use super::failure::Failure;
use super::launch::Launch;
use super::server::{Build, Row, Server};
use super::shown::escaped;
use crate::error::Result;
use crate::settings::Settings;

/// Where nothing is: the client of a listing never calls anyone.
const NOWHERE: &str = "http://localhost";

impl<C: Clone + 'static> App<C> {
    pub(super) fn print_tools(&self, chosen: Chosen) -> Result<(), Failure> {
        #[cfg(feature = "mcp")]
        self.check_chosen(&chosen)?;
        self.print(Some(chosen), |server| server.tools.as_ref())
    }

    pub(super) fn print_routes(&self) -> Result<(), Failure> {
        self.print(None, |server| server.routes.as_ref())
    }

    /// What servers list of the tools that are chosen; of all, where nothing is.
    pub(super) fn listed(
        &self,
        chosen: Option<Chosen>,
        listing: impl Fn(&Server<C>) -> Option<&Build<C, Vec<Row>>>,
    ) -> Result<Vec<Row>> {
        let launch = Launch { chosen, ..self.launch(self.made_up_settings(), Default::default(), true) };
        let mut rows = Vec::new();
        for listing in self.servers.iter().filter_map(listing) {
            rows.extend(listing(&launch)?);
        }
        Ok(rows)
    }

    fn print(
        &self,
        chosen: Option<Chosen>,
        listing: impl Fn(&Server<C>) -> Option<&Build<C, Vec<Row>>>,
    ) -> Result<(), Failure> {
        let rows = self.listed(chosen, listing)?;
        let rows: Vec<Row> =
            rows.iter().map(|row| row.iter().map(|cell| escaped(cell).into_owned()).collect()).collect();
        Ok(io::stdout().lock().write_all(table(&rows).as_bytes())?)
    }

    /// Settings that a client can be built from.
    pub(super) fn made_up_settings(&self) -> Settings {
        let mut settings = Settings::default();
        for stand_in in &self.stand_ins {
            stand_in.point(&mut settings, NOWHERE);
        }
        settings.make_up_all(self.settings);
        settings
    }
}

/// Columns as wide as their widest cell; the last one ends where its text ends.
fn table(rows: &[Row]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Row| {
        let cells =
            row.iter().zip(&widths).map(|(cell, width)| format!("{:width$}  ", cell.replace(['\n', '\t'], " ")));
        format!("{}\n", cells.collect::<String>().trim_end())
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let rows = [row(&["GET", "/conns", "list"]), row(&["DELETE", "/c", "delete\nit"])];
        assert_eq!(table(&rows), "GET     /conns  list\nDELETE  /c      delete it\n");
        assert_eq!(table(&[]), "");
    }
}
