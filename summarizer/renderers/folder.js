// What the page of a folder does beyond being read: search, and switch languages. All facts are in the HTML.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  document.addEventListener("DOMContentLoaded", () => {
    const input = document.getElementById("find");
    const told = document.getElementById("found");
    const items = [...document.querySelectorAll("[data-find]")];
    const texts = new Map(); // what an item says, in small letters; read once, when it is first looked for
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const text = (item) => {
      if (!texts.has(item)) texts.set(item, plain(item.textContent));
      return texts.get(item);
    };

    function search() {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const item of items) {
        item.hidden = !words.every((word) => text(item).includes(word));
        shown += !item.hidden;
        for (const line of item.querySelectorAll(".lines > li")) {
          const own = words.some((word) => plain(line.textContent).includes(word));
          line.hidden = words.length > 0 && !own && words.some((word) => !plain(item.querySelector("summary").textContent).includes(word));
        }
      }
      told.textContent = words.length ? `${shown} / ${items.length}` : "";
    }

    let waiting = 0;
    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
    input.addEventListener("keydown", (event) => { if (event.key === "Escape") { input.value = ""; search(); } });
    for (const choice of document.querySelectorAll(".switch input")) {
      choice.addEventListener("change", () => { root.dataset[choice.name] = choice.value; });
    }

    const arrive = () => {
      const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (place?.matches("details")) { place.open = true; place.scrollIntoView(); }
    };
    addEventListener("hashchange", arrive);
    arrive();

    let closed = [];
    addEventListener("beforeprint", () => { closed = items.filter((i) => i.matches("details:not([open])")); closed.forEach((i) => { i.open = true; }); });
    addEventListener("afterprint", () => closed.forEach((i) => { i.open = false; }));
    search();
  });
})();
