"use strict";
// Zooming and names on the taste map. Without this script the map is a picture.
(() => {
  const map = document.getElementById("taste-map");
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const names = document.getElementById("names"), at = document.getElementById("at");
  const size = 600, space = "http://www.w3.org/2000/svg", deepest = 40;
  let view = { x: 0, y: 0, size };

  const marks = [...map.querySelectorAll(".history, .recommended")].map((element) => {
    const box = element.querySelector("circle") || element;
    const get = (name) => Number(box.getAttribute(name));
    const centre = box === element ? [get("x") + 4, get("y") + 4] : [get("cx"), get("cy")];
    return { element, centre };
  });

  function show() {
    view.size = Math.min(size, Math.max(size / deepest, view.size));
    view.x = Math.min(size - view.size, Math.max(0, view.x));
    view.y = Math.min(size - view.size, Math.max(0, view.y));
    map.setAttribute("viewBox", `${view.x} ${view.y} ${view.size} ${view.size}`);
    // Units of the drawing per pixel of the screen: shapes and names keep their size.
    const scale = view.size / (map.getBoundingClientRect().width || size);
    for (const { element, centre: [x, y] } of marks) {
      element.setAttribute("transform",
        `translate(${x} ${y}) scale(${scale}) translate(${-x} ${-y})`);
    }
    const isWhole = view.size === size;
    // A finger moves the map once there is more of it than is seen; until then it moves the page.
    map.style.touchAction = isWhole ? "" : "pinch-zoom";
    for (const label of map.querySelectorAll(".landmark")) label.style.display = isWhole ? "" : "none";
    names.replaceChildren();
    if (!isWhole) name(scale);
  }

  // Names where there is room, in the order of the catalogue: the same every time.
  function name(scale) {
    const taken = [], height = 15 * scale;
    for (let i = 0; i < data.x.length && taken.length < 60; i++) {
      const x = data.x[i], y = data.y[i];
      if (x < view.x || y < view.y || x > view.x + view.size || y > view.y + view.size) continue;
      const text = data.titles[i].length > 30 ? data.titles[i].slice(0, 29) + "\u2026" : data.titles[i];
      const width = text.length * 6.3 * scale, left = x + 6 * scale;
      if (left + width > view.x + view.size) continue;
      if (taken.some((t) => Math.abs(t.y - y) < height && t.x < left + width && left < t.x + t.w)) continue;
      taken.push({ x: left, y, w: width });
      const label = document.createElementNS(space, "text");
      label.textContent = text;
      label.setAttribute("transform", `translate(${left} ${y + 4 * scale}) scale(${scale})`);
      names.append(label);
    }
  }

  function zoom(factor, x = view.x + view.size / 2, y = view.y + view.size / 2) {
    const next = Math.min(size, Math.max(size / deepest, view.size / factor));
    const left = (x - view.x) / view.size, top = (y - view.y) / view.size;
    view = { x: x - left * next, y: y - top * next, size: next };
    show();
  }

  function place(event) {
    const box = map.getBoundingClientRect();
    return [view.x + (event.clientX - box.left) / box.width * view.size,
      view.y + (event.clientY - box.top) / box.height * view.size];
  }

  document.querySelector(".map .buttons").hidden = false;
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      const factor = Number(button.dataset.zoom);
      if (factor) zoom(factor);
      else { view = { x: 0, y: 0, size }; show(); }
    });
  }

  addEventListener("resize", show);
  show();
  map.tabIndex = 0;
  map.addEventListener("keydown", (event) => {
    const step = view.size / 8;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "0") { view = { x: 0, y: 0, size }; show(); }
    else if (moves[event.key] && view.size < size) {
      view.x += moves[event.key][0];
      view.y += moves[event.key][1];
      show();
    } else return;
    event.preventDefault();
  });
  map.addEventListener("wheel", (event) => {
    // A page that is scrolled must not be caught by its map.
    if (!event.ctrlKey && document.activeElement !== map) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, ...place(event));
  }, { passive: false });
  map.addEventListener("dblclick", (event) => zoom(2, ...place(event)));

  let held = null;
  map.addEventListener("pointerdown", (event) => { held = place(event); });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { held = null; });
  map.addEventListener("pointermove", (event) => {
    const [x, y] = place(event);
    if (held && event.buttons && view.size < size) {
      view.x += held[0] - x;
      view.y += held[1] - y;
      show();
      return;
    }
    let best = -1, nearest = (view.size / 40) ** 2;
    for (let i = 0; i < data.x.length; i++) {
      const far = (data.x[i] - x) ** 2 + (data.y[i] - y) ** 2;
      if (far < nearest) { nearest = far; best = i; }
    }
    at.textContent = best < 0 ? "" : data.titles[best];
  });
})();
