"use strict";
(() => {
  // A picture as PNG: drawn by the browser from the picture's own SVG file.
  for (const figure of document.querySelectorAll("figure[data-name]")) {
    const button = figure.querySelector("button.png");
    const link = figure.querySelector("a[href*='.svg']");
    if (!button || !link) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = await (await fetch(link.href)).text();
      const picture = new Image();
      picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
      await picture.decode();
      const canvas = document.createElement("canvas");
      const box = figure.querySelector("svg").viewBox.baseVal;
      canvas.width = box.width * 2;
      canvas.height = box.height * 2;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const away = document.createElement("a");
      away.href = canvas.toDataURL("image/png");
      away.download = figure.dataset.name + ".png";
      away.click();
    });
  }

  // The day of the state of play by a slider, beside the date field.
  const slider = document.querySelector("#slider");
  const form = document.querySelector("#day");
  if (slider && form) {
    const day = 86400000;
    const first = Date.parse(slider.getAttribute("min"));
    const last = Date.parse(slider.getAttribute("max"));
    slider.min = 0;
    slider.max = Math.round((last - first) / day);
    slider.value = Math.round((Date.parse(form.elements.on.value) - first) / day);
    slider.hidden = false;
    slider.addEventListener("input", () => {
      form.elements.on.value = new Date(first + slider.value * day).toISOString().slice(0, 10);
    });
    slider.addEventListener("change", () => form.submit());
  }

  // A page that another site opened asks again from here, so that the session's cookie goes along.
  const onward = document.querySelector("#onward");
  if (onward) location.replace(onward.href + location.hash);

  // What a bookmark sent stands in the fragment; it is put into the form, and taken out of the address.
  // Where somebody has to sign in first, it waits for them.
  if (location.pathname === "/login" && location.hash.length > 1) sessionStorage.setItem("sent", location.hash);
  const sent = document.querySelector("#sent form");
  const came = location.hash.length > 1 ? location.hash : sessionStorage.getItem("sent");
  if (sent && came) {
    sessionStorage.removeItem("sent");
    const given = new URLSearchParams(came.slice(1));
    for (const name of ["url", "title", "published", "text"]) {
      if (given.get(name)) sent.elements[name].value = given.get(name);
    }
    history.replaceState(null, "", location.pathname + location.search);
  }

  // Days chosen by dragging over the picture of the timeline.
  const lanes = document.querySelector("svg[data-first]");
  if (lanes) {
    const day = 86400000;
    const first = Date.parse(lanes.dataset.first);
    const last = Date.parse(lanes.dataset.last);
    const dayAt = (event) => {
      const box = lanes.getBoundingClientRect();
      const at = ((event.clientX - box.left) / box.width) * lanes.viewBox.baseVal.width;
      const share = (at - lanes.dataset.left) / (lanes.dataset.right - lanes.dataset.left);
      return new Date(first + Math.round(((last - first) * Math.min(1, Math.max(0, share))) / day) * day);
    };
    let from = null;
    lanes.addEventListener("pointerdown", (event) => {
      from = event.button === 0 && !event.target.closest("a") ? dayAt(event) : null;
    });
    lanes.addEventListener("pointerup", (event) => {
      const to = dayAt(event);
      if (from === null || Math.abs(to - from) < 2 * day) return;
      const address = new URL(location.href);
      const ends = [from, to].sort((one, other) => one - other).map((one) => one.toISOString().slice(0, 10));
      address.searchParams.set("since", ends[0]);
      address.searchParams.set("until", ends[1]);
      address.searchParams.delete("after");
      location.assign(address);
    });
  }

  // A link to words that are marked with the mouse or by keys: their place in the text, in code points.
  const sheet = document.querySelector("#text");
  const span = document.querySelector("#span");
  if (sheet && span) {
    document.addEventListener("selectionchange", () => {
      const chosen = getSelection();
      const inside = chosen.rangeCount && !chosen.isCollapsed && sheet.contains(chosen.getRangeAt(0).commonAncestorContainer);
      span.hidden = !inside;
      if (!inside) return;
      const range = chosen.getRangeAt(0);
      const before = document.createRange();
      before.setStart(sheet, 0);
      before.setEnd(range.startContainer, range.startOffset);
      const start = [...before.toString()].length;
      const end = start + [...range.toString()].length;
      const address = new URL(span.dataset.path, location.href);
      address.searchParams.set("words", `${start}-${end}`);
      address.hash = `w-${start}-${end}`;
      span.firstElementChild.href = address;
    });
  }
})();
