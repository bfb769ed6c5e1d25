// Opens /docs of a running server in headless Chromium, as a reader does: finds every operation, tries one out and sees its answer.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import chromium from "@sparticuz/chromium";
import { chromium as browsers } from "playwright-core";

const [program, screenshot] = process.argv.slice(2);
const PATIENCE = 30_000; // milliseconds for whatever must happen at all
const WIDTH = 1000; // pixels
const LIST = "/v1/plugin/products/threat-response/api/v1/conns";

/** The server with stand-ins, and the address that it prints. */
async function serve() {
  const options = ["serve", "--mock", "--docs", "--rest", "localhost:0", "--mcp", "localhost:0"];
  const server = spawn(program, options, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.startsWith("rest ")) return { server, address: line.slice("rest ".length) };
  }
  throw new Error("the server ended before it listened");
}

/** What a page asks for, and what goes wrong in it. */
function watch(page) {
  const seen = { requests: [], faults: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && seen.faults.push(message.text()));
  return seen;
}

async function read(page, address) {
  const seen = watch(page);
  await page.goto(`${address}/docs`);
  await page.locator(".opblock").first().waitFor();
  assert.equal(await page.title(), "Tanium Threat Response API — Connections");
  const paths = await page.locator(".opblock-summary-path").evaluateAll((all) => all.map((one) => one.dataset.path));
  const described = await (await fetch(`${address}/openapi.json`)).json();
  assert.deepEqual(paths, Object.keys(described.paths));
  assert.equal(await page.getByText("Warning", { exact: true }).count(), 0);
  return seen;
}

/** Fills an input, sends the request, and gives what the page shows of the answer. */
async function tryOut(page) {
  const operation = page.locator(".opblock", { has: page.locator(`[data-path="${LIST}"]`) });
  await operation.locator(".opblock-summary-control").click();
  await operation.locator('tr[data-param-name="limit"] input').fill("2");
  await operation.locator(".execute").click();
  const answer = operation.locator(".live-responses-table .response");
  await answer.waitFor();
  const status = await answer.locator(".response-col_status").innerText();
  const body = await answer.locator(".highlight-code code").first().innerText();
  return { answer, status, body };
}

const { server, address } = await serve();
const executablePath = await chromium.executablePath();
const browser = await browsers.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 2400 } });
  page.setDefaultTimeout(PATIENCE);
  const seen = await read(page, address);
  const { answer, status, body } = await tryOut(page);
  assert.match(status, /^200/);
  assert.deepEqual(JSON.parse(body), {
    operation: "listconnections",
    path: "/plugin/products/threat-response/api/v1/conns",
    inputs: { limit: 2 },
  });
  assert.deepEqual(seen.faults, []);
  assert.ok(seen.requests.includes(`${address}${LIST}?limit=2`), seen.requests.join("\n"));
  const elsewhere = seen.requests.filter((url) => !url.startsWith(address) && !url.startsWith("data:"));
  assert.deepEqual(elsewhere, []);
  if (screenshot) {
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.activeElement.blur());
    const { y, height } = await answer.boundingBox();
    await page.screenshot({ path: screenshot, fullPage: true, clip: { x: 0, y: 0, width: WIDTH, height: y + height } });
  }
} finally {
  await browser.close();
  server.kill();
}
console.log("the page shows every operation, and one was tried out");
