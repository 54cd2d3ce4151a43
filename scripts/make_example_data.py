#!/usr/bin/env python3
"""Writes examples/shigu/*.csv and tests/rules/shigu-expected.csv: 170 deputies, two years of activities.

    scripts/make_example_data.py            writes the files
    scripts/make_example_data.py --check    says which of the committed files differ

Everything is invented except what examples/README.md names. The same bytes on every run and machine: the only
source of chance is random() of one seeded generator (shigu_acts.py). shigu_model.py counts the points.
"""

import csv
import io
import sys
from pathlib import Path

import shigu_model as model
from shigu_acts import KINDS, OWN_JOB_ACTS, RANDOM, below, chance, pick, weighted

BASES = ["claimed", "reviewed", "confirmed"]
NAMED = "彭闰芝"
STREETS = {"青山街道": 29, "潇湘街道": 24, "人民街道": 26, "五一街道": 22, "合江街道": 25, "黄沙湾街道": 21, "角山镇": 23}

SURNAMES = "王李张刘陈杨黄周吴徐孙朱胡郭何罗高林郑梁谢宋唐许邓冯韩曹曾彭肖蔡潘田董袁于余蒋杜魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆石戴贺邱侯龙万段雷"
GIVEN = ("建国 建华 建军 建平 国强 国华 志强 志刚 志勇 志明 文斌 文华 文杰 晓明 晓东 晓红 晓燕 春花 春生 春燕 秋生 秋菊 桂英 桂兰 桂芳 桂林 "
         "玉兰 玉梅 玉珍 秀英 秀珍 秀兰 丽华 丽娟 丽萍 美玲 美华 雪梅 雪莲 红梅 红霞 红英 海燕 海波 海涛 立新 立平 立华 新华 新民 永强 永红 "
         "小平 小红 小兰 小英 冬梅 冬生 衡生 湘平 湘云 岳华 楚华 清平 清华 思源 思远 子涵 子豪 宇航 佳怡 嘉欣 俊杰 俊峰 浩然 雅琴 雅静 慧敏 慧芳 "
         "淑芳 淑贞 德华 德明 德胜 昌明 昌盛 松林 松柏 茂林 茂生 祥云 祥林 忠义 忠诚 孝平 仁和 光明 光辉 长青 长生 "
         "伟 勇 军 强 敏 静 丽 艳 娟 涛 超 鹏 辉 斌 洁 慧").split()

# Chance would give these names of well-known people.
AVOIDED = {"杜海涛", "宋美玲", "郑强", "汪浩然", "高洁", "李建国", "张超", "王勇", "王志刚", "王强", "刘强", "张勇", "李静", "张杰", "陈丽"}

COLUMNS = ["编号", "对象", "事项", "日期", "止日", "内容", "状态", "起始状态", "理由", "以何身份", "组织层级", "测试成绩", "应到会议次数",
           "实到会议次数", "参会方式", "是否发言", "缺勤情形", "发言会议", "发言方式", "是否被采纳", "署名身份", "办理结果", "采用层级",
           "走访选民户数", "收集群众建议条数", "到会选民人数", "捐款金额（元）", "违规情形", "是否查实"]

OWN_JOB = "履行的是本职工作职责，不是代表职责"
REASONS = [OWN_JOB, "佐证材料不全", "与其他事项重复登记", "不属于本办法规定的积分内容", "超过报送期限"]

# Year ends: the 17 honoured, best first; then the first who is not.
HONOURED = {2022: [1000, 934.5, 907, 884, 861.5, 838, 812, 797.5, 779, 758, 741, 726.5, 709, 694, 683, 671, 655],
            2023: [987.5, 951, 922, 903.5, 880, 864, 845, 823.5, 806, 787, 769, 751, 738, 719.5, 702, 688, 668]}
DIRECTOR = {2022: 630, 2023: 588}
DIRECTOR_CLAIMED = {2022: 1126, 2023: 664.5}
NAMED_TARGET = {2022: 402, 2023: 486}
VETOED_TARGET = {2023: 742.5}
MOST_OF_OTHERS = 520


# ---- who ---------------------------------------------------------------------------------------------------

def make_names(count):
    names = [NAMED]
    while len(names) < count:
        name = pick(SURNAMES) + pick(GIVEN)
        if name not in names and name not in AVOIDED:
            names.append(name)
    return names


