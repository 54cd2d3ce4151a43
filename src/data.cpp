#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/roster.hpp"
