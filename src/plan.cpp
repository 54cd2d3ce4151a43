#include "dutyscore/impl/plan/from_policy.ipp"
#include "dutyscore/impl/plan/listing.ipp"
