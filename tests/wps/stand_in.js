// The stand-in for WPS (tests/wps/host.py), which runs in the pane's own Python, as objects of JavaScript: each member is
// asked for by its name, and one that WPS does not have is an error.
"use strict";

window.standIn = async (files, book) => {
  const numbers = new WeakMap();
  for (const [path, text] of Object.entries(files)) {
    python.FS.mkdirTree(path.replace(/\/[^/]*$/, ""));
    python.FS.writeFile(path, text);
  }
  python.FS.writeFile("/stand/book.xlsx", Uint8Array.from(atob(book), (sign) => sign.charCodeAt(0)));
  python.runPython(`
import sys
if "/stand" not in sys.path:
    sys.path.insert(0, "/stand")
from excel.books import Application
from wps.host import Host, members
program = Application()
book = program.Workbooks.Open("/stand/book.xlsx")
before = book.state()
host = Host(program)
def is_method(number, name):
    return members().get((host._objects[number].kind, name), -1) >= 0
`);
  const ask = python.globals.get("host").ask;
  const isMethod = python.globals.get("is_method");
  const coded = (value) => (numbers.has(Object(value)) ? { $: numbers.get(value) } : value);
  const told = (given) => JSON.stringify(given.map(coded));
  const found = (json) => {
    const value = JSON.parse(json);
    return value?.$ === undefined ? value : wrap(value.$);
  };
  const wrap = (number) => {
    const made = new Proxy(function () {}, {
      get: (_, name) =>
        isMethod(number, name)
          ? (...given) => found(ask("call", number, name, told(given)))
          : found(ask("get", number, name, "[]")),
      set: (_, name, value) => {
        ask("set", number, name, told([value]));
        return true;
      },
      has: () => {
        throw new TypeError("in");
      },
    });
    numbers.set(made, number);
    return made;
  };
  window.standInApplication = wrap(0);
};
window.wps = { EtApplication: () => window.standInApplication };
