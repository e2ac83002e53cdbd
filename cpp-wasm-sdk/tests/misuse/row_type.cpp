// expect: the row type of a table is a struct declared with STELE_TYPE
#include "module.hpp"

struct Row { u8 id; };
STELE_TABLE(rows, Row, Public)
