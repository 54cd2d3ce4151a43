// Every code of the checker: one mistake, one message, at the marked place.
#include <doctest/doctest.h>

#include <set>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "policy/snippets.hpp"

using namespace dutyscore;
using test::around;

namespace {

struct mistake {
  const char* code;
  around where;
  const char* text;
};

const mistake mistakes[] = {
    // names
    {"DS0202", around::indicator, R"(award «amout» per event)"},
    {"DS0202", around::indicator, R"(award 1 per «amout»)"},
    {"DS0202", around::indicator, R"(award 1 when «金额» > 3)"},
    {"DS0202", around::indicator, R"(award 1 when «party» == "中共")"},
    {"DS0204", around::list, R"(when «totl» > 3)"},
    {"DS0204", around::list, R"(when «amount» > 3)"},
    {"DS0205", around::indicator, R"(award 1 when subject.«prty» == "中共")"},
    {"DS0206", around::indicator, R"(award 1 when «title» == "x")"},
    {"DS0206", around::indicator, R"(award 1 when «佐证» == "x")"},
    {"DS0207", around::fields, R"(x decimal default 0 for «"c"»)"},
    {"DS0207", around::indicator, R"(award 1 when kind == «"z"»)"},
    {"DS0218", around::indicator, R"(award 1 when kind == «"b"»)"},
    {"DS0218", around::indicator, R"(award by kind { «"b"»: 1 otherwise: 2 })"},
    {"DS0208", around::indicator, R"(award 1 when «place.name» == "x")"},
    {"DS0209", around::policy, R"(indicator «reads» { on "a" award 1 })"},
    {"DS0209", around::policy, R"(veto «p» { on "a" effect void year })"},
    {"DS0209", around::policy,
     R"(category c { indicator x { on "a" award 1 veto «c» { on "b" effect void year } } })"},
    {"DS0207", around::fields, R"(x decimal is if(kind == «"z"», 1, 2))"},
    {"DS0210", around::fields, R"(«amount» text)"},
    {"DS0211", around::fields, R"(money «"金额（元）"» decimal)"},
    {"DS0213", around::fields, R"(«title» text)"},
    {"DS0213", around::fields, R"(«理由» text)"},
    {"DS0213", around::fields, R"(why «"理由"» text)"},
    {"DS0214", around::policy, R"(indicator «total» { on "a" award 1 })"},
    {"DS0215", around::nothing,
     R"(policy p { indicator i { on "a" award 1 } } policy «p» { indicator i { on "a" award 1 } })"},
    {"DS0216", around::policy, R"(grade g per year { "好" from 1 "差" otherwise }
                                  grade h per year { "好" from 1 "差" otherwise }
                                  list l per year { when «grade» == "好" })"},
    {"DS0217", around::policy, R"(list l per year { when «grade» == "好" })"},
    {"DS0217", around::policy,
     R"(grade per month { "好" from 1 "差" otherwise } list l per year { when «grade» == "好" })"},

    // the calendar
    {"DS0235", around::policy, R"(«year starts 05-02»)"},
    {"DS0235", around::policy, R"(«年度始于 5月31日»)"},
    {"DS0261", around::policy, R"(year starts 05-01 «year starts» 06-01)"},
    {"DS0236", around::policy, R"(term fifth from «2022-01-02» to 2026-12-31)"},
    {"DS0237", around::policy, R"(term fifth from 2022-01-01 to «2026-02-27»)"},
    {"DS0264", around::policy, R"(term fifth from 2022-01-01 to «2021-12-31» cap 3 per term)"},
    {"DS0238", around::policy, R"(term fifth from 2022-01-01 to 2026-12-31
                                  «term sixth from 2026-12-01 to 2030-12-31» cap 3 per term)"},
    {"DS0238", around::policy, R"(term sixth from 2026-12-01 to 2030-12-31
                                  «term fifth from 2022-01-01 to 2026-12-31»)"},
    {"DS0209", around::policy, R"(term «reads» from 2022-01-01 to 2026-12-31)"},
    {"DS0209", around::policy, R"(term fifth from 2022-01-01 to 2026-12-31
                                  term «fifth» from 2027-01-01 to 2030-12-31)"},
    {"DS0214", around::policy, R"(term «total» from 2022-01-01 to 2026-12-31)"},
    {"DS0239", around::policy, R"(cap 10 «per term» base 3 per term)"},
    {"DS0239", around::policy, R"(list l «per term» { top 3 })"},
    {"DS0239", around::policy, R"(grade «per term» { "好" from 1 "差" otherwise })"},
    {"DS0239", around::veto, R"(effect void «term»)"},
    {"DS0233", around::policy, R"(term fifth from 2022-01-01 to 2026-12-31 cap 9 «per term»)"},
    {"DS0233", around::policy,
     R"(in force from 2022-01-01 term fifth from 2022-01-01 to 2026-12-31 cap 9 «per term»)"},
    {"DS0233", around::policy, R"(in force from 2021-12-31 to 2024-12-31
                                  term fifth from 2022-01-01 to 2026-12-31 cap 9 «per term»)"},
    {"DS0233", around::policy, R"(in force from 2022-01-01 to 2028-12-31
                                  term fifth from 2022-01-01 to 2025-12-31 cap 9 «per term»
                                  term sixth from 2026-02-01 to 2030-12-31)"},

    // types
    {"DS0220", around::indicator, R"(award «place» per event)"},
    {"DS0220", around::indicator, R"(award 1 when «n + 1»)"},
    {"DS0220", around::indicator, R"(award 1 when good and «n»)"},
    {"DS0220", around::indicator, R"(award 1 per «place»)"},
    {"DS0220", around::indicator, R"(award 1 when not «amount»)"},
    {"DS0220", around::indicator, R"(award -«day_of»)"},
    {"DS0220", around::indicator, R"(award year(«amount»))"},
    {"DS0220", around::indicator, R"(award 1 when contains(words, «3»))"},
    {"DS0220", around::indicator, R"(award if(«n», 1, 2))"},
    {"DS0220", around::indicator, R"(award 1 times «good»)"},
    {"DS0220", around::fields, R"(x integer is «amount / 2»)"},
    {"DS0220", around::fields, R"(x integer default «0.5»)"},
    {"DS0220", around::fields, R"(x integer from «0.5»)"},
    {"DS0220", around::list, R"(unless «total»)"},
    {"DS0221", around::indicator, R"(award 1 when place «==» 3)"},
    {"DS0221", around::indicator, R"(award 1 when n in [1, «"x"»])"},
    {"DS0221", around::indicator, R"(award 1 when date «<» n)"},
    {"DS0222", around::indicator, R"(award 1 when place «<» "乙")"},
    {"DS0222", around::indicator, R"(award 1 when good «>=» no)"},
    {"DS0223", around::indicator, R"(award 1 / «0»)"},
    {"DS0223", around::indicator, R"(award 1 times n / «0.0»)"},
    {"DS0225", around::indicator, R"(award 1 when place == «"丙"»)"},
    {"DS0225", around::indicator, R"(award 1 when «"丙"» != place)"},
    {"DS0225", around::indicator, R"(award 1 when place in ["甲", «"丙"»])"},
    {"DS0225", around::indicator, R"(award 1 when subject.party == «"民盟"»)"},
    {"DS0225", around::indicator, R"(award by place { "甲": 1 "乙": 2 «"丙"»: 3 })"},
    {"DS0225", around::fields, R"(x text one of "甲", "乙" default «"丙"»)"},
    {"DS0225", around::list, R"(when grade == «"优"»)"},
    {"DS0224", around::indicator, R"(award max(n, 2 when «good»))"},
    {"DS0224", around::indicator, R"(award round(n, 2, otherwise «1»))"},
    {"DS0226", around::indicator, R"(award «max»(n))"},
    {"DS0226", around::indicator, R"(award 1 when «contains»(words))"},
    {"DS0227", around::indicator, R"(award round(amount, «7»))"},
    {"DS0227", around::indicator, R"(award round(amount, «n»))"},
    {"DS0228", around::fields, R"(x decimal is «only_b»)"},
    {"DS0229", around::indicator, R"(award «only_b»)"},
    {"DS0229", around::policy,
     R"(accept when «only_b» > 0 else "无" indicator i { on "a" award 1 })"},
    {"DS0229", around::policy, R"(indicator i { on "a", "b" award 1 when «only_b» > 0 })"},
    {"DS0230", around::indicator, R"(award round(amount, 1, «sideways»))"},
    {"DS0231", around::indicator, R"(award if(good, 1, «"x"»))"},
    {"DS0231", around::indicator, R"(award by place { "甲": 1 "乙": «"x"» })"},

    // tables
    {"DS0240", around::indicator, R"(award by «place» { "甲": 1 })"},
    {"DS0240", around::indicator, R"(award by «n» { 0: 1 1: 2 2: 3 4: 5 })"},
    {"DS0240", around::policy, R"(indicator i { on "a", "c" award by «kind» { "c": 1 } })"},
    {"DS0240", around::indicator,
     R"(award by place, «n» { "甲", 0: 1 "甲", otherwise: 2 "乙", 1: 1 "乙", 2: 2 })"},
    {"DS0242", around::indicator, R"(award by amount { from 1: 1 «3»: 2 from 5: 4 })"},
    {"DS0243", around::indicator, R"(award by place { "甲": 1 "乙": 2 «"甲": 3» })"},
    {"DS0243", around::indicator, R"(award by amount { from 1: 1 from 5: 2 «from 5: 3» })"},
    {"DS0244", around::indicator, R"(award by place { "甲": 1 "乙": 2 «otherwise»: 3 })"},
    {"DS0244", around::indicator, R"(award by amount { from 0: 1 from 5: 2 «otherwise»: 3 })"},
    {"DS0244", around::indicator, R"(award by n { 0: 1 from 1: 2 from «5»: 3 })"},
    {"DS0244", around::indicator, R"(award by n { «0.5»: 1 otherwise: 2 })"},
    {"DS0244", around::indicator, R"(award by n { from -«3»: 1 from 0: 2 })"},
    {"DS0245", around::indicator, R"(award by amount { from 5: 1 from «1»: 2 })"},
    {"DS0246", around::indicator,
     R"(award by place, n { "甲", 0: 1 «"乙": 2» otherwise, otherwise: 3 })"},
    {"DS0246", around::indicator, R"(award by place, n { "甲", 0: 1 «otherwise: 2» })"},
    {"DS0247", around::indicator, R"(award by «good» { otherwise: 1 })"},
    {"DS0248", around::indicator, R"(award by place { «3»: 1 otherwise: 2 })"},
    {"DS0248", around::indicator, R"(award by n { «"甲"»: 1 otherwise: 2 })"},
    {"DS0248", around::indicator, R"(award by place { from «3»: 1 otherwise: 2 })"},
    {"DS0249", around::indicator,
     R"(award by n, n, n, n, n, n, n, n, «amount» { from 0, from 0, from 0, from 0, from 0, from 0, from 0, from 0, from 0: 1 })"},

    // fields
    {"DS0250", around::fields, R"(x decimal from 1 to 5 default «6»)"},
    {"DS0250", around::fields, R"(x decimal from 1 default «0»)"},
    {"DS0251", around::fields, R"(x decimal from 5 to «1»)"},
    {"DS0252", around::fields, R"(x text from «5»)"},
    {"DS0253", around::fields, R"(x text one of "a", "b", «"a"»)"},
    {"DS0253", around::policy, R"(indicator i { on "a", «"a"» award 1 })"},
    {"DS0254", around::fields, R"(x decimal one of «"a"», "b")"},
    {"DS0255", around::nothing,
     R"(policy p { subject { «x» decimal is 3 } indicator i { on "a" award subject.x } })"},
    {"DS0256", around::nothing,
     R"(policy p { subject { x decimal for «"a"» } indicator i { on "a" award subject.x } })"},
    {"DS0257", around::fields, R"(«x» decimal is y + 1 y decimal is x + 1)"},
    {"DS0257", around::fields, R"(«x» decimal is x + 1)"},
    {"DS0257", around::fields,
     R"(«x» decimal is by n { from 0: y } y decimal is z z decimal is if(good, x, 1))"},

    // blocks and clauses
    {"DS0261", around::policy, R"(in force from 2022-01-01 «in force» to 2023-01-01)"},
    {"DS0261", around::policy, R"(decimals 2 half_up «decimals» 3 half_up)"},
    {"DS0261", around::indicator, R"(award 1 weight 1/2 «weight» 1/3)"},
    {"DS0261", around::category, R"(highest per year «highest» per month)"},
    {"DS0261", around::list, R"(top 3 «top» 4)"},
    {"DS0262", around::policy, R"(indicator «i» { award 1 })"},
    {"DS0262", around::policy, R"(indicator «i» { award 1 per year when count() > days() })"},
    {"DS0262", around::policy, R"(indicator «i» { require 3 per year deduct 5 each })"},
    {"DS0262", around::policy, R"(indicator «i» { award 1 per year when served() > 9 first 2 per year })"},
    {"DS0262", around::policy, R"(veto «v» { effect void year })"},
    {"DS0262", around::policy, R"(veto «v» { on "a" })"},
    {"DS0264", around::policy, R"(in force from 2022-03-25 to «2022-03-24»)"},
    {"DS0265", around::policy,
     R"(in force from 2022-03-25 category c { «in force to 2021-01-01» indicator i { on "a" award 1 } })"},
    {"DS0268", around::policy, R"(«decimals 7 half_up»)"},

    // lines and limits
    {"DS0271", around::indicator, R"(award 1 per «0» amount rounded up)"},
    {"DS0272", around::category, R"(«cap» 5 per event)"},
    {"DS0272", around::policy, R"(«cap» 5 per event)"},
    {"DS0277", around::indicator, R"(award 1 veto v { on "甲" effect void year for «2» })"},
    {"DS0279", around::indicator, R"(award 1 cap 5 per year «"most"»)"},
    {"DS0279", around::indicator, R"(award 1 cap 5 per event «"most"»)"},
    {"DS0279", around::indicator, R"(award 1 floor -5 per year «"least"»)"},
    {"DS0273", around::indicator, R"(award 1 cap «-5» per year)"},
    {"DS0274", around::indicator, R"(award 1 floor «5» per year)"},
    {"DS0275", around::indicator, R"(deduct 1 «floor -3 per year»)"},
    {"DS0276", around::policy, R"(decimals 1 half_up cap «2.25» per year)"},
    {"DS0276", around::policy,
     R"(decimals 0 half_up grade per year { "好" from «2.5» "差" otherwise })"},
    {"DS0278", around::indicator, R"(award 1 cap 3 per year «cap» 5 per year)"},
    {"DS0278", around::indicator, R"(award 1 cap 3 per event «cap» 5 per event)"},
    {"DS0278", around::indicator,
     R"(award 1 cap 3 per year by place, n «cap» 5 per year by n, place)"},
    {"DS0278", around::veto, R"(effect void year «effect» void year)"},
    {"DS0278", around::policy,
     R"(list l per year { top 1 } veto v { on "a" effect bar l year «effect» bar l year for 2 })"},
    {"DS0277", around::policy,
     R"(grade per year { "好" from 1 "差" otherwise } veto v { on "a" effect grade "差" year for «2» })"},
    {"DS0273", around::indicator, R"(award 1 cap «2 - 5» per year)"},
    {"DS0223", around::indicator, R"(award 1 weight 1/«0»)"},
    {"DS0223", around::indicator, R"(award count() / «0» per year)"},
    {"DS0276", around::policy, R"(decimals 1 half_up base «2.25» per year)"},
    {"DS0275", around::indicator, R"(deduct 1 «floor -3 per year by place»)"},
    {"DS0275", around::indicator, R"(require 3 per year deduct 1 each «floor -3 per year»)"},
    {"DS0253", around::indicator, R"(award 1 once per year by place, «place»)"},
    {"DS0202", around::indicator, R"(award 1 once per year by «plce»)"},
    {"DS0229", around::indicator, R"(award 1 cap 3 per year by «only_b»)"},
    {"DS0229", around::indicator, R"(award 1 first 2 per year when «only_b» > 1)"},
    {"DS0229", around::nothing,
     R"(policy p { activity { w text default "" for "a" } indicator i { on "a" award 1 once per year by «w» }
        amend from 2023-01-01 { indicator i { on "b" award 1 } } })"},

