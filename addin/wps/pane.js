// The task pane: buttons, what is said, and the list of findings. Python decides (jibiao.wps.pane).
"use strict";

const byId = (id) => document.getElementById(id);
const TEXTS = JSON.parse(byId("texts").textContent);
const PARTS = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip", "library.zip"];

const say = (name, values = {}) => TEXTS[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

let python = null;
let pane = null; // jibiao.wps.pane.Pane

async function start() {
  if (typeof wps === "undefined") return tell(say("not_in_wps"), true);
  try {
    const packed = Object.fromEntries(PARTS.map((name) => [name, byId(name).textContent]));
    python = await loadPython(packed);
    pane = python.pyimport("jibiao.wps.pane").Pane(host.ask);
  } catch (error) {
    console.warn(error);
    return tell(say("not_started"), true);
  }
  tell(say("ready"));
  enable(true);
  document.documentElement.dataset.ready = "yes";
}

function tell(text, bad = false) {
  byId("status").textContent = text;
  byId("status").classList.toggle("bad", bad);
}

function enable(able) {
  for (const button of document.querySelectorAll("[data-command], .place")) button.disabled = !able;
}

// Python works in this thread, for only here WPS can be asked: the pane is painted before it begins.
async function work(verb, what) {
  enable(false);
  tell(say("working"));
  await new Promise((painted) => setTimeout(painted, 30));
  try {
    host.begin();
    const answer = JSON.parse(pane[verb](what));
    tell(answer.message, answer.alert);
    list(answer.lines);
    enable(true);
  } catch (error) {
    console.warn(error);
    tell(say("crashed"), true);
  } finally {
    document.documentElement.dataset.done = verb;
  }
}

function list(lines) {
  byId("count").textContent = lines.length ? say("count", { count: lines.length }) : "";
  byId("findings").replaceChildren(
    ...lines.map(({ row, severity, level, place, message, remedy }) =>
      element(
        "li",
        {},
        element("span", { className: `level ${severity}`, textContent: level }),
        " ",
        element("button", { type: "button", className: "place", textContent: place, onclick: () => work("go", row) }),
        element("p", { textContent: `${message} ${remedy}` }),
      ),
    ),
  );
}

for (const button of document.querySelectorAll("[data-command]")) {
  button.onclick = () => work("press", button.dataset.command);
}

if (ableToRun) start();
