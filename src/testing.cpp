#include "dutyscore/impl/testing/scenario.ipp"
#include "dutyscore/impl/testing/scenario_text.ipp"
