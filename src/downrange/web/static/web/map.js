// The live map of a case: base map, places, fields and things from our own addresses; its state in the hash.
import * as maplibregl from "../vendor/maplibre-gl/maplibre-gl.mjs";

const addresses = JSON.parse(document.getElementById("map-addresses").textContent);
const live = document.getElementById("live");
const told = document.getElementById("told");
const boxes = [...live.querySelectorAll("[data-layer]")];
const field = document.getElementById("field");
const clouds = JSON.parse(document.getElementById("map-clouds").textContent);
const cloud = document.getElementById("cloud");
const moment = document.getElementById("moment");

const GROUPS = {
  lease: ["lease", "lease-name"],
  pads: ["pad", "pad-name"],
  zones: ["zone-fill", "zone"],
  ellipses: ["ellipse-fill", "ellipse", "impact", "impact-name"],
  settlements: ["town", "town-name"],
  assets: ["asset"],
};

function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "soft", "rule", "claim", "model", "meas", "bad", "water", "land"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

function kept() {
  const given = new URLSearchParams(location.hash.slice(1));
  const view = (given.get("view") || "").split("/").map(Number);
  return {
    view: view.length === 3 && view.every(Number.isFinite) ? view : null,
    off: given.has("off") ? given.get("off").split(",") : [],
    field: given.get("field"),
    cloud: given.get("cloud"),
    after: Number(given.get("after")),
  };
}

function keep(map) {
  const centre = map.getCenter();
  const state = new URLSearchParams();
  state.set("view", [map.getZoom().toFixed(2), centre.lat.toFixed(4), centre.lng.toFixed(4)].join("/"));
  const off = boxes.filter((box) => !box.checked).map((box) => box.dataset.layer);
  if (off.length) state.set("off", off.join(","));
  if (field) state.set("field", field.value);
  if (cloud && cloud.value) {
    state.set("cloud", cloud.value);
    state.set("after", shownMoment().time_s);
  }
  history.replaceState(null, "", `#${state}`);
}

function bounds(data) {
  const spots = [];
  const walk = (part) => {
    if (typeof part[0] === "number") spots.push(part);
    else part.forEach(walk);
  };
  const main = data.zones.features.filter((one) => one.properties.kind !== "settlement");
  for (const one of [...main, ...data.contours.features, ...data.assets.features]) walk(one.geometry.coordinates);
  if (!spots.length) return [[62.4, 45.4], [64.6, 46.6]];
  const xs = spots.map((spot) => spot[0]);
  const ys = spots.map((spot) => spot[1]);
  const pad = spots.length === 1 ? 0.6 : 0.02;
  return [[Math.min(...xs) - pad, Math.min(...ys) - pad], [Math.max(...xs) + pad, Math.max(...ys) + pad]];
}

function text(id, source, filter, colour, c, size = 12) {
  return {
    id, type: "symbol", source, filter,
    layout: {
      "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": size, "text-anchor": "left",
      "text-offset": [0.8, 0], "text-optional": true, "text-max-width": 14,
    },
    paint: { "text-color": colour, "text-halo-color": c.paper, "text-halo-width": 1.4 },
  };
}

function style(base, data, c) {
  const of = (layer) => ["==", ["get", "layer"], layer];
  const kind = (...names) => ["in", ["get", "kind"], ["literal", names]];
  const line = (id, source, filter, colour, width, dash) => ({
    id, type: "line", source, filter,
    paint: { "line-color": colour, "line-width": width, ...(dash ? { "line-dasharray": dash } : {}) },
  });
  const fill = (id, source, filter, colour, opacity) => ({
    id, type: "fill", source, filter, paint: { "fill-color": colour, "fill-opacity": opacity },
  });
  const circle = (id, source, filter, colour, radius, stroke) => ({
    id, type: "circle", source, filter,
    paint: { "circle-color": colour, "circle-radius": radius, "circle-stroke-color": stroke, "circle-stroke-width": 1.5 },
  });
  const held = ["==", ["get", "state"], "in-force"];
  const area = (...names) => ["all", kind(...names), ["==", ["geometry-type"], "Polygon"]];
  return {
    version: 8,
    sources: {
      base: { type: "geojson", data: base },
      zones: { type: "geojson", data: data.zones },
      contours: { type: "geojson", data: data.contours },
      moments: { type: "geojson", data: data.moments },
      assets: { type: "geojson", data: data.assets },
    },
    layers: [
      { id: "nothing", type: "background", paint: { "background-color": c.paper } },
      fill("water", "base", of("water"), c.water, 1),
      fill("land", "base", of("land"), c.land, 1),
      fill("lakes", "base", of("lakes"), c.water, 1),
      line("provinces", "base", of("provinces"), c.rule, 1),
      line("borders", "base", of("borders"), c.soft, 1.4),
      line("lease", "base", of("lease"), c.claim, 1.6, [4, 3]),
      ...[0, 1, 2].map((step) => fill(`level-${step}`, "contours", ["==", ["get", "field"], ""], c.model, 0.25)),
      line("reach", "contours", ["==", ["get", "field"], ""], c.model, 1.4, [3, 3]),
      ...[0, 1, 2].map((step) => fill(`moment-${step}`, "moments", ["==", ["get", "field"], ""], c.bad, 0.22)),
      fill("zone-fill", "zones", area("zone", "cloud"), c.soft, 0.06),
      line("zone", "zones", area("zone", "cloud"), c.soft, 1.4, [2, 2]),
      fill("ellipse-fill", "zones", area("ellipse", "splash"), c.model, 0.14),
      line("ellipse", "zones", area("ellipse", "splash"), c.model, 1.4),
      circle("town", "zones", kind("settlement"), c.ink, 3, c.paper),
      text("town-name", "zones", kind("settlement"), c.ink, c, 11.5),
      circle("impact", "zones", ["all", kind("impact", "splash"), ["==", ["geometry-type"], "Point"]], c.bad, 5, c.paper),
      text("impact-name", "zones", ["all", kind("impact", "splash"), ["==", ["geometry-type"], "Point"]], c.bad, c),
      circle("pad", "zones", kind("pad"), c.claim, 6, c.paper),
      text("pad-name", "zones", kind("pad"), c.claim, c),
      circle("asset", "assets", ["has", "state"], ["case", held, c.bad, c.meas], 7, c.paper),
    ],
  };
}

