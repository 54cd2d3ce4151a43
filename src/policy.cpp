#include "dutyscore/impl/policy/bounds.ipp"
#include "dutyscore/impl/policy/from_ast.ipp"