class Deputy:
    def __init__(self, name, street, number):
        self.name, self.street, self.number = name, street, number
        self.last_day = model.LAST_DAY
        self.rows = []

    def add(self, kind, day, fields):
        row = {"对象": self.name, "事项": kind, "日期": day, **fields}
        length = row.pop("days", 1)
        if length > 1:
            row["止日"] = f"{day[:8]}{int(day[8:]) + length - 1:02d}"
        self.rows.append(row)
        return row

    def points(self, prefix, basis="确认"):
        return model.points_in(model.changes_of(self.rows, basis, self.last_day), prefix)


def make_deputies():
    streets = [street for street, count in STREETS.items() for _ in range(count)]
    return [Deputy(name, street, at) for at, (name, street) in enumerate(zip(make_names(len(streets)), streets))]


# ---- one deputy's year -------------------------------------------------------------------------------------

EVENTS = {}


def event(street, kind, month):
    """What a street does together: one day and one title for all who take part."""
    if (street, kind, month) not in EVENTS:
        EVENTS[street, kind, month] = (f"{month}-{1 + below(25):02d}", KINDS[kind][2]()["内容"])
    return EVENTS[street, kind, month]


def months(year):
    return [f"{year}-{m:02d}" for m in range(4 if year == 2022 else 1, 13)]


def propose(deputy, month):
    kind = weighted([(k, weight) for k, (weight, _, _) in KINDS.items()])
    together, make = KINDS[kind][1:]
    fields = make()
    day = f"{month}-{1 + below(25):02d}"
    if together and chance(0.8):
        day, title = event(deputy.street, kind, month)
        if kind not in ("学习培训", "代表小组会议"):
            fields["内容"] = title
    return kind, day, fields


def is_repeat(deputy, kind, day):
    return any(r["事项"] == kind and r["日期"] == day for r in deputy.rows)


def fill(deputy, year, target, slack=0, closed=(), basis="确认", make=propose):
    """Adds activities until the year's points are within `slack` below the target, and never above it."""
    goal, added = round(100 * target), []
    free = [m for m in months(year) if m not in closed]
    most = total = deputy.points(str(year), basis)  # `most`: what the rows are worth without the limits of periods
    for _ in range(20000):
        if goal - slack <= total <= goal:
            return
        kind, day, fields = make(deputy, pick(free))
        if is_repeat(deputy, kind, day):
            continue
        added.append(deputy.add(kind, day, fields))
        most += model.worth(added[-1])
        if most < goal - slack:  # limits only take away: no need to read the total yet
            continue
        most = total = deputy.points(str(year), basis)
        if total > goal:  # give up this one, and an earlier one, so that the last step can be met
            deputy.rows.remove(added.pop())
            if added:
                deputy.rows.remove(added.pop(below(len(added))))
            most = total = deputy.points(str(year), basis)
    raise SystemExit(f"no way to {target} for {deputy.name} in {year}")


def hand_in(deputy, year, diligence, closed=()):
    for month in months(year):
        if month not in closed and chance(diligence):
            deputy.add("报送记录", f"{month}-{26 + below(3)}", {"内容": "按时报送当月履职记录"})


def attend_congress(deputy):
    """27 to 30 March 2023, eight meetings."""
    if chance(0.03):
        return
    days, present = weighted([((4, 8), 95), ((3, 6), 4), ((4, 7), 1)])
    deputy.add("人代会", "2023-03-27", {"内容": "参加区人民代表大会会议", "days": days, "应到会议次数": "8", "实到会议次数": str(present)})


def named_may(deputy):
    """The May that was published: 58 points. The days of its first two items are published, too."""
    add = deputy.add
    add("联络站活动", "2023-05-06", {"内容": "到人大代表联络站接待群众"})
    add("捐款", "2023-05-09", {"内容": "参加区红十字会“5.8人道公益日”捐赠", "捐款金额（元）": "999"})
    add("宣传活动", "2023-05-11", {"内容": "参加防范非法集资宣传"})
    add("学习培训", "2023-05-12", {"内容": "参加街道乡村振兴专题学习", "组织层级": "街道"})
    add("代表小组会议", "2023-05-16", {"内容": "参加代表小组会议"})
    add("建议办理", "2023-05-18", {"内容": "参加代表建议办理活动"})
    add("志愿服务", "2023-05-20", {"内容": "参加街道清扫志愿服务"})
    station = {"内容": "到人大代表联络站接待群众"}
    add("联络站活动", "2023-05-23", {**station, "收集群众建议条数": "6", "状态": "不予认可", "理由": "其中两条是重复反映"})
    add("联络站活动", "2023-05-23", {**station, "收集群众建议条数": "4", **CHANGED})
    add("走访慰问", "2023-05-26", {"内容": "走访慰问困难党员"})
    add("捐资助学", "2023-05-30", {"内容": "捐助困难学生"})
    add("报送记录", "2023-05-31", {"内容": "按时报送当月履职记录"})


