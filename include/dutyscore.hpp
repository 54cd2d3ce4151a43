// All of dutyscore: points regulations as exact, explainable scores.
#pragma once

#include "dutyscore/core/version.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/data/rows.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/lang/printer.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/account.hpp"
#include "dutyscore/report/explanation.hpp"
#include "dutyscore/report/ranking.hpp"
#include "dutyscore/report/scores.hpp"
#include "dutyscore/report/statement.hpp"
#include "dutyscore/testing/scenario.hpp"
#include "dutyscore/testing/scenario_text.hpp"
