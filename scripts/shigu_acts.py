"""What the deputies of the example district do: kinds of activities, how often, and how a row is made."""

import random

RANDOM = random.Random(20220325)


def below(n):
    return int(RANDOM.random() * n)


def pick(items):
    return items[below(len(items))]


def chance(p):
    return RANDOM.random() < p


def weighted(pairs):
    at = RANDOM.random() * sum(weight for _, weight in pairs)
    for item, weight in pairs:
        at -= weight
        if at < 0:
            return item
    return pairs[-1][0]


# ---- what deputies do ------------------------------------------------------------------------------------

TOPICS = ["老旧小区改造", "背街小巷路灯", "校园周边交通", "社区养老服务", "农贸市场整治", "雨污分流", "非机动车充电", "湘江岸线保护", "垃圾分类", "夜市油烟", "公园健身设施", "公交站点设置"]


def study():
    level, title = weighted([(("街道", "参加街道乡村振兴专题学习"), 6), (("区", "参加区人大代表履职能力培训"), 2),
                             (("市", "参加市人大代表业务学习"), 1), (("省", "参加省人大代表网络课程"), 0.3)])
    return {"内容": title, "组织层级": level}


def group():
    row = {"内容": "参加代表小组会议"}
    if chance(0.08):
        row.update({"内容": "请假后补代表小组会议", "参会方式": "补会"})
    elif chance(0.4):
        row["是否发言"] = "是"
    return row


def speech():
    venue = weighted([("常委会", 2), ("座谈会", 5)])
    style = weighted([("大会发言", 1), ("分组发言", 4), ("书面发言", 1)])
    return {"内容": f"就{pick(TOPICS)}发言", "发言会议": venue, "发言方式": style}


def role():
    return weighted([("领衔", 2), ("附议", 1)])


def station():
    row = {"内容": "到人大代表联络站接待群众"}
    if chance(0.7):
        row["收集群众建议条数"] = str(1 + below(5))
    return row


def donation():
    amount = weighted([(str(50 + 10 * below(5)), 1), (str(100 * (1 + below(4))), 5), (str(500 + 100 * below(4)), 3), ("999", 1),
                       (str(1000 * (1 + below(3))), 2)])
    return {"内容": pick(["慈善一日捐", "为困难家庭捐款", "防疫物资捐款", "社区关爱基金捐款"]), "捐款金额（元）": amount}


def inspection():
    return {"内容": f"参加{pick(TOPICS)}视察调研", "days": weighted([(1, 8), (2, 2), (3, 1), (4, 0.3)])}


def opinion():
    return {"内容": f"反映{pick(TOPICS)}有关情况", "采用层级": weighted([("未采用", 8), ("区", 3), ("市", 1), ("省", 0.3)])}


def text(*titles):
    return lambda: {"内容": pick(titles)}


def about(pattern, **fields):
    return lambda: {"内容": pattern.format(pick(TOPICS)), **{name: make() for name, make in fields.items()}}


# Kind: how often, whether the whole street does it on one day, how a row is made.
KINDS = {
    "学习培训": (7, True, study),
    "学习心得": (2, False, text("撰写学习心得体会一篇")),
    "知识测试": (1, True, lambda: {"内容": "参加人大知识测试", "测试成绩": str(55 + below(46))}),
    "列席常委会": (2, False, text("列席区人大常委会会议")),
    "代表小组会议": (7, True, group),
    "视察调研": (6, False, inspection),
    "建议办理": (5, False, about("参加{}建议办理面商")),
    "宣传活动": (5, True, text("参加防范非法集资宣传", "参加反诈宣传进社区", "参加宪法宣传活动", "参加禁毒宣传活动")),
    "监督活动": (3, False, text("旁听法院庭审", "参加部门民主评议", "参加窗口服务暗访")),
    "会议发言": (4, False, speech),
    "调研报告": (1, False, lambda: {"内容": f"提交{pick(TOPICS)}调研报告", "是否被采纳": "是" if chance(0.25) else "否"}),
    "议案": (0.6, False, about("提出关于{}的议案", 署名身份=role)),
    "代表建议": (3, False, about("提出关于{}的建议", 署名身份=role)),
    "建议办结": (2, False, about("所提{}建议办结", 办理结果=lambda: weighted([("已解决", 2), ("列入计划", 2), ("留作参考", 1)]))),
    "社情民意": (5, False, opinion),
    "走访选民": (7, False, lambda: {"内容": "走访选民听取诉求", "走访选民户数": str(3 + below(18))}),
    "联络站活动": (13, False, station),
    "听取意见": (6, False, about("召开座谈会听取{}意见")),
    "主题活动": (6, True, text("参加“代表进网格”主题活动", "参加“优化环境代表行动”", "参加“河小青”护河主题活动")),
    "向选民述职": (1, True, lambda: {"内容": "向原选区选民述职", "到会选民人数": str(15 + below(120))}),
    "捐款": (3, False, donation),
    "走访慰问": (5, False, text("走访慰问困难党员", "走访慰问困难群众", "走访慰问退役军人")),
    "捐资助学": (1.5, False, text("捐助困难学生", "为学校捐赠图书")),
    "志愿服务": (7, True, text("参加街道清扫志愿服务", "参加文明劝导志愿服务", "参加防汛值守志愿服务")),
}
OWN_JOB_ACTS = [
    (("联络站活动", "接待区委党校学员参观社区", {"收集群众建议条数": "3"}), 6),
    (("联络站活动", "社区居民接待日值班", {"收集群众建议条数": "2"}), 4),
    (("听取意见", "主持社区工作例会听取居民意见", {}), 3),
    (("主题活动", "组织社区主题党日", {}), 3),
    (("视察调研", "陪同外地社区考察", {}), 3),
    (("宣传活动", "组织社区例行宣传", {}), 2),
    (("志愿服务", "组织社区环境整治", {}), 2),
    (("建议办理", "答复社区居民来信", {}), 2),
    (("建议办结", "办结社区居民诉求", {"办理结果": "列入计划"}), 3),
    (("走访选民", "社区网格日常走访", {"走访选民户数": "9"}), 3),
    (("社情民意", "上报社区网格信息", {}), 3),
]
