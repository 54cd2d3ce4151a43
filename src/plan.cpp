#include "dutyscore/policy/policy.hpp"
