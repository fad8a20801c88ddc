// What script adds to pages that work without it. Alpine and htmx are loaded after this file.
"use strict";

// Rows by keyboard: j and k move, Enter opens; "/" goes to the search field.
function rowsOnScreen() {
  return [...document.querySelectorAll("[data-rows] tbody tr")];
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find").focus();
    return;
  }
  if (!["j", "k", "Enter"].includes(event.key)) return;
  const rows = rowsOnScreen();
  const at = rows.findIndex((row) => row.classList.contains("chosen"));
  if (event.key === "Enter") {
    const focused = event.target.closest("a, button, summary");
    const link = at >= 0 && rows[at].querySelector("a[href]");
    if (link && (!focused || rows[at].contains(focused))) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (!rows.length) return;
  event.preventDefault();
  const next = Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
  rows.forEach((row, number) => row.classList.toggle("chosen", number === next));
  const link = rows[next].querySelector("a[href]");
  if (link) link.focus({ preventScroll: true });
  rows[next].scrollIntoView({ block: "nearest" });
});

// What stands behind "More" goes once somebody does something else.
document.addEventListener("click", (event) => {
  const more = document.querySelector("details.more[open]");
  if (more && !more.contains(event.target)) more.open = false;
});
document.addEventListener("keydown", (event) => {
  const more = document.querySelector("details.more[open]");
  if (event.key !== "Escape" || !more) return;
  more.open = false;
  more.querySelector("summary").focus();
});

// A table that is no wider than its frame needs no scrolling of its own: the page scrolls. A list that was exchanged is new.
function fitTables() {
  for (const frame of document.querySelectorAll(".table-frame:not(.short)")) {
    frame.classList.remove("fits");
    frame.classList.toggle("fits", frame.scrollWidth <= frame.clientWidth);
  }
}
// In a narrow window the row of places is longer than the window: begin where one is.
window.addEventListener("DOMContentLoaded", () => {
  const row = document.querySelector(".places > ul");
  const here = row?.querySelector("[aria-current]");
  if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - 8;
});
for (const moment of ["DOMContentLoaded", "resize", "htmx:after:swap"]) window.addEventListener(moment, fitTables);

// Time: the wheel goes closer, a drag selects a period, a double click shows all; the table follows.
function liven(timeline) {
  timeline.classList.add("live");
  let from = 0;
  let to = 100;
  const start = timeline.querySelector("[data-start]");
  const end = timeline.querySelector("[data-end]");
  const words = [start.textContent, end.textContent];
  const days = words.map((text) => Date.parse(text.match(/\d{4}-\d{2}-\d{2}/)?.[0] ?? ""));
  const day = (share) => new Date(days[0] + ((days[1] - days[0]) * share) / 100).toISOString().slice(0, 10);
  const draw = () => {
    const place = (x) => ((x - from) / (to - from)) * 100;
    for (const mark of timeline.querySelectorAll("[data-x]")) {
      const x = `${place(Number(mark.dataset.x))}%`;
      for (const name of ["x", "cx", "x1", "x2"]) if (mark.hasAttribute(name)) mark.setAttribute(name, x);
      if (mark.dataset.width) mark.setAttribute("width", `${(Number(mark.dataset.width) / (to - from)) * 100}%`);
    }
    const whole = from === 0 && to === 100;
    timeline.classList.toggle("close", to - from < 34);
    start.textContent = whole ? words[0] : day(from);
    end.textContent = whole ? words[1] : day(to);
    for (const row of timeline.querySelectorAll("tbody tr")) {
      const text = row.cells[0].textContent.slice(0, 10);
      row.hidden = !whole && (text < day(from) || text > day(to));
    }
  };
  const show = (left, right) => {
    const width = Math.max(0.5, Math.min(100, right - left));
    from = Math.max(0, Math.min(100 - width, left));
    to = from + width;
    draw();
  };
  const share = (event) => {
    const box = timeline.querySelector(".lane > svg").getBoundingClientRect();
    return from + (to - from) * Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  timeline.addEventListener("wheel", (event) => {
    if (!event.target.closest(".lane > svg")) return;
    event.preventDefault();
    const at = share(event);
    const factor = event.deltaY > 0 ? 1.25 : 0.8;
    show(at - (at - from) * factor, at + (to - at) * factor);
  }, { passive: false });
  timeline.addEventListener("dblclick", () => show(0, 100));
  let begun = null;
  let brush = null;
  timeline.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType === "mouse" && event.target.closest(".lane > svg")) begun = event;
  });
  timeline.addEventListener("pointermove", (event) => {
    if (!begun || Math.abs(event.clientX - begun.clientX) < 4) return;
    if (!brush) {
      brush = document.createElement("div");
      brush.className = "brush";
      timeline.append(brush);
    }
    const box = timeline.getBoundingClientRect();
    brush.style.left = `${Math.min(begun.clientX, event.clientX) - box.left}px`;
    brush.style.width = `${Math.abs(event.clientX - begun.clientX)}px`;
  });
  window.addEventListener("pointerup", (event) => {
    if (begun && brush) {
      const [left, right] = [share(begun), share(event)].sort((one, other) => one - other);
      show(left, right);
    }
    brush?.remove();
    begun = null;
    brush = null;
  });
}

// Two pictures one over the other: the slider says where the upper one ends.
document.addEventListener("input", (event) => {
  const part = event.target.matches("[data-slide]") && document.querySelector(`#${event.target.dataset.slide} rect`);
  if (part) part.setAttribute("width", (Number(part.dataset.whole) * Number(event.target.value)) / 100);
});

document.addEventListener("alpine:init", () => {
  // The score without a reason: a second tick on its bar while the reason is pointed at or focused.
  Alpine.data("score", () => ({
    without: "",
    point(event) {
      this.without = event.target.closest(".sentence")?.dataset.without ?? "";
    },
    leave() {
      this.without = "";
    },
    get place() {
      return this.without ? `${this.without}%` : "0%";
    },
    get seen() {
      return { seen: this.without !== "" };
    },
  }));
  Alpine.data("timeline", () => ({
    init() {
      liven(this.$root);
    },
  }));
  Alpine.data("printing", () => ({
    impossible: false,
    print() {
      window.print();
    },
  }));
  // A part of a page that could not be loaded says so; the page itself stays as it is.
  Alpine.data("failure", () => ({
    fine: true,
    fail() {
      this.fine = false;
    },
    close() {
      this.fine = true;
    },
  }));
});
