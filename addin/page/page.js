// What the page does with its fields, buttons and answers. Whatever is decided, Python decides (jibiao.page).
"use strict";

const byId = (id) => document.getElementById(id);
const TEXTS = JSON.parse(byId("texts").textContent);
const PARTS = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip", "library.zip"];
const FILES = 500; // that are shown before one asks for more
const FIRST = 100; // of their findings
const AT_ONCE = 50; // files that are dealt with before the page gets its breath
const PAUSE = 200; // milliseconds without a letter typed, after which it is searched
const LEVELS = ["error", "warning", "hint"];

const say = (name, values = {}) => TEXTS[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function breath() {
  return new Promise((resolve) => setTimeout(resolve));
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

// ── Python in its worker ────────────────────────────────────────────────────────────────────────────

const python = {
  worker: null,
  ready: false,
  waiting: null, // {id, resolve, reject} of the only request at a time
  count: 0,
  set: null, // the fields that the worker has, see Step.renew

  start() {
    const source = URL.createObjectURL(new Blob([byId("worker").textContent], { type: "text/javascript" }));
    const worker = (this.worker = new Worker(source));
    this.ready = false;
    this.set = null;
    worker.onmessage = ({ data }) => this.worker === worker && this.heard(data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.worker === worker) this.fell();
    };
    worker.postMessage({ start: Object.fromEntries(PARTS.map((name) => [name, byId(name).textContent])) });
    status(say("starting"));
    buttons();
  },

  heard(data) {
    if (data.ready) {
      this.ready = true;
      this.ask("start", {}, () => ({})).then(started);
    } else if (data.progress) {
      const [done, total, name] = data.progress;
      byId("bar").max = total || 1;
      byId("bar").value = done;
      byId("doing").textContent = say("reading", { done, total, name });
    } else if (this.waiting?.id === data.id) {
      const { resolve } = this.waiting;
      this.waiting = null;
      resolve(data);
    }
  },

  ask(verb, request, fields) {
    return new Promise((resolve, reject) => {
      this.waiting = { id: ++this.count, resolve, reject };
      this.send({ id: this.count, verb, request }, request.set === this.set ? null : fields());
      this.set = request.set;
    });
  },

  async send(message, fields) {
    const { worker } = this;
    for (const [name, files] of Object.entries(fields ?? {})) {
      for (let n = 0; n < files.length && worker === this.worker; n += AT_ONCE) {
        worker.postMessage({ field: name, files: files.slice(n, n + AT_ONCE) });
        if (files.length > AT_ONCE) await breath();
      }
    }
    worker.postMessage({ ...message, given: Boolean(fields) }); // one that was ended meanwhile hears nothing
  },

  // Whatever it was doing is lost; files and what is on the screen stay.
  again(message) {
    this.worker.terminate();
    const waiting = this.waiting;
    this.waiting = null;
    this.start();
    waiting?.reject(new Error(message));
  },

  fell() {
    if (this.ready) {
      this.again(say("crashed"));
    } else {
      this.worker.terminate();
      status(say("not_started"), true);
    }
  },
};

function started({ answer }) {
  if (!byId("forms").length) {
    offer(answer.forms);
    byId("next-year").value = answer.year;
  }
  status(say("ready"));
  document.documentElement.dataset.ready = "yes";
  buttons();
}

function offer(forms) {
  byId("forms").replaceChildren(...forms.map(([id, name]) => new Option(name, id)));
}

function status(text, bad = false) {
  byId("status").textContent = text;
  byId("status").classList.toggle("bad", bad);
}

function buttons() {
  const idle = python.ready && !python.waiting;
  for (const button of document.querySelectorAll(".run, .outputs [data-verb]")) button.disabled = !idle;
}

async function ask(step, verb, more = {}) {
  const request = { ...step.values(), ...more, set: step.set };
  const waiting = python.ask(verb, request, () => step.fields());
  buttons();
  byId("busy").hidden = false;
  byId("bar").removeAttribute("value");
  byId("doing").textContent = say("working");
  status("");
  try {
    const { answer, bytes } = await waiting;
    if (answer.fatal) python.again("");
    return { answer, bytes };
  } finally {
    byId("busy").hidden = true;
    buttons();
  }
}

byId("cancel").onclick = () => python.again(say("cancelled"));

// ── Fields for files ────────────────────────────────────────────────────────────────────────────────

class Field {
  constructor(fieldset, changed) {
    this.files = new Map(); // path → File
    this.changed = changed;
    fieldset.append(byId("drop").content.cloneNode(true));
    const find = (name) => fieldset.querySelector(name);
    find(".about-field").textContent = fieldset.dataset.hint;
    this.chosen = find(".chosen");
    this.clear = find(".clear");
    for (const kind of ["files", "folder"]) {
      const input = find(`.${kind}-input`);
      find(`.pick-${kind}`).onclick = () => input.click();
      input.onchange = () => {
        this.add([...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
        input.value = "";
      };
    }
    this.clear.onclick = () => {
      this.files.clear();
      this.show();
      find(".pick-files").focus();
    };
    fieldset.ondragover = (event) => {
      event.preventDefault();
      fieldset.classList.add("over");
    };
    fieldset.ondragleave = () => fieldset.classList.remove("over");
    fieldset.ondrop = async (event) => {
      event.preventDefault();
      fieldset.classList.remove("over");
      try {
        this.add(await dropped(event.dataTransfer));
      } catch {
        this.chosen.textContent = say("no_folder");
      }
    };
  }

  add(found) {
    for (const { path, file } of found) this.files.set(this.free(path, file), file);
    this.show();
  }

  // Two files of one name from two places are two files; the same one again is not.
  free(path, file) {
    const same = (other) => other.size === file.size && other.lastModified === file.lastModified;
    let name = path;
    for (let n = 2; this.files.has(name) && !same(this.files.get(name)); n++) {
      name = path.replace(/(\.[^./]*)?$/, (ending) => `(${n})${ending}`);
    }
    return name;
  }

  async show() {
    const files = [...this.files.values()];
    const latest = (this.latest = {});
    const tell = (bytes) => {
      this.chosen.textContent = files.length ? say("chosen", { count: files.length, size: bytes }) : "";
    };
    this.clear.hidden = !files.length;
    this.changed();
    tell("……");
    let bytes = 0;
    for (const [n, file] of files.entries()) {
      if (n % AT_ONCE === AT_ONCE - 1) await breath();
      if (this.latest !== latest) return;
      bytes += file.size; // for which the browser looks at the disk
    }
    tell(size(bytes));
  }
}

// The files of a drop, those in folders with their paths. Throws where this browser does not let folders be read.
async function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  // All of it has to be asked for before the first wait: after that the drop is over.
  const asked = items.map((item) => ({
    file: item.getAsFile(),
    entry: item.webkitGetAsEntry?.(),
    handle: item.getAsFileSystemHandle?.().catch(() => null),
  }));
  const found = [];
  for (const { file, entry, handle } of asked) {
    if (!entry?.isDirectory) {
      if (file) found.push({ path: file.name, file });
      continue;
    }
    const folder = await handle;
    await (folder ? walkHandle(folder, folder.name, found) : walkEntry(entry, found));
  }
  return found;
}

async function walkHandle(folder, path, found) {
  for await (const one of folder.values()) {
    const place = `${path}/${one.name}`;
    if (one.kind === "file") found.push({ path: place, file: await one.getFile() });
    else await walkHandle(one, place, found);
  }
}

async function walkEntry(folder, found) {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const one of some) {
      if (one.isDirectory) await walkEntry(one, found);
      else {
        const file = await new Promise((resolve, reject) => one.file(resolve, reject));
        found.push({ path: one.fullPath.replace(/^\//, ""), file });
      }
    }
  }
}

// A file that misses its field must not replace the page.
for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());

// ── Steps ───────────────────────────────────────────────────────────────────────────────────────────

class Step {
  constructor(verb) {
    this.verb = verb;
    this.panel = byId(verb);
    this.form = this.panel.querySelector("form");
    this.result = this.panel.querySelector(".result");
    this.changes = 0;
    this.renew();
    this.inputs = {};
    for (const fieldset of this.panel.querySelectorAll("[data-field]")) {
      this.inputs[fieldset.dataset.field] = new Field(fieldset, () => this.renew());
    }
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.run(verb);
    };
  }

  renew() {
    this.set = `${this.verb} ${++this.changes}`; // under which Python knows these files
  }

  values() {
    return Object.fromEntries(new FormData(this.form));
  }

  fields() {
    const given = Object.entries(this.inputs).filter(([, input]) => input.files.size);
    return Object.fromEntries(
      given.map(([name, input]) => [name, [...input.files].map(([path, file]) => ({ path, file }))]),
    );
  }

  async run(verb, more) {
    this.result.replaceChildren();
    if (verb === "check") showFindings(null);
    try {
      const { answer, bytes } = await ask(this, verb, more);
      if (verb === "check" && !answer.error) await this.rest(answer);
      this.tell(answer.error ? answer.error.split("\n") : (answer.said ?? []), answer.error);
      if (bytes) this.result.append(element("p", {}, save(answer.name, bytes)));
      else if (!answer.error && verb !== "check") this.tell([say("nothing_made")]);
      if (verb === "check" && !answer.error) showFindings(answer);
    } catch (error) {
      this.tell([error.message], true);
    }
  }

  // What was found comes in parts: thousands of files at once would make the page stand still.
  async rest(answer) {
    for (let from = answer.more; from !== null; ) {
      const part = (await ask(this, "found", { from })).answer;
      if (part.error) throw new Error(part.error);
      answer.files.push(...part.files);
      from = part.more;
    }
  }

  tell(lines, bad) {
    const list = element("ul", { className: bad ? "said bad" : "said" });
    list.setAttribute("role", bad ? "alert" : "status");
    list.append(...lines.map((line) => element("li", { textContent: line })));
    if (lines.length) this.result.append(list);
  }
}

// Gives the file to the browser, and a link to have it once more.
function save(name, bytes) {
  const url = URL.createObjectURL(new Blob([bytes]));
  const link = element("a", { href: url, download: name, textContent: say("saved", { name }) });
  link.click();
  return link;
}

const steps = Object.fromEntries(["check", "consolidate", "distribute", "intake"].map((verb) => [verb, new Step(verb)]));
// A department's own forms come with its settings.
steps.distribute.inputs.settings.changed = async () => {
  steps.distribute.renew();
  if (!python.ready || python.waiting) return;
  const { answer } = await ask(steps.distribute, "forms");
  steps.distribute.result.replaceChildren();
  if (answer.error) steps.distribute.tell(answer.error.split("\n"), true);
  else offer(answer.forms);
};

const tabs = [...document.querySelectorAll("[role=tab]")];

function turnTo(tab) {
  for (const one of tabs) {
    one.setAttribute("aria-selected", one === tab);
    one.tabIndex = one === tab ? 0 : -1;
    byId(one.getAttribute("aria-controls")).hidden = one !== tab;
  }
  tab.focus();
}

for (const [n, tab] of tabs.entries()) {
  tab.onclick = () => turnTo(tab);
  tab.onkeydown = ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step) turnTo(tabs.at((n + step) % tabs.length));
  };
}

