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

    const voices = new Map(sentences.map((s) => [s, s.dataset.speaker?.split(" ") ?? []])); // several where they speak together
    const heard = (s) => voices.get(s).some((one) => only.has(one));

    const shown = (id) => pairs.get(id).find((s) => s.getClientRects().length) ?? pairs.get(id)[0];
    const each = (ids, act) => ids.forEach((id) => pairs.get(id).forEach(act));

    function go(to) {
      at = (to + stops.length) % stops.length;
      const sentence = shown(stops[at]);
      sentence.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
      sentence.tabIndex = -1;
      sentence.focus({ preventScroll: true });
      tell();
    }

    function tell() {
      const people = cards.filter((c) => only.has(c.dataset.speaker)).map((c) => c.querySelector(".name").innerText);
      const what = lit.length ? lit.join(", ") : people.join(", ");
      $("walk").hidden = !what;
      $("status").textContent = stops.length > 1 ? `${what} · ${at < 0 ? "–" : at + 1} / ${stops.length}` : what;
      $("back").hidden = $("on").hidden = stops.length < 2;
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
      if (lit.length) light([]);
      else if (only.size) show(new Set());
      from?.focus();
    }

    document.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const link = event.target.closest("a[data-lights]");
      const sentence = event.target.closest(".s");
      if (link) {
        event.preventDefault();
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
    $("on").addEventListener("click", () => go(at + 1));
    $("back").addEventListener("click", () => go(Math.max(at, 0) - 1));
    for (const b of document.querySelectorAll(".only")) b.addEventListener("click", () => toggle(b.dataset.only));
    pick?.addEventListener("change", () => {
      show(new Set(pick.value ? [pick.value] : []));
      for (const c of cards) if (c.dataset.speaker === pick.value) c.open = true;
    });
    for (const input of document.querySelectorAll(".switch input")) {
      input.addEventListener("change", () => { root.dataset[input.name] = input.value; });
    }

    const closeCards = cards.length > 12 || matchMedia("(max-width: 70rem)").matches;
    for (const card of cards) card.open = !closeCards;
    let closed = [];
    addEventListener("beforeprint", () => { closed = cards.filter((c) => !c.open); closed.forEach((c) => { c.open = true; }); });
    addEventListener("afterprint", () => closed.forEach((c) => { c.open = false; }));

    const arrive = () => { const id = decodeURIComponent(location.hash.slice(1)); if (pairs.has(id)) { light([id]); go(0); } };
    addEventListener("hashchange", arrive);
    arrive();
  });
})();