    // functions of a period
    {"DS0601", around::indicator, R"(award 1 per year when count(«raeds») > 1)"},
    {"DS0601", around::list, R"(when points(«nobody») > 3)"},
    {"DS0601", around::indicator, R"(award sum(«amount».n) per year)"},
    {"DS0602", around::indicator, R"(award 1 per year when count() > «amount»)"},
    {"DS0602", around::indicator, R"(award count() + «total» per year)"},
    {"DS0602", around::indicator, R"(award count() + «reads» per year)"},
    {"DS0603", around::indicator, R"(award 1 cap «amount» per year)"},
    {"DS0603", around::indicator, R"(award 1 cap «count»(reads) per year)"},
    {"DS0603", around::indicator, R"(award 1 first «n» per year)"},
    {"DS0603", around::policy, R"(base «total» + 1 per year)"},
    {"DS0604", around::indicator, R"(award by marginal «place» { otherwise: 3 })"},
    {"DS0604", around::indicator, R"(award by marginal n, «amount» { from 0, from 0: 3 })"},
    {"DS0605", around::indicator, R"(award by marginal n { «3»: 1 from 4: 2 })"},
    {"DS0606", around::indicator, R"(award by «count()» { 1: 5 2: 8 } per year)"},
    {"DS0606", around::indicator,
     R"(award by count() { from 3: by «days()» { 1: 5 } } per year)"},
    {"DS0607", around::indicator, R"(award 10 / «count()» per year)"},
    {"DS0607", around::indicator, R"(award 10 / («count() - 1») per year)"},
    {"DS0607", around::list, R"(when 3 / «total» > 1)"},
    {"DS0607", around::indicator, R"(award 1 / «previous(served())» per year)"},
    {"DS0608", around::list, R"(when «count()» > 1)"},
    {"DS0608", around::list, R"(by total, «sum(amount)»)"},
    {"DS0608", around::policy,
     R"(grade per year { "好" from 1 when «days()» > 3 "差" otherwise })"},
    {"DS0609", around::indicator, R"(award count(«3») per year)"},
    {"DS0609", around::indicator, R"(award sum(«n + 1») per year)"},
    {"DS0610", around::indicator, R"(award «previous»(count()) overall)"},
    {"DS0610", around::policy,
     R"(list l overall { when «previous»(points(reads)) > 3 })"},
    {"DS0611", around::indicator, R"(award ratio(count(), «count(reads)») per year)"},
    {"DS0612", around::indicator, R"(award «count»(reads) per event)"},
    {"DS0612", around::indicator, R"(award «sum»(nothing_there) per event)"},
    {"DS0612", around::indicator, R"(award 1 when «served»() > 3)"},
    {"DS0613", around::indicator, R"(«award» 5 per event running)"},
    {"DS0621", around::indicator, R"(«award» 5 per month)"},
    {"DS0621", around::indicator, R"(«deduct» 5 per year when subject.party == "中共")"},
    {"DS0226", around::indicator, R"(award «points»() per year)"},
    {"DS0226", around::indicator, R"(award «served»(reads) per year)"},
    {"DS0226", around::indicator, R"(award «ratio»(1, otherwise 0) + count() per year)"},
    {"DS0226", around::indicator, R"(award «count»(reads, reads) per year)"},
    {"DS0224", around::indicator, R"(award days(reads when «good») per year)"},
    {"DS0224", around::indicator, R"(award count(reads, otherwise «3») per year)"},
    {"DS0220", around::indicator, R"(award sum(«place») per year)"},
    {"DS0220", around::indicator, R"(award previous(«last_day()») per year)"},
    {"DS0220", around::indicator, R"(award count(when «n») per year)"},
    {"DS0220", around::indicator, R"(award «last_day()» per year)"},
    {"DS0229", around::indicator, R"(award count(when «only_b» > 1) per year)"},
    {"DS0229", around::indicator, R"(award sum(«only_b») per year)"},
    {"DS0229", around::list, R"(when sum(p.«only_b») > 1 } indicator x { on "a" award 1)"},
    {"DS0202", around::indicator, R"(award sum(«amout») per year)"},
    {"DS0205", around::list, R"(when subject.«prty» == "中共")"},
    {"DS0244", around::indicator, R"(award by count() { from 0: 1 «otherwise»: 2 } per year)"},
    {"DS0624", around::indicator, R"(award 1 per year when «points(i)» > 3)"},
    {"DS0624", around::indicator, R"(award previous(«points(p)») per year)"},
    {"DS0624", around::category,
     R"(indicator x { on "a" award 1 per year when «points(c)» > 3 })"},
    {"DS0624", around::policy,
     R"(indicator x { on "a" award by count() { from 1: «points(y)» } per year }
        indicator y { on "a" award points(x) per year })"},

