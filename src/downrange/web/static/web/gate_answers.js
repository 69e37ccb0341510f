// May it leave? The gate's answers out of signed extracts, as service/border/snapshot.py gives them: no clock, no
// network, nothing drawn. tests/web/pages/test_gate_offline.py holds both against each other. Whatever cannot
// be decided here for certain is REFER.

const SHORTEST_NEAR = 5, SHORTEST_NAME = 6, DEEPEST = 12, MOST_CARRIED = 10000, SCANNED_NAMES = 5000, LIKELY = 0.92;
export const FORMAT = "downrange-gate-2";
const ORDER = ["ALLOW", "REFER", "STOP"];
const OF_PERSONS = ["exit-ban", "licence-block", "body-ban"];
const FIRST_DAY = "0001-01-01", LAST_DAY = "9999-12-31";

// ---- numbers as people write them (registry/marks.py)

const ALIKE = new Map([..."АВЕКМНОРСТУХІҺIОO"].map((sign, at) => [sign, [..."ABEKMHOPCTYX1H100"][at]]));
export const normal = (text) => [...text.normalize("NFKC").toUpperCase()].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).join("");
const SMALL_ALIKE = new Map([..."авекмнорстухіһ"].map((sign, at) => [sign, [..."abekmhopctyxih"][at]]));
const SLUG = /^(?:(?:asset|party)\/)?[a-z0-9][a-z0-9.-]*$/, SLUG_SIGNS = [..."abcdefghijklmnopqrstuvwxyz0123456789.-"], LONGEST_SLUG = 64;

/** The slug that somebody may have typed: in capitals, in another alphabet, without its kind; null if none. */
function slugTyped(text) {
  const slug = [...text.normalize("NFKC").trim().toLowerCase()].map((sign) => SMALL_ALIKE.get(sign) ?? sign).join("");
  if (!SLUG.test(slug)) return null;
  return slug.includes("/") ? slug : `asset/${slug}`;
}

/** All slugs one slip away: a sign of the name changed, dropped, added, swapped with the next. */
function slugSlips(slug) {
  const at = slug.indexOf("/"), kind = slug.slice(0, at), name = slug.slice(at + 1), found = new Set();
  if (name.length < 2 || name.length > LONGEST_SLUG) return [];
  for (let i = 0; i <= name.length; i += 1) {
    for (const sign of SLUG_SIGNS) {
      found.add(name.slice(0, i) + sign + name.slice(i));
      if (i < name.length) found.add(name.slice(0, i) + sign + name.slice(i + 1));
    }
    if (i < name.length) found.add(name.slice(0, i) + name.slice(i + 1));
    if (i < name.length - 1) found.add(name.slice(0, i) + name[i + 1] + name[i] + name.slice(i + 2));
  }
  found.delete(name); found.delete("");
  return [...found].sort().map((one) => `${kind}/${one}`);
}

export const skeleton = (text) => [...normal(text)].map((sign) => ALIKE.get(sign) ?? sign).join("");
const length = (text) => [...text].length;
const withoutEach = (bones) => { const s = [...bones]; return s.map((_, i) => [...s.slice(0, i), ...s.slice(i + 1)].join("")); };

function variants(text) {
  const bones = skeleton(text);
  return length(bones) < SHORTEST_NEAR ? [bones] : [...new Set([bones, ...withoutEach(bones)])];
}

export function oneSlipApart(one, other) {
  const [a, b] = [[...skeleton(one)], [...skeleton(other)]].sort((x, y) => x.length - y.length);
  if (b.length - a.length > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const rest = (list, from) => list.slice(from).join("\u0000");
  if (b.length > a.length) return rest(a, start) === rest(b, start + 1);
  const swapped = [...a.slice(start + 1, start + 2), ...a.slice(start, start + 1), ...a.slice(start + 2)];
  return rest(a, start + 1) === rest(b, start + 1) || swapped.join("\u0000") === rest(b, start);
}

export function slipsAsked(bones) {
  const s = [...bones], dropped = withoutEach(bones), found = new Set([bones, ...dropped].map((one) => `=${one}`));
  for (let i = 0; i + 1 < s.length; i += 1) found.add(`=${[...s.slice(0, i), s[i + 1], s[i], ...s.slice(i + 2)].join("")}`);
  found.add(`-${bones}`);
  dropped.forEach((one, i) => found.add(`${i}*${one}`));
  return [...found];
}

// ---- check digits (law/identifiers.py; the library's others.bin_iin_weights, others.iso_6346_modulus,
// others.rail_wagon_weights)

const WEIGHTS = [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]];
const LETTERS = Array.from({length: 29}, (_, i) => i + 10).filter((value) => value % 11);

