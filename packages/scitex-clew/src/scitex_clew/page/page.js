
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const graph = document.getElementById("graph");
const main = document.querySelector("main");
const panel = document.getElementById("detail");
const canvas = document.getElementById("canvas");
let opener = null;
let searching = false;

// Everything that is shown is made here, of text alone.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== "") element.append(child);
  return element;
}

const badge = (verdict, text = verdict) => make("span", {class: `badge v-${verdict}`}, text);
const word = (verdict) => make("span", {class: `word v-${verdict}`}, verdict);
const plural = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const time = (text) => text && `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
const short = (hash) => (hash ? make("code", {title: hash}, hash.slice(0, 12)) : "");
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

function size(bytes) {
  if (bytes === null) return "";
  const step = Math.min(4, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${step ? (bytes / 1000 ** step).toPrecision(3) : bytes} ${["B", "kB", "MB", "GB", "TB"][step]}`;
}

function seconds(number) {
  return number === null || number === undefined ? "" : `${number.toLocaleString("en", {maximumSignificantDigits: 3})} s`;
}

function section(title, ...content) {
  const shown = content.flat(Infinity).filter((item) => item !== null && item !== undefined);
  return shown.length ? [make("h3", {}, title), ...shown] : [];
}

function table(heads, rows) {
  if (!rows.length) return null;
  const head = make("thead", {}, make("tr", {}, heads.map((text) => make("th", {scope: "col"}, text))));
  return make("table", {}, head, make("tbody", {}, rows.map((cells) => make("tr", {}, cells))));
}

const cell = (content, kind = "") => make("td", kind ? {class: kind} : {}, content);

function facts(pairs) {
  const rows = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return rows.length ? make("dl", {}, rows.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])) : null;
}

function runLink(id) {
  const title = own(data.titles, id) || id;
  if (!own(data.runs, id)) return make("span", {}, title);
  const button = make("button", {type: "button", class: "link", "data-run": id}, title);
  button.addEventListener("click", () => openRun(id, button));
  return button;
}

function runLinks(ids, number = ids.length) {
  if (!ids.length) return null;
  const rest = number > ids.length ? [make("li", {}, `and ${(number - ids.length).toLocaleString("en")} more`)] : [];
  return make("ul", {}, [...new Set(ids)].map((id) => make("li", {}, runLink(id))), rest);
}

function picture(hash, name) {
  const url = own(data.figures, hash);
  return url && make("figure", {}, make("img", {src: url, alt: name}), make("figcaption", {}, name));
}

// A name is on nodes and runs alike: the node of a run is found by its id.
const nodeOf = {};
for (const [id, node] of Object.entries(data.nodes)) if (node.run) nodeOf[node.run] = id;

function show(title, verdict, nodeId, from, content) {
  if (from && !panel.contains(from)) opener = from;
  const heading = make("h2", {id: "heading", tabindex: "-1"}, title);
  const close = make("button", {type: "button", id: "close", "aria-label": "Close the details (Esc)"}, "Close");
  close.addEventListener("click", hide);
  panel.replaceChildren(make("div", {class: "top"}, heading, close), make("p", {class: "lead"}, badge(verdict)), ...content.flat(Infinity).filter(Boolean));
  panel.hidden = false;
  panel.scrollTop = 0;
  main.classList.add("open");
  trace(nodeId);
  if (!searching) heading.focus({preventScroll: matchMedia("(min-width: 70rem)").matches});
}

function hide() {
  if (panel.hidden) return;
  panel.hidden = true;
  main.classList.remove("open");
  trace(null);
  if (opener) opener.focus();
}

// What a node descends from and what descends from it stays bright.
function trace(id) {
  for (const element of graph.querySelectorAll(".lit, [aria-current]")) {
    element.classList.remove("lit");
    element.removeAttribute("aria-current");
  }
  const node = id && graph.querySelector(`[data-node="${id}"]`);
  graph.classList.toggle("traced", Boolean(node));
  if (!node) return;
  node.setAttribute("aria-current", "true");
  node.scrollIntoView({block: "nearest", inline: "nearest"});
  const edges = [...graph.querySelectorAll(".edge")];
  for (const [near, far] of [["from", "to"], ["to", "from"]]) {
    const waiting = [id];
    const seen = new Set(waiting);
    while (waiting.length) {
      const at = waiting.pop();
      graph.querySelector(`[data-node="${at}"]`).classList.add("lit");
      for (const edge of edges) {
        if (edge.dataset[near] !== at) continue;
        edge.classList.add("lit");
        if (!seen.has(edge.dataset[far])) waiting.push(edge.dataset[far]);
        seen.add(edge.dataset[far]);
      }
    }
  }
}

