// Charts are drawn from the tables beside them, so that both always say the same.
"use strict";

function token(name) {
  const probe = document.createElement("i");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}
const TONES = {
  self: "firm", wide: "wide-middle", origin: "origin", merit: "merit", plain: "quiet", none: "wide-middle", accent: "accent",
};

function draw(target) {
  const table = document.getElementById(target.dataset.chart);
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const rows = [...table.tBodies[0].rows];
  const lying = target.dataset.lying === "yes";
  if (!lying) rows.reverse();
  const names = rows.map((row) => row.cells[0].textContent.trim());
  const number = (cell) => Number(cell.textContent.replace(/[^0-9.-]/g, ""));
  if (lying) names.reverse();
  const series = heads.map((head, column) => {
    const data = rows.map((row) => number(row.cells[column + 1]));
    if (lying) data.reverse();
    return {
      name: head.textContent.trim(),
      type: "bar",
      stack: target.dataset.stack === "yes" ? "one" : undefined,
      data,
      barMaxWidth: 28,
      itemStyle: { color: token(TONES[head.dataset.tone] ?? "firm") },
      animation: false,
    };
  });
  const text = token("quiet");
  const line = token("line");
  const category = { type: "category", data: names, axisLabel: { color: text, hideOverlap: true }, axisLine: { lineStyle: { color: line } }, axisTick: { show: false } };
  const value = { type: "value", minInterval: 1, axisLabel: { color: text }, splitLine: { lineStyle: { color: line } } };
  const chart = echarts.getInstanceByDom(target) ?? echarts.init(target, null, { renderer: "canvas" });
  chart.setOption({
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 16, top: 36, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: token("ink") } },
    // Rich text, since the strict policy forbids the styled HTML of ordinary tooltips.
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, backgroundColor: token("surface"), borderColor: line, textStyle: { color: token("ink") } },
    xAxis: lying ? value : category,
    yAxis: lying ? category : value,
    series,
  }, true);
  return chart;
}

document.addEventListener("DOMContentLoaded", () => {
  const targets = [...document.querySelectorAll("[data-chart]")];
  for (const target of targets) {
    target.style.display = "block";
    draw(target);
    new ResizeObserver(() => echarts.getInstanceByDom(target)?.resize()).observe(target);
  }
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => targets.forEach(draw));
});
