// Python, apart from the page, so that the page stays alive while it works.
//
//   in   {start: {name: base64}}                       once, the parts
//        {id, verb, request, fields: {name: [{path, file}]}}   request.set: which fields these are
//   out  {ready: true}, {id, answer, bytes}, {id, progress: [done, total, name]}
"use strict";

const GIVEN = "/given"; // where the fields lie, see jibiao.page.desk
const OUT = "/out";
const EIO = 29;

let python, desk, current, set;
let mounted = [];

self.onmessage = async ({ data }) => {
  if (data.start) {
    await start(data.start);
    postMessage({ ready: true });
  } else {
    current = data.id;
    if (data.request.set !== set) give(data.fields, data.request.set);
    const answer = JSON.parse(desk.call(data.verb, JSON.stringify(data.request)));
    const bytes = answer.download ? python.FS.readFile(answer.download) : null;
    if (bytes) python.FS.unlink(answer.download);
    postMessage({ id: data.id, answer, bytes }, bytes ? [bytes.buffer] : []);
  }
};

// An error in an asynchronous function would otherwise be told to nobody.
self.onunhandledrejection = (event) => {
  throw event.reason;
};

async function start(packed) {
  const parts = Object.fromEntries(Object.keys(packed).map((name) => [name, unpack(packed[name])]));
  const script = async (name) => import(URL.createObjectURL(new Blob([await parts[name]], { type: "text/javascript" })));
  // Pyodide fetches its parts by name: they are here, and nothing is fetched from anywhere.
  self.fetch = async (url) => {
    const name = String(url.url ?? url).split("/").pop();
    if (!parts[name]) throw new TypeError(name);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(await parts[name], { headers: { "Content-Type": type } });
  };
  // Pyodide knows by it that this is a classic worker, and refuses; from file:// there is no other (decision 35).
  self.importScripts = () => {
    throw new TypeError("importScripts");
  };
  const [{ loadPyodide }, core] = await Promise.all([script("pyodide.mjs"), script("pyodide.asm.mjs")]);
  python = await loadPyodide({
    indexURL: "parts:/", // never asked: see fetch above
    createPyodideModule: core.default,
    lockFileContents: new TextDecoder().decode(await parts["pyodide-lock.json"]),
  });
  python.unpackArchive(await parts["library.zip"], "zip", { extractDir: "/lib/python3.14/site-packages" });
  guardReading(python.FS);
  python.FS.mkdir(GIVEN);
  python.FS.mkdir(OUT);
  const tell = (done, total, name) => postMessage({ id: current, progress: [done, total, name] });
  desk = python.pyimport("jibiao.page.desk").Desk(GIVEN, OUT, tell);
}

async function unpack(base64) {
  const signs = atob(base64);
  const packed = new Uint8Array(signs.length);
  for (let n = 0; n < signs.length; n++) packed[n] = signs.charCodeAt(n);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// What was put into the fields, as folders. The bytes stay on the disk until Python reads them.
function give(fields, name) {
  const { FS } = python;
  for (const folder of mounted) {
    FS.unmount(folder);
    FS.rmdir(folder);
  }
  mounted = [];
  for (const [name, files] of Object.entries(fields)) {
    const folder = `${GIVEN}/${name}`;
    FS.mkdir(folder);
    const seen = files.map(({ path, file }) => ({
      name: path,
      size: file.size,
      lastModifiedDate: new Date(file.lastModified),
      slice: (from, to) => file.slice(from, to),
    }));
    FS.mount(FS.filesystems.WORKERFS, { files: seen }, folder);
    mounted.push(folder);
  }
  set = name;
}

// A file that has gone meanwhile is an error of that file, which Python tells, and not the end of Python.
function guardReading(FS) {
  const operations = FS.filesystems.WORKERFS.stream_ops;
  const read = operations.read;
  operations.read = (...what) => {
    try {
      return read(...what);
    } catch {
      throw new FS.ErrnoError(EIO);
    }
  };
}