function showField(map) {
  const chosen = field ? field.value : "";
  for (const step of [0, 1, 2]) {
    const of = ["all", ["==", ["get", "field"], chosen], ["==", ["get", "step"], step], ["==", ["get", "of"], "median"]];
    map.setFilter(`level-${step}`, of);
  }
  map.setFilter("reach", ["all", ["==", ["get", "field"], chosen], ["==", ["get", "of"], "p95"]]);
  document.querySelectorAll("[data-legend]").forEach((one) => { one.hidden = one.dataset.legend !== chosen; });
}

function moments() {
  return clouds.find((one) => one.name === cloud.value)?.moments || [];
}

function shownMoment() {
  return moments()[Number(moment.value)] || { time_s: -1, told: "" };
}

function chooseCloud(after) {
  const rows = moments();
  document.getElementById("sliding").hidden = rows.length === 0;
  moment.max = Math.max(rows.length - 1, 0);
  moment.value = Math.max(rows.findIndex((row) => row.time_s === after), 0);
  document.querySelectorAll("[data-cloud-legend]").forEach((one) => {
    one.hidden = one.dataset.cloudLegend !== cloud.value;
  });
}

function showMoment(map) {
  if (!cloud) return;
  const now = shownMoment();
  document.getElementById("moment-told").textContent = now.told;
  moment.setAttribute("aria-valuetext", now.told);
  for (const step of [0, 1, 2]) {
    map.setFilter(`moment-${step}`, [
      "all", ["==", ["get", "field"], cloud.value], ["==", ["get", "step"], step], ["==", ["get", "time_s"], now.time_s],
    ]);
  }
}

function showLayers(map) {
  for (const box of boxes) {
    for (const id of GROUPS[box.dataset.layer]) {
      if (map.getLayer(id)) map.setLayoutProperty(id, "visibility", box.checked ? "visible" : "none");
    }
  }
}

function tell(map, event) {
  const box = [[event.point.x - 6, event.point.y - 6], [event.point.x + 6, event.point.y + 6]];
  const found = map.queryRenderedFeatures(box).filter((one) => one.source !== "base");
  const words = found.map((one) => one.properties.name || `${one.properties.title}: ${one.properties.label}`);
  if (words.length) told.textContent = [...new Set(words)].join("; ");
}

async function start() {
  const [base, data] = await Promise.all(
    [addresses.base, addresses.data].map(async (address) => (await fetch(address)).json()),
  );
  const state = kept();
  live.hidden = false;
  boxes.forEach((box) => { box.checked = !state.off.includes(box.dataset.layer); });
  if (field && state.field !== null && [...field.options].some((one) => one.value === state.field)) {
    field.value = state.field;
  }
  if (cloud && clouds.some((one) => one.name === state.cloud)) {
    cloud.value = state.cloud;
    chooseCloud(state.after);
  }
  const place = state.view
    ? { zoom: state.view[0], center: [state.view[2], state.view[1]] }
    : { bounds: bounds(data), fitBoundsOptions: { padding: 30, maxZoom: 11 } };
  const map = new maplibregl.Map({
    container: "map", style: style(base, data, colours()), attributionControl: false, dragRotate: false,
    pitchWithRotate: false, fadeDuration: 0, maxZoom: 15, cooperativeGestures: false, ...place,
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.addControl(new maplibregl.ScaleControl());
  map.on("load", () => {
    showField(map);
    showMoment(map);
    showLayers(map);
    document.getElementById("printed").open = false;
    boxes.forEach((box) => box.addEventListener("change", () => { showLayers(map); keep(map); }));
    field?.addEventListener("change", () => { showField(map); keep(map); });
    cloud?.addEventListener("change", () => { chooseCloud(0); showMoment(map); keep(map); });
    moment?.addEventListener("input", () => { showMoment(map); keep(map); });
    map.on("moveend", () => keep(map));
    map.on("click", (event) => tell(map, event));
    map.once("idle", () => { document.getElementById("map").dataset.ready = "yes"; });
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    map.setStyle(style(base, data, colours()));
    map.once("idle", () => { showField(map); showMoment(map); showLayers(map); });
  });
}

start().catch((error) => {
  live.hidden = true; // the printed maps and the tables stay
  document.getElementById("printed").open = true;
  console.info("the live map is not available here:", String(error));
});
