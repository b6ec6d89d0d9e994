// Compiles the modules of a zip with the page's own Python: node compile.mjs CORE_FOLDER SOURCES.zip COMPILED.zip
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [core, sources, compiled] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(core, "pyodide.mjs")));
const lock = JSON.parse(readFileSync(join(core, "pyodide-lock.json"), "utf8"));
const python = await loadPyodide({
  indexURL: core,
  lockFileContents: JSON.stringify({ ...lock, packages: {} }),
  env: { PYTHONHASHSEED: "0" }, // the order of a set of constants is part of the byte code
});
python.FS.writeFile("/sources.zip", readFileSync(sources));
python.runPython(readFileSync(join(dirname(fileURLToPath(import.meta.url)), "compile.py"), "utf8"));
writeFileSync(compiled, python.FS.readFile("/compiled.zip"));
process.exit(0);