function fileTable(files) {
  return table(["Verdict", "Role", "File", "SHA-256", "Size"], files.map((file) => [
    cell(file.verdict ? word(file.verdict) : ""), cell(file.role, "role"), cell(file.note ? `${file.path} (${file.note})` : file.path),
    cell(short(file.sha256), "hash"), cell(size(file.size), "hash"),
  ]));
}

const valueTable = (values) => table(["Name", "Value", "Source"], values.map((value) => [
  cell(value.name), cell(make("code", {}, value.value)), cell(value.source, "source"),
]));

function openRun(id, from) {
  const run = data.runs[id];
  const figures = run.figures.map((figure) => {
    const name = (run.written.find((file) => file.sha256 === figure.sha256) || {path: ""}).path.split("/").pop();
    return figure.shown ? picture(figure.sha256, name) : make("figure", {}, make("figcaption", {}, `${name}: ${figure.note}`));
  });
  const packages = run.recorded ? data.packages[run.packages] : {};
  show(`${run.script}`, run.verdict, nodeOf[id], from, [
    make("p", {class: "mono"}, run.id),
    run.description ? make("p", {}, run.description) : null,
    run.recorded ? null : make("p", {class: "error"}, "Its directory holds no record any more."),
    run.error ? make("p", {class: "error"}, run.error) : null,
    run.why.length ? section(run.verdict === "superseded" ? "Superseded because" : "Why", make("ul", {}, run.why.map((reason) => make("li", {}, reason)))) : [],
    run.code.length ? section("Code changed since", make("ul", {}, run.code.map((path) => make("li", {}, path)))) : [],
    facts([
      ["Outcome", run.outcome && `${run.outcome}, exit code ${run.exitCode}`], ["Superseded by", run.supersededBy && runLink(run.supersededBy)],
      ["Started", time(run.started)], ["Ended", time(run.ended)],
      ["Time", run.recorded && run.wallTime !== null ? `${seconds(run.wallTime)}${run.cpuTime === null ? "" : `, ${seconds(run.cpuTime)} of processors`}` : ""],
      ["Memory", run.peakMemory ? size(run.peakMemory) : ""], ["Command", run.command && make("code", {}, run.command)], ["Directory", run.directory],
    ]),
    section("Figures", figures.length ? make("div", {class: "figures"}, figures) : null),
    section("Parameters", run.recorded ? valueTable(run.parameters) : null),
    section("Read", fileTable(run.read)),
    section("Written", fileTable(run.written)),
    run.recorded && run.unhashed.length ? section("Without a hash", make("ul", {}, run.unhashed.map((path) => make("li", {}, path)))) : [],
    run.recorded && run.unaudited.length ? section("Not audited", make("ul", {}, run.unaudited.map((command) => make("li", {}, make("code", {}, command))))) : [],
    section("Executed again", run.reruns.map(rerun)),
    section("Compare", comparison(run)),
    section("Parents", runLinks(run.parents.ids, run.parents.number)),
    section("Children", runLinks(run.children.ids, run.children.number)),
    section("Configuration", run.recorded ? valueTable(run.config) : null),
    section("Environment", facts([
      ["Git", run.git], ["Branch", run.branch], ["Seed", run.seed === undefined || run.seed === null ? "" : String(run.seed)],
      ["Python", run.python], ["Platform", run.platform], ["Host", run.host], ["Started in", run.workingDirectory],
      ["Packages", Object.entries(packages).map(([name, version]) => `${name} ${version}`).join(", ")],
    ])),
    run.traceback ? section("Traceback", make("pre", {tabindex: "0"}, run.traceback)) : [],
    run.log && run.log.text.trim() ? section(run.log.whole ? "Log" : `End of the log, of ${size(run.log.size)}`, make("pre", {tabindex: "0"}, run.log.text)) : [],
    typeof run.source === "number" ? section("Script", text("The text when the run began", run.source)) : [],
    run.recorded && run.modules.length ? section("Own modules", run.modules.map((module) => text(module.path, module.source))) : [],
  ]);
}

const text = (title, source) => make("details", {}, make("summary", {}, title), make("pre", {tabindex: "0"}, data.sources[source]));
const texts = (run) => new Map([["the script", run.source], ...(run.modules || []).map((module) => [module.path, module.source])].filter(([, source]) => typeof source === "number"));

function rerun(known, place) {
  const outputs = known.outputs.map((output) => [cell(word(output.verdict)), cell(output.path), cell(output.detail, "source")]);
  const lines = [...known.faults, ...known.notes.map((note) => `note: ${note}`), ...(known.more ? [`and ${plural(known.more, "output")} more`] : [])];
  return make("details", place ? {} : {open: ""}, make("summary", {}, badge(known.verdict), ` ${time(known.started)}`),
    table(["Verdict", "Output", ""], outputs), lines.length ? make("ul", {}, lines.map((line) => make("li", {}, line))) : null);
}