    // selections, keys and requirements
    {"DS0614", around::indicator, R"(award count() per year «times» 2)"},
    {"DS0614", around::indicator, R"(«times» 2)"},
    {"DS0615", around::category, R"(cap 5 per year by «place»)"},
    {"DS0615", around::indicator, R"(award 1 base 5 per year by «place»)"},
    {"DS0615", around::indicator, R"(award 1 cap 5 per event by «place»)"},
    {"DS0615", around::category, R"(highest per year by «place»)"},
    {"DS0616", around::indicator, R"(award 1 cap «by subject.party { "中共": 1 "民革": 2 }» per event)"},
    {"DS0617", around::indicator, R"(award 1 once per day by «kind»)"},
    {"DS0617", around::indicator, R"(award 1 cap 3 per year by place, «title»)"},
    {"DS0618", around::indicator, R"(award 1 cap 3 per year by place «cap 3 per year by n»)"},
    {"DS0618", around::indicator,
     R"(award 1 cap 3 per year by place, n «cap 5 per month by n, words»)"},
    {"DS0619", around::indicator, R"(award 1 first «0» per year)"},
    {"DS0619", around::indicator, R"(award 1 after «1.5» per year)"},
    {"DS0619", around::indicator, R"(award 1 best «2 - 2» per year)"},
    {"DS0620", around::category, R"(highest per year when «good»)"},
    {"DS0622", around::indicator, R"(require «0» per year deduct 5 each)"},
    {"DS0622", around::indicator, R"(require «1.5» per year deduct 5 each)"},
    {"DS0622", around::indicator,
     R"(require «by subject.party { "中共": 1 "民革": 2 }» per year deduct 5 each)"},
    {"DS0623", around::indicator, R"(require 3 per year deduct «-5» each)"},
    {"DS0625", around::indicator, R"(award 3 deduct 1 «best 2 per year»)"},
    {"DS0625", around::indicator, R"(award if(good, 3, -1) «highest per year»)"},
    {"DS0625", around::indicator, R"(award by n { from 0: -1 from 2: 4 } «best 2 per year»)"},
    {"DS0626", around::category, R"(«highest per year» indicator x { on "b" deduct 1 })"},
    {"DS0626", around::category,
     R"(«highest per year» indicator x { on "b" deduct 1 floor 0 per year base 3 per month floor -1 per month } indicator y { on "b" require 1 per year deduct 2 each })"},

