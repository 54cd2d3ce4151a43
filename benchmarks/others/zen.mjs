// benchmark.duty in GoRules ZEN: one decision table whose rows are the indicators, asked for every
// activity; the caps, which such a table has no word for, are applied here. Prints a line of JSON.
// node zen.mjs CSV ROUNDS, where node_modules is beside the working folder.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const load = createRequire(join(process.cwd(), "package.json"));
const { ZenEngine } = load("@gorules/zen-engine");
const version = JSON.parse(readFileSync(join(process.cwd(), "node_modules/@gorules/zen-engine/package.json"))).version;

// indicator, kinds, further condition, points in hundredths
const byLevel = (a, b, c, d) => `level == "镇" ? ${a} : level == "县" ? ${b} : level == "市" ? ${c} : ${d}`;
const rules = [
  ["visit", ["联络站活动"], "", "500"], ["voices", ["联络站活动"], "", "items * 100"],
  ["households", ["走访选民"], "", "items * 50"], ["reception", ["接待群众"], "", "200"],
  ["mediation", ["调解纠纷"], "", "400"],
  ["account", ["向选民述职"], "", "items >= 10 ? 1200 : items >= 5 ? 1100 : items >= 1 ? 1000 : 0"],
  ["attendance", ["参加会议"], "", "300"], ["speech", ["会议发言"], "", byLevel(200, 400, 600, 1000)],
  ["absence", ["会议缺勤"], "", "200"], ["paper", ["调研报告"], "", 'level == "省" ? 1200 : 800'],
  ["inspection", ["视察调研"], "", "300"], ["idle", ["视察调研"], "items == 0", "100"],
  ["motion", ["议案"], "", "1000"], ["proposal", ["代表建议"], "", "500"],
  ["joint", ["代表建议", "议案"], "items >= 10", "items * 50"],
  ["opinion", ["社情民意"], "", "200"], ["adopted", ["社情民意"], 'level != "镇"', byLevel(0, 300, 800, 1500)],
  ["training", ["学习培训"], "", "200"], ["lectures", ["学习培训", "法律宣传"], 'level == "市" or level == "省"', "400"],
  ["law", ["法律宣传"], "", "items * 100"], ["notes", ["学习心得"], "", "300"],
  ["volunteering", ["志愿服务"], "", "200"], ["hours", ["志愿服务"], "", "items * 25"],
  ["donation", ["捐款"], "", "cents >= 100000 ? 1500 : cents >= 50000 ? 1000 : cents >= 10000 ? 500 : cents >= 100 ? 200 : 0"],
  ["giving", ["捐款", "助学"], "", "floor(cents / 10000) * 100"],
  ["relief", ["走访慰问"], "", "cents >= 20000 ? 500 : 300"], ["schooling", ["助学"], "cents >= 50000", "1000"],
  ["press", ["媒体报道"], "", byLevel(100, 200, 500, 800)], ["honour", ["表彰"], "", byLevel(500, 1000, 2000, 3000)],
  ["reprimand", ["批评"], "", 'level == "市" or level == "省" ? 1500 : 500'], ["prohibited", ["违反禁令"], "", "1"],
];
const table = {
  nodes: [
    { id: "in", type: "inputNode", name: "in", position: { x: 0, y: 0 } },
    {
      id: "table", type: "decisionTableNode", name: "table", position: { x: 0, y: 0 },
      content: {
        hitPolicy: "collect",
        inputs: [{ id: "kind", type: "expression", field: "kind", name: "kind" },
                 { id: "when", type: "expression", field: "", name: "when" }],
        outputs: [{ id: "indicator", type: "expression", field: "indicator", name: "indicator" },
                  { id: "points", type: "expression", field: "points", name: "points" }],
        rules: rules.map(([name, kinds, when, points]) => ({
          _id: name, kind: kinds.map((k) => JSON.stringify(k)).join(", "), when,
          indicator: JSON.stringify(name), points })),
      },
    },
    { id: "out", type: "outputNode", name: "out", position: { x: 0, y: 0 } },
  ],
  edges: [{ id: "a", type: "edge", sourceId: "in", targetId: "table" },
          { id: "b", type: "edge", sourceId: "table", targetId: "out" }],
};