function isKazakhNumber(text) {
  if (!/^[0-9]{12}$/.test(text)) return false;
  for (const weights of WEIGHTS) {
    const rest = weights.reduce((sum, weight, i) => sum + weight * Number(text[i]), 0) % 11;
    if (rest < 10) return rest === Number(text[11]);
  }
  return false;
}

function isContainer(text) {
  if (!/^[A-Z]{3}[UJZ][0-9]{7}$/.test(text)) return false;
  const values = [...text.slice(0, 10)].map((sign) => /[0-9]/.test(sign) ? Number(sign) : LETTERS[sign.charCodeAt(0) - 65]);
  return values.reduce((sum, value, place) => sum + value * 2 ** place, 0) % 11 % 10 === Number(text[10]);
}

function isWagon(text) {
  if (!/^([0-9]{8}|[0-9]{12})$/.test(text)) return false;
  const sum = [...text.slice(0, -1)].reduce((total, digit, place) => {
    const product = Number(digit) * (place % 2 ? 1 : 2);
    return total + Math.floor(product / 10) + product % 10;
  }, 0);
  return (10 - sum % 10) % 10 === Number(text.at(-1));
}

export function digitFault(text, kind) {
  const mark = normal(text);
  const shaped = /^[A-Z]{3}[UJZ][0-9]{7}$/.test(mark);
  if (kind === "container" || shaped) return !isContainer(mark.replace(/[^0-9A-Z]/g, ""));
  return /^[0-9]{12}$/.test(mark) && !isWagon(mark) && !isKazakhNumber(mark);
}

// ---- names (evidence/names.py)

const CYRILLIC = [..."абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі"];
const LATIN = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya a gh q ng o u u h i".split(" ");
const SPELT = new Map(CYRILLIC.map((letter, at) => [letter, LATIN[at]]));
const FORMS = new Set(("jsc ojsc cjsc pjsc ao oao zao pao ooo llp llc too ltd inc corp sa ag gmbh fgup gup rgp shzhs aq co "
  + "company limited corporation enterprise").split(" "));
const FOLDS = [["shch", "sh"], ["kh", "h"], ["gh", "g"], ["ng", "n"], ["zh", "j"], ["ts", "c"], ["tz", "c"], ["yo", "e"],
  ["q", "k"], ["w", "v"], ["x", "ks"], ["iy", "y"], ["ii", "y"], ["ay", "ai"], ["ey", "ei"], ["oy", "oi"],
  ["ye", "e"], ["yu", "iu"], ["ya", "ia"], ["ph", "f"], ["tre", "ter"]];

function folded(word) {
  return FOLDS.reduce((text, [from, to]) => text.replaceAll(from, to), word).replace(/(.)\1+/g, "$1");
}

export function nameKey(name) {
  const spelt = [...name.normalize("NFC").toLowerCase().replaceAll("ß", "ss")].map((one) => SPELT.get(one) ?? one).join("").replaceAll("_", "");
  const plain = spelt.normalize("NFKD").replace(/\p{Mn}/gu, "").replaceAll("'", "");
  return (plain.match(/[a-z0-9]+/g) ?? []).filter((word) => !FORMS.has(word)).map(folded).join(" ");
}

export const nameMark = (name) => nameKey(name).split(" ").filter(Boolean).sort().join(" ");

function jaroWinkler(a, b) {
  if (a === b) return 1;
  const reach = Math.max(Math.floor(Math.max(a.length, b.length) / 2) - 1, 0), taken = Array(b.length).fill(false), common = [];
  for (let i = 0; i < a.length; i += 1) {
    for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j += 1) {
      if (!taken[j] && b[j] === a[i]) { taken[j] = true; common.push(a[i]); break; }
    }
  }
  if (!common.length) return 0;
  const other = [...b].filter((_, j) => taken[j]), n = common.length;
  const swapped = common.filter((letter, i) => letter !== other[i]).length / 2;
  const jaro = (n / a.length + n / b.length + (n - swapped) / n) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

