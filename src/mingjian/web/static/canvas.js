// A gang's picture: drawn where the server placed it, opened node by node. What is moved is kept on the server.
"use strict";

function shade(name) {
  const probe = document.createElement("i");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}
const SHAPES = {
  customer: ["ellipse", "kind-person"], complaint: ["ellipse", "kind-person"], person: ["diamond", "kind-speaker"],
  organisation: ["diamond", "kind-speaker"], phone: ["round-rectangle", "kind-speaker"], email: ["round-rectangle", "kind-speaker"],
  wechat: ["round-rectangle", "kind-speaker"], licence: ["round-rectangle", "kind-speaker"], account: ["hexagon", "kind-money"],
  device: ["rectangle", "kind-place"], ip: ["rectangle", "kind-place"], address: ["rectangle", "kind-place"],
  letter_template: ["tag", "kind-wording"], document_template: ["tag", "kind-wording"], seal: ["star", "kind-wording"],
  waybill: ["vee", "kind-post"], solicitation: ["triangle", "kind-wording"], material: ["tag", "kind-wording"],
};
const tenth = (number) => Math.round(number * 10) / 10;
const WIDER = 1.4;  // the server's picture is square, the canvas is not
const MOST_KEPT_ALIVE = 60_000;  // of what outlives its page a browser takes 64 KiB
const shapeOf = (type) => SHAPES[type] ?? ["ellipse", "firm"];

function style() {
  const ink = shade("ink");
  const base = [
    { selector: "node", style: { label: "data(name)", "font-size": 9, color: ink, width: 16, height: 16, "text-valign": "bottom", "text-margin-y": 2, "min-zoomed-font-size": 8, "border-width": 0 } },
    { selector: "node[?thing]", style: { label: "data(label)", width: 26, height: 26, "font-size": 15, "min-zoomed-font-size": 6, "text-background-color": shade("raised"), "text-background-opacity": 0.8 } },
    { selector: "edge", style: { width: 1, "line-color": shade("line"), "curve-style": "haystack", "haystack-radius": 0 } },
    { selector: "edge[?holds]", style: { width: 2.5, "line-color": shade("origin-middle") } },
    { selector: "node:selected", style: { "border-width": 3, "border-color": shade("accent") } },
    { selector: ".away", style: { display: "none" } },
  ];
  const kinds = Object.entries(SHAPES).map(([type, [shape, tone]]) => ({
    selector: `node[type = "${type}"]`, style: { shape, "background-color": shade(tone) },
  }));
  return [...base, ...kinds];
}

