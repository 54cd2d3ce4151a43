#include "dutyscore/impl/lang/keywords.ipp"
#include "dutyscore/impl/lang/lexer.ipp"
#include "dutyscore/impl/lang/markdown.ipp"
#include "dutyscore/impl/lang/printer.ipp"