    // amendments
    {"DS0630", around::policy,
     R"(in force from 2023-01-01 amend from «2023-01-01» { cap 9 per year })"},
    {"DS0630", around::policy,
     R"(in force to 2023-12-31 amend from «2024-01-01» { cap 9 per year })"},
    {"DS0631", around::policy,
     R"(amend from 2023-01-01 { cap 9 per year } amend from «2023-01-01» { floor -9 per year })"},
    {"DS0632", around::policy,
     R"(amend from 2023-01-01 { category «reads» { indicator x { on "a" award 1 } } })"},
    {"DS0632", around::policy, R"(amend from 2023-01-01 { indicator «p» { on "a" award 1 } })"},
    {"DS0633", around::policy,
     R"(amend from 2023-01-01 { category c { indicator «reads» { on "b" award 1 } } })"},
    {"DS0633", around::policy,
     R"(veto v { on "a" effect void year } amend from 2023-01-01 { indicator reads { on "b" award 1 veto «v» { on "a" effect void year } } })"},
    {"DS0634", around::policy,
     R"(indicator x { in force from 2024-01-01 on "a" award 1 } amend from 2023-01-01 { indicator «x» { on "a" award 2 } })"},
    {"DS0634", around::policy,
     R"(category c { indicator x { in force from 2024-01-01 on "a" award 1 } } amend from 2023-01-01 { category «c» { indicator y { on "a" award 2 } } })"},
    {"DS0635", around::policy,
     R"(category c { in force to 2022-12-31 indicator x { on "a" award 1 } } amend from 2023-07-01 { indicator «x» { on "a" award 2 } })"},
    {"DS0635", around::policy,
     R"(category c { in force to 2022-12-31 indicator x { on "a" award 1 veto v { on "a" effect void year } } } amend from 2023-07-01 { veto «v» { in force from 2023-08-01 on "b" effect void year } })"},
    {"DS0636", around::policy,
     R"(list l per year { top 1 } amend from 2023-01-01 { list l «per month» { top 1 } })"},
    {"DS0209", around::policy,
     R"(amend from 2023-01-01 { indicator reads { on "b" award 1 } indicator «reads» { on "b" award 2 } })"},
    {"DS0209", around::policy,
     R"(list l per year { top 1 } amend from 2023-01-01 { indicator «l» { on "b" award 1 } })"},
    {"DS0209", around::policy,
     R"(amend from 2023-01-01 { category c { indicator reads2 { on "b" award 1 } } indicator «reads2» { on "b" award 1 } })"},
    {"DS0214", around::policy, R"(amend from 2023-01-01 { indicator «total» { on "b" award 1 } })"},
    {"DS0265", around::policy,
     R"(amend from 2023-01-01 { indicator reads { «in force to 2022-12-31» on "b" award 1 } })"},
    {"DS0278", around::policy,
     R"(amend from 2023-01-01 { cap 3 per year «cap» 4 per year })"},
    {"DS0278", around::policy,
     R"(amend from 2023-01-01 { indicator reads { on "b" award 1 cap 3 per year «cap» 4 per year } })"},
    {"DS0283", around::policy,
     R"(amend from 2023-01-01 { grade per year { "好" otherwise } «grade» per year { "好" otherwise } })"},
    {"DS0262", around::policy, R"(amend from 2023-01-01 { indicator «reads» { award 1 } })"},
    {"DS0262", around::policy, R"(amend from 2023-01-01 { veto «v» { on "a" } })"},
    {"DS0229", around::policy,
     R"(amend from 2023-01-01 { indicator x { on "a" award «only_b» } })"},
    {"DS0202", around::policy,
     R"(amend from 2023-01-01 { indicator reads { on "b" award «nope» } })"},
    {"DS0204", around::policy, R"(amend from 2023-01-01 { list l per year { when «nope» } })"},
    {"DS0280", around::policy,
     R"(amend from 2023-01-01 { «grade» per year { "好" from 1 } })"},

