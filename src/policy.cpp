#include "dutyscore/policy/from_ast.hpp"
