"use strict";
// Compares two pictures: slider, flicker and both beside each other, with one zoom and one place for both.
function viewer(root) {
  const number = name => Number(root.dataset[name]);
  const find = selector => root.querySelector(selector);
  const all = selector => Array.from(root.querySelectorAll(selector));
  const picture = root.closest(".picture");
  const stage = find(".stage"), ring = find(".ring"), handle = find(".handle"), slide = find("input[type=range]");
  const changed = find(".protected"), map = find(".world > .map");
  const size = { width: number("width"), height: number("height") };
  const worst = { x: number("x"), y: number("y") };
  const view = { scale: 1, x: worst.x, y: worst.y, mode: "slider", zoom: "1" };
  let timer = 0;

  root.classList.add("live");
  all("[hidden]").forEach(element => { if (!element.matches("img")) element.hidden = false; });
  for (const world of all(".world")) {
    world.style.width = size.width + "px";
    world.style.height = size.height + "px";
    const detail = world.querySelector(".detail");
    if (!detail) continue;
    detail.style.left = number("left") + "px";
    detail.style.top = number("top") + "px";
    detail.style.width = number("right") - number("left") + "px";
    detail.style.height = number("bottom") - number("top") + "px";
  }

  const pane = () => ({ width: view.mode === "beside" ? stage.clientWidth / 2 : stage.clientWidth, height: stage.clientHeight });
  const fitting = () => Math.min(pane().width / size.width, pane().height / size.height);
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

  function draw() {
    if (view.zoom === "fit") Object.assign(view, { scale: fitting(), x: size.width / 2, y: size.height / 2 });
    const box = pane();
    // What is smaller than the stage stands in its middle; what is larger leaves no gap.
    for (const [axis, length] of [["x", "width"], ["y", "height"]]) {
      const half = box[length] / 2 / view.scale;
      view[axis] = half * 2 >= size[length] ? size[length] / 2 : clamp(view[axis], half, size[length] - half);
    }
    const left = box.width / 2 - view.x * view.scale, top = box.height / 2 - view.y * view.scale;
    for (const world of all(".world")) world.style.transform = `translate(${left}px, ${top}px) scale(${view.scale})`;
    ring.style.left = left + (worst.x + .5) * view.scale + (view.mode === "beside" ? box.width : 0) + "px";
    ring.style.top = top + (worst.y + .5) * view.scale + "px";
    stage.classList.toggle("sharp", view.scale >= 2);
    const share = Number(slide.value);
    changed.style.clipPath = view.mode === "slider" ? `inset(0 0 0 ${share}%)` : "none";
    handle.style.left = share + "%";
    handle.hidden = view.mode !== "slider";
    slide.closest("label").hidden = view.mode !== "slider";
    slide.setAttribute("aria-valuetext", `${share} % original`);
    for (const button of all("[data-zoom]")) button.setAttribute("aria-pressed", String(button.dataset.zoom === view.zoom));
    for (const button of all("[data-mode]")) button.setAttribute("aria-pressed", String(button.dataset.mode === view.mode));
  }

  function setMode(mode) {
    view.mode = mode;
    clearInterval(timer);
    changed.classList.remove("away");
    stage.classList.toggle("beside", mode === "beside");
    stage.classList.toggle("flicker", mode === "flicker");
    // Two changes a second and less: nobody is harmed by it (WCAG 2.3.1 allows three).
    if (mode === "flicker") timer = setInterval(() => changed.classList.toggle("away"), 500);
    draw();
  }

  function setZoom(zoom) {
    view.zoom = zoom;
    if (zoom !== "fit") view.scale = Number(zoom);
    draw();
  }

  function go() {
    if (view.zoom === "fit" || view.zoom === "") setZoom(start());
    Object.assign(view, worst);
    draw();
  }

  // A picture smaller than the stage is shown at 200 %.
  function start() { return size.width < stage.clientWidth && size.height < stage.clientHeight ? "2" : "1"; }

  function toggleMap() {
    map.hidden = !map.hidden;
    find("[data-map]").setAttribute("aria-pressed", String(!map.hidden));
  }

  function setShare(value) {
    slide.value = clamp(value, 0, 100);
    draw();
  }

  for (const button of all("[data-mode]")) button.addEventListener("click", () => setMode(button.dataset.mode));
  for (const button of all("[data-zoom]")) button.addEventListener("click", () => setZoom(button.dataset.zoom));
  for (const button of picture.querySelectorAll("[data-go]")) button.addEventListener("click", () => { go(); stage.scrollIntoView({ block: "nearest" }); });
  find("[data-map]").addEventListener("click", toggleMap);
  slide.addEventListener("input", draw);

  picture.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const onStage = event.target === stage || event.target === document.body || !event.target.closest("button, a");
    const pan = 60 / view.scale;
    const actions = {
      ArrowLeft: () => event.shiftKey || view.mode !== "slider" ? move(-pan, 0) : setShare(Number(slide.value) - 2),
      ArrowRight: () => event.shiftKey || view.mode !== "slider" ? move(pan, 0) : setShare(Number(slide.value) + 2),
      ArrowUp: () => move(0, -pan), ArrowDown: () => move(0, pan),
      f: () => setMode(view.mode === "flicker" ? "slider" : "flicker"), b: () => setMode(view.mode === "beside" ? "slider" : "beside"),
      m: toggleMap, s: go, 0: () => setZoom("fit"), 1: () => setZoom("1"), 2: () => setZoom("2"),
    };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!actions[key] || (key.startsWith("Arrow") && !onStage)) return;
    event.preventDefault();
    actions[key]();
  });

  function move(x, y) {
    if (view.zoom === "fit") view.zoom = "";
    view.x += x;
    view.y += y;
    draw();
  }

  let drag = null;
  stage.addEventListener("pointerdown", event => {
    if (event.button) return;
    drag = { slides: event.target === handle, x: event.clientX, y: event.clientY };
    stage.setPointerCapture(event.pointerId);
    stage.classList.add("moving");
  });
  stage.addEventListener("pointermove", event => {
    if (!drag) return;
    if (drag.slides) return setShare((event.clientX - stage.getBoundingClientRect().left) / stage.clientWidth * 100);
    move((drag.x - event.clientX) / view.scale, (drag.y - event.clientY) / view.scale);
    Object.assign(drag, { x: event.clientX, y: event.clientY });
  });
  for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, () => { drag = null; stage.classList.remove("moving"); });
  stage.addEventListener("dblclick", event => {
    const box = stage.getBoundingClientRect();
    const x = view.x + (event.clientX - box.left - pane().width / 2) / view.scale, y = view.y + (event.clientY - box.top - pane().height / 2) / view.scale;
    Object.assign(view, { x, y });
    setZoom(view.zoom === "2" ? "1" : "2");
  });
  stage.addEventListener("wheel", event => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    view.zoom = "";
    view.scale = clamp(view.scale * Math.exp(-event.deltaY / 200), Math.min(1, fitting()), 8);
    draw();
  }, { passive: false });

  new ResizeObserver(draw).observe(stage);
  setZoom(start());
  // The slider begins at the place that is seen most: half of it is the original, half the other.
  setShare(Math.round(clamp(parseFloat(ring.style.left) / stage.clientWidth * 100, 12, 88)));
  root.lacquer = { view, worst };
}