function comparison(run) {
  const others = Object.values(data.runs).filter((other) => other.id !== run.id);
  if (!others.length) return null;
  others.sort((a, b) => (b.script === run.script) - (a.script === run.script) || (a.id < b.id ? 1 : -1));
  const choice = make("select", {id: "other", "aria-label": "Compare with another run"}, make("option", {value: ""}, "with another run …"),
    others.map((other) => make("option", {value: other.id}, own(data.titles, other.id) || other.id)));
  const result = make("div", {id: "differences", "aria-live": "polite"});
  choice.addEventListener("change", () => result.replaceChildren(...(choice.value ? differences(run, data.runs[choice.value]) : [])));
  return [make("div", {class: "compare"}, choice), result];
}

function differing(title, first, second, text = (value) => value) {
  const names = [...new Set([...first.keys(), ...second.keys()])].filter((name) => first.get(name) !== second.get(name));
  return section(title, table(["", "This run", "The other"], names.map((name) => [
    cell(name), ...[first, second].map((side) => cell(side.has(name) ? text(side.get(name)) : "—")),
  ])));
}

function differences(run, other) {
  const values = (side, key) => new Map((side[key] || []).map((value) => [value.name, value.value]));
  const packages = (side) => new Map(Object.entries(side.recorded ? data.packages[side.packages] : {}));
  const files = (side, key, roles) => new Map(side[key].filter((file) => roles.includes(file.role) && file.sha256).map((file) => [
    file.path.startsWith(`${side.directory}/`) ? file.path.slice(side.directory.length + 1) : file.path, file.sha256]));
  const single = (side) => new Map([["outcome", side.outcome || ""], ["git", side.git || ""], ["python", side.python || ""], ["seed", String(side.seed ?? "")],
    ...[...texts(side)].map(([name, source]) => [`text of ${name}`, texts(run).get(name) === source ? "as here" : "other"])]);
  const code = (value) => make("code", {}, value);
  const written = [files(run, "written", ["output"]), files(other, "written", ["output"])];
  const pictures = [...written[0]].filter(([name, hash]) => written[1].has(name) && written[1].get(name) !== hash)
    .map(([name, hash]) => [picture(hash, `${name}, this run`), picture(written[1].get(name), `${name}, the other`)])
    .filter((pair) => pair.every(Boolean)).map((pair) => make("div", {class: "side"}, pair));
  const found = [
    differing("Parameters that differ", values(run, "parameters"), values(other, "parameters"), code),
    differing("Configuration that differs", values(run, "config"), values(other, "config"), code),
    differing("Inputs that differ", files(run, "read", ["input", "config"]), files(other, "read", ["input", "config"]), short),
    differing("Outputs that differ", ...written, short), pictures,
    differing("Packages that differ", packages(run), packages(other)),
    differing("Else", single(run), single(other)),
  ].flat(Infinity);
  return found.length ? found : [make("p", {class: "hint"}, "Nothing that is recorded differs.")];
}

function openContent(id, from) {
  const node = data.nodes[id];
  const shown = picture(node.sha256, node.name);
  show(node.name, node.verdict, id, from, [
    facts([["SHA-256", make("code", {}, node.sha256)], ["Size", `${size(node.size)} (${plural(node.size, "byte")})`]]),
    section(node.paths.length > 1 ? "Places" : "Place", make("ul", {}, node.paths.map((path) => make("li", {}, path)))),
    shown ? section("Figure", shown) : [],
    section("Written by", runLinks(node.written) || make("p", {class: "hint"}, "No run here wrote it.")),
    section("Read by", runLinks(node.read) || make("p", {class: "hint"}, "No run here read it.")),
  ]);
}

function openGroup(id, from) {
  const node = data.nodes[id];
  const shown = node.newest.filter((run) => own(data.runs, run));
  show(node.name, node.verdict, id, from, [
    facts([["Runs", node.runs.toLocaleString("en")], ["Failed", node.failed ? node.failed.toLocaleString("en") : ""],
      ...Object.entries(node.verdicts).map(([verdict, number]) => [verdict, number.toLocaleString("en")])]),
    section(`The newest ${shown.length === node.runs ? "runs" : `${shown.length} of ${plural(node.runs, "run")}`}`, runLinks(shown)),
  ]);
}

const openers = {content: openContent, group: openGroup, run: (id, from) => openRun(data.nodes[id].run, from)};