for (const button of document.querySelectorAll(".outputs [data-verb]")) {
  button.onclick = () => steps.check.run(button.dataset.verb);
}

// ── Findings ────────────────────────────────────────────────────────────────────────────────────────

let shown = null; // the answer of the last check

function showFindings(answer) {
  shown = answer;
  closeView();
  byId("found").hidden = !answer;
  if (!answer) return;
  byId("levels").replaceChildren(
    ...LEVELS.map((level) => {
      const box = element("input", { type: "checkbox", checked: true, value: level, onchange: filter });
      return element("label", { className: `check ${level}` }, box, answer.levels[level]);
    }),
  );
  byId("rule").length = 1;
  byId("rule").append(...answer.rules.map(([id, title, count]) => new Option(`${title}（${count}）`, id)));
  byId("search").value = "";
  filter();
}

function filter() {
  const levels = new Set([...document.querySelectorAll("#levels input:checked")].map((box) => box.value));
  const rule = byId("rule").value;
  const words = byId("search").value.trim().toLowerCase();
  const fits = (file) => (one) =>
    levels.has(one.severity) &&
    (!rule || one.rule === rule) &&
    (!words || [file, one.sheet, one.cell, one.project, one.message, one.value].join("\n").toLowerCase().includes(words));
  const all = levels.size === LEVELS.length && !rule && !words;
  const groups = shown.files
    .map(({ file, findings }) => ({ file, findings: findings.filter(fits(file)) }))
    .filter(({ findings }) => all || findings.length);
  const count = groups.reduce((sum, group) => sum + group.findings.length, 0);
  byId("shown").textContent = count ? say("shown", { count }) : say(all ? "no_findings" : "none_match");
  byId("findings").replaceChildren();
  byId("findings").drawAll = inPortions(byId("findings"), byId("findings"), groups, group, FILES);
  byId("findings").querySelector("details")?.setAttribute("open", "");
}