    // keys of lists, effects
    {"DS0640", around::list, R"(by total, «subject.party»)"},
    {"DS0640", around::list, R"(by «grade»)"},
    {"DS0641", around::veto, R"(effect grade «"差"» year)"},
    {"DS0641", around::policy,
     R"(grade per year { "好" otherwise } veto v { on "a" effect grade «"好"» month })"},
    {"DS0642", around::veto, R"(effect void year effect bar «honoured» year for 2)"},
    {"DS0643", around::policy,
     R"(list l per year { top 1 } veto v { on "a" effect bar l «month» })"},
    {"DS0644", around::policy,
     R"(list l per year { top 1 } veto v { on "a" effect bar l year for «0» })"},
    {"DS0644", around::policy,
     R"(list l per year { top 1 } veto v { on "a" effect bar l year for «1.5» })"},

    // grades and lists
    {"DS0280", around::policy, R"(«grade» per year { "好" from 1 "中" from 0 })"},
    {"DS0281", around::policy, R"(grade per year { "好" from 1 «"优"» from 2 "差" otherwise })"},
    {"DS0281", around::policy, R"(grade per year { "好" from 1 "差" otherwise «"更差"» from 0 })"},
    {"DS0282", around::policy, R"(grade per year { "好" from 1 «"好"» from 0 "差" otherwise })"},
    {"DS0283", around::list, R"(top 1 } «grade» per year { "好" from 1 "差" otherwise)"},
    {"DS0284", around::list, R"(«top 0»)"},
    {"DS0285", around::list, R"(«top 101 %»)"},
    {"DS0286", around::list, R"(«ties all»)"},

