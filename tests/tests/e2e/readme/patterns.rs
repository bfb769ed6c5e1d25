use threatconnect_taxii::Client;
use threatconnect_taxii::runtime::{Result, Value};
use threatconnect_taxii::runtime::taxii::client::TryStreamExt;

async fn patterns(client: &Client) -> Result<Vec<String>> {
    let mut patterns = Vec::new();
    for collection in client.collections().await?.collections.iter().filter(|collection| collection.can_read) {
        let mut indicators = client.objects(&collection.id).types(["indicator"]).limit(100).stream();
        while let Some(indicator) = indicators.try_next().await? {
            patterns.extend(indicator.get("pattern").and_then(Value::as_str).map(str::to_owned));
        }
    }
    Ok(patterns)
}
