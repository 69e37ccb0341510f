// The gate without a connection: asks the extract that this device keeps; the answers are gate_answers.js's.
import {Rows, ask, faultOf} from "./gate_answers.js";
import {noteAsked, read} from "./gate_store.js";

const by = (name) => document.getElementById(name);
const words = by("words").dataset;
const today = () => new Date().toISOString().slice(0, 10);
let extract = null;

function tell(text) { by("told").textContent = text; by("told").hidden = !text; }

async function load() {
  const kept = await read("extract"), signer = await read("signer");
  if (!kept) { tell(words.none); return; }
  for (const one of kept.snapshots) {
    const fault = await faultOf(one, {public_key: signer, device: kept.device});
    if (fault) { tell(words.broken); return; }
  }
  const bodies = kept.snapshots.map((one) => one.body);
  extract = {bodies, rows: new Rows(bodies), key: kept.key};
  const hours = Math.max(0, Math.floor((Date.now() - Date.parse(kept.made_at)) / 3600000));
  by("age").hidden = false;
  by("made").textContent = new Date(kept.made_at).toLocaleString(document.documentElement.lang);
  by("days").textContent = String(Math.floor(hours / 24)); by("hours").textContent = String(hours % 24);
  by("until").textContent = kept.expires_on;
  by("expired").hidden = today() <= kept.expires_on;
  by("gate-form").hidden = false; by("options").hidden = false;
  by("identifier").focus();
}

function line(list, title, text, big) {
  const dt = document.createElement("dt"), dd = document.createElement("dd");
  dt.textContent = title; dd.textContent = text; if (big) dd.className = "big";
  list.append(dt, dd);
}

function show(asked, found) {
  const place = by("answer");
  place.replaceChildren(by(`verdict-${found.answer}`).content.cloneNode(true));
  const what = document.createElement("p");
  what.className = "verdict-of";
  const bold = document.createElement("b");
  bold.textContent = asked;
  what.append(bold, found.subject ? ` → ${found.subject}. ` : ". ", words[found.why.replace("-", "")] ?? words[found.answer.toLowerCase()]);
  if (found.fictional) { const made = document.createElement("p"); made.className = "marked"; made.textContent = words.fictional; place.append(made); }
  place.append(what);
  for (const one of found.measures) {
    const box = document.createElement("div"), list = document.createElement("dl");
    box.className = "order";
    line(list, words.order, one.order ?? words.unnumbered, true);
    line(list, words.call, one.authority ?? words.nobody, true);
    line(list, words.force, [one.since ?? words.since, one.until].filter(Boolean).join(" – "));
    if (one.permits.length) line(list, words.permitted, one.permits.join("; "));
    box.append(list); place.append(box);
  }
  if (found.exceptions.length) {
    const list = document.createElement("p"); list.className = "about";
    list.textContent = `${words.exceptions}: ${found.exceptions.join("; ")}`; place.append(list);
  }
}

by("gate-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  tell("");
  const asked = by("identifier").value.trim(), purpose = by("purpose").value.trim();
  const kind = document.querySelector("input[name=kind]:checked").value;
  if (!asked || !extract) return;
  if (kind === "person" && !purpose) { tell(words.purpose); by("purpose").focus(); return; }
  const found = await ask(extract, asked, kind || "asset", today(), today());
  const withheld = found.person && !purpose;
  await noteAsked({identifier: asked, kind, purpose, answer: withheld ? "REFER" : found.answer, at: new Date().toISOString()});
  if (withheld) { by("answer").replaceChildren(); tell(words.purpose); by("purpose").focus(); return; }
  show(asked, found);
  by("identifier").value = ""; by("purpose").value = "";
  by("identifier").focus();
});

by("again").addEventListener("click", () => { location.href = "/gate/"; });
load().catch(() => tell(words.broken));
