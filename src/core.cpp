#include "dutyscore/impl/core/date.ipp"
#include "dutyscore/impl/core/decimal.ipp"
#include "dutyscore/impl/core/diagnostic.ipp"
#include "dutyscore/impl/core/messages.ipp"
#include "dutyscore/impl/core/source.ipp"
#include "dutyscore/impl/core/text.ipp"

#include "dutyscore/core/result.hpp"
#include "dutyscore/core/text_pool.hpp"
