// The part of the engine that works on many rows and subjects at once.
#include "dutyscore/impl/engine/lane_reading.ipp"
#include "dutyscore/impl/engine/row_classes.ipp"
#include "dutyscore/impl/engine/row_pass.ipp"
#include "dutyscore/impl/engine/totals.ipp"
#include "dutyscore/impl/engine/totals_accumulator.ipp"