// Chooses and orders the cards of a portfolio.
function portfolio(form) {
  const grid = document.querySelector(".grid");
  const cards = Array.from(grid.children);
  const filters = Array.from(form.querySelectorAll("[data-filter]"));
  const order = form.querySelector("[data-order]"), count = form.querySelector("[data-count]");
  const value = (card, name) => card.dataset[name] === "" ? NaN : Number(card.dataset[name]);
  const last = (a, b, compare) => isNaN(a) ? (isNaN(b) ? 0 : 1) : isNaN(b) ? -1 : compare(a, b);
  const orders = {
    number: (a, b) => value(a, "number") - value(b, "number"),
    name: (a, b) => a.dataset.name.localeCompare(b.dataset.name),
    status: (a, b) => value(a, "rank") - value(b, "rank"),
    visibility: (a, b) => last(value(a, "visibility"), value(b, "visibility"), (x, y) => y - x),
    gain: (a, b) => last(value(a, "gain"), value(b, "gain"), (x, y) => x - y),
    strength: (a, b) => last(value(a, "strength"), value(b, "strength"), (x, y) => y - x),
  };
  function apply() {
    let shown = 0;
    for (const card of cards) {
      card.hidden = !filters.every(filter => !filter.value || card.dataset[filter.dataset.filter] === filter.value);
      if (!card.hidden) shown += 1;
    }
    cards.sort((a, b) => orders[order.value](a, b) || orders.number(a, b));
    grid.append(...cards);
    count.textContent = `${shown} of ${cards.length} shown`;
  }
  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("submit", event => event.preventDefault());
  apply();
}

// In a single file every picture's page is a part of the document: one of them, or the portfolio, is shown.
function route() {
  const front = document.getElementById("portfolio"), pages = Array.from(document.querySelectorAll(".picture"));
  if (front && pages.length) {
    const only = pages.length === 1 && location.hash !== "#portfolio" ? pages[0] : undefined;
    const wanted = pages.find(page => "#" + page.id === location.hash) || only;
    front.hidden = Boolean(wanted);
    for (const page of pages) page.hidden = page !== wanted;
    if (wanted) scrollTo(0, 0);
  }
  for (const root of document.querySelectorAll("[data-viewer]")) {
    if (!root.closest("[hidden]") && !root.classList.contains("live")) viewer(root);
  }
}

for (const form of document.querySelectorAll(".filters")) portfolio(form);
addEventListener("hashchange", route);
route();
// Keys work before anything is focused.
document.addEventListener("keydown", event => {
  if (event.target !== document.body) return;
  const page = Array.from(document.querySelectorAll(".picture")).find(page => !page.hidden);
  if (page) page.dispatchEvent(new KeyboardEvent("keydown", event));
});
