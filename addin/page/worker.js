// Python, apart from the page, so that the page stays alive while it works. core.js stands before it.
//
//   in   {start: {name: base64}}                       once, the parts
//        {field: name, files: [{path, file}]}        some of what is in a field, before a request
//        {id, verb, request, given}                  given: the fields are those that came since; else those of before
//   out  {ready: true}, {id, answer, bytes}, {id, progress: [done, total, name]}
"use strict";

const GIVEN = "/given"; // where the fields lie, see jibiao.page.desk
const OUT = "/out";
const EIO = 29;
const SMALL = 4e6; // bytes of a file that is read at once
const KEPT = 64e6; // bytes of such files that are kept

let python, desk, current;
let coming = {}; // field → files
let mounted = [];
let kept = new Map(); // node → bytes, the oldest first
let room = KEPT;
const reader = new FileReaderSync();

self.onmessage = async ({ data }) => {
  if (data.start) {
    await start(data.start);
    postMessage({ ready: true });
  } else if (data.field) {
    (coming[data.field] ??= []).push(...data.files);
  } else {
    current = data.id;
    if (data.given) {
      give(coming);
      coming = {};
    }
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
function give(fields) {
  const { FS } = python;
  for (const folder of mounted) {
    FS.unmount(folder);
    FS.rmdir(folder);
  }
  mounted = [];
  kept = new Map();
  room = KEPT;
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
}

// How Python reads the files. A file that has gone meanwhile is an error of that file, which Python tells, and not the end of
// Python. Asking the disk takes longer than what it gives, so small files are read at once and kept for the next time.
function guardReading(FS) {
  FS.filesystems.WORKERFS.stream_ops.read = ({ node }, buffer, offset, length, position) => {
    if (position >= node.size) return 0;
    try {
      const end = Math.min(position + length, node.size);
      const bytes = node.size <= SMALL ? whole(node).subarray(position, end) : bytesOf(node.contents.slice(position, end));
      buffer.set(bytes, offset);
      return bytes.length;
    } catch {
      throw new FS.ErrnoError(EIO);
    }
  };
}

function whole(node) {
  if (!kept.has(node)) {
    kept.set(node, bytesOf(node.contents.slice(0, node.size)));
    room -= node.size;
    for (const [oldest, bytes] of kept) {
      if (room >= 0) break;
      kept.delete(oldest);
      room += bytes.length;
    }
  }
  return kept.get(node);
}

function bytesOf(blob) {
  return new Uint8Array(reader.readAsArrayBuffer(blob));
}
