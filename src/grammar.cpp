#include "dutyscore/impl/lang/grammar.ipp"
