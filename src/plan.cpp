#include "dutyscore/impl/plan/from_policy.ipp"
#include "dutyscore/impl/plan/fused.ipp"
#include "dutyscore/impl/plan/listing.ipp"
#include "dutyscore/impl/plan/piecewise.ipp"
