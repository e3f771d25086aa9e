// What the page does beyond being read: light sentences, show one speaker's words, switch languages. All facts are in the HTML.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  document.addEventListener("DOMContentLoaded", () => {
    const $ = (id) => document.getElementById(id);
    const article = $("article");
    const sentences = [...article.querySelectorAll(".s")];
    const cards = [...document.querySelectorAll(".card")];
    const pick = $("pick");
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    const pairs = new Map(); // a sentence's id -> where it stands, English first
    for (const s of sentences) pairs.set(s.dataset.id, [...(pairs.get(s.dataset.id) ?? []), s]);

    let lit = []; // ids
    let origin = null; // the link that lit them: focus goes back to it
    let only = new Set(); // speakers whose words are shown; none means everybody's
    let stops = []; // ids that Previous and Next walk through
    let at = 0;
    let sought = ""; // what is looked for
    let arriving = false; // true while the address is being read: then it is not written

    const voices = new Map(sentences.map((s) => [s, s.dataset.speaker?.split(" ") ?? []])); // several where they speak together
    const heard = (s) => voices.get(s).some((one) => only.has(one));

    const shown = (id) => pairs.get(id).find((s) => s.getClientRects().length) ?? pairs.get(id)[0];
    const each = (ids, act) => ids.forEach((id) => pairs.get(id).forEach(act));

    function go(to, focus = true) {
      at = (to + stops.length) % stops.length;
      const sentence = shown(stops[at]);
      sentence.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
      if (focus) {
        sentence.tabIndex = -1;
        sentence.focus({ preventScroll: true });
      }
      tell();
    }

    function tell() {
      const people = cards.filter((c) => only.has(c.dataset.speaker)).map((c) => c.querySelector(".name").innerText);
      const what = lit.length ? lit.join(", ") : people.join(", ");
      $("walk").hidden = !what;
      $("status").textContent = stops.length > 1 ? `${what} · ${at < 0 ? "–" : at + 1} / ${stops.length}` : what;
      $("back").hidden = $("on").hidden = stops.length < 2;
      $("copy").hidden = !lit.length;
      remember();
    }

    // The state of the page stands in its address, so that a link shows what its sender saw.
    function remember() {
      if (arriving) return;
      const state = new URLSearchParams();
      if (only.size) state.set("by", [...only].join(","));
      for (const name of ["layout", "ui"]) if (root.dataset[name] !== { layout: "both", ui: "en" }[name]) state.set(name, root.dataset[name]);
      if (sought) state.set("find", sought);
      if (lit.length && !sought) state.set("at", lit.join(","));
      const alone = lit.length === 1 && state.size === 1 && state.has("at");
      const next = alone ? `#${lit[0]}` : state.size ? `#${state}` : "";
      if (next !== location.hash) history.replaceState(null, "", next || location.pathname + location.search);
    }

    function seek(text) {
      sought = text.trim();
      const key = sought.toLocaleLowerCase();
      const said = (s) => s.textContent.toLocaleLowerCase().includes(key);
      const ids = key ? [...pairs.keys()].filter((id) => pairs.get(id).some(said)) : [];
      light(ids);
      if (ids.length) { at = -1; tell(); }
      if (key && !ids.length) { $("walk").hidden = false; $("status").textContent = `${sought} · 0`; }
      remember();
    }

    function quotation() {
      const part = (lang) => lit.map((id) => pairs.get(id).find((s) => Boolean(s.closest(lang)))).map((s) => words(s)).join(lang === ".target" ? " " : "");
      const who = [...new Set(lit.flatMap((id) => voices.get(pairs.get(id)[0])))].map((id) => cards.find((c) => c.dataset.speaker === id)?.querySelector(".name > span")?.textContent ?? id);
      const { title, publication, date, link } = document.body.dataset;
      const source = [who.join(", "), `“${title}”`, publication, date, link].filter(Boolean).join(", ");
      return `${part(".target")}\n${part(".source")}\n— ${source} (machine translation; ${lit.join(", ")})`;
    }

    function words(s) {
      const copy = s.cloneNode(true);
      copy.querySelectorAll(".who, .noted, .missing").forEach((e) => e.remove());
      return copy.textContent.trim();
    }

    async function copyOut() {
      const text = quotation();
      try { await navigator.clipboard.writeText(text); } catch {
        const area = Object.assign(document.createElement("textarea"), { value: text });
        document.body.append(area); area.select(); document.execCommand("copy"); area.remove();
      }
      $("status").textContent = root.dataset.ui === "zh" ? "已复制" : "Copied";
    }

    function light(ids, from = null) {
      each(lit, (s) => s.classList.remove("lit"));
      origin?.removeAttribute("aria-current");
      lit = ids.filter((id) => pairs.has(id));
      origin = from;
      origin?.setAttribute("aria-current", "true");
      each(lit, (s) => s.classList.add("lit"));
      stops = lit.length ? lit : starts();
      at = lit.length ? 0 : -1;
      tell();
    }

    function starts() {
      const english = sentences.filter((s) => s.id && heard(s));
      return english.filter((s) => s.querySelector(".who") || english.length === 1).map((s) => s.dataset.id);
    }

    function show(speakers) {
      only = speakers;
      sought = "";
      if ($("find")) $("find").value = "";
      article.classList.toggle("filtered", only.size > 0);
      for (const s of sentences) s.classList.toggle("on", heard(s));
      for (const b of document.querySelectorAll(".only")) b.setAttribute("aria-pressed", only.has(b.dataset.only));
      $("several").hidden = only.size < 2;
      pick.selectedIndex = only.size < 2 ? [...pick.options].findIndex((o) => o.value === ([...only][0] ?? "")) : pick.options.length - 1;
      light([]);
    }

    function toggle(speaker) {
      const next = new Set(only);
      if (!next.delete(speaker)) next.add(speaker);
      show(next);
    }

    function clear() {
      const from = origin;
      if (lit.length || sought) { sought = ""; $("find").value = ""; light([]); }
      else if (only.size) show(new Set());
      from?.focus();
    }

    document.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const link = event.target.closest("a[data-lights]");
      const sentence = event.target.closest(".s");
      if (link) {
        event.preventDefault();
        sought = "";
        light(link.dataset.lights.split(" "), link);
        if (stops.length) go(0);
      } else if (sentence && !event.target.closest("a") && getSelection().isCollapsed) {
        const id = sentence.dataset.id;
        light(lit.length === 1 && lit[0] === id ? [] : [id]);
      }
    });

    let touched = [];
    article.addEventListener("pointerover", (event) => {
      const id = event.target.closest(".s")?.dataset.id;
      touched.forEach((s) => s.classList.remove("touched"));
      touched = id ? pairs.get(id) : [];
      touched.forEach((s) => s.classList.add("touched"));
    });
    article.addEventListener("pointerleave", () => touched.forEach((s) => s.classList.remove("touched")));

    document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
    $("clear").addEventListener("click", clear);
    $("copy").addEventListener("click", copyOut);
    $("find").addEventListener("input", (event) => seek(event.target.value));
    $("find").addEventListener("keydown", (event) => { if (event.key === "Enter" && stops.length) go(event.shiftKey ? at - 1 : at + 1, false); });

    function preview(link) {
      const box = $("preview");
      box.hidden = !link;
      link ? link.setAttribute("aria-describedby", "preview") : document.querySelectorAll("[aria-describedby=preview]").forEach((a) => a.removeAttribute("aria-describedby"));
      if (!link) return;
      box.replaceChildren(...link.dataset.lights.split(" ").flatMap((id) => pairs.get(id) ?? []).map((s) => {
        const line = document.createElement("p");
        line.lang = s.closest("[lang]").lang;
        line.textContent = words(s);
        return line;
      }));
      const place = link.getBoundingClientRect();
      const left = Math.min(place.left, root.clientWidth - box.offsetWidth - 12);
      const above = place.bottom + box.offsetHeight + 8 > innerHeight;
      box.style.setProperty("left", `${Math.max(12, left) + scrollX}px`);
      box.style.setProperty("top", `${(above ? place.top - box.offsetHeight - 6 : place.bottom + 6) + scrollY}px`);
    }
    for (const link of document.querySelectorAll("[data-preview]")) {
      for (const event of ["pointerenter", "focus"]) link.addEventListener(event, () => preview(link));
      for (const event of ["pointerleave", "blur", "click"]) link.addEventListener(event, () => preview(null));
    }
    $("on").addEventListener("click", () => go(at + 1));
    $("back").addEventListener("click", () => go(Math.max(at, 0) - 1));
    for (const b of document.querySelectorAll(".only")) b.addEventListener("click", () => toggle(b.dataset.only));
    pick?.addEventListener("change", () => {
      show(new Set(pick.value ? [pick.value] : []));
      for (const c of cards) if (c.dataset.speaker === pick.value) c.open = true;
    });
    for (const input of document.querySelectorAll(".switch input")) {
      input.addEventListener("change", () => { root.dataset[input.name] = input.value; remember(); });
    }

    const closeCards = cards.length > 12 || matchMedia("(max-width: 70rem)").matches;
    for (const card of cards) card.open = !closeCards;
    let closed = [];
    addEventListener("beforeprint", () => { closed = cards.filter((c) => !c.open); closed.forEach((c) => { c.open = true; }); });
    addEventListener("afterprint", () => closed.forEach((c) => { c.open = false; }));

    function arrive() {
      const hash = decodeURIComponent(location.hash.slice(1));
      const state = pairs.has(hash) ? new URLSearchParams({ at: hash }) : new URLSearchParams(hash.includes("=") ? hash : "");
      if (!state.size) return;
      arriving = true;
      for (const name of ["layout", "ui"]) {
        const input = document.querySelector(`input[name="${name}"][value="${CSS.escape(state.get(name) ?? "")}"]`);
        if (input) { input.checked = true; root.dataset[name] = input.value; }
      }
      const known = new Set(cards.map((c) => c.dataset.speaker));
      const by = (state.get("by") ?? "").split(",").filter((id) => known.has(id));
      if (by.length) show(new Set(by));
      if (state.get("find")) { $("find").value = state.get("find"); seek(state.get("find")); }
      const ids = (state.get("at") ?? "").split(",").filter((id) => pairs.has(id));
      if (ids.length) light(ids);
      if (lit.length) go(0);
      arriving = false;
    }
    addEventListener("hashchange", arrive);
    arrive();
  });
})();