    // warnings
    {"DS0290", around::fields, R"(«unread» decimal)"},
    {"DS0290", around::nothing,
     R"(policy p { subject { «x» decimal } indicator i { on "a" award 1 } })"},
    {"DS0291", around::policy, R"(category «c» { cap 3 per year })"},
    {"DS0292", around::nothing, R"(policy «p» { })"},

    // one text, one policy
    {"DS0293", around::nothing,
     R"(«»scenario "s" for p { given { 2023-01-01 "a" "b" } expect "a" 2023 { total 1 } })"},
    {"DS0294", around::nothing,
     R"(policy p { indicator i { on "a" award 1 } } policy «q» { indicator i { on "a" award 1 } })"},
};

/// What goes on with a name or value that is wrong: nothing else is said about it.
const mistake lonely_mistakes[] = {
    {"DS0202", around::indicator, R"(award if(«nope» > 3, 1, 2))"},
    {"DS0202", around::indicator, R"(award if(good, «nope», 2))"},
    {"DS0202", around::indicator, R"(award by «nope» { "甲": 1 from 3: 2 })"},
    {"DS0202", around::indicator,
     R"(award by «nope», place { 1, "甲": 1 otherwise, otherwise: 2 })"},
    {"DS0202", around::indicator, R"(award by n { from 0: «nope» from 2: 1 })"},
    {"DS0202", around::indicator, R"(award max(«nope», 2) / n)"},
    {"DS0202", around::indicator, R"(award -«nope» * 2 + amount)"},
    {"DS0202", around::indicator, R"(award 1 when «nope» in ["a", 3])"},
    {"DS0202", around::indicator, R"(award 1 when «nope» == "丙" and good)"},
    {"DS0202", around::indicator, R"(award 1 when not «nope» or good)"},
    {"DS0202", around::indicator, R"(award round(«nope», 0) per n)"},
    {"DS0202", around::indicator, R"(award days(«nope», date))"},
    {"DS0202", around::indicator, R"(award 1 when contains(«nope», "x"))"},
    {"DS0202", around::indicator, R"(award 1 per 100 «nope» rounded up)"},
    {"DS0202", around::indicator, R"(award 1 times «nope» / 2)"},
    {"DS0202", around::fields, R"(x integer is «nope» y decimal is x z decimal is y + x)"},
    {"DS0205", around::indicator, R"(award 1 when subject.«nope» == "中共")"},
    {"DS0204", around::list, R"(when «nope» == "好" and rank < 3)"},
    {"DS0217", around::policy, R"(list l per year { when «grade» == "好" unless vetoed })"},
    {"DS0601", around::indicator, R"(award count(«nope») / 3 per year when count(reads) > 1)"},
    {"DS0601", around::indicator, R"(award ratio(1, points(«nope»), otherwise 0) per year)"},
    {"DS0601", around::indicator, R"(award 1 / points(«nope») per year)"},
    {"DS0602", around::indicator, R"(award 3 * «nope» per year)"},
    {"DS0603", around::indicator, R"(award 1 cap max(«nope», 3) per year)"},
    {"DS0205", around::indicator, R"(award 1 cap subject.«nope» * 2 per year by place)"},
    {"DS0202", around::indicator, R"(award 1 best 3 per year by «nope» when good)"},
    {"DS0202", around::indicator, R"(award by marginal «nope» { from 0: 3 })"},
    {"DS0202", around::policy,
     R"(amend from 2023-01-01 { indicator reads { on "x" award «nope» } list l per year { unless vetoed } })"},
    {"DS0632", around::policy,
     R"(amend from 2023-01-01 { category «reads» { indicator x { on "b" award nope } } })"},
    {"DS0642", around::policy, R"(veto v { on "a" effect bar «nobody» year for 3 effect void year })"},
    {"DS0220", around::indicator, R"(award if(«n», 1, 2) + 1)"},
    {"DS0220", around::indicator, R"(award («place» + 1) * 2)"},
    {"DS0221", around::indicator, R"(award 1 when (place «==» 3) == good)"},
    {"DS0225", around::indicator, R"(award by place { "甲": 1 «"已"»: 2 })"},
    {"DS0231", around::indicator, R"(award if(good, 1, «"x"»))"},
    {"DS0248", around::indicator, R"(award by place { «1»: 1 })"},
    {"DS0264", around::policy,
     R"(in force from 2022-03-25 to «2022-01-01» category c { in force from 2025-01-01 indicator i { on "a" award 1 } })"},
    {"DS0229", around::indicator, R"(award «only_b» + 1 when good)"},
    {"DS0226", around::indicator, R"(award «if»(good, 1) * 2)"},
};

}  // namespace

namespace {

void check_mistake(const mistake& m) {
  CAPTURE(m.text);
  const test::marked_text text = test::without_marks(test::policy_around(m.where, m.text));
  const auto result = compile(text.text, "test");
  const diagnostics& found = result.messages();
  INFO(to_text(found, language::en));
  CHECK(found.size() == 1);
  if (found.empty()) return;
  CHECK(found[0].code == m.code);
  const line_column want = found[0].where->locate(text.mark->begin),
                    have = found[0].where->locate(found[0].spans.at(0).where.begin);
  CHECK(have.line == want.line);
  CHECK(have.column == want.column);
  CHECK(found[0].spans[0].where.end == text.mark->end);
  CHECK(result.has_value() == (found[0].level == severity::warning));
}

}  // namespace

TEST_CASE("one mistake gives one message at its place") {
  for (const mistake& m : mistakes) check_mistake(m);
}

TEST_CASE("a mistake does not bring further messages") {
  for (const mistake& m : lonely_mistakes) check_mistake(m);
}

