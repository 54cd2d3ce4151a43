#include "dutyscore/impl/policy/from_ast.ipp"
