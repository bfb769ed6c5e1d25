// Lists and calls as calls.json says, by one of the two TypeScript SDKs: `typescript_client.mjs SDK MODE TARGET`. SDK is `sdk` (1.x)
// or `client` (2.x), MODE of the latter `auto` or `legacy`, TARGET an address or, as JSON, a command. Writes what came of it as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [sdk, mode, target, calls] = process.argv.slice(2);
// The packages lie where run.sh has put them, not beside this file.
const require = createRequire(pathToFileURL(`${process.env.NODE_MODULES}/`));
const load = (path) => import(pathToFileURL(require.resolve(path)));

async function parts() {
  if (sdk === "client") return { ...(await load("@modelcontextprotocol/client")), ...(await load("@modelcontextprotocol/client/stdio")) };
  const paths = ["index.js", "streamableHttp.js", "stdio.js"];
  return Object.assign({}, ...(await Promise.all(paths.map((path) => load(`@modelcontextprotocol/sdk/client/${path}`)))));
}

const { Client, StreamableHTTPClientTransport, StdioClientTransport } = await parts();
const options = sdk === "client" ? { versionNegotiation: { mode } } : {};
const client = new Client({ name: "peer", version: "1.0.0" }, options);
const transport = target.startsWith("http")
  ? new StreamableHTTPClientTransport(new URL(target))
  : new StdioClientTransport({ ...JSON.parse(target), env: process.env });
await client.connect(transport);

const tools = (await client.listTools()).tools.map((tool) => tool.name);
const results = [];
for (const { tool, arguments: given } of JSON.parse(readFileSync(calls))) {
  let progress = 0;
  const request = { name: tool, arguments: given };
  const told = { onprogress: () => { progress += 1; } };
  try {
    const result = await (sdk === "client" ? client.callTool(request, told) : client.callTool(request, undefined, told));
    const content = result.content.map((block) => block.type);
    results.push({ error: result.isError ?? false, content, structured: result.structuredContent ?? null, progress });
  } catch (error) {
    results.push({ exception: String(error) });
  }
}
await client.close();
console.log(JSON.stringify({ tools, results }));