namespace {

struct piece {
  around where;
  const char* text;
};

/// What is just right, beside what is just wrong above.
const piece good_pieces[] = {
    {around::policy, ""},
    {around::policy, R"(cap 0 per year floor 0 per year base 0 per year)"},
    {around::policy, R"(decimals 0 half_up cap 3 per year)"},
    {around::policy, R"(decimals 6 down cap 0.000001 per year)"},
    {around::policy, R"(decimals 2 half_up cap 2.50 per year)"},
    {around::policy, R"(in force from 2022-03-25 to 2022-03-25)"},
    {around::policy,
     R"(in force from 2022-03-25 category c { in force to 2022-03-25 indicator i { on "a" award 1 } })"},
    {around::policy, R"(indicator n { on "a" award 1 } list kind per year { top 1 })"},
    {around::policy,
     R"(indicator i { on "a" award 1 } indicator j { on "a" award 1 } category c { indicator k { on "b" award only_b } })"},
    {around::policy,
     R"(category c { accept when only_b > 0 else "无" indicator k { on "b" award 1 } })"},
    {around::policy, R"(indicator k { on "a" on "b" when only_b > 1 award 1 })"},
    {around::policy,
     R"(grade g per year { "好" from 1 "差" otherwise } list l per year { when g == "好" and grade != "差" })"},
    {around::policy,
     R"(grade g per year { "好" from 1 when not vetoed "中" from 1 "特" when rank <= 3 "差" otherwise })"},
    {around::policy,
     R"(grade a per year { "好" from 1 "差" otherwise } grade b per year { "好" when a == "好" "差" otherwise })"},
    {around::policy,
     R"(grade per year { "好" from 1 "差" otherwise } grade per month { "好" from 1 "差" otherwise })"},
    {around::policy,
     R"(veto v { on "a" effect void day } indicator w { on "a" award 1 veto u { on "b" when only_b > 0 effect void half } })"},
    {around::policy,
     R"(indicator d { on "a" deduct 1 cap 3 per year cap 1 per event } category e { cap 5 per month indicator f { on "a" deduct 2 } })"},
    {around::policy, R"(indicator d { on "a" deduct 1 base 3 per year floor 0 per year })"},
    {around::fields, R"(x integer from 1 to 1 default 1)"},
    {around::fields, R"(name "姓名" text default "" org_unit text default "")"},
    {around::fields, R"(x decimal default 3 y decimal is if(kind == "b", x, 1))"},
    {around::fields, R"(x decimal is only_b + 1 for "b")"},
    {around::fields, R"(z decimal is y + 1 y decimal is x + 1 x decimal is amount)"},
    {around::indicator, R"(award by place { "甲": 1 "乙": 2 })"},
    {around::indicator, R"(award 1 cap 10 / 3 per year)"},
    {around::indicator, R"(award 1 cap by subject.party { "中共": 3 "民革": 4.5 } per year by place)"},
    {around::indicator,
     R"(award 1 first years(subject.joined, 2024-01-01) per year once per month by place, words when good)"},
    {around::indicator, R"(award n highest per year by place best 3 per half after 1 per day)"},
    {around::indicator, R"(deduct n highest per year cap 3 per year by place)"},
    {around::indicator,
     R"(award 1 cap 3 per year by n, place cap 3 per month by place cap 5 per year by place floor -1 per year by n, place)"},
    {around::indicator, R"(award 3 deduct 1 first 2 per year weight 12/15)"},
    {around::indicator, R"(award by marginal amount { from 0: 3 from 12: n } award by marginal n { from 3: 1 otherwise: amount })"},
    {around::indicator, R"(award by count() { from 1: 5 from 2: 8 } per year running "多做多得")"},
    {around::indicator, R"(award 2 per month when served() == length() and last_day() > 2023-01-01)"},
    {around::indicator,
     R"(award count() / length() + 1 / max(1, count(reads)) + 2 / (served() + 3) per year)"},
    {around::indicator, R"(award ratio(count(), served()) + ratio(1, sum(n), otherwise 0) per year)"},
    {around::indicator, R"(award previous(previous(count(p))) + days(reads) + days() per half)"},
    {around::indicator, R"(award sum(reads.only_b) + count(reads when only_b > 1) overall)"},
    {around::indicator, R"(award 2 per year when points(reads) >= 4 and subject.party == "中共")"},
    {around::indicator, R"(require 3 per quarter deduct 0.5 each)"},
    {around::indicator, R"(award by marginal sum(amount) { from 0: 0.1 from 100: 0.2 } per year)"},
    {around::category, R"(highest per month weight 1/2 indicator x { on "b" award 1 })"},
    {around::category,
     R"(highest per year indicator x { on "b" deduct 1 base 3 per month floor 0 per month })"},
    {around::policy, R"(category c { highest per year indicator x { on "b" deduct 1 } })"},
    {around::policy,
     R"(indicator x { on "a" award 1 per year when points(y) > 1 } indicator y { on "a" award 1 per year when count(x) + count(p) > 1 })"},
    {around::policy,
     R"(category c { accept when n > 1 else "无" indicator x { on "a" award 1 veto u { on "a" effect void month } } indicator y { on "b" award only_b } veto v { on "a" effect void year } }
        amend from 2023-07-01 cite "修订" { indicator x { on "b" award only_b } cap 3 per year accept when n > 0 else "少" }
        amend from 2023-01-01 { category c { indicator y { on "b" award 1 veto w { on "a" effect void year } } } veto v { on "b" effect void month } indicator new { on "a" award 1 } })"},
    {around::policy,
     R"(grade per year { "好" from 1 "差" otherwise } list l per year { top 1 } veto v { on "a" effect bar l year for 3 effect grade "无等次" year effect void half }
        amend from 2023-01-01 { grade per year { "好" from 2 when points(reads) > 1 "差" otherwise } list l per year { top 2 within org_unit by total, vetoed, points(reads) unless subject.joined > 2022-01-01 } veto v { on "b" effect void year } list m per year { when grade == "好" } })"},
    {around::indicator, R"(award by n { 0: 1 1: 1 2: 1 3: 1 4: 1 })"},
    {around::indicator, R"(award by n { 0: 1 from 1: 2 })"},
    {around::indicator, R"(award by n { 3: 1 otherwise: 2 })"},
    {around::indicator, R"(award by amount { from 5: 1 otherwise: 2 })"},
    {around::indicator, R"(award by amount { 7: 1 8: 2 })"},
    {around::indicator, R"(award by words { "x": 1 "y": 2 })"},
    {around::indicator, R"(award by kind { "a": 1 })"},
    {around::indicator, R"(award by n + 1 { from 0: 1 from 2: 2 })"},
    {around::indicator, R"(award by place, n { "甲", from 0: 1 "乙", 0: 2 "乙", otherwise: 3 })"},
    {around::indicator, R"(award by if(good, "x", "y") { "x": 1 "z": 2 })"},
    {around::indicator, R"(award by subject.party { "中共": 1 "民革": 2 })"},
    {around::indicator, R"(award 1 per 0.5 amount exact award 1 per 3 n rounded half_even)"},
    {around::indicator, R"(award n / 4 + amount * n - 0.5 when n == 1.5 or amount in [1, 2.5])"},
    {around::indicator,
     R"(award 1 when "甲" == place and place == words and day_of == 2022-01-01 and good == no)"},
    {around::indicator,
     R"(award round(amount, 0) + round(amount, 6, half_even) + min(n, 1, amount) + if(date < end, 1, 0.5))"},
    {around::indicator, R"(award 1 / (n - n) times 1 / n times 0)"},
    {around::indicator,
     R"(award 1 base -3 per month base 3 per month cap 5 per event cap 3 per day cap 9 per half)"},
    {around::list, R"(top 1 ties none when grade in ["好", "差"])"},
    {around::list, R"(top 100 % ties all unless total <= 0 or ranked < 10)"},
    {around::nothing,
     R"(scenario "s" for p { given { 2023-01-01 "a" "k" } expect "a" 2023 { total 1 } } policy p { indicator i { on "k" award 1 } })"},
};

}  // namespace