async function begin(target) {
  const card = target.closest(".card");
  const tools = card.querySelector("[data-tools]");
  const side = card.querySelector("[data-chosen]");
  const counter = card.querySelector("[data-count]");
  const limit = Number(target.dataset.limit);
  const failed = tools.querySelector("[data-failed]");
  // No texture of the whole picture while it is dragged: drawing that takes the first frame four times as long as
  // any frame takes that puts the layers together which are there already.
  const graph = cytoscape({ container: target, style: style(), pixelRatio: 1, minZoom: 0.1, maxZoom: 4 });
  let total = 0;
  const opened = new Map();
  const count = () => {
    const shown = graph.nodes().filter((node) => !node.hasClass("away")).length;
    counter.textContent = counter.dataset.of.replace("{shown}", shown.toLocaleString()).replace("{total}", total.toLocaleString());
  };
  // Whatever is opened is shown: what hangs on by one line, and nobody opened or moved, makes room for it.
  const makeRoom = (needed, keep) => {
    const over = graph.nodes().length + needed - limit;
    const loose = graph.nodes().filter((node) => !keep.has(node.id()) && !opened.has(node.id()) && !node.data("by_hand") && node.degree() <= 1);
    if (over > 0) loose.slice(0, over).remove();
  };
  const add = (part, centre) => {
    const fresh = part.nodes.filter((node) => graph.getElementById(node.id).empty());
    if (centre) makeRoom(fresh.length, new Set(part.nodes.map((node) => node.id)));
    const taken = centre ? fresh : fresh.slice(0, limit);
    graph.batch(() => {
      taken.forEach((node, number) => {
        const turn = (2 * Math.PI * number) / taken.length;
        const away = 60 + 6 * Math.sqrt(taken.length) * 4;
        const round = { x: centre?.x + away * Math.cos(turn), y: centre?.y + away * Math.sin(turn) };
        graph.add({ group: "nodes", data: node, position: centre && !node.left ? round : { x: node.x * WIDER, y: node.y } });
      });
      for (const edge of part.edges) {
        const id = `${edge.source}-${edge.target}`;
        const ends = [edge.source, edge.target].map((end) => graph.getElementById(end));
        if (graph.getElementById(id).empty() && ends.every((end) => end.nonempty())) {
          graph.add({ group: "edges", data: { id, ...edge } });
        }
      }
    });
    return taken.map((node) => node.id);
  };
  const filter = () => {
    const said = new FormData(tools);
    const kinds = new Set(said.getAll("kind"));
    const known = new Set([...tools.elements.kind].map((box) => box.value));
    const [from, until] = [said.get("from"), said.get("until")];
    graph.batch(() => {
      graph.elements().removeClass("away");
      graph.nodes().filter((node) => known.has(node.data("type")) && !kinds.has(node.data("type"))).addClass("away");
      graph.edges().filter((edge) => (until && edge.data("first") > until) || (from && edge.data("last") && edge.data("last") < from)).addClass("away");
      graph.nodes().filter((node) => node.degree() > 0 && node.connectedEdges().every((edge) => edge.hasClass("away"))).addClass("away");
    });
    count();
  };
  const load = async (path) => {
    const answer = await fetch(path, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };
  const start = async () => {
    graph.elements().remove();
    opened.clear();
    const part = await load(`${target.dataset.canvas}.json`);
    total = part.total;
    add(part);
    filter();
    graph.fit(undefined, 24);
    target.dataset.ready = "yes";
  };
  // One after the other: of two that overtake each other the older one would stand.
  let sent = Promise.resolve();
  const send = (path, what) => {
    const body = what === undefined ? undefined : JSON.stringify(what);
    sent = sent.then(async () => {
      const answer = await fetch(`${target.dataset.canvas}/layout${path}`, { method: "POST", headers: { "content-type": "application/json" }, body, keepalive: (body?.length ?? 0) < MOST_KEPT_ALIVE }).catch(() => null);
      failed.hidden = answer?.status === 204;
      return failed.hidden;
    });
    return sent;
  };
  // Everything that is drawn, so that a moved node does not stand alone in the next run; what was moved comes first.
  const keep = () => {
    const drawn = [...graph.nodes()].sort((one, other) => Number(other.data("by_hand")) - Number(one.data("by_hand")));
    const nodes = drawn.slice(0, Number(target.dataset.most)).map((node) => (
      { id: node.id(), x: tenth(node.position().x / WIDER), y: tenth(node.position().y), by_hand: node.data("by_hand") }
    ));
    return send("", { of_run: target.dataset.run, nodes });
  };
  const choose = (node) => {
    side.hidden = false;
    for (const name of ["kind", "name", "role", "strength"]) side.querySelector(`[data-${name}]`).textContent = node.data(name);
    const link = side.querySelector("[data-page]");
    link.hidden = !node.data("page");
    link.href = node.data("page") || "";
    side.querySelector("[data-open]").disabled = opened.has(node.id());
    side.querySelector("[data-close]").disabled = !opened.has(node.id());
  };
  const open = async (node) => {
    const part = await load(`${target.dataset.canvas}/${node.id()}.json`);
    opened.set(node.id(), add(part, node.position()));
    const now = part.nodes.find((one) => one.id === node.id());
    if (now) node.data("label", now.label);
    filter();
    choose(node);
  };
  const close = (node) => {
    for (const id of opened.get(node.id()) ?? []) {
      const one = graph.getElementById(id);
      if (one.nonempty() && !opened.has(id) && one.degree() <= 1) one.remove();
    }
    opened.delete(node.id());
    filter();
    choose(node);
  };
  graph.on("tap", "node", (event) => choose(event.target));
  graph.on("dbltap", "node", (event) => (opened.has(event.target.id()) ? close(event.target) : open(event.target)));
  graph.on("dragfree", "node", (event) => {
    event.target.data("by_hand", true);
    keep();
  });
  const chosen = () => graph.$("node:selected").first();
  side.querySelector("[data-open]").addEventListener("click", () => chosen().nonempty() && open(chosen()));
  side.querySelector("[data-close]").addEventListener("click", () => chosen().nonempty() && close(chosen()));
  tools.querySelector("[data-fit]").addEventListener("click", () => graph.fit(undefined, 24));
  tools.querySelector("[data-begin]").addEventListener("click", () => {
    tools.reset();
    start();
  });
  tools.querySelector("[data-reset]").addEventListener("click", async () => {
    if (await send("/reset")) start();
  });
  tools.addEventListener("change", filter);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(style()));
  tools.hidden = false;
  await start();
  for (const dot of tools.querySelectorAll("[data-type]")) dot.style.background = shade(shapeOf(dot.dataset.type)[1]);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const target of document.querySelectorAll("[data-canvas]")) begin(target);
});
