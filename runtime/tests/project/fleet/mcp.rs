//! The MCP server `fleet-mcp`.

use capwright_runtime::mcp::{Mcp, Server, Tool};

use super::Service;

/// The tools in document order, as `tools/list` gives them.
pub const TOOLS: &str = r#"[
{"name":"list-ships","description":"List ships in the shipyard, optionally filtered by status",
"inputSchema":{"type":"object","properties":{
"status":{"type":"string","description":"Filter by operational status"}
},"additionalProperties":false},
"outputSchema":{"type":"object","properties":{
"result":{"type":"array","items":{"type":"object","properties":{
"imo":{"type":["string","null"]},
"name":{"type":["string","null"]}}}}}}},
{"name":"get-ship","description":"Retrieve a ship's details by IMO number",
"inputSchema":{"type":"object","properties":{
"imo":{"type":"string","description":"IMO number of the ship"}
},"required":["imo"],"additionalProperties":false},
"outputSchema":{"type":"object","properties":{
"imo":{"type":["string","null"]},
"name":{"type":["string","null"]},
"specs":{"type":"object","properties":{
"yearBuilt":{"type":["number","null"]},
"length":{"type":["number","null"]}}}}}},
{"name":"get-ship-with-crew","description":"Get ship details with resolved crew names",
"inputSchema":{"type":"object","properties":{
"imo":{"type":"string","description":"IMO number of the ship"}
},"required":["imo"],"additionalProperties":false},
"outputSchema":{"type":"object","properties":{
"imo":{"type":["string","null"]},
"tonnage":{"type":["number","null"]},
"crew":{"type":["array","null"],"items":{"type":"object","properties":{
"fullName":{"type":["string","null"]},
"role":{"type":["string","null"]}}}}}}}
]"#;

/// Serves `service`.
pub fn server<S: Service>(service: S) -> Server {
    Mcp::new("fleet-mcp", "", TOOLS, service)
        .tool(Tool::new("list-ships"), S::list_ships)
        .tool(Tool::new("get-ship").rename("imo", "imo_number"), S::get_ship)
        .tool(Tool::new("get-ship-with-crew"), S::get_ship_with_crew)
        .into_server()
}