function group({ file, findings }) {
  const open = findings.filter((one) => one.state !== "accepted");
  const counts = Object.fromEntries(LEVELS.map((level) => [level, open.filter((one) => one.severity === level).length]));
  const said = findings.length ? say("counts", counts) : say("no_findings");
  const head = element("summary", {}, element("strong", { textContent: file }), " ", element("span", { textContent: said }));
  const list = element("ol");
  const made = element("details", { className: counts.error ? "error" : "" }, head, list);
  let drawAll;
  const begin = () => (drawAll ??= inPortions(list, made, findings, item, FIRST));
  made.ontoggle = () => made.open && begin();
  made.drawAll = () => begin()();
  return made;
}

// Puts a portion into a place, and a button for the next one after it. Gives what draws all there is.
function inPortions(place, after, all, make, size) {
  let drawn = 0;
  const more = element("button", { type: "button", className: "more", onclick: () => draw(size) });
  const draw = (most) => {
    more.remove();
    place.append(...all.slice(drawn, drawn + most).map(make));
    drawn = Math.min(drawn + most, all.length);
    more.textContent = say("show_more", { count: Math.min(size, all.length - drawn) });
    if (drawn < all.length) after.append(more);
  };
  draw(size);
  return () => draw(all.length);
}

function item(finding) {
  const place = finding.sheet ? `[${finding.sheet}] ${finding.cell ?? ""}` : say("whole_file");
  const level = element("span", { className: `level ${finding.severity}`, textContent: shown.levels[finding.severity] });
  const at = finding.sheet
    ? element("button", { type: "button", className: "place", textContent: place, onclick: (event) => look(finding, event.target) })
    : element("span", { className: "place", textContent: place });
  const words = element("span", { className: "words" }, element("span", { textContent: finding.message }), " ", element("span", { className: "remedy", textContent: finding.remedy }));
  if (shown.states[finding.state]) words.append(" ", element("span", { className: "state", textContent: shown.states[finding.state] }));
  return element("li", { className: finding.state }, level, " ", at, " ", words);
}

