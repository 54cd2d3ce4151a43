"""The points of rules/shigu-2022.duty, worked out a second time and in another way.

A small day-by-day model of that one policy, written from its text. It shares nothing with the engine: the
example data are made with it, and the tests hold the engine against its figures. Points are whole hundredths.
"""

BASES = ["自评", "初审", "确认"]
FIRST_DAY, LAST_DAY = "2022-03-25", "9999-12-31"


def month(day):
    return day[:7]


def quarter(day):
    return day[:4], (int(day[5:7]) - 1) // 3


def half(day):
    return day[:4], (int(day[5:7]) - 1) // 6


def year(day):
    return day[:4]


def day_of(day):
    return day


def limit(changes, per, least=None, most=None):
    """The changes (day, points) once their sum within each period is kept between two limits."""
    kept, period, total, shown = [], None, 0, 0
    for day, points in sorted(changes, key=lambda change: change[0]):
        if per(day) != period:
            period, total, shown = per(day), 0, 0
        total += points
        now = total if most is None else min(total, most)
        now = now if least is None else max(now, least)
        kept.append((day, now - shown))
        shown = now
    return kept


def days(row):
    return int(row.get("止日", row["日期"])[8:]) - int(row["日期"][8:]) + 1


def bracket(value, steps):
    return max([points for least, points in steps if value >= least], default=0)


def number(row, name):
    return float(row.get(name, 0))


def speech(row):
    venue, style = row["发言会议"], row.get("发言方式", "分组发言")
    if venue == "人代会":
        return 8 if style == "大会发言" else 5
    if venue == "常委会":
        return 6
    return 2 if style == "书面发言" else 3


def congress(row):
    full = int(row["实到会议次数"]) * 100 >= int(row["应到会议次数"]) * 95
    return 5 * days(row) + (15 if full else 0)


