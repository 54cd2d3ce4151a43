"""benchmark.duty in other tools. Each has `load(path)`, which is not measured: columns in memory, of
the types that suit the tool best (subjects as numbers, kinds and levels as categories, amounts in
hundredths); and `scores()`, which is: everybody's points of the year, as (subjects, hundredths)."""
import importlib.util
import pathlib
import re
import sqlite3

FOLDER = pathlib.Path(__file__).parent
KINDS = re.findall(r'"([^"]+)"', re.search(r"kinds\[\] = \{(.*?)\};", (FOLDER / "../generator.hpp").read_text(), re.S)[1])
LEVELS = ["镇", "县", "市", "省"]
STANDINGS = ["claimed", "reviewed", "confirmed", "rejected"]
CSV_TYPES = {"subject": "VARCHAR", "kind": "VARCHAR", "date": "DATE", "standing": "VARCHAR", "items": "INTEGER",
             "amount": "DECIMAL(12,2)", "level": "VARCHAR"}


def sql(words):
    text = (FOLDER / "scores.sql").read_text()
    return re.sub(r"\b(MONTH|LEAST|GREATEST|DIV)\b", lambda word: words[word[0]], text)


def columns_text(types):
    return "{" + ", ".join(f"'{name}': '{of}'" for name, of in types.items()) + "}"


class DuckDB:
    name = "DuckDB"

    def __init__(self, threads):
        import duckdb
        self.version = duckdb.__version__
        self.db = duckdb.connect(config={"threads": threads})

    def load(self, path):
        self.db.execute("DROP TABLE IF EXISTS activities")
        for name, values in {"kind_text": KINDS, "level_text": LEVELS, "standing_text": STANDINGS}.items():
            self.db.execute(f"DROP TYPE IF EXISTS {name}")
            self.db.execute(f"CREATE TYPE {name} AS ENUM ({', '.join(repr(v) for v in values)})")
        self.db.execute(f"""CREATE TABLE activities AS SELECT CAST(substr(subject, 3) AS INTEGER) AS subject,
            kind::kind_text AS kind, date, standing::standing_text AS standing, items,
            CAST(amount * 100 AS INTEGER) AS cents, level::level_text AS level
            FROM read_csv('{path}', header = true, columns = {columns_text(CSV_TYPES)})""")

    def scores(self):
        made = self.db.execute(sql({"MONTH": "month(date)", "LEAST": "least", "GREATEST": "greatest", "DIV": "//"})).fetchnumpy()
        return made["subject"], made["cents"]

    def read_csv(self, path):
        self.db.execute(f"""CREATE OR REPLACE TABLE read AS
            FROM read_csv('{path}', header = true, columns = {columns_text(CSV_TYPES)})""")

    def read_jsonl(self, path):
        self.db.execute(f"""CREATE OR REPLACE TABLE read AS
            FROM read_json('{path}', format = 'newline_delimited', columns = {columns_text(CSV_TYPES)})""")


