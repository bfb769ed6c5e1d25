// Shows what openapi.json beside this page says, and sends requests to the server that both come from.
const page = document.getElementById("page");

async function show() {
  const answer = await fetch("openapi.json" + location.search);
  if (!answer.ok) throw new Error(`openapi.json is answered with ${answer.status}`);
  const spec = await answer.json();
  document.title = spec.info.title;
  spec.servers = [{ url: new URL(".", location.href).pathname }]; // wherever the API is mounted
  SwaggerUIBundle({ spec, domNode: page, deepLinking: true, tryItOutEnabled: true, validatorUrl: null });
}

show().catch((error) => {
  page.textContent = `The description can't be shown: ${error.message}`;
});
