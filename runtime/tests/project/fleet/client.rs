//! Calls the consumed APIs: one method per operation.

use capwright_runtime::client::Upstream;
use capwright_runtime::{Method, Reply, Result};

use super::types::*;

#[derive(Debug, Clone)]
pub struct Client {
    registry: Upstream,
}

impl Client {
    pub fn new(registry: Upstream) -> Self {
        Self { registry }
    }

    /// `GET /ships`
    pub async fn list_ships(&self, input: &ListShipsInput) -> Result<Reply> {
        self.registry.request(Method::GET, "list-ships").path("/ships").query("status", &input.status).send().await
    }

    /// `GET /ships/{imo_number}`
    pub async fn get_ship(&self, input: &GetShipInput) -> Result<Reply> {
        self.registry
            .request(Method::GET, "get-ship")
            .path("/ships/")
            .variable("imo_number", &input.imo_number)
            .send()
            .await
    }

    /// `GET /crew`
    pub async fn list_crew(&self) -> Result<Reply> {
        self.registry.request(Method::GET, "list-crew").path("/crew").send().await
    }
}