const rows = readFileSync(process.argv[2], "utf8").trimEnd().split("\n").slice(1).map((line) => {
  const [subject, kind, date, standing, items, amount, level] = line.split(",");
  return { subject: Number(subject.slice(2)), month: Number(date.slice(5, 7)) - 1, standing,
           asked: { kind, items: Number(items), cents: Math.round(Number(amount) * 100), level } };
});

async function pointsOfAll(decision) {
  const cells = new Map();
  for (const row of rows) {
    if (row.standing !== "confirmed") continue;
    const { result } = await decision.evaluate(row.asked);
    if (!cells.has(row.subject)) cells.set(row.subject, {});
    const mine = cells.get(row.subject);
    for (const { indicator, points } of result) (mine[indicator] ??= Array(12).fill(0))[row.month] += points;
  }
  return cells;
}

const none = Array(12).fill(0), sum = (of) => of.reduce((a, b) => a + b, 0);
function total(cells) {
  const months = (name, cap = Infinity) => (cells[name] ?? none).map((p) => Math.min(p, cap));
  const quarters = (name, cap = Infinity, monthly) =>
    [0, 3, 6, 9].map((m) => Math.min(cap, sum(months(name, monthly).slice(m, m + 3))));
  const year = (name, cap = Infinity) => Math.min(cap, sum(months(name)));
  const monthly = (name, cap) => sum(months(name, cap)), quarterly = (name, cap) => sum(quarters(name, cap));
  const growth = (name, cap) => {
    let before = 0, all = 0;
    return quarters(name).map((p) => { const was = before; all += p; before = Math.min(all, cap); return before - was; });
  };
  const members = [quarters("visit", Infinity, 3000), quarters("voices", Infinity, 2000), quarters("households", Infinity, 1200),
                   quarters("reception", 1600), growth("mediation", 4800), growth("account", 3000)];
  const voters = sum([0, 1, 2, 3].map((q) => Math.min(12000, sum(members.map((m) => m[q])))));
  const meetings = monthly("attendance", 1500) + monthly("inspection", 1200) - quarterly("absence", 1000)
                 + year("speech", 6000) + year("paper", 4000) - year("idle", 500);
  const proposals = monthly("opinion", 1000) + quarterly("proposal", 2000) + year("motion", 6000) + year("joint", 3000) + year("adopted", 5000);
  const study = monthly("training", 600) + monthly("law", 1000) + quarterly("notes", 1200) + year("lectures", 4000);
  const deeds = monthly("volunteering", 800) + quarterly("hours", 2000) + quarterly("relief", 1500) + year("donation", 6000)
              + year("giving", 5000) + year("schooling", 4000);
  const conduct = year("press", 3000) + year("honour") - year("reprimand");
  if (cells.prohibited) return 0;
  return Math.max(0, voters + Math.max(0, meetings) + Math.min(20000, proposals) + Math.min(12000, study) + Math.min(15000, deeds)
                     + Math.max(-5000, conduct));
}

const mask = (1n << 64n) - 1n;
function checked(subject, cents) {
  let z = (BigInt(subject) + 1n) * 0x9E3779B97F4A7C15n & mask;
  z = (z ^ (z >> 30n)) * 0xBF58476D1CE4E5B9n & mask;
  z = (z ^ (z >> 27n)) * 0x94D049BB133111EBn & mask;
  return ((z ^ (z >> 31n)) | 1n) * BigInt(cents) & mask;
}

const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(table)));
const seconds = [];
let check = 0n;
for (let round = 0; round < Number(process.argv[3]); ++round) {
  const begin = process.hrtime.bigint();
  const cells = await pointsOfAll(decision);
  check = 0n;
  for (const [subject, mine] of cells) check = check + checked(subject, total(mine)) & mask;
  seconds.push(Number(process.hrtime.bigint() - begin) / 1e9);
}
seconds.sort((a, b) => a - b);
console.log(JSON.stringify({ what: "per activity", engine: "GoRules ZEN", version, threads: 1, rows: rows.length,
  rounds: seconds.length, median: seconds[seconds.length >> 1], least: seconds[0], most: seconds.at(-1),
  check: check.toString(16).padStart(16, "0") }));
