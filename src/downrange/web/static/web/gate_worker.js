"use strict";
// The service worker of /gate/: the network first; without one, the kept page that asks the device's extract.
// KEPT and NAME are put before this by the server.
const PAGE = KEPT[KEPT.length - 1];

async function fill(cache, addresses) {
  for (const address of addresses) {
    const answer = await fetch(address, {credentials: "same-origin", cache: "no-cache"});
    if (answer.ok && !answer.redirected) await cache.put(address, answer);
    else if (address !== PAGE) throw new Error(`${address}: ${answer.status}`);
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => fill(cache, KEPT)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("downrange-gate-") && name !== NAME) await caches.delete(name);
    await self.clients.claim();
  })());
});
// the page in the language that is read now
self.addEventListener("message", (event) => {
  if (event.data === "refresh") event.waitUntil(caches.open(NAME).then((cache) => fill(cache, [PAGE])).catch(() => undefined));
});

async function page(request) {
  try {
    const late = new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), 8000); });
    const answer = await (request.method === "GET" ? Promise.race([fetch(request), late]) : fetch(request));
    if (![502, 503, 504].includes(answer.status)) return answer;
  } catch { /* no connection: below */ }
  return (await caches.match(PAGE)) ?? Response.error();
}

async function part(request) {
  const kept = await caches.match(request, {ignoreSearch: true});
  try { return await fetch(request); } catch (error) { if (kept) return kept; throw error; }
}

self.addEventListener("fetch", (event) => {
  const request = event.request, address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname.startsWith("/gate/")) event.respondWith(page(request));
  else if (request.method === "GET" && address.pathname.startsWith("/static/")) event.respondWith(part(request));
});
