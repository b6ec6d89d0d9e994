// CPython from its parts, in a worker or in a page. Nothing is fetched from anywhere.
"use strict";

// packed: {name: gzip in base64}. Gives Python with the library.
async function loadPython(packed) {
  const parts = Object.fromEntries(Object.keys(packed).map((name) => [name, unpack(packed[name])]));
  const script = async (name) => import(URL.createObjectURL(new Blob([await parts[name]], { type: "text/javascript" })));
  // Pyodide fetches its parts by name: they are here.
  self.fetch = async (url) => {
    const name = String(url.url ?? url).split("/").pop();
    if (!parts[name]) throw new TypeError(name);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(await parts[name], { headers: { "Content-Type": type } });
  };
  const [{ loadPyodide }, core] = await Promise.all([script("pyodide.mjs"), script("pyodide.asm.mjs")]);
  const python = await loadPyodide({
    indexURL: "parts:/", // never asked: see fetch above
    createPyodideModule: core.default,
    lockFileContents: new TextDecoder().decode(await parts["pyodide-lock.json"]),
  });
  python.unpackArchive(await parts["library.zip"], "zip", { extractDir: "/lib/python3.14/site-packages" });
  return python;
}

async function unpack(base64) {
  const signs = atob(base64);
  const packed = new Uint8Array(signs.length);
  for (let n = 0; n < signs.length; n++) packed[n] = signs.charCodeAt(n);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