export function similarity(one, other) {
  const a = nameKey(one), b = nameKey(other);
  if (!a || !b) return 0;
  return Math.max(jaroWinkler(a, b), jaroWinkler(a.split(" ").sort().join(" "), b.split(" ").sort().join(" ")));
}

// ---- days and measures (case/values.py, law/enforcement/measures.py)

export function dayRange(text) {
  const parts = text.split("-");
  if (parts.length === 3) return [text, text];
  if (parts.length === 2) {
    const last = new Date(Date.UTC(Number(parts[0]), Number(parts[1]), 0)).getUTCDate();
    return [`${text}-01`, `${text}-${String(last).padStart(2, "0")}`];
  }
  return [`${text}-01-01`, `${text}-12-31`];
}

const isText = (value) => typeof value === "string";

function begun(measure, on) {
  const dated = isText(measure.since) ? measure.since : measure.seen_from;
  if (dated === null || dated === undefined) return "unknown";
  const [first, last] = dayRange(dated);
  if (on < first) return isText(measure.since) ? "not-yet" : "unknown";
  return on < last ? "possibly" : "in-force";
}

export function stateOf(measure, on) {
  const since = begun(measure, on);
  if (since === "not-yet" || since === "unknown") return since;
  if (isText(measure.until)) {
    const [first, last] = dayRange(measure.until);
    if (measure.ended_by !== null && measure.ended_by !== undefined && on >= first) return "ended";
    if (on > last) return "ended";
    if (on >= first) return "possibly";
  }
  return since;
}

function excepted(measure, on) {
  for (const permit of measure.permits ?? []) {
    const found = /^(treatment|leave|humanitarian)\b.*?(\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d)/.exec(permit);
    if (found && found[2] <= on && on <= found[3]) return {permit, surely: measure.kind !== "exit-ban" || found[1] === "treatment"};
  }
  return null;
}

function byTitle(measure, titles, on) {
  if (OF_PERSONS.includes(measure.kind) || (measure.reaches ?? []).length) return null;
  const since = isText(measure.since) ? measure.since : measure.seen_from;
  const from = since === null || since === undefined ? on : dayRange(since)[0];
  for (const title of titles) {
    if (title.party !== measure.against) continue;
    const first = title.since === null ? FIRST_DAY : dayRange(title.since)[0];
    const last = title.until === null ? LAST_DAY : dayRange(title.until)[1];
    if (first <= on && last >= from) {
      const still = title.until === null || dayRange(title.until)[0] >= from;
      return {measure, way: "owner", via: title.party, sure: title.share === "1" && still};
    }
  }
  return null;
}

// ---- extracts: their signature (Ed25519, RFC 8032) over canonical JSON (base/canonical.py), and their rows

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** Say what is wrong with an extract for this device; null where its signature fits. */
export async function faultOf(whole, device) {
  if (whole.public_key !== device.public_key) return "signer";
  const key = await crypto.subtle.importKey("raw", bytes(whole.public_key), {name: "Ed25519"}, false, ["verify"]);
  const signed = new TextEncoder().encode(canonical(whole.body));
  if (!await crypto.subtle.verify({name: "Ed25519"}, key, bytes(whole.signature), signed)) return "signature";
  if (whole.body.format !== FORMAT) return "format";
  return whole.body.device === device.device ? null : "device";
}

export const hashKey = (hex) => crypto.subtle.importKey("raw", bytes(hex), {name: "HMAC", hash: "SHA-256"}, false, ["sign"]);

async function hashes(key, form, texts) {
  const coded = new TextEncoder();
  return Promise.all(texts.map(async (text) => {
    const sum = new Uint8Array(await crypto.subtle.sign("HMAC", key, coded.encode(`${form}|${text}`)));
    return Array.from(sum, (one) => one.toString(16).padStart(2, "0")).join("");
  }));
}

