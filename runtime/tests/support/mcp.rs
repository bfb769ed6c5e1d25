//! An MCP server over the service of the tests.

use std::sync::Arc;

use capwright_runtime::mcp::{Mcp, Server, Tool};

use super::Api;

/// Neither names nor properties are in alphabetical order.
pub const TOOLS: &str = r#"[
{"name":"list-conns","description":"Lists.","inputSchema":{"type":"object","properties":{
"status":{"type":"string"},"limit":{"type":"integer","description":"At most"},"tags":{"type":"array"}},
"additionalProperties":false},"annotations":{"readOnlyHint":true,"destructiveHint":false}},
{"name":"get-conn","inputSchema":{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]}},
{"name":"fixed","inputSchema":{"type":"object","additionalProperties":false}},
{"name":"answer","inputSchema":{"type":"object","properties":{"how":{"type":"string"}},"required":["how"]}},
{"name":"fail","inputSchema":{"type":"object","properties":{"how":{"type":"string"}},"required":["how"]}},
{"name":"wait","inputSchema":{"type":"object"}}]"#;

/// The server, over a service that the test can reach as well.
pub fn mcp(service: Arc<Api>) -> Server {
    Mcp::shared("conns-mcp", "Knows connections.", TOOLS, service)
        .version("1.2.3")
        .tool(Tool::new("list-conns"), Api::list)
        .tool(Tool::new("get-conn").rename("id", "connectionId"), Api::get)
        .tool(Tool::new("fixed").constant("limit", "5"), Api::list)
        .tool(Tool::new("answer"), Api::answer)
        .tool(Tool::new("fail"), Api::fail)
        .tool(Tool::new("wait"), Api::wait)
        .into_server()
}
