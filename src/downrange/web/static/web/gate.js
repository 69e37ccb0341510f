// The gate with a connection: keeps a signed extract on this device when asked to, and reports what was asked
// of it meanwhile. Without scripts the gate works; it then has no answer once the connection is gone.
import {faultOf, hashKey} from "./gate_answers.js";
import {drop, keep, read} from "./gate_store.js";

const place = document.getElementById("device");
const part = (name) => document.getElementById(`device-${name}`);
const token = () => document.querySelector("#gate-form input[name=csrfmiddlewaretoken]").value;
const post = (address, body) => fetch(address, {method: "POST", body, headers: {"X-CSRFToken": token()}, redirect: "error"});

async function show() {
  const kept = await read("extract");
  part("none").hidden = Boolean(kept); part("has").hidden = !kept; part("drop").hidden = !kept;
  if (!kept) return;
  part("made").textContent = new Date(kept.made_at).toLocaleString(document.documentElement.lang);
  part("until").textContent = kept.expires_on;
}

async function fetchExtract() {
  const answer = await post(place.dataset.snapshot);
  if (!answer.ok) throw new Error(String(answer.status));
  const {device, snapshots} = await answer.json();
  const trusted = await read("signer");
  if (trusted && trusted !== device.public_key) throw new Error("signer");
  for (const one of snapshots) {
    const fault = await faultOf(one, device);
    if (fault) throw new Error(fault);
  }
  const until = snapshots.map((one) => one.body.expires_on).sort()[0];
  const made = snapshots.map((one) => one.body.made_at).sort()[0];
  await keep("signer", device.public_key);
  const key = await hashKey(device.hash_key);
  await keep("extract", {snapshots, key, device: device.device, made_at: made, expires_on: until});
}

async function report() {
  const asked = await read("asked");
  if (!asked?.length) return;
  const answer = await post(place.dataset.log, JSON.stringify(asked.slice(0, 500)));
  if (answer.ok) await keep("asked", (await read("asked")).slice(Math.min(asked.length, 500)));
}

if (place && window.isSecureContext && "serviceWorker" in navigator && "indexedDB" in window) {
  place.hidden = false;
  navigator.serviceWorker.register(place.dataset.worker, {scope: "/gate/"})
    .then(() => navigator.serviceWorker.ready).then((one) => one.active.postMessage("refresh"));
  part("keep").addEventListener("click", async () => {
    part("keep").disabled = true; part("told").textContent = "";
    try { await fetchExtract(); } catch (error) {
      part("told").textContent = error.message === "signer" ? place.dataset.signer : place.dataset.failed;
    }
    part("keep").disabled = false;
    await show();
  });
  part("drop").addEventListener("click", async () => { await drop("extract"); await show(); });
  show();
  report();
}
