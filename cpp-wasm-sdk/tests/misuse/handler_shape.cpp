// expect: a handler is a function stele::HttpResponse f(stele::HandlerContext&
#include "module.hpp"

HttpResponse f(HandlerContext&) { return {}; }
STELE_HTTP_HANDLER(f)
