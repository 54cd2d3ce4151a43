#include "dutyscore/engine/book.hpp"