graph.addEventListener("click", (event) => {
  const node = event.target.closest(".node");
  if (!node) return;
  event.preventDefault();
  openers[data.nodes[node.dataset.node].kind](node.dataset.node, node);
});
graph.addEventListener("keydown", (event) => {
  const node = event.target.closest(".node");
  if (!node || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  openers[data.nodes[node.dataset.node].kind](node.dataset.node, node);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});

const natural = {width: graph.width.baseVal.value, height: graph.height.baseVal.value};
let zoom = 1;
function scale(factor) {
  zoom = Math.min(3, Math.max(0.05, factor));
  graph.setAttribute("width", natural.width * zoom);
  graph.setAttribute("height", natural.height * zoom);
}
document.getElementById("in").addEventListener("click", () => scale(zoom * 1.25));
document.getElementById("out").addEventListener("click", () => scale(zoom / 1.25));
document.getElementById("fit").addEventListener("click", () => scale(Math.min(1.25, canvas.clientWidth / natural.width)));
scale(Math.min(1, Math.max(0.6, canvas.clientWidth / natural.width)));

document.getElementById("summary").append(
  make("span", {class: "looked"}, `${data.last ? `${data.last} and its ancestors: ` : ""}${plural(data.number, "run")}`),
  ...Object.entries(data.verdicts).map(([verdict, number]) => badge(verdict, `${number.toLocaleString("en")} ${verdict}`)),
  make("span", {class: "looked"}, `looked at ${time(data.looked)}`));
if (data.note) {
  const note = document.getElementById("note");
  note.textContent = data.note.charAt(0).toUpperCase() + data.note.slice(1) + ".";
  note.hidden = false;
}
document.getElementById("list").append(...section("Runs, newest first", table(["Verdict", "Run", "Started", "Outcome"], Object.values(data.runs).map((run) => [
  cell(word(run.verdict)), cell(runLink(run.id)), cell(time(run.started), "source"), cell(run.outcome || "no end", run.outcome === "error" ? "error" : "source"),
]))));

// What names a run or a file: its id, its places, its verdict, its parameters. Every word that is asked for must be in it.
function namesOfRun(id) {
  const run = own(data.runs, id);
  const parameters = run && run.recorded ? run.parameters.map((value) => `${value.name}=${value.value}`) : [];
  return [id, own(data.titles, id), ...(run ? [run.script, run.verdict, run.outcome || "no end", run.description] : []), ...parameters];
}
function namesOfNode(node) {
  if (node.kind === "content") return [node.name, node.verdict, node.sha256, ...node.paths];
  if (node.kind === "run") return [node.name, node.verdict, ...namesOfRun(node.run)];
  return [node.name, ...Object.keys(node.verdicts), ...node.newest.flatMap(namesOfRun)];
}
const sought = (names) => names.filter(Boolean).join("\n").toLowerCase();

const field = document.getElementById("search");
const hits = document.getElementById("hits");
const rows = document.querySelectorAll("#list tbody tr");
const places = [
  ...[...graph.querySelectorAll(".node")].map((element) => {
    const id = element.dataset.node;
    return {element, names: sought(namesOfNode(data.nodes[id])), open: () => openers[data.nodes[id].kind](id, element)};
  }),
  ...Object.keys(data.runs).map((id, place) => ({row: rows[place], names: sought(namesOfRun(id)), open: () => openRun(id, rows[place].querySelector("button")), inGraph: nodeOf[id]})),
];
let found = [];
let at = -1;

function find() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  graph.classList.toggle("searched", words.length > 0);
  found = [];
  at = -1;
  for (const place of places) {
    const hit = words.every((word) => place.names.includes(word));
    if (place.element) place.element.classList.toggle("hit", hit && words.length > 0);
    else place.row.hidden = !hit;
    if (hit && words.length && !place.inGraph) found.push(place);
  }
  hits.textContent = !words.length ? "" : found.length ? `${found.length.toLocaleString("en")} found` : "nothing found";
}

function goOn(step) {
  if (!found.length) return;
  at = (at < 0 && step < 0 ? found.length - 1 : at + step + found.length) % found.length;
  searching = true;
  found[at].open();
  searching = false;
  hits.textContent = `${(at + 1).toLocaleString("en")} of ${found.length.toLocaleString("en")}`;
}

function leave() {
  const place = found[at];
  field.value = "";
  find();
  if (place) (place.element || place.row.querySelector("button")).focus();
  else field.blur();
}

field.addEventListener("input", find);
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter") goOn(event.shiftKey ? -1 : 1);
  else if (event.key === "Escape") leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  event.preventDefault();
  field.focus();
  field.select();
});
document.getElementById("find").hidden = false;
