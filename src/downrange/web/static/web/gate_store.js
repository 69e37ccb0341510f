// What a device keeps for a lost connection: its extracts, its key (which no script can read back), whose
// signature it trusts, and what was asked meanwhile. IndexedDB, one store, four keys.

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("downrange-gate", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function run(mode, work) {
  const base = await opened();
  return new Promise((resolve, reject) => {
    const change = base.transaction("kept", mode);
    const request = work(change.objectStore("kept"));
    change.oncomplete = () => { base.close(); resolve(request.result); };
    change.onabort = change.onerror = () => { base.close(); reject(change.error); };
  });
}

export const read = (name) => run("readonly", (store) => store.get(name));
export const keep = (name, value) => run("readwrite", (store) => store.put(value, name));
export const drop = (name) => run("readwrite", (store) => store.delete(name));

/** Add one question to those asked without a connection; in one transaction, so that none is lost. */
export function noteAsked(question) {
  return run("readwrite", (store) => {
    const request = store.get("asked");
    request.onsuccess = () => store.put([...(request.result ?? []), question], "asked");
    return request;
  });
}
