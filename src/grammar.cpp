#include "dutyscore/lang/parser.hpp"
