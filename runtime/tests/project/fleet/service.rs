//! What is exposed: one method per function.

use capwright_runtime::project::{Collector, Output, Pick, lookup, parallel, step};
use capwright_runtime::{Answer, Result};

use super::Client;
use super::types::*;

/// The exposed functions. What a method doesn't override, [`Service::proxy`] answers.
pub trait Service: Send + Sync + 'static {
    /// Answers where a method isn't overridden.
    fn proxy(&self) -> &Proxy;

    /// List ships in the shipyard, optionally filtered by status
    fn list_ships(
        &self,
        input: ListShipsInput,
    ) -> impl Future<Output = Result<Answer<Vec<Option<ListShipsItem>>>>> + Send {
        self.proxy().list_ships(input)
    }

    /// Retrieve a ship's details by IMO number
    fn get_ship(&self, input: GetShipInput) -> impl Future<Output = Result<Answer<GetShipOutput>>> + Send {
        self.proxy().get_ship(input)
    }

    /// Get ship details with resolved crew names
    fn get_ship_with_crew(
        &self,
        input: GetShipWithCrewInput,
    ) -> impl Future<Output = Result<Answer<GetShipWithCrewOutput>>> + Send {
        self.proxy().get_ship_with_crew(input)
    }
}

/// The implementation that the document describes.
#[derive(Debug, Clone)]
pub struct Proxy {
    client: Client,
}

impl Proxy {
    /// Answers with `client`.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    async fn list_ships(&self, input: ListShipsInput) -> Result<Answer<Vec<Option<ListShipsItem>>>> {
        let reply = self.client.list_ships(&input).await?;
        Answer::project(&reply, Output::read)
    }

    async fn get_ship(&self, input: GetShipInput) -> Result<Answer<GetShipOutput>> {
        let reply = self.client.get_ship(&input).await?;
        Answer::project(&reply, Output::read)
    }

    async fn get_ship_with_crew(&self, input: GetShipWithCrewInput) -> Result<Answer<GetShipWithCrewOutput>> {
        let [get_ship, list_crew] = parallel([
            step("get-ship", self.client.get_ship(&GetShipInput { imo_number: input.imo })),
            step("list-crew", self.client.list_crew()),
        ])
        .await?;
        let resolve_crew = lookup(list_crew.as_ref(), "crewId", &get_ship.at(&["assignedCrew"]), &["fullName", "role"]);
        let collector = Collector::new();
        let answer = GetShipWithCrewOutput {
            imo: get_ship.node(&collector).pick("imo", &["imo_number"])?,
            tonnage: get_ship.node(&collector).pick("tonnage", &["gross_tonnage"])?,
            crew: resolve_crew.node(&collector).pick("crew", &[])?,
        };
        Ok(collector.answer(answer))
    }
}

impl Service for Proxy {
    fn proxy(&self) -> &Proxy {
        self
    }
}