def account(row):
    return min(15, 10 + int(row["到会选民人数"]) // 20)


# Name, kind, points of one activity, limits (period, most points).
INDICATORS = {
    "learning": [
        ("study", "学习培训", lambda r: {"街道": 4, "区": 5, "市": 6, "省": 8}[r.get("组织层级", "街道")], [(month, 12)]),
        ("notes", "学习心得", lambda r: 3, [(quarter, 6)]),
        ("quiz", "知识测试", lambda r: bracket(number(r, "测试成绩"), [(60, 2), (80, 4), (90, 6)]), [(year, 10)]),
    ],
    "meetings": [
        ("congress", "人代会", congress, [(year, 35)]),
        ("sitting", "列席常委会", lambda r: 6, [(quarter, 12)]),
        ("group", "代表小组会议", lambda r: 2 if r.get("参会方式") == "补会" else 4, [(month, 8)]),
    ],
    "activities": [
        ("inspection", "视察调研", lambda r: min(15, 5 * days(r)), [(month, 20)]),
        ("handling", "建议办理", lambda r: 5, [(month, 15)]),
        ("publicity", "宣传活动", lambda r: 4, [(month, 12)]),
        ("oversight", "监督活动", lambda r: 5, [(quarter, 20)]),
    ],
    "speaking": [
        ("speech", "会议发言", speech, [(day_of, 10)]),
        ("discussion", "代表小组会议", lambda r: 2 if r.get("是否发言") == "是" else 0, []),
        ("paper", "调研报告", lambda r: 16 if r.get("是否被采纳") == "是" else 8, [(year, 32)]),
    ],
    "proposals": [
        ("motion", "议案", lambda r: 5 if r.get("署名身份") == "附议" else 15, [(year, 45)]),
        ("proposal", "代表建议", lambda r: 3 if r.get("署名身份") == "附议" else 10, [(year, 60)]),
        ("settled", "建议办结", lambda r: {"已解决": 10, "列入计划": 5, "留作参考": 2}[r["办理结果"]], []),
        ("opinion", "社情民意", lambda r: {"未采用": 3, "区": 5, "市": 10, "省": 15}[r.get("采用层级", "未采用")], [(month, 20)]),
    ],
    "bonds": [
        ("contact", "走访选民", lambda r: min(8, 0.5 * number(r, "走访选民户数")), [(month, 12)]),
        ("hearing", "听取意见", lambda r: 5, [(month, 15)]),
        ("theme", "主题活动", lambda r: 5, [(month, 15)]),
        ("account", "向选民述职", account, [(year, 30)]),
    ],
    "station": [
        ("visit", "联络站活动", lambda r: 5, [(month, 30)]),
        ("voices", "联络站活动", lambda r: number(r, "收集群众建议条数"), []),
    ],
    "deeds": [
        ("donation", "捐款", lambda r: bracket(number(r, "捐款金额（元）"), [(1, 2), (100, 5), (500, 10), (1000, 15)]), []),
        ("relief", "走访慰问", lambda r: 5, []),
        ("schooling", "捐资助学", lambda r: 5, []),
        ("volunteering", "志愿服务", lambda r: 5, [(month, 20)]),
    ],
    "conduct": [
        ("filing", "报送记录", lambda r: 2 if r["日期"] >= "2022-04-01" else 0, [(month, 2)]),
    ],
}
CATEGORY_LIMITS = {"learning": (year, 120), "activities": (half, 150), "speaking": (year, 120), "station": (month, 45), "deeds": (year, 200)}
LAPSES = {"迟到": 2, "早退": 2, "缺席": 10}
BREACHES = {"批评教育": 2, "通报批评": 5}
QUARTERS = [f"{y}-{m}" for y in (2022, 2023) for m in ("01-01", "04-01", "07-01", "10-01")]
BASE_DAYS = [FIRST_DAY] + QUARTERS[1:]

HANDLERS = {}
for _category, _indicators in INDICATORS.items():
    for _name, _kind, _points, _limits in _indicators:
        HANDLERS.setdefault(_kind, []).append((_category, _name, _points))


def on_basis(row, basis):
    """Whether the row is on that basis: from its first standing to its last."""
    standing = row.get("状态", "确认")
    last = 0 if standing == "不予认可" else BASES.index(standing)
    return BASES.index(row.get("起始状态", "自评")) <= BASES.index(basis) <= last


def accepted(row, last_day):
    return FIRST_DAY <= row["日期"] <= last_day and row.get("以何身份", "代表") == "代表"


def worth(row):
    """Points of one activity before any limit of a period."""
    return sum(round(100 * points(row)) for _, _, points in HANDLERS.get(row["事项"], []))


def indicator_changes(rows):
    taken = {}
    for row in rows:
        for category, name, points in HANDLERS.get(row["事项"], []):
            taken.setdefault((category, name), []).append((row["日期"], round(100 * points(row))))
    return taken


def category_changes(taken, category):
    changes = []
    for name, _, _, limits in INDICATORS[category]:
        part = taken.get((category, name), [])
        for per, most in limits:
            part = limit(part, per, most=100 * most)
        changes += part
    if category in CATEGORY_LIMITS:
        per, most = CATEGORY_LIMITS[category]
        changes = limit(changes, per, most=100 * most)
    return changes


def deductions(rows, kind, column, points):
    return [(r["日期"], -100 * points[r[column]]) for r in rows if r["事项"] == kind]


def absences(rows):
    return [(day, -p) for day, p in limit([(d, -p) for d, p in deductions(rows, "会议缺勤", "缺勤情形", LAPSES)], year, most=3000)]


def discipline(rows, last_day):
    bases = [(day, 500) for day in BASE_DAYS if day <= last_day]
    return limit(bases + deductions(rows, "违规", "违规情形", BREACHES), quarter, least=0)


def voided(changes, veto_days):
    """From its first veto day on, a year has at most 0 points."""
    kept, period, total, shown = [], None, 0, 0
    for day, points in sorted(changes + [(d, 0) for d in veto_days], key=lambda change: change[0]):
        if year(day) != period:
            period, total, shown = year(day), 0, 0
        total += points
        hit = any(year(d) == period and d <= day for d in veto_days)
        now = min(0, total) if hit else total
        kept.append((day, now - shown))
        shown = now
    return kept


def changes_of(rows, basis="确认", last_day=LAST_DAY):
    """Every change (day, hundredths) of one deputy's points on a basis."""
    counted = [r for r in rows if on_basis(r, basis)]
    vetoes = [r["日期"] for r in counted if r["事项"] == "违反禁令" and r["是否查实"] == "是" and r["日期"] <= last_day]
    counted = [r for r in counted if accepted(r, last_day)]
    taken = indicator_changes(counted)
    total = absences(counted) + discipline(counted, last_day)
    for category in INDICATORS:
        total += category_changes(taken, category)
    return voided(limit(total, year, least=0), vetoes)


def points_in(changes, prefix):
    """The points of the year or month whose days begin with the prefix."""
    return sum(points for day, points in changes if day.startswith(prefix))
