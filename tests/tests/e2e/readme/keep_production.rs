use tanium_threat_response_connections::{DeleteconnectionInput, Proxy, Service};
use tanium_threat_response_connections::runtime::{Error, Reply, Result, StatusCode};

struct KeepProduction(Proxy);

impl Service for KeepProduction {
    fn proxy(&self) -> &Proxy {
        &self.0
    }

    async fn deleteconnection(&self, input: DeleteconnectionInput) -> Result<Reply> {
        if input.connection_id.starts_with("prod-") {
            return Err(Error::Rejected { status: StatusCode::FORBIDDEN, detail: "production stays".into() });
        }
        self.0.deleteconnection(input).await
    }
}