# ---- review ------------------------------------------------------------------------------------------------

# A claim that was changed on review: a second row of the same number.
CHANGED = {"起始状态": "初审", "状态": "确认", "pair": True}
COUNTED = {"收集群众建议条数": "部分建议重复", "走访选民户数": "部分走访没有记录", "到会选民人数": "与签到表人数不符"}


def review(deputy, year):
    """What clerks changed or did not recognise. The confirmed points stay as they are."""
    for row in [r for r in deputy.rows if r["日期"].startswith(str(year)) and "状态" not in r]:
        column = next((c for c in COUNTED if c in row), None)
        if column and chance(0.06):
            claimed = str(int(row[column]) + 1 + below(4))
            at = deputy.rows.index(row)
            deputy.rows.insert(at, {**row, column: claimed, "状态": "不予认可", "理由": COUNTED[column]})
            row.update(CHANGED)
    for _ in range(len([r for r in deputy.rows if r["日期"].startswith(str(year))]) // 30):
        kind, day, fields = propose(deputy, pick(months(year)))
        if not is_repeat(deputy, kind, day) and day <= deputy.last_day:
            deputy.add(kind, day, {**fields, "状态": "不予认可", "理由": pick(REASONS)})


def own_job(deputy, month):
    """The community director's own work, handed in as a deputy's."""
    kind, title, fields = weighted(OWN_JOB_ACTS)
    return kind, f"{month}-{1 + below(28):02d}", {"内容": title, **fields, "状态": "不予认可", "理由": OWN_JOB}


def show_capacity(deputy):
    """Of some claims the clerk changed the capacity; the policy itself then refuses them."""
    rows = []
    for row in deputy.rows:
        rows.append(row)
        if row.get("理由") == OWN_JOB and chance(0.25):
            changed = {k: v for k, v in row.items() if k != "理由"}
            rows.append({**changed, "以何身份": "本职", **CHANGED})
    deputy.rows = rows


# ---- everybody ---------------------------------------------------------------------------------------------

class Parts:
    """Who plays what; those not named here are ordinary."""

    def __init__(self, deputies):
        order = [d for d in deputies if d.name != NAMED]
        order.sort(key=lambda d: (RANDOM.random(), d.number))
        self.director, self.vetoed, self.idle, self.left, self.accused = order[:5]
        self.honoured = {2022: order[5:22], 2023: order[11:17] + order[22:33]}
        self.left.last_day = "2023-09-30"

    def targets(self, year):
        """Name -> the points of the year, to the half."""
        exact = {d.name: points for d, points in zip(self.honoured[year], HONOURED[year])}
        exact.update({self.director.name: DIRECTOR[year], NAMED: NAMED_TARGET[year]})
        if year in VETOED_TARGET:
            exact[self.vetoed.name] = VETOED_TARGET[year]
        return exact


def ordinary_target():
    return 40 + (MOST_OF_OTHERS - 40) * RANDOM.random() ** 2.4


def live_year(deputies, year, parts):
    exact = parts.targets(year)
    for deputy in [d for d in deputies if d is not parts.idle]:
        closed = live_fixed(deputy, year)
        if deputy.name in exact:
            hand_in(deputy, year, 0.95, closed)
            fill(deputy, year, exact[deputy.name], closed=closed)
        else:
            live_ordinary(deputy, year, closed)
        review(deputy, year)
    fill(parts.director, year, DIRECTOR_CLAIMED[year], basis="自评", make=own_job)


def live_ordinary(deputy, year, closed):
    target = ordinary_target() + (50 if year == 2023 else 0)
    hand_in(deputy, year, min(0.9, 0.2 + target / 500), closed)
    misbehave(deputy, year)
    fill(deputy, year, min(target, MOST_OF_OTHERS), slack=500, closed=closed)


def live_fixed(deputy, year):
    """What does not come by chance; returns the months that are finished with it."""
    if year == 2023:
        attend_congress(deputy)
    if deputy.name == NAMED and year == 2023:
        named_may(deputy)
        return ("2023-05",)
    return [m for m in months(year) if m > deputy.last_day]


def misbehave(deputy, year):
    if chance(0.12):
        lapse = weighted([("迟到", 3), ("早退", 2), ("缺席", 1)])
        deputy.add("会议缺勤", f"{pick(months(year))}-{1 + below(25):02d}", {"内容": f"代表小组会议{lapse}", "缺勤情形": lapse})
    if chance(0.03):
        breach = weighted([("批评教育", 3), ("通报批评", 1)])
        deputy.add("违规", f"{pick(months(year))}-{1 + below(25):02d}", {"内容": f"被{breach}", "违规情形": breach})


def last_touches(parts, deputies):
    show_capacity(parts.director)
    parts.vetoed.add("违反禁令", "2023-08-18", {"内容": "违反“八个不准”，接受管理服务对象宴请", "是否查实": "是"})
    parts.accused.add("违反禁令", "2022-11-09", {"内容": "被反映违反“十个严禁”", "是否查实": "否"})
    parts.left.add("听取意见", "2023-10-12", {"内容": "召开座谈会听取意见", "状态": "不予认可", "理由": "已辞去代表职务"})
    special = {d.name for d in (parts.director, parts.vetoed, parts.idle, parts.left, *parts.honoured[2023])} | {NAMED}
    for deputy in [d for d in deputies if d.name not in special][::4]:  # handed in late: not confirmed yet
        standing = pick(["自评", "初审"])
        deputy.add("联络站活动", "2023-12-28", {"内容": "到人大代表联络站接待群众", "收集群众建议条数": "2", "状态": standing})


# ---- files -------------------------------------------------------------------------------------------------

def number_rows(deputies, year):
    """Rows as the streets hand them in: by month, street, deputy and day. Pairs share a number."""
    rows = [(row["日期"][:7], d.number, row["日期"], at, row) for d in deputies for at, row in enumerate(d.rows)
            if row["日期"].startswith(str(year))]
    rows.sort(key=lambda item: item[:4])
    number = 0
    for *_, row in rows:
        number += 0 if row.pop("pair", False) else 1
        row["编号"] = f"{year}-{number:05d}"
        row.setdefault("状态", "确认")
    return [row for *_, row in rows]


def csv_text(header, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def plain(hundredths):
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def expected(deputies):
    """Every month in which a deputy's points changed on some basis."""
    for deputy in sorted(deputies, key=lambda d: d.name.encode()):
        changes = [model.changes_of(deputy.rows, basis, deputy.last_day) for basis in model.BASES]
        for month in ["2022-03"] + months(2022) + months(2023):
            points = [model.points_in(c, month) for c in changes]
            if any(points):
                yield [deputy.name, month] + [plain(p) for p in points]


def make_files(deputies):
    """Path -> text."""
    roster = [[d.name, f"石鼓区/{d.street}", "2021-12-28", "" if d.last_day == model.LAST_DAY else d.last_day] for d in deputies]
    files = {"examples/shigu/roster.csv": csv_text(["对象", "单位", "任职起", "任职止"], roster)}
    for year in (2022, 2023):
        rows = [[row.get(column, "") for column in COLUMNS] for row in number_rows(deputies, year)]
        files[f"examples/shigu/activities-{year}.csv"] = csv_text(COLUMNS, rows)
    files["tests/rules/shigu-expected.csv"] = csv_text(["subject", "month"] + BASES, expected(deputies))
    return files


def make_district():
    deputies = make_deputies()
    parts = Parts(deputies)
    for year in (2022, 2023):
        live_year(deputies, year, parts)
    last_touches(parts, deputies)
    return make_files(deputies)


def main():
    root = Path(__file__).resolve().parent.parent
    files = {root / path: text.encode() for path, text in make_district().items()}
    differing = [path for path, text in files.items() if not path.exists() or path.read_bytes() != text]
    if "--check" in sys.argv:
        for path in differing:
            print(f"{path} differs from what this script makes")
        sys.exit(1 if differing else 0)
    for path in differing:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[path])
        print(f"written: {path}")


if __name__ == "__main__":
    main()
