#include "dutyscore/lang/printer.hpp"