byId("rule").onchange = filter;
let typing;
byId("search").oninput = () => {
  clearTimeout(typing);
  typing = setTimeout(() => shown && filter(), PAUSE);
};
byId("print").onclick = () => print();
addEventListener("beforeprint", () => {
  byId("findings").drawAll?.();
  for (const one of byId("findings").querySelectorAll("details")) {
    one.drawAll();
    one.open = true;
  }
});

// ── A look at the form ──────────────────────────────────────────────────────────────────────────────

let lookedFrom = null;

async function look(finding, button) {
  if (!python.ready || python.waiting) return;
  lookedFrom = button;
  try {
    const { answer } = await ask(steps.check, "look", { n: finding.n });
    if (answer.error) throw new Error(answer.error);
    draw(answer, finding);
  } catch (error) {
    status(error.message, true);
  }
}

function draw(answer, finding) {
  document.body.classList.add("looking");
  byId("view").hidden = false;
  byId("view-title").textContent = `${answer.file} [${answer.sheet}] ${finding.cell ?? ""}`;
  byId("view-reason").className = `reason ${finding.severity}`;
  byId("view-reason").textContent = `${shown.levels[finding.severity]}：${finding.message} ${finding.remedy}${answer.cut ? say("cut") : ""}`;
  const at = new Set(answer.at);
  const cell = ({ a, t, r, c }) => {
    const made = element("td", { rowSpan: r, colSpan: c, textContent: t });
    if (answer.lit[a]) {
      made.className = answer.lit[a];
      made.prepend(element("span", { className: "unseen", textContent: `${shown.levels[answer.lit[a]]} ${a} ` }));
    }
    if (at.has(a)) {
      made.classList.add("at");
      made.setAttribute("aria-describedby", "view-reason");
    }
    return made;
  };
  const head = (text, scope) => element("th", { textContent: text, scope });
  const table = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, element("td"), ...answer.columns.map((letters) => head(letters, "col")))),
    element("tbody", {}, ...answer.rows.map(({ n, cells }) => element("tr", {}, head(n, "row"), ...cells.map(cell)))),
  );
  byId("view-table").replaceChildren(table);
  byId("view-title").focus({ preventScroll: false });
  table.querySelector(".at")?.scrollIntoView({ block: "center", inline: "center" });
}

function closeView() {
  document.body.classList.remove("looking");
  byId("view").hidden = true;
  byId("view-table").replaceChildren();
  lookedFrom?.focus();
  lookedFrom = null;
}

byId("view-close").onclick = closeView;
addEventListener("keydown", ({ key }) => key === "Escape" && !byId("view").hidden && closeView());

if (ableToRun) python.start();