/** What is asked for of a person's number or name, hashed with the device's key, by form. */
async function cloak(key, text) {
  const mark = normal(text), name = nameMark(text), asked = {
    exact: [text], normal: mark ? [mark] : [], near: length(mark) >= SHORTEST_NEAR ? slipsAsked(skeleton(text)) : [],
    name: name ? [name] : [], alike: name.length >= SHORTEST_NAME ? slipsAsked(name) : [],
  };
  const found = {};
  for (const [form, texts] of Object.entries(asked)) found[form] = await hashes(key, form, texts);
  const slug = slugTyped(text);
  found.typed = slug === null ? [] : await hashes(key, "exact", [slug]);
  return found;
}

const put = (map, key, value) => { const list = map.get(key); if (list) list.push(value); else map.set(key, [value]); };
const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const without = (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text);

/** Rows of extracts whose signature fits, ready to be asked; those of all cases together, as the registry's. */
export class Rows {
  constructor(bodies) {
    this.cases = new Map();
    this.subjects = new Map(); this.shorts = new Map(); this.children = new Map(); this.marks = new Map();
    this.names = []; this.titles = new Map(); this.holds = new Map(); this.measures = new Map();
    for (const body of bodies) {
      this.cases.set(body.case, body.fictional);
      for (const [key, short, sort, parent, partOf] of body.rows.subject) {
        const one = {key, short, sort, parent, partOf, case: key.slice(0, -short.length - 1)};
        this.subjects.set(key, one); put(this.shorts, short, one);
        if (parent !== null) put(this.children, parent, key);
      }
      for (const [form, mark, subject, spelt] of body.rows.mark) {
        put(this.marks, `${form} ${mark}`, [subject, spelt]);
        if (form === "name") this.names.push([subject, spelt]);
      }
      for (const [subject, place, party, since, until, share] of body.rows.title) put(this.titles, subject, {place, party, since, until, share});
      for (const [subject, role, measure] of body.rows.hold) put(this.holds, subject, [role, measure]);
      for (const [key, measure] of body.rows.measure) this.measures.set(key, JSON.parse(measure));
    }
    for (const list of this.titles.values()) list.sort((a, b) => a.place - b.place);
    for (const list of this.holds.values()) list.sort((a, b) => byCode(a[0], b[0]) || byCode(a[1], b[1]));
  }

  ofSlug(text) {
    if (!text.includes("/")) return [];
    const known = this.subjects.has(text) ? [this.subjects.get(text)] : this.shorts.get(text) ?? [];
    if (known.length) return [...known].sort((a, b) => byCode(a.key, b.key));
    const keys = [text, ...[...this.cases.keys()].map((name) => `${name}/${text}`)].filter((key) => this.holds.has(key));
    return [...new Set(keys)].sort().map((key) => this.bare(key));
  }

  bare(key) {
    const short = key.split("/").slice(-2).join("/");
    return {key, short, sort: "", parent: null, partOf: null, case: key.slice(0, -short.length - 1)};
  }

  marked(form, clear, hidden) {
    const rows = [...clear.map((mark) => `${form} ${mark}`), ...(hidden[form] ?? []).map((mark) => `${form}# ${mark}`)]
      .flatMap((key) => this.marks.get(key) ?? []);
    const once = new Map(rows.map((row) => [row.join("\u0000"), row]));
    return [...once.values()].sort((a, b) => byCode(a[0], b[0]) || byCode(a[1], b[1]));
  }

  seen(rows, how, text) {
    const spelt = new Map(rows);
    return [...spelt.keys()].sort().map((key) => ({one: this.subjects.get(key) ?? this.bare(key), how, spelt: spelt.get(key) || text}));
  }

  find(text, hidden, names) {
    const slugs = this.ofSlug(text);
    if (slugs.length) return slugs.map((one) => ({one, how: "exact", spelt: text}));
    const exactly = this.marked("exact", [], hidden);
    if (exactly.length) return this.seen(exactly, "exact", text);
    const mark = normal(text), rows = mark ? this.marked("normal", [mark], hidden) : [];
    if (rows.length) {
      const exact = rows.filter((row) => row[1] === text);
      return this.seen(exact.length ? exact : rows, exact.length ? "exact" : "normalised", text);
    }
    const typed = this.slugged(text, hidden);
    if (typed.length) return typed;
    if (length(mark) >= SHORTEST_NEAR) {
      const near = this.marked("near", variants(text), hidden).filter((row) => !row[1] || oneSlipApart(text, row[1]));
      if (near.length) return this.seen(near, "near-miss", text);
    }
    return names ? this.seen(this.named(text, hidden), "name", text) : [];
  }