TEST_CASE("what is right brings no message") {
  for (const piece& p : good_pieces) {
    CAPTURE(p.text);
    std::string text = test::policy_around(p.where, p.text);
    diagnostics found = compile(text, "test").messages();
    std::erase_if(found, [](const diagnostic& d) { return d.code == "DS0290"; });
    CHECK(to_text(found, language::en) == "");
  }
}

namespace {

std::string repeated(const char* piece, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) {
    std::string one = piece;
    for (std::size_t at = one.find('#'); at != std::string::npos; at = one.find('#'))
      one.replace(at, 1, std::to_string(i));
    for (std::size_t at = one.find('%'); at != std::string::npos; at = one.find('%'))
      one.replace(at, 1, std::to_string(i + 1));
    out += one;
  }
  return out;
}

/// A chain of computed fields, each reading the next.
std::string chain_of_fields(int length) {
  return "policy p { activity { " + repeated("f# decimal is f% + 1 ", length) + "f" +
         std::to_string(length) + " decimal } indicator i { on \"a\" award f0 } }";
}

}  // namespace

TEST_CASE("chains of computed fields have a limit") {
  CHECK(compile(chain_of_fields(150)).has_value());
  for (const int length : {201, 5000}) {
    const diagnostics found = compile(chain_of_fields(length)).messages();
    CHECK(found.size() == 1);
    CHECK(found.at(0).code == "DS0232");
  }
}

TEST_CASE("chains of points have a limit") {
  const auto chain = [](int length) {
    return "policy p { " +
           repeated("indicator i# { on \"a\" award points(i%) per year } ", length) + "indicator i" +
           std::to_string(length) + " { on \"a\" award 1 } }";
  };
  CHECK(compile(chain(900)).has_value());
  for (const int length : {1100, 5000}) {
    const diagnostics found = compile(chain(length)).messages();
    CHECK(found.size() == 1);
    CHECK(found.at(0).code == "DS0232");
  }
}

TEST_CASE("a tree that is deeper than the checker goes is refused where it becomes too deep") {
  parse_limits limits;
  limits.depth = 3000;
  const std::string expression =
      "policy p { activity { good flag } indicator i { on \"a\" award 1 when " +
      repeated("not ", 1000) + "good } }";
  const std::string categories = "policy p { " + repeated("category c# { ", 1000) +
                                 "indicator i { on \"a\" award 1 }" + repeated("}", 1001);
  for (const std::string& text : {expression, categories}) {
    const auto tree = parse(std::make_shared<const source>("test", text), limits).value();
    const diagnostics found = check(tree).messages();
    CHECK(found.size() == 1);
    CHECK(found.at(0).code == "DS0232");
  }
}

TEST_CASE("after a thousand mistakes the others are counted as one") {
  const std::string mistakes_only =
      "policy p { " + repeated("indicator i# { on \"a\" award nothing# } ", 3000) + "}";
  const diagnostics found = compile(mistakes_only).messages();
  CHECK(found.size() == 1001);
  CHECK(found.at(0).code == "DS0295");
  CHECK(found.at(1000).code == "DS0202");
}

TEST_CASE("after a thousand warnings the others are counted as one") {
  const auto result = compile("policy p { activity { " + repeated("f# decimal ", 3000) +
                              "} indicator i { on \"a\" award 1 } }");
  CHECK(result.has_value());
  CHECK(result.messages().size() == 1001);
  CHECK(result.messages().at(0).code == "DS0296");
}

TEST_CASE("the tests above visit every code of the checker") {
  std::set<std::string_view> visited{"DS0232", "DS0295", "DS0296"};
  for (const mistake& m : mistakes) visited.insert(m.code);
  for (const message_entry& m : message_catalogue())
    if (m.code.starts_with("DS02") || m.code.starts_with("DS06")) CHECK_MESSAGE(visited.contains(m.code), m.code);
}
