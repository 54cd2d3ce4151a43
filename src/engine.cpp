#include "dutyscore/engine/evaluate.hpp"