  /** A slug typed otherwise; else what is held one slip beside it. */
  slugged(text, hidden) {
    const slug = slugTyped(text);
    if (slug === null) return [];
    if (slug !== text) {
      const found = this.ofSlug(slug);
      if (found.length) return found.map((one) => ({one, how: "normalised", spelt: slug}));
      const known = this.marked("exact", [], {exact: hidden.typed});
      if (known.length) return this.seen(known, "normalised", slug);
    }
    if (!text.includes("/")) return [];
    const close = slugSlips(slug).flatMap((one) => this.shorts.get(one) ?? []).filter((one) => this.isHeld(one));
    return close.sort((a, b) => byCode(a.key, b.key)).map((one) => ({one, how: "near-miss", spelt: one.short}));
  }

  /** Whether a measure reaches it by any way, whatever its dates. */
  isHeld(one) {
    if ((this.holds.get(one.key) ?? []).length) return true;
    const around = [...this.upwards(one), ...this.carried(one.key)];
    if (around.some((key) => (this.holds.get(key) ?? []).some(([role]) => role === "reaches"))) return true;
    const owners = around.flatMap((key) => (this.titles.get(key) ?? []).map((title) => title.party));
    return owners.some((party) => (this.holds.get(party) ?? []).some(([role]) => role === "general" || role === "vague"));
  }

  named(text, hidden) {
    const key = nameMark(text);
    let found = key ? this.marked("name", [key], hidden) : [];
    if (!found.length && key.length >= 4) {
      if (this.names.length <= SCANNED_NAMES) found = this.names.filter((row) => similarity(row[1], text) >= LIKELY);
      found = [...found, ...this.marked("alike", [], hidden)];
    }
    return found;
  }

  upwards(start) {
    const found = new Map([[start.key, start]]);
    let here = start;
    while (here.parent !== null && found.size < DEEPEST) {
      const above = this.subjects.get(here.parent) ?? this.bare(here.parent);
      if (found.has(above.key)) break;
      found.set(above.key, above); here = above;
    }
    return [...found.keys()];
  }

  carried(key) {
    const found = new Set();
    let layer = [key];
    for (let depth = 0; depth < DEEPEST && layer.length && found.size < MOST_CARRIED; depth += 1) {
      const below = layer.flatMap((one) => this.children.get(one) ?? []).slice(0, MOST_CARRIED - found.size);
      layer = [...new Set(below)].filter((one) => !found.has(one) && one !== key).sort();
      layer.forEach((one) => found.add(one));
    }
    return [...found];
  }

  hit({one, how, spelt}, on) {
    const ways = new Map();
    for (const key of this.upwards(one)) ways.set(key, ways.size ? "inside" : "itself");
    for (const key of this.carried(one.key)) if (!ways.has(key)) ways.set(key, "carries");
    const reaches = [];
    for (const [key, way] of ways) {
      const slug = without(key, `${one.case}/`);
      for (const [role, name] of this.holds.get(key) ?? []) {
        const measure = this.measures.get(name);
        if (role === "reaches") reaches.push({measure, way, via: slug, sure: true});
        else if (key === one.key) reaches.push({measure, way: "itself", via: one.short, sure: measure.kind === "exit-ban"});
      }
      const owned = this.titles.get(key) ?? [];
      const titles = owned.map((title) => ({...title, party: without(title.party, `${one.case}/`)}));
      for (const party of new Set(owned.map((title) => title.party))) {
        for (const [role, name] of this.holds.get(party) ?? []) {
          if (role !== "general" && role !== "vague") continue;
          const reach = byTitle(this.measures.get(name), titles, on);
          if (reach === null) continue;
          const sure = reach.sure && role === "general";
          reaches.push(way === "itself" ? {...reach, sure} : {measure: reach.measure, way, via: slug, sure});
        }
      }
    }
    return {subject: one.short, how, spelt, reaches, case: one.case, sort: one.sort};
  }
}

// ---- the answer (law/enforcement/gate.py)