class Polars:
    name = "Polars"

    def __init__(self, threads):
        import polars
        if polars.thread_pool_size() != threads:
            raise RuntimeError(f"set POLARS_MAX_THREADS={threads}")
        self.pl, self.version = polars, polars.__version__

    def types(self):
        pl = self.pl
        return {"subject": pl.String, "kind": pl.String, "date": pl.Date, "standing": pl.String, "items": pl.Int32,
                "amount": pl.Decimal(12, 2), "level": pl.String}

    def load(self, path):
        pl = self.pl
        self.rows = pl.read_csv(path, schema=self.types()).select(
            pl.col("subject").str.slice(2).cast(pl.Int32), pl.col("kind").cast(pl.Enum(KINDS)), "date",
            pl.col("standing").cast(pl.Enum(STANDINGS)), "items",
            (pl.col("amount") * 100).cast(pl.Int32).alias("cents"), pl.col("level").cast(pl.Enum(LEVELS)))

    def scores(self):
        pl = self.pl
        c, items, cents, level = pl.col, pl.col("items"), pl.col("cents"), pl.col("level")
        is_high = level.is_in(["市", "省"])

        def of(condition, points):
            return pl.when(condition).then(points).otherwise(0).cast(pl.Int64).sum()

        def on(*kinds):
            return c("kind") == kinds[0] if len(kinds) == 1 else (c("kind") == kinds[0]) | (c("kind") == kinds[1])

        def by_level(town, county, city, province):
            return pl.when(level == "镇").then(town).when(level == "县").then(county).when(level == "市").then(city).otherwise(province)

        indicators = {
            "visit": of(on("联络站活动"), 500), "voices": of(on("联络站活动"), items * 100),
            "households": of(on("走访选民"), items * 50), "reception": of(on("接待群众"), 200),
            "mediation": of(on("调解纠纷"), 400),
            "account": of(on("向选民述职"), pl.when(items >= 10).then(1200).when(items >= 5).then(1100).when(items >= 1).then(1000).otherwise(0)),
            "attendance": of(on("参加会议"), 300), "speech": of(on("会议发言"), by_level(200, 400, 600, 1000)),
            "absence": of(on("会议缺勤"), 200), "paper": of(on("调研报告"), pl.when(level == "省").then(1200).otherwise(800)),
            "inspection": of(on("视察调研"), 300), "idle": of(on("视察调研") & (items == 0), 100),
            "motion": of(on("议案"), 1000), "proposal": of(on("代表建议"), 500),
            "joint": of(on("代表建议", "议案") & (items >= 10), items * 50),
            "opinion": of(on("社情民意"), 200), "adopted": of(on("社情民意"), by_level(0, 300, 800, 1500)),
            "training": of(on("学习培训"), 200), "lectures": of(on("学习培训", "法律宣传") & is_high, 400),
            "law": of(on("法律宣传"), items * 100), "notes": of(on("学习心得"), 300),
            "volunteering": of(on("志愿服务"), 200), "hours": of(on("志愿服务"), items * 25),
            "donation": of(on("捐款"), pl.when(cents >= 100000).then(1500).when(cents >= 50000).then(1000)
                           .when(cents >= 10000).then(500).when(cents >= 100).then(200).otherwise(0)),
            "giving": of(on("捐款", "助学"), cents // 10000 * 100),
            "relief": of(on("走访慰问"), pl.when(cents >= 20000).then(500).otherwise(300)),
            "schooling": of(on("助学") & (cents >= 50000), 1000),
            "press": of(on("媒体报道"), by_level(100, 200, 500, 800)),
            "honour": of(on("表彰"), by_level(500, 1000, 2000, 3000)),
            "reprimand": of(on("批评"), pl.when(is_high).then(1500).otherwise(500)),
            "prohibited": of(on("违反禁令"), 1)}

        def monthly(name, cap):
            return c(name).clip(upper_bound=cap).sum()

        def capped(name, cap):
            return c(name).sum().clip(upper_bound=cap)

        so_far = [c(name).cum_sum().over("subject", order_by="quarter").clip(upper_bound=cap)
                  for name, cap in (("mediation", 4800), ("account", 3000))]
        summed = ["mediation", "account", "speech", "paper", "idle", "motion", "joint", "adopted", "lectures", "donation",
                  "giving", "schooling", "press", "prohibited"]
        made = (
            self.rows.lazy().filter(c("standing") == "confirmed", c("date").dt.year() == 2023)
            .group_by("subject", c("date").dt.month().alias("month"))
            .agg(**indicators)
            .group_by("subject", ((c("month") - 1) // 3).alias("quarter"))
            .agg(*[c(name).sum() for name in summed],
                 voters=monthly("visit", 3000) + monthly("voices", 2000) + monthly("households", 1200) + capped("reception", 1600),
                 meetings=monthly("attendance", 1500) + monthly("inspection", 1200) - capped("absence", 1000),
                 proposals=monthly("opinion", 1000) + capped("proposal", 2000),
                 study=monthly("training", 600) + monthly("law", 1000) + capped("notes", 1200),
                 deeds=monthly("volunteering", 800) + capped("hours", 2000) + capped("relief", 1500),
                 conduct=c("honour").sum() - c("reprimand").sum())
            .with_columns(yearly=so_far[0] + so_far[1])
            .with_columns(growth=c("yearly") - c("yearly").shift(1, fill_value=0).over("subject", order_by="quarter"))
            .group_by("subject")
            .agg(voters=(c("voters") + c("growth")).clip(upper_bound=12000).sum(),
                 meetings=c("meetings").sum() + capped("speech", 6000) + capped("paper", 4000) - capped("idle", 500),
                 proposals=c("proposals").sum() + capped("motion", 6000) + capped("joint", 3000) + capped("adopted", 5000),
                 study=c("study").sum() + capped("lectures", 4000),
                 deeds=c("deeds").sum() + capped("donation", 6000) + capped("giving", 5000) + capped("schooling", 4000),
                 conduct=c("conduct").sum() + capped("press", 3000), prohibited=c("prohibited").sum())
            .select("subject", cents=pl.when(c("prohibited") > 0).then(0).otherwise(
                (c("voters") + c("meetings").clip(lower_bound=0) + c("proposals").clip(upper_bound=20000)
                 + c("study").clip(upper_bound=12000) + c("deeds").clip(upper_bound=15000)
                 + c("conduct").clip(lower_bound=-5000)).clip(lower_bound=0)))
            .collect())
        return made["subject"].to_numpy(), made["cents"].to_numpy()

    def read_csv(self, path):
        self.pl.read_csv(path, schema=self.types())

    def read_jsonl(self, path):
        self.pl.read_ndjson(path, schema={**self.types(), "date": self.pl.String, "amount": self.pl.Float64})


class Pandas:
    """Long instead of wide, which suits it better: a row for each (activity, indicator)."""
    name = "pandas"
    CAPS = {  # indicator: (cap per month, per quarter, per year)
        "visit": (3000, None, None), "voices": (2000, None, None), "households": (1200, None, None),
        "reception": (None, 1600, None), "mediation": (None, None, 4800), "account": (None, None, 3000),
        "attendance": (1500, None, None), "speech": (None, None, 6000), "absence": (None, 1000, None),
        "paper": (None, None, 4000), "inspection": (1200, None, None), "idle": (None, None, 500),
        "motion": (None, None, 6000), "proposal": (None, 2000, None), "joint": (None, None, 3000),
        "opinion": (1000, None, None), "adopted": (None, None, 5000), "training": (600, None, None),
        "lectures": (None, None, 4000), "law": (1000, None, None), "notes": (None, 1200, None),
        "volunteering": (800, None, None), "hours": (None, 2000, None), "donation": (None, None, 6000),
        "giving": (None, None, 5000), "relief": (None, 1500, None), "schooling": (None, None, 4000),
        "press": (None, None, 3000), "honour": (None, None, None), "reprimand": (None, None, None),
        "prohibited": (None, None, None)}

    def __init__(self, threads):
        import numpy
        import pandas
        import pyarrow
        pyarrow.set_cpu_count(threads)
        self.np, self.pd, self.version = numpy, pandas, pandas.__version__

    def load(self, path):
        pd = self.pd
        read = pd.read_csv(path, engine="pyarrow", dtype_backend="pyarrow")
        self.rows = pd.DataFrame({
            "subject": read["subject"].str.slice(2).astype("int32"),
            "kind": pd.Categorical(read["kind"].to_numpy(dtype=object), categories=KINDS),
            "date": pd.to_datetime(read["date"]).astype("datetime64[s]"),
            "standing": pd.Categorical(read["standing"].to_numpy(dtype=object), categories=STANDINGS),
            "items": read["items"].astype("int32"), "cents": (read["amount"].astype("float64") * 100).round().astype("int64"),
            "level": pd.Categorical(read["level"].to_numpy(dtype=object), categories=LEVELS)})

    def lines(self, rows):
        """Of each kind: what it gives to which indicators."""
        np = self.np
        items, cents = (lambda r: r["items"].to_numpy()), (lambda r: r["cents"].to_numpy())
        level = lambda r: r["level"].cat.codes.to_numpy()
        by_level = lambda *points: lambda r: np.array(points)[level(r)]
        is_high = lambda r: level(r) >= 2
        joint = lambda r: np.where(items(r) >= 10, items(r) * 50, 0)
        giving = lambda r: cents(r) // 10000 * 100
        lectures = lambda r: np.where(is_high(r), 400, 0)
        table = lambda key, starts, points: lambda r: np.array(points)[np.searchsorted(starts, key(r), side="right")]
        return {
            "联络站活动": {"visit": 500, "voices": lambda r: items(r) * 100}, "走访选民": {"households": lambda r: items(r) * 50},
            "接待群众": {"reception": 200}, "调解纠纷": {"mediation": 400},
            "向选民述职": {"account": table(items, [1, 5, 10], [0, 1000, 1100, 1200])},
            "参加会议": {"attendance": 300}, "会议发言": {"speech": by_level(200, 400, 600, 1000)}, "会议缺勤": {"absence": 200},
            "调研报告": {"paper": by_level(800, 800, 800, 1200)},
            "视察调研": {"inspection": 300, "idle": lambda r: np.where(items(r) == 0, 100, 0)},
            "议案": {"motion": 1000, "joint": joint}, "代表建议": {"proposal": 500, "joint": joint},
            "社情民意": {"opinion": 200, "adopted": by_level(0, 300, 800, 1500)},
            "学习培训": {"training": 200, "lectures": lectures}, "法律宣传": {"law": lambda r: items(r) * 100, "lectures": lectures},
            "学习心得": {"notes": 300}, "志愿服务": {"volunteering": 200, "hours": lambda r: items(r) * 25},
            "捐款": {"donation": table(cents, [100, 10000, 50000, 100000], [0, 200, 500, 1000, 1500]), "giving": giving},
            "助学": {"schooling": lambda r: np.where(cents(r) >= 50000, 1000, 0), "giving": giving},
            "走访慰问": {"relief": lambda r: np.where(cents(r) >= 20000, 500, 300)},
            "媒体报道": {"press": by_level(100, 200, 500, 800)}, "表彰": {"honour": by_level(500, 1000, 2000, 3000)},
            "批评": {"reprimand": by_level(500, 500, 1500, 1500)}, "违反禁令": {"prohibited": 1}}

    def scores(self):
        np, pd = self.np, self.pd
        rows = self.rows[(self.rows["standing"] == "confirmed") & (self.rows["date"].dt.year == 2023)]
        rows = rows.assign(month=rows["date"].dt.month.astype("int8"))
        sums = {}
        lines = self.lines(rows)
        for kind, of_kind in rows.groupby("kind", observed=True):
            for indicator, points in lines[kind].items():
                value = points(of_kind) if callable(points) else np.full(len(of_kind), points)
                part = pd.Series(value, dtype="int64").groupby(
                    [of_kind["subject"].to_numpy(), of_kind["month"].to_numpy()]).sum()
                sums[indicator] = sums[indicator].add(part, fill_value=0) if indicator in sums else part
        wide = pd.DataFrame(sums).reindex(columns=list(self.CAPS)).fillna(0).astype("int64")
        wide.index.names = ["subject", "month"]
        for indicator, (cap, _, _) in self.CAPS.items():
            if cap:
                wide[indicator] = wide[indicator].clip(upper=cap)
        quarter = (wide.index.get_level_values("month") - 1) // 3
        wide = wide.groupby([wide.index.get_level_values("subject"), quarter]).sum()
        for indicator, (_, cap, _) in self.CAPS.items():
            if cap:
                wide[indicator] = wide[indicator].clip(upper=cap)
        so_far = wide[["mediation", "account"]].groupby(level=0).cumsum().clip(upper=pd.Series({"mediation": 4800, "account": 3000}), axis=1)
        wide[["mediation", "account"]] = so_far - so_far.groupby(level=0).shift(1, fill_value=0)
        wide["voters"] = wide[list(self.CAPS)[:6]].sum(axis=1).clip(upper=12000)
        year = wide.groupby(level=0).sum()
        for indicator, (_, _, cap) in self.CAPS.items():
            if cap:
                year[indicator] = year[indicator].clip(upper=cap)
        for deducted in ("absence", "idle", "reprimand"):
            year[deducted] = -year[deducted]
        names = list(self.CAPS)
        total = (year["voters"] + year[names[6:12]].sum(axis=1).clip(lower=0) + year[names[12:17]].sum(axis=1).clip(upper=20000)
                 + year[names[17:21]].sum(axis=1).clip(upper=12000) + year[names[21:27]].sum(axis=1).clip(upper=15000)
                 + year[names[27:30]].sum(axis=1).clip(lower=-5000)).clip(lower=0)
        total[year["prohibited"] > 0] = 0
        return total.index.to_numpy(), total.to_numpy()

    def read_csv(self, path):
        self.pd.read_csv(path, engine="pyarrow", dtype_backend="pyarrow")


class SQLite:
    name = "SQLite"

    def __init__(self, threads):
        self.version = sqlite3.sqlite_version
        self.db = sqlite3.connect(":memory:")

    def load(self, path):
        import csv
        self.db.execute("DROP TABLE IF EXISTS activities")
        self.db.execute("""CREATE TABLE activities (subject INTEGER, kind TEXT, date TEXT, standing TEXT, items INTEGER,
            cents INTEGER, level TEXT)""")
        with open(path, encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            self.db.executemany("INSERT INTO activities VALUES (?, ?, ?, ?, ?, ?, ?)", (
                (int(r[0][2:]), r[1], r[2], r[3], int(r[4]), int(r[5].replace(".", "")), r[6]) for r in rows))
        self.db.commit()

    def scores(self):
        words = {"MONTH": "CAST(substr(date, 6, 2) AS INTEGER)", "LEAST": "min", "GREATEST": "max", "DIV": "/"}
        made = self.db.execute(sql(words)).fetchall()
        return [row[0] for row in made], [row[1] for row in made]


TOOLS = {tool.name: tool for tool in (DuckDB, Polars, Pandas, SQLite)}
NEEDED = {"DuckDB": "duckdb", "Polars": "polars", "pandas": "pandas", "SQLite": "sqlite3"}


def available(name):
    return importlib.util.find_spec(NEEDED[name]) is not None
