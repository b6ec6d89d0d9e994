// Python, apart from the page, so that the page stays alive while it works. core.js stands before it.
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
  // Pyodide knows by it that this is a classic worker, and refuses; from file:// there is no other (decision 35).
  self.importScripts = () => {
    throw new TypeError("importScripts");
  };
  python = await loadPython(packed);
  guardReading(python.FS);
  python.FS.mkdir(GIVEN);
  python.FS.mkdir(OUT);
  const tell = (done, total, name) => postMessage({ id: current, progress: [done, total, name] });
  desk = python.pyimport("jibiao.page.desk").Desk(GIVEN, OUT, tell);
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
