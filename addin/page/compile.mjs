// Compiles the modules in zips with the page's own Python, in their place:
//   node compile.mjs CORE_FOLDER (ZIP HOME)…     HOME: the folder or zip in which that Python will have them
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [core, ...zips] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(core, "pyodide.mjs")));
const lock = JSON.parse(readFileSync(join(core, "pyodide-lock.json"), "utf8"));
const python = await loadPyodide({
  indexURL: core,
  lockFileContents: JSON.stringify({ ...lock, packages: {} }),
  env: { PYTHONHASHSEED: "0" }, // the order of a set of constants is part of the byte code
});
python.runPython(readFileSync(join(dirname(fileURLToPath(import.meta.url)), "compile.py"), "utf8"));
while (zips.length) {
  const [zip, home] = zips.splice(0, 2);
  python.FS.writeFile("/sources.zip", readFileSync(zip));
  // Python's own library, which stays a zip, goes without its descriptions.
  python.globals.get("compile_zip")(home, home.endsWith(".zip") ? 2 : 0);
  writeFileSync(zip, python.FS.readFile("/compiled.zip"));
}
process.exit(0);
