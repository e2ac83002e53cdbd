// expect: an index column is an integer, a bool, a string, an enum
#include "module.hpp"

STELE_TABLE(more, Pet, BTree<&Pet::weight>)
