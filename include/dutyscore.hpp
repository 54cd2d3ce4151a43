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
