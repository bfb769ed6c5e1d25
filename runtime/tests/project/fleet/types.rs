//! Inputs of the operations; inputs and outputs of the functions.

use capwright_runtime::project::{Node, Output};
use capwright_runtime::{Number, OutputError};
use serde::{Deserialize, Serialize};

/// Inputs of `registry.list-ships`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListShipsInput {
    /// Filter by operational status
    pub status: Option<String>,
}

/// Inputs of `registry.get-ship`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetShipInput {
    /// IMO number of the ship
    pub imo_number: String,
}

/// Inputs of `get-ship-with-crew`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetShipWithCrewInput {
    /// IMO number of the ship
    pub imo: String,
}

/// An item of what `list-ships` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ListShipsItem {
    pub imo: Option<String>,
    pub name: Option<String>,
}

impl Output for ListShipsItem {
    fn read(root: &Node<'_>) -> Result<Self, OutputError> {
        root.record("")?;
        Ok(Self { imo: root.pick("imo", &["imo_number"])?, name: root.pick("name", &["vessel_name"])? })
    }
}

/// What `get-ship` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct GetShipOutput {
    pub imo: Option<String>,
    pub name: Option<String>,
    pub specs: GetShipOutputSpecs,
}

impl Output for GetShipOutput {
    fn read(root: &Node<'_>) -> Result<Self, OutputError> {
        root.record("")?;
        Ok(Self {
            imo: root.pick("imo", &["imo_number"])?,
            name: root.pick("name", &["vessel_name"])?,
            specs: root.pick("specs", &[])?,
        })
    }
}

/// `specs` in what `get-ship` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct GetShipOutputSpecs {
    #[serde(rename = "yearBuilt")]
    pub year_built: Option<Number>,
    pub length: Option<Number>,
}

impl Output for GetShipOutputSpecs {
    fn read(root: &Node<'_>) -> Result<Self, OutputError> {
        root.record("")?;
        Ok(Self {
            year_built: root.pick("yearBuilt", &["year_built"])?,
            length: root.pick("length", &["dimensions", "length_overall"])?,
        })
    }
}

/// What `get-ship-with-crew` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct GetShipWithCrewOutput {
    pub imo: Option<String>,
    pub tonnage: Option<Number>,
    pub crew: Option<Vec<Option<GetShipWithCrewOutputCrew>>>,
}

/// An item of `crew` in what `get-ship-with-crew` answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct GetShipWithCrewOutputCrew {
    #[serde(rename = "fullName")]
    pub full_name: Option<String>,
    pub role: Option<String>,
}

impl Output for GetShipWithCrewOutputCrew {
    fn read(root: &Node<'_>) -> Result<Self, OutputError> {
        root.record("")?;
        Ok(Self { full_name: root.pick("fullName", &["fullName"])?, role: root.pick("role", &["role"])? })
    }
}
