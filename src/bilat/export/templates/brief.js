"use strict";
(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const panel = find("#panel");
  const panelBody = find("#panel-body");
  const panelTitle = find("#panel-title");
  const usual = panelTitle.textContent;

  // The panel: the words an item rests on. Without this script the same words open in place.
  function show(title, nodes) {
    panelTitle.textContent = title || usual;
    panelBody.replaceChildren(...nodes);
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
  }

  function wordsOf(item) {
    const found = find("details.words .words-body", item);
    return found && [...found.cloneNode(true).childNodes];
  }

  function whole(href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = panel.dataset.whole;
    return link;
  }

  function reveal(target) {
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS" && !at.matches(".words")) at.open = true;
    if (target.tagName === "DETAILS") target.open = true;
  }

  function targetOf(link) {
    const href = link.getAttribute("href") || "";
    return href.startsWith("#") && href.length > 1 ? document.getElementById(decodeURIComponent(href.slice(1))) : null;
  }

  // A passage made from the document's text at the foot of the page, for the rows that carry none.
  function passage(target) {
    const sheet = target.closest(".fulltext");
    const range = document.createRange();
    range.selectNodeContents(sheet);
    range.setEndBefore(target);
    const before = range.toString();
    const words = target.textContent;
    const after = sheet.textContent.slice(before.length + words.length);
    const ends = /[。！？!?][”’」』"']?|\.(?=\s)|\n+/g;
    const left = before.slice(-320);
    const cuts = [...left.matchAll(ends)].map(hit => hit.index + hit[0].length).filter(at => left.slice(at).trim());
    const right = after.slice(0, 320);
    const stops = [...right.matchAll(ends)].map(hit => hit.index + hit[0].length).filter(at => right.slice(0, at).trim());
    const figure = document.createElement("figure");
    const block = document.createElement("blockquote");
    const line = document.createElement("p");
    const mark = document.createElement("mark");
    const from = document.createElement("figcaption");
    const link = document.createElement("a");
    figure.className = "passage";
    block.lang = sheet.lang;
    mark.textContent = words;
    line.append(left.slice(cuts.length > 1 ? cuts[cuts.length - 2] : 0).trimStart(), mark, right.slice(0, stops[1] || stops[0] || 320));
    link.href = "#" + target.id;
    link.textContent = sheet.closest("details").dataset.title;
    from.append(link);
    block.append(line);
    figure.append(block, from);
    return [figure];
  }

  document.addEventListener("click", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (event.target === panel) return panel.close();
    const summary = event.target.closest("details.words > summary");
    if (summary) {
      event.preventDefault();
      const own = summary.parentElement;
      const nodes = [...find(".words-body", own).cloneNode(true).childNodes];
      return show(own.dataset.title, own.dataset.href ? [...nodes, whole(own.dataset.href)] : nodes);
    }
    const link = event.target.closest("a[href^='#']");
    const target = link && targetOf(link);
    if (!target) return;
    if (link.closest("svg")) {
      const nodes = wordsOf(target);
      if (nodes) {
        event.preventDefault();
        return show(target.dataset.title, nodes);
      }
    }
    if (link.matches(".words-link")) {
      event.preventDefault();
      return show(link.dataset.title, passage(target));
    }
    if (link.matches("a.more")) choose({ side: link.dataset.side, issue: link.dataset.issue });
    if (panel.open) panel.close();
    reveal(target);
  });
  find("#panel-close").addEventListener("click", () => panel.close());

  function arrive() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    reveal(target);
    target.scrollIntoView({ block: target.matches(".ev") ? "center" : "start" });
  }
  addEventListener("hashchange", arrive);
  arrive();

  // What a mark in the picture stands for, on hover and on focus.
  const tip = find("#tip");
  function tell(event) {
    const link = event.target.closest && event.target.closest("svg a[aria-label]");
    tip.hidden = !link;
    if (!link) return;
    tip.textContent = link.getAttribute("aria-label");
    const box = link.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(innerWidth - size.width - 8, box.left)) + "px";
    tip.style.top = (box.top > size.height + 12 ? box.top - size.height - 6 : box.bottom + 6) + "px";
  }
  for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, tell);
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
  document.addEventListener("keydown", event => { if (event.key === "Escape") tip.hidden = true; });

  // The sides can change places.
  const swap = find("#swap");
  if (swap) {
    swap.hidden = false;
    swap.addEventListener("click", () => {
      for (const row of all("table[data-swap] tr")) if (row.cells.length === 3) row.insertBefore(row.cells[2], row.cells[1]);
    });
  }

  // The filters.
  const form = find("#filters");
  const rows = all("#statements .st");
  const texts = new Map();
  const rest = find("#rest");
  const plain = text => text.normalize("NFKC").toLowerCase();
  function textOf(row) {
    if (!texts.has(row)) texts.set(row, plain(find(".speaker", row).textContent + " " + find(".quote", row).textContent));
    return texts.get(row);
  }
  function fits(row, want) {
    return (!want.side || row.dataset.side === want.side) && (!want.voice || row.dataset.voice === want.voice)
      && (!want.document || row.dataset.doc === want.document)
      && (!want.issue || row.dataset.issues.split(" ").includes(want.issue)) && (!want.text || textOf(row).includes(want.text));
  }
  function filter() {
    const want = Object.fromEntries(new FormData(form));
    want.text = plain(want.text.trim());
    let count = 0;
    for (const row of rows) {
      const fit = fits(row, want);
      row.hidden = !fit;
      count += fit;
    }
    if (rest) {
      const narrowed = Object.values(want).some(Boolean);
      if (narrowed) rest.open = true;
      rest.hidden = narrowed && !all(".st:not([hidden])", rest).length;
    }
    const shown = find("#shown");
    const said = number => number.toLocaleString("en");
    shown.textContent = shown.dataset.shape.replace("{n}", said(count)).replace("{total}", said(rows.length));
    find("#none").hidden = count > 0;
  }
  function choose(values) {
    if (!form) return;
    for (const field of form.elements) if (field.name) field.value = values[field.name] || "";
    filter();
  }
  if (form) {
    form.hidden = false;
    let wait = 0;
    form.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(filter, 120); });
    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter));
    filter();
  }

  // On paper everything is open.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
})();
