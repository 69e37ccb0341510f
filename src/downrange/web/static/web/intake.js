"use strict";
// Each item is decided from the keyboard: A accepts, R rejects, C corrects, arrows or J and K move.
// Without this script the same buttons are reached with Tab; the address gives the next one the focus.
const items = [...document.querySelectorAll("[data-item]")];
const at = () => items.findIndex((one) => one.contains(document.activeElement));
function go(place) {
  const one = items[Math.max(0, Math.min(items.length - 1, place))];
  const target = one && (one.querySelector('[data-key="a"]') || one);
  if (!target) return;
  target.focus();
  one.scrollIntoView({ block: "nearest" });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || items.length === 0) return;
  const from = event.target;
  if (from instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(from.tagName)) return;
  const place = at();
  if (event.key === "ArrowDown" || event.key === "j") { go(place + 1); event.preventDefault(); return; }
  if (event.key === "ArrowUp" || event.key === "k") { go(place - 1); event.preventDefault(); return; }
  if (place < 0) return;
  const wanted = items[place].querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted instanceof HTMLButtonElement) wanted.click();
  else { const fold = wanted.closest("details"); if (fold) fold.open = true; wanted.focus(); }
});
