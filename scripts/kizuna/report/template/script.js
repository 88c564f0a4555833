"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const pages = [...document.querySelectorAll(".page")];
  const views = new Map();
  let language = "ja";
  root.classList.add("js");

  const text = (key) => {
    const pair = data.texts[key];
    return pair ? pair[language === "ja" ? 0 : 1] : undefined;
  };
  const coded = (prefix, value) =>
    value === null || value === undefined ? text("none") : text(`${prefix}.${value}`) ?? String(value);
  // {count} is the value; {count:account|accounts} the word for one or for any other number.
  const filled = (key, values) =>
    text(key).replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, name, one, many) =>
      one === undefined ? values[name] : values[name] === 1 ? one : many,
    );

  // Charts: texts are put into the specification, so that a drawing is of one language.
  const moneyAxis = () =>
    data.currency === "JPY"
      ? language === "ja"
        ? "format(datum.value / 10000, ',.0f') + '万'"
        : "'¥' + format(datum.value / 1000000, '~f') + 'M'"
      : "format(datum.value, ',.0f')";
  const translated = (value) => {
    if (typeof value === "string" && value.startsWith("@"))
      return value === "@axis.money" ? moneyAxis() : text(value.slice(1)) ?? value.slice(1).replace(/^[^.]*\./, "");
    if (Array.isArray(value)) return value.map(translated);
    if (value && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, translated(one)]));
    return value;
  };
  const rowsOf = (rows, fields) =>
    rows.map((row) => {
      const shown = { ...row };
      for (const [field, prefix] of Object.entries(fields))
        if (field in shown) shown[field] = coded(prefix, shown[field]);
      for (const key of Object.keys(row))
        if (key.endsWith(`_${language}`)) shown[key.slice(0, -3)] = row[key];
      return shown;
    });
  const tablesOf = (spec, found = new Set()) => {
    if (spec.data && spec.data.name) found.add(spec.data.name);
    (spec.layer || []).forEach((one) => tablesOf(one, found));
    return found;
  };
  const empty = (place) => {
    place.innerHTML = "";
    place.dataset.state = "empty";
    const note = document.createElement("p");
    note.className = "empty";
    note.textContent = text("empty");
    place.append(note);
  };
  async function draw(place, name, title, extra = {}) {
    const spec = translated(structuredClone(data.charts[name]));
    const tables = { ...data.tables, ...extra };
    const names = [...tablesOf(spec)].filter((one) => one in tables);
    const rows = Object.fromEntries(names.map((one) => [one, rowsOf(tables[one], spec.usermeta.texts)]));
    const funnel = name.startsWith("funnel_") ? name.slice(7) : null;
    if (names.every((one) => !tables[one].filter((row) => !funnel || row.funnel === funnel).length)) return empty(place);
    spec.datasets = { ...(spec.datasets || {}), ...rows };
    spec.description = title;
    spec.config.font = getComputedStyle(document.body).fontFamily;
    if (views.has(place)) views.get(place).finalize();
    const result = await vegaEmbed(place, spec, { renderer: "svg", actions: false, tooltip: { theme: "light" } });
    views.set(place, result);
    place.dataset.state = "drawn";
  }
  async function drawAll() {
    root.dataset.drawn = "";
    const drawn = language;
    for (const place of document.querySelectorAll(".chart[data-chart]")) {
      if (language !== drawn) return;
      try {
        await draw(place, place.dataset.chart, text(place.dataset.title));
      } catch (error) {
        place.dataset.state = "failed";
        console.error(place.dataset.chart, error);
      }
    }
    root.dataset.drawn = drawn;
  }

  // Pages: one at a time on the screen, all of them in print; a link keeps working.
  const show = (first) => {
    const wanted = location.hash.slice(1);
    const page = pages.find((one) => one.id === wanted) || (first || wanted !== "main" ? pages[0] : null);
    if (!page) return;
    for (const one of pages) one.classList.toggle("current", one === page);
    for (const link of document.querySelectorAll("nav a")) {
      if (link.hash === `#${page.id}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    requestAnimationFrame(() => scrollTo(0, 0));
  };
  addEventListener("hashchange", () => show(false));
  addEventListener("load", () => scrollTo(0, 0)); // the browser went to the heading below the bar

  // Language
  const remember = (value) => {
    try {
      if (value) localStorage.setItem("kizuna-language", value);
      return localStorage.getItem("kizuna-language");
    } catch {
      return null;
    }
  };
  const speak = (wanted) => {
    language = wanted;
    root.lang = wanted;
    document.title = `${text("title")} ${data.as_of}`;
    for (const button of document.querySelectorAll("[data-language]"))
      button.setAttribute("aria-pressed", String(button.dataset.language === wanted));
    for (const name of ["aria-label", "placeholder", "label"])
      for (const one of document.querySelectorAll(`[data-${name}-${wanted}]`))
        one.setAttribute(name, one.getAttribute(`data-${name}-${wanted}`));
    filter();
    if (dialog.open) openAccount(dialog.dataset.account);
    drawAll();
  };
  for (const button of document.querySelectorAll("[data-language]"))
    button.addEventListener("click", () => {
      remember(button.dataset.language);
      speak(button.dataset.language);
    });
  document.getElementById("print").addEventListener("click", () => print());

  // Accounts: search, filters, sorting
  const table = document.getElementById("account-table");
  const search = document.getElementById("search");
  const filters = [...document.querySelectorAll("[data-filter]")];
  const plain = (value) => String(value ?? "").normalize("NFKC").toLowerCase();
  const haystacks = new Map();
  function filter() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of table ? table.tBodies[0].rows : []) {
      const account = data.accounts[row.dataset.id];
      if (!haystacks.has(account))
        haystacks.set(
          account,
          plain([account.account_name, account.domain, account.corporate_number, row.dataset.id, account.industry, account.region, account.owner_name, account.reason, account.reason_en,
            ...(data.texts[`approach.${account.reason_code}`] || [])].join(" ")),
        );
      const fits =
        words.every((word) => haystacks.get(account).includes(word)) &&
        filters.every((one) => !one.value || account[one.dataset.filter] === one.value);
      row.hidden = !fits;
      count += fits ? 1 : 0;
    }
    document.getElementById("found").textContent = filled("found", { count });
  }
  const risesFirst = new Set(["call_priority"]);
  function sort(head, up) {
    for (const one of table.tHead.rows[0].cells) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const at = head.cellIndex;
    const number = table.tBodies[0].querySelector(`td:nth-child(${at + 1}).number`);
    const key = (row) => row.cells[at].dataset.value;
    const rows = [...table.tBodies[0].rows].sort((one, other) => {
      const [a, b] = [key(one), key(other)];
      if (a === "" || b === "") return (a === "") - (b === "");
      const order = number ? a - b : a.localeCompare(b, "ja");
      return up ? order : -order;
    });
    table.tBodies[0].append(...rows);
  }
  search.addEventListener("input", filter);
  for (const one of filters) one.addEventListener("change", filter);
  for (const head of table ? table.tHead.rows[0].cells : [])
    head.querySelector("button").addEventListener("click", () =>
      sort(head, head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") === "descending" : risesFirst.has(head.dataset.column)),
    );
  for (const link of document.querySelectorAll("[data-sort]"))
    link.addEventListener("click", () => {
      for (const one of [search, ...filters]) one.value = "";
      filter();
      if (table) sort(table.querySelector(`th[data-column="${link.dataset.sort}"]`), true);
      // The page of the table is shown after this event; only then can it be reached.
      setTimeout(() => table?.parentElement.focus({ preventScroll: true }), 50);
    });

  // One account
  const dialog = document.getElementById("account");
  const make = (tag, content, attributes = {}) => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...[content].flat().filter((one) => one !== null && one !== undefined));
    return element;
  };
  const decimals = (value, sign = "") =>
    value === null ? text("none") : `${sign && value > 0 ? sign : ""}${value.toFixed(1)}`;
  const grid = (columns, rows) =>
    rows.length
      ? make("div", make("table", [
          make("thead", make("tr", columns.map((one) => make("th", text(`col.${one}`), { scope: "col" })))),
          make("tbody", rows.map((row) => make("tr", row.map((one) =>
            make("td", typeof one === "number" ? one.toFixed(2) : one, typeof one === "number" ? { class: "number", "data-value": one } : {}))))),
        ]), { class: "scroll", tabindex: "0", role: "group", "aria-label": text("table") })
      : make("p", text("empty"), { class: "empty" });
  function openAccount(id) {
    const account = data.accounts[id];
    if (!account) return;
    const or = (value) => (value === null || value === "" ? text("none") : String(value));
    const facts = [
      ["domain", or(account.domain)],
      ["corporate_number", or(account.corporate_number)],
      ["lifecycle", coded("lifecycle", account.lifecycle)],
      ["mrr", account.money],
      ["engagement_score", decimals(account.engagement_score) + (account.engagement_rank ? ` (${filled("calls.rank", { rank: account.engagement_rank })})` : "")],
      ["trend_28d", decimals(account.trend_28d, "+")],
      ["depth_score", decimals(account.depth_score)],
      ["breadth_score", decimals(account.breadth_score)],
      ["recency_score", decimals(account.recency_score)],
      ["engagement_status", coded("status", account.engagement_status)],
      ["nps_band", coded("band", account.nps_band)],
      ["loyalty_quadrant", coded("quadrant", account.loyalty_quadrant)],
      ["pressure", coded("pressure", account.pressure)],
      ["renewal_date", or(account.renewal_date)],
      ["first_customer_date", or(account.first_customer_date)],
      ["owner_name", or(account.owner_name)],
      ["industry", or(account.industry)],
      ["region", or(account.region)],
    ];
    const ledger = data.ledger[id] || [];
    const parts = Object.entries(data.weights)
      .map(([name, weight]) => [name, account[name], weight])
      .filter(([, score]) => score !== null);
    const listed = ledger.reduce((sum, row) => sum + row[3], 0);
    const [count, all] = ledger.length ? ledger[0].slice(4) : [0, 0];
    const rest = count - ledger.length;
    const apart = data.distinctions[id];
    const close = make("button", text("close"), { type: "button" });
    close.addEventListener("click", () => dialog.close());
    const next = account.reason
      ? make("div", [
          make("p", [make("strong", coded("approach", account.reason_code)), " ", language === "ja" ? account.reason : account.reason_en]),
          make("p", [
            `${text("calls.whom")}: ${or(account.role)} · ${text("calls.how")}: ${coded("how", account.channel)} · ` +
              `${text("calls.owner")}: ${or(account.owner_name)} · ${text("col.due_date")}: ${account.due_date} · ` +
              `${text("calls.last")}: `,
            make("span", "", { class: `dot ${account.approach_colour}` }),
            account.last_contact_date ?? text("calls.never"),
          ]),
          account.is_suppressed ? make("p", text("detail.suppressed")) : null,
        ], { class: "next" })
      : make("p", text("empty"), { class: "empty" });
    const history = make("div", [], { class: "chart" });
    dialog.dataset.account = id;
    dialog.replaceChildren(make("div", [
      make("div", [make("h2", [account.account_name, apart ? make("small", ` ${apart}`, { class: "apart" }) : null], { id: "account-name" }), close], { class: "head" }),
      make("h3", text("detail.next")), next,
      make("h3", text("detail.facts")),
      make("dl", facts.map(([name, value]) => make("div", [make("dt", text(`col.${name}`)), make("dd", value)])), { class: "facts" }),
      make("h3", text("detail.parts")),
      parts.length
        ? make("ul", [
            ...parts.map(([name, score, weight]) => make("li", filled("detail.part", {
              name: text(`col.${name}`), score: score.toFixed(2), weight, points: (score * weight).toFixed(2) }))),
            make("li", make("strong", filled("detail.sum", { points: account.engagement_score === null ? text("none") : account.engagement_score.toFixed(2) }))),
          ], { class: "parts" })
        : make("p", text("empty"), { class: "empty" }),
      make("p", text("detail.meaning"), { class: "note" }),
      make("h3", text("detail.history")), history,
      make("h3", text("detail.changes")),
      grid(["reason", "points"], (data.changes[id] || []).map(([reason, points]) => [coded("change", reason), points])),
      make("h3", text("detail.ledger")),
      grid(["component", "event_type", "occurred_date", "points"], [
        ...ledger.map(([component, event, day, points]) => [coded("component", component), coded("event", event), day, points]),
        ...(rest > 0 ? [[filled("detail.further", { count: rest }), "", "", all - listed]] : []),
        ...(ledger.length ? [[make("strong", text("detail.all_rows")), "", "", all]] : []),
      ]),
    ], { class: "detail" }));
    if (!dialog.open) dialog.showModal();
    const rows = (data.history[id] || []).map(([as_of_date, engagement_score]) => ({ as_of_date, engagement_score }));
    draw(history, "history", text("detail.history"), { account_history: rows }).catch((error) => console.error(error));
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-account]");
    if (button && button.tagName === "BUTTON") openAccount(button.dataset.account);
    if (event.target === dialog) dialog.close();
  });

  const asked = new URLSearchParams(location.search).get("lang") || remember();
  show(true);
  speak(asked === "en" ? "en" : "ja");
})();