function judge(hit, on) {
  const held = [], exceptions = new Set();
  const rank = (reach) => (reach.sure ? 0 : 2) + (reach.way === "itself" ? 0 : 1);
  for (const reach of [...hit.reaches].sort((a, b) => rank(a) - rank(b))) {
    const state = stateOf(reach.measure, on);
    if (state !== "in-force" && state !== "possibly") continue;
    const lifted = excepted(reach.measure, on);
    if (lifted) exceptions.add(`${reach.measure.id}: ${lifted.permit}`);
    if ((!lifted || !lifted.surely) && !held.some((one) => one.reach.measure.id === reach.measure.id)) {
      held.push({state, reach: lifted ? {...reach, sure: false} : reach});
    }
  }
  const order = hit.reaches.map((reach) => reach.measure.id);
  held.sort((a, b) => order.indexOf(a.reach.measure.id) - order.indexOf(b.reach.measure.id));
  const surely = held.some((one) => one.reach.sure && one.state === "in-force");
  let verdict = "ALLOW";
  if (hit.how === "name") verdict = "REFER";
  else if (held.length) verdict = surely && (hit.how === "exact" || hit.how === "normalised") ? "STOP" : "REFER";
  return {hit, held, exceptions: [...exceptions], verdict};
}

function together(judged) {
  const byCase = new Map();
  for (const one of judged) {
    const key = one.hit.spelt === one.hit.subject ? null : one.hit.case;
    byCase.set(key, (byCase.get(key) ?? new Set()).add(one.verdict));
  }
  const each = [...byCase.values()].map((found) => (found.size === 1 ? [...found][0] : "REFER"));
  return each.reduce((worst, one) => (ORDER.indexOf(one) > ORDER.indexOf(worst) ? one : worst));
}

/**
 * Answer out of extracts whose signatures were tested.
 * bodies: their bodies; rows: made of them; key: the device's HMAC key; on, today: days, ISO 8601.
 */
export async function ask({bodies, rows, key}, asked, kind, on, today) {
  const text = asked.trim(), names = !kind || kind === "person";
  const found = rows.find(text, await cloak(key, text), names).map((one) => rows.hit(one, on));
  const expires = bodies.map((body) => body.expires_on).reduce((a, b) => (a < b ? a : b));
  const made = bodies.map((body) => body.made_at.slice(0, 10)).reduce((a, b) => (a > b ? a : b));
  const expired = (on > today ? on : today) > expires, early = today < made;
  const base = {expired, early, expires, exceptions: [], measures: [], person: false};
  if (!found.length) {
    if (digitFault(text, kind)) return {...base, answer: "REFER", subject: null, matched: null, why: "digit"};
    return {...base, answer: early ? "REFER" : "ALLOW", subject: null, matched: null, why: early ? "clock" : "nothing"};
  }
  const judged = found.map((hit) => judge(hit, on));
  const worst = judged.reduce((a, b) => (ORDER.indexOf(b.verdict) > ORDER.indexOf(a.verdict) ? b : a));
  let answer = together(judged), why = worst.hit.how === "near-miss" || worst.hit.how === "name" ? worst.hit.how : answer;
  if (expired && answer === "STOP") { answer = "REFER"; why = "expired"; }
  if (early) { answer = "REFER"; why = "clock"; }
  return {
    ...base, answer, why, subject: worst.hit.subject, matched: worst.hit.how, case: worst.hit.case,
    fictional: rows.cases.get(worst.hit.case) ?? false, exceptions: worst.exceptions,
    person: found.some((hit) => hit.subject.startsWith("party/")), bearers: found.map((hit) => `${hit.case}/${hit.subject}`),
    measures: worst.held.map(({state, reach}) => ({
      id: reach.measure.id, kind: reach.measure.kind, state, way: reach.way, via: reach.via,
      order: isText(reach.measure.order) ? reach.measure.order : null, permits: reach.measure.permits ?? [],
      since: isText(reach.measure.since) ? reach.measure.since : null, until: isText(reach.measure.until) ? reach.measure.until : null,
      authority: isText(reach.measure.ordered_by)
        ? (rows.names.find((row) => row[0] === `${worst.hit.case}/${reach.measure.ordered_by}`) ?? [null, null])[1] : null,
    })),
  };
}
